/** What clerks type where there is nothing to type, in people who were on both sides before Puente (rules 3, 4). */
import { afterEach, describe, expect, test } from 'vitest';
import { type Rig, startRig } from '../rig.ts';
import { both, counts, eventsOf, inAceptabits, inManagementPro, linkedPair, linkOf, person, waitsOf } from './situations.ts'; // biome-ignore format: a row

let rig: Rig;
afterEach(() => rig.close());

/** In step, and nothing more is ever written. */
async function quiet(): Promise<void> {
  const writes = rig.writes();
  await rig.cycles(3);
  expect(rig.writes()).toBe(writes);
}

describe('a clerk’s way of writing nothing', () => {
  test('in the ERP gives way to what Aceptabits knows, and what stood there stays on record', async () => {
    rig = await startRig();
    const [phoned, mailed] = [person(1), person(2)];
    const one = {
      clave: inManagementPro(rig, phoned, { telefono_1: '0000000000' }),
      code: inAceptabits(rig, phoned),
    };
    const other = {
      clave: inManagementPro(rig, mailed, { email_1: 'NO TIENE' }),
      code: inAceptabits(rig, mailed),
    };
    await rig.cycles(3);
    expect(both(rig, one, 'phone')).toEqual([phoned.phone, phoned.phone]);
    expect(both(rig, other, 'email')).toEqual([mailed.email, mailed.email]);
    expect(JSON.stringify(await eventsOf(rig, one.clave))).toContain('0000000000');
    await quiet();
  });

  test('on both sides stays what it is on each: it is copied over nothing, and nobody is asked', async () => {
    rig = await startRig();
    const one = person(3);
    const pair = {
      clave: inManagementPro(rig, one, { email_1: 'na@na.com' }),
      code: inAceptabits(rig, one, { email: 'sin correo' }),
    };
    await rig.cycles(3);
    expect((await linkOf(rig, pair.clave))?.code).toBe(pair.code);
    expect(both(rig, pair, 'email')).toEqual(['na@na.com', 'sin correo']);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
    expect((await rig.status()).differing).toBe(0);
    await quiet();
    // Whoever learns the address, on either side, tells the other.
    rig.aceptabits.people.edit(pair.code, { email: one.email });
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual([one.email, one.email]);
  });

  test('typed over a value that the other side has mended does not win, whatever the policy', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { telefono_1: 's/n' });
    rig.aceptabits.people.edit(pair.code, { phone: '999 555 1234' });
    await rig.cycles(2);
    expect(both(rig, pair, 'phone')).toEqual(['999 555 1234', '999 555 1234']);
    await quiet();
  });

  test('makes no one out of two namesakes, though both have it', async () => {
    rig = await startRig();
    const [one, namesake] = [person(4), { ...person(4), phone: '9995550000' }];
    const clave = inManagementPro(rig, one, { email_1: 'x@x.com' });
    inAceptabits(rig, namesake, { email: 'X@X.COM' });
    await rig.cycles(3);
    expect(await linkOf(rig, clave)).toBeUndefined();
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['ambiguous']);
    expect(counts(rig)).toEqual([1, 1]);
  });

  test('for a name renames nobody: a person is asked, and the rest goes on', async () => {
    rig = await startRig();
    const one = person(5);
    const clave = inManagementPro(rig, one, { descripcion: 'PUBLICO EN GENERAL', telefono_1: '' });
    const code = inAceptabits(rig, one);
    await rig.cycles(3);
    expect(both(rig, { clave, code }, 'name')).toEqual(['PUBLICO EN GENERAL', `${one.first} ${one.last}`]);
    expect(both(rig, { clave, code }, 'phone')).toEqual([one.phone, one.phone]);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['conflict']);
    await quiet();
  });
});
