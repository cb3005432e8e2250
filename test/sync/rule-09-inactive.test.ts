/** Customers who are put out of use, and back (rule 9). */
import { afterEach, describe, expect, test } from 'vitest';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  counts,
  eventsOf,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkOf,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

async function wholeWaits(clave: string) {
  const [loaded] = await rig.app.context.store.load([{ side: 'managementpro', key: clave }]);
  return loaded?.waits ?? [];
}

describe('rule 9: a customer that ManagementPro has put out of use (BA)', () => {
  test('is not created in Aceptabits, and is as soon as it is AC', async () => {
    rig = await startRig();
    const clave = inManagementPro(rig, person(1), { estado: 'BA' });
    await rig.cycles(3);
    expect(counts(rig)).toEqual([1, 0]);
    expect((await rig.status()).differing).toBe(0);
    rig.managementpro.people.setEstado(clave, 'AC');
    await rig.cycles(3);
    expect(counts(rig)).toEqual([1, 1]);
    expect((await linkOf(rig, clave))?.code).toBe(rig.aceptabits.people.all()[0]?.code);
  });

  test('is linked to the Aceptabits customer that it matches, paused, and not created a second time', async () => {
    rig = await startRig();
    const clave = inManagementPro(rig, person(1), { estado: 'BA' });
    const code = inAceptabits(rig, { ...person(1), email: 'otro@correo.mx' });
    await rig.cycles(3);
    expect((await linkOf(rig, clave))?.code).toBe(code);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['inactive']);
    expect((await rig.status()).waiting.inactive).toBe(1);
    expect(counts(rig)).toEqual([1, 1]);
    expect(rig.writes()).toBe(0);
  });

  test('its first merge happens when it is AC', async () => {
    rig = await startRig();
    const clave = inManagementPro(rig, { ...person(1), phone: '' }, { estado: 'BA' });
    const code = inAceptabits(rig, { ...person(1), email: '' });
    await rig.cycles(2);
    expect(rig.writes()).toBe(0);
    rig.managementpro.people.setEstado(clave, 'AC');
    await rig.cycles(2);
    const { email, phone } = person(1);
    expect(both(rig, { clave, code }, 'email')).toEqual([email, email]);
    expect(both(rig, { clave, code }, 'phone')).toEqual([phone, phone]);
  });

  test('a link whose customer turns BA pauses in both directions and resumes with a merge of what happened since', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.managementpro.people.setEstado(pair.clave, 'BA');
    await rig.cycles(1);
    rig.managementpro.people.edit(pair.clave, { email_1: 'erp@correo.mx' });
    rig.aceptabits.people.edit(pair.code, { phone: '9994443322' });
    await rig.cycles(3);
    expect(rig.writes()).toBe(0);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['inactive']);
    rig.managementpro.people.setEstado(pair.clave, 'AC');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['erp@correo.mx', 'erp@correo.mx']);
    expect(both(rig, pair, 'phone')).toEqual(['9994443322', '9994443322']);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
  });

  test('turning BA in the same breath as an edit holds the edit back', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'erp@correo.mx', estado: 'BA' });
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['erp@correo.mx', 'cliente1@correo.mx']);
    expect(rig.writes()).toBe(0);
  });
});

describe('rule 9: a customer that Aceptabits does not let be edited (isEditable 0)', () => {
  test('holds its updates with that reason, takes nothing from the other direction, and gets them when it is editable', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.aceptabits.people.setEditable(pair.code, 0);
    rig.managementpro.people.edit(pair.clave, { email_1: 'erp@correo.mx' });
    rig.aceptabits.people.edit(pair.code, { phone: '9994443322' });
    await rig.cycles(3);
    expect(await wholeWaits(pair.clave)).toMatchObject([
      { kind: 'held', side: 'aceptabits', field: 'email', value: 'erp@correo.mx', reason: 'not-editable' },
    ]);
    expect(both(rig, pair, 'phone')).toEqual(['9994443322', '9994443322']);
    expect(rig.aceptabits.writes).toBe(0);
    expect(rig.aceptabits.requests.byPath['edit-customer'] ?? 0).toBe(0);
    rig.aceptabits.people.setEditable(pair.code, -1);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['erp@correo.mx', 'erp@correo.mx']);
    expect(await rig.status()).toMatchObject({ waiting: { held: 0 }, differing: 0 });
  });

  test('its own edit of a held field that the policy overrules is on record, and is not lost to whoever types', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.aceptabits.people.setEditable(pair.code, 0);
    rig.managementpro.people.edit(pair.clave, { telefono_1: '9991112222' });
    rig.aceptabits.people.edit(pair.code, { phone: '9993334444' });
    await rig.cycles(2);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held']);
    rig.aceptabits.people.edit(pair.code, { phone: '9991112222' });
    await rig.cycles(2);
    expect((await rig.status()).differing).toBe(0);
    const conflicts = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'conflict');
    expect(conflicts).toMatchObject([
      { side: 'aceptabits', conflict: { managementpro: '9991112222', aceptabits: '9993334444' } },
    ]);
  });

  test('is created in ManagementPro like any other', async () => {
    rig = await startRig();
    const code = inAceptabits(rig, person(1), { isEditable: 0 });
    await rig.cycles(3);
    expect(counts(rig)).toEqual([1, 1]);
    expect(rig.managementpro.people.all()[0]?.email_1).toBe(rig.aceptabits.people.get(code)?.email);
  });
});
