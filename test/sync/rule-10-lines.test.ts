import { afterEach, describe, expect, test } from 'vitest';
import type { Brake } from '../../src/domain/brake.ts';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { keepBrake, release } from '../../src/people/release-brake.ts';
import { brakePlan } from '../../src/report/brake-plan.ts';
import { brakesView } from '../../src/report/brakes.ts';
import { brakesOf } from '../../src/sync/evaluate/brake-state.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  both,
  counts,
  edit,
  inAceptabits,
  inManagementPro,
  keyOn,
  linkedPairs,
  linkOf,
  movableClock,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

/** Rule 10: a person agrees to lines, and whatever is no such line goes on. */

let rig: Rig;
const clock = movableClock();
afterEach(() => rig.close());

const PAIRS = 30;

async function oldPairs(count = PAIRS, options: RigOptions = {}): Promise<Pair[]> {
  rig = await startRig({ now: clock.now, ...options });
  const pairs = await linkedPairs(rig, count);
  clock.advance(10_000);
  return pairs;
}

const brakeOn = async (side: Side): Promise<Brake | undefined> => (await rig.status()).sides[side].brake;

/** Every e-mail of the side is overwritten with another one. */
function overwriteEmails(side: Side, pairs: readonly Pair[], mark = 'accidente'): void {
  for (const [index, pair] of pairs.entries()) edit(rig, side, pair, { email: `${mark}${index}@correo.mx` });
}

function arrives(side: Side, number: number): string {
  return side === 'managementpro' ? inManagementPro(rig, person(number)) : inAceptabits(rig, person(number));
}

function emailsIn(side: Side): (string | null | undefined)[] {
  return side === 'managementpro'
    ? rig.managementpro.people.all().map(({ email_1 }) => email_1)
    : rig.aceptabits.people.all().map(({ email }) => email);
}

describe.each(SIDES)('rule 10: the e-mails of %s are braked', (side) => {
  const other = otherSide(side);

  test('edits of other fields, new pairs and newcomers go on in both directions; the e-mails wait', async () => {
    const pairs = await oldPairs();
    overwriteEmails(side, pairs);
    const [first, second] = pairs;
    if (first === undefined || second === undefined) throw new Error('There are no pairs.');
    const before = both(rig, second, 'email')[side === 'managementpro' ? 1 : 0];
    edit(rig, side, first, { name: 'Comercializadora Peninsular del Sureste SA de CV' });
    edit(rig, other, second, { phone: '9998887766' });
    for (const end of SIDES) arrives(end, end === side ? 501 : 502);
    inManagementPro(rig, person(503));
    inAceptabits(rig, person(503));
    await rig.cycles(3);
    expect(await brakeOn(side)).toMatchObject({ reason: 'mass-change', field: 'email', fields: ['email'] });
    const name = 'Comercializadora Peninsular del Sureste SA de CV';
    expect(both(rig, first, 'name')).toEqual([name, name]);
    expect(both(rig, second, 'phone')).toEqual(['9998887766', '9998887766']);
    expect(both(rig, second, 'email')[side === 'managementpro' ? 1 : 0]).toBe(before);
    expect(counts(rig)).toEqual([PAIRS + 3, PAIRS + 3]);
    expect((await rig.status()).links).toBe(PAIRS + 3);
    // Whoever is new where the e-mails are braked is created without one.
    expect(emailsIn(other)).not.toContain(person(501).email);
    expect(emailsIn(side)).toContain(person(502).email);
    expect(await waitsOf(rig, 'managementpro', first.clave)).toEqual(['braked']);
    const { hash } = (await brakeOn(side)) ?? { hash: '' };
    expect(await release(rig.app.context, side, hash, 'ana')).toBe(true);
    await rig.cycles(3);
    expect(await brakeOn(side)).toBeUndefined();
    for (const [index, pair] of pairs.entries())
      expect(both(rig, pair, 'email')).toEqual([
        `accidente${index}@correo.mx`,
        `accidente${index}@correo.mx`,
      ]);
    for (const end of SIDES) expect(emailsIn(end)).toContain(person(501).email);
    expect(await rig.status()).toMatchObject({ differing: 0, waiting: { braked: 0 } });
  });

  test('whoever would be linked by an e-mail alone, or would not be created but for it, waits', async () => {
    const pairs = await oldPairs();
    overwriteEmails(side, pairs);
    await rig.poll(side);
    const email = 'solo.correo@correo.mx';
    inManagementPro(rig, { first: 'Ferretería', last: 'La Central', email, phone: '' });
    inAceptabits(rig, { first: '', last: '', email, phone: '' });
    await rig.cycles(3);
    expect(counts(rig)).toEqual([PAIRS + 1, PAIRS + 1]);
    expect((await rig.status()).links).toBe(PAIRS);
    expect((await rig.status()).waiting.braked).toBeGreaterThan(PAIRS);
  });

  test('the brake of an hour ago is good for its lines, with an edit a minute by somebody or other', async () => {
    const pairs = await oldPairs();
    overwriteEmails(side, pairs);
    await rig.poll(side);
    const shown = await brakeOn(side);
    const lines = await Array.fromAsync(brakePlan(rig.app.context, side));
    expect(lines.filter(({ moved }) => moved.startsWith('email: '))).toHaveLength(PAIRS);
    // A clerk goes on typing: another value of a braked field, and others, each before the next poll.
    const [touched, ...others] = pairs;
    for (let minute = 0; minute < 4; minute += 1) {
      if (touched !== undefined) edit(rig, side, touched, { email: `minuto${minute}@correo.mx` });
      const [pair] = others.slice(minute);
      if (pair !== undefined) edit(rig, other, pair, { phone: `99988877${10 + minute}` });
      await rig.poll(side);
      clock.advance(60_000);
    }
    expect((await brakeOn(side))?.hash).not.toBe(shown?.hash);
    expect(await release(rig.app.context, side, shown?.hash ?? '', 'ana')).toBe(true);
    await rig.cycles(3);
    // One further line is no unusual share, so a whole reading lets it through.
    expect(await brakeOn(side)).toBeUndefined();
    for (const [index, pair] of pairs.entries()) {
      const email = index === 0 ? 'minuto3@correo.mx' : `accidente${index}@correo.mx`;
      expect(both(rig, pair, 'email')).toEqual([email, email]);
    }
  });

  test('a sheet that was never shown, or is forgotten, or of the other side, releases nothing', async () => {
    const pairs = await oldPairs();
    overwriteEmails(side, pairs);
    await rig.poll(side);
    const { context } = rig.app;
    const { hash } = (await brakeOn(side)) ?? { hash: '' };
    expect(await release(context, other, hash, 'ana')).toBe(false);
    expect(await keepBrake(context, side, hash, 'ana')).toBe(true);
    await context.store.redis.unlink(context.store.keys.sheet(hash));
    expect(await release(context, side, hash, 'ana')).toBe(false);
    await rig.cycles(1);
    expect(rig.writes()).toBe(0);
    // The next poll shows it anew.
    expect(await release(context, side, hash, 'ana')).toBe(true);
  });

  test('an agreement to a shrunken list is good for its customers, though one more has gone since', async () => {
    const pairs = await oldPairs();
    for (const pair of pairs.slice(0, 12)) rig[side].people.remove(keyOn(side, pair));
    await rig.poll(side);
    const shown = await brakeOn(side);
    expect(shown).toMatchObject({ reason: 'shrunken-list', count: 12 });
    const [late] = pairs.slice(12);
    if (late !== undefined) rig[side].people.remove(keyOn(side, late));
    await rig.poll(side);
    expect((await brakeOn(side))?.hash).not.toBe(shown?.hash);
    expect(await release(rig.app.context, side, shown?.hash ?? '', 'ana')).toBe(true);
    await rig.cycles(3);
    expect(await brakeOn(side)).toBeUndefined();
    expect((await rig.status()).waiting.missing).toBe(13);
  });
});

test('rule 10: two fields at once are one brake of two fields, and a third goes on', async () => {
  const pairs = await oldPairs();
  const [first, ...others] = pairs;
  for (const [index, pair] of others.entries())
    edit(rig, 'managementpro', pair, { email: `a${index}@correo.mx`, phone: `55${10_000_000 + index}` });
  if (first === undefined) throw new Error('There is nobody.');
  edit(rig, 'managementpro', first, { name: 'Refaccionaria del Golfo de México y del Caribe' });
  await rig.cycles(2);
  expect(await brakeOn('managementpro')).toMatchObject({ reason: 'mass-change', fields: ['email', 'phone'] });
  expect(rig.writes()).toBe(1);
  const { hash } = (await brakeOn('managementpro')) ?? { hash: '' };
  expect(await release(rig.app.context, 'managementpro', hash, 'ana')).toBe(true);
  await rig.cycles(2);
  for (const [index, pair] of others.entries()) {
    expect(both(rig, pair, 'email')[1]).toBe(`a${index}@correo.mx`);
    expect(both(rig, pair, 'phone')[1]).toBe(`55${10_000_000 + index}`);
  }
});

describe('rule 10: what has been judged is values', () => {
  /** Hand-work of 15 of 40, typed a few a day. */
  async function handWork(): Promise<Pair[]> {
    const pairs = await oldPairs(40, { canUpdate: false });
    for (let day = 0; day < 3; day += 1) {
      for (const pair of pairs.slice(5 * day, 5 * day + 5))
        edit(rig, 'managementpro', pair, { phone: `99988${pair.clave.slice(-5)}` });
      await rig.cycles(2);
      clock.advance(86_400_000);
    }
    expect((await rig.status()).waiting.held).toBe(15);
    return pairs;
  }

  async function expectUntroubled(): Promise<void> {
    await rig.cycles(3);
    expect([await brakeOn('managementpro'), await brakeOn('aceptabits')]).toEqual([undefined, undefined]);
    expect((await rig.status()).waiting).toMatchObject({ held: 15, braked: 0 });
  }

  test("every row's sucursal is renamed while 15 of 40 wait for hand-work: no brake", async () => {
    const pairs = await handWork();
    for (const { clave } of pairs)
      rig.managementpro.people.edit(clave, { sucursal: '0002', razon_social: 'Otra Razón Social SA de CV' });
    await expectUntroubled();
  });

  test('other MANAGEMENTPRO_DEFAULTS are no news: no brake', async () => {
    await handWork();
    await rig.restart({
      managementpro: { ...rig.config.managementpro, defaults: { segment: '02' } },
    });
    await expectUntroubled();
  });

  test('another value of what waits is judged anew', async () => {
    const pairs = await handWork();
    for (const [index, pair] of pairs.slice(0, 15).entries())
      edit(rig, 'managementpro', pair, { phone: `55${10_000_000 + index}` });
    await rig.cycles(1);
    expect(await brakeOn('managementpro')).toMatchObject({ reason: 'mass-change', count: 15 });
  });
});

describe.each(SIDES)('rule 10: a wave of newcomers in %s', (side) => {
  const other = otherSide(side);

  test('is asked for once; whoever else is new goes on, and the agreed ones are all created', async () => {
    const pairs = await oldPairs(40);
    for (let number = 1_000; number < 1_150; number += 1) arrives(side, number);
    await rig.cycles(2);
    const brake = await brakeOn(side);
    expect(brake).toMatchObject({ reason: 'newcomers', count: 150, of: 40 });
    expect(counts(rig)).toContain(40);
    const [pair] = pairs;
    if (pair === undefined) throw new Error('There is nobody.');
    edit(rig, side, pair, { phone: '9998887766' });
    arrives(other, 900);
    await rig.cycles(2);
    expect(both(rig, pair, 'phone')).toEqual(['9998887766', '9998887766']);
    expect((await rig.status()).links).toBe(41);
    const lines = await Array.fromAsync(brakePlan(rig.app.context, side));
    expect(lines.filter(({ action }) => action === 'create')).toHaveLength(150);
    expect((await brakesView(rig.app.context)).map(({ reason }) => reason)).toEqual(['newcomers']);
    expect(await release(rig.app.context, side, brake?.hash ?? '', 'ana')).toBe(true);
    await rig.cycles(3);
    expect(counts(rig)).toEqual([191, 191]);
    expect(await brakeOn(side)).toBeUndefined();
    expect(await rig.status()).toMatchObject({ differing: 0, links: 191 });
  });

  test('that comes in little by little is one all the same', async () => {
    await oldPairs(40);
    for (let number = 1_000; number < 1_160; number += 1) {
      arrives(side, number);
      if (number % 40 !== 39) continue;
      await rig.cycles(1);
      clock.advance(3_600_000);
    }
    expect(await brakeOn(side)).toMatchObject({ reason: 'newcomers' });
    expect((await rig.status()).links).toBeLessThan(40 + 100);
    clock.advance(2 * 86_400_000);
    // A day later it is no wave any more: the few that are left are created.
    await rig.cycles(3);
    expect(counts(rig)).toEqual([200, 200]);
  });
});

test('rule 10: a wave is no question for the first sync, nor beside many linked customers', async () => {
  rig = await startRig({ now: clock.now });
  for (let number = 1; number <= 160; number += 1) inManagementPro(rig, person(number));
  await rig.cycles(4);
  expect(counts(rig)).toEqual([160, 160]);
  expect((await brakesOf(rig.app.context, 'managementpro')).map(({ reason }) => reason)).toEqual([]);
});

test('rule 10: a side may be braked for its values and for its newcomers at once, and each is released by itself', async () => {
  const pairs = await oldPairs(40);
  overwriteEmails('managementpro', pairs);
  for (let number = 1_000; number < 1_120; number += 1) arrives('managementpro', number);
  await rig.cycles(2);
  const reasons = async () => (await brakesOf(rig.app.context, 'managementpro')).map(({ reason }) => reason);
  expect(await reasons()).toEqual(['mass-change', 'newcomers']);
  const [values, wave] = await brakesOf(rig.app.context, 'managementpro');
  expect(await release(rig.app.context, 'managementpro', values?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(2);
  expect(await reasons()).toEqual(['newcomers']);
  expect((await rig.status()).links).toBe(40);
  const [pair] = pairs;
  if (pair !== undefined) expect(both(rig, pair, 'email')[1]).toBe('accidente0@correo.mx');
  expect(await release(rig.app.context, 'managementpro', wave?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([160, 160]);
  expect((await linkOf(rig, pair?.clave ?? ''))?.judged).toBeUndefined();
});
