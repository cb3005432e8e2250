/** Somebody deleted and made anew, whom a reading of the newcomers shows before the old record is missed (rules 1 and 3). */
import { afterEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { type Rig, startRig } from '../rig.ts';
import { keyOn, linkedPairs, linkOf, movableClock, type Pair, waitsOf } from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const COUNT = 24;

/** More customers than a minute may cost, linked, in step and old, each side read whole just now. */
async function largeSides(): Promise<Pair> {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  const [pair] = await linkedPairs(rig, COUNT);
  if (pair === undefined) throw new Error('There is no pair.');
  const perMinute = { readPerMinute: COUNT / 2 };
  const { managementpro, aceptabits } = rig.config;
  await rig.restart({
    managementpro: { ...managementpro, ...perMinute },
    aceptabits: { ...aceptabits, ...perMinute },
  });
  clock.advance(600_000);
  for (const side of SIDES) await rested(side, 0);
  return pair;
}

/** So long ago a side was read whole. */
async function rested(side: Side, agoMs: number): Promise<void> {
  const { store } = rig.app.context;
  const burst = await store.getState<{ at: number }>(`burst:${side}`);
  await store.setState(`burst:${side}`, { ...burst, at: (await store.time()) - agoMs });
}

const NEW_PHONE = '9990000002';

/** The same name and e-mail under another key and with another phone. */
function makeNamesake(side: Side, { clave, code }: Pair): string {
  if (side === 'managementpro') {
    const { descripcion = '', email_1 = '' } = rig.managementpro.people.get(clave) ?? {};
    return rig.managementpro.people.create({ descripcion, email_1, telefono_1: NEW_PHONE });
  }
  const { name = '', lastname = null, email = null } = rig.aceptabits.people.get(code) ?? {};
  return rig.aceptabits.people.create({ name, lastname, email, phone: NEW_PHONE });
}

const peopleOf = (side: Side) => rig[side].people.all().length;

describe.each(SIDES)('rule 3: a namesake who has come to %s between two whole readings', (side) => {
  const target = otherSide(side);

  test('whose old record is gone is asked about, and nobody is doubled', async () => {
    const pair = await largeSides();
    const anew = makeNamesake(side, pair);
    rig[side].people.remove(keyOn(side, pair));
    await rig.cycles(2);
    expect((await rig.status()).sides[side].lastScan).toMatchObject({ method: 'newcomers' });
    expect(peopleOf(target)).toBe(COUNT);
    expect(await waitsOf(rig, side, anew)).toEqual(['ambiguous']);
    for (const read of SIDES) await rested(read, 600_000);
    await rig.cycles(2);
    expect(peopleOf(target)).toBe(COUNT);
    expect(await waitsOf(rig, side, anew)).toEqual(['ambiguous']);
    expect((await linkOf(rig, pair.clave))?.code).toBe(pair.code);
  });

  test('beside one who is there is created in that poll, for one look-up more', async () => {
    const pair = await largeSides();
    makeNamesake(side, pair);
    const before = rig[side].requests.total;
    await rig.poll(side);
    expect(peopleOf(target)).toBe(COUNT + 1);
    // The newcomers, and the namesake's partner by its key.
    expect(rig[side].requests.total - before).toBeLessThanOrEqual(3);
  });

  test('whose old record was not told for a moment alone is created once a whole reading shows it', async () => {
    const pair = await largeSides();
    const anew = makeNamesake(side, pair);
    const back = takeAway(side, pair);
    await rig.poll(side);
    expect(await waitsOf(rig, side, anew)).toEqual(['ambiguous']);
    back();
    await rested(side, 600_000);
    await rig.cycles(2);
    expect(peopleOf(target)).toBe(COUNT + 1);
    expect(await waitsOf(rig, side, anew)).toEqual([]);
  });
});

/** Takes a record away; answers what puts it back as it was. */
function takeAway(side: Side, { clave, code }: Pair): () => void {
  if (side === 'managementpro') {
    const { people } = rig.managementpro;
    const cliente = people.get(clave);
    people.remove(clave);
    return () => people.create({ ...cliente });
  }
  const { people } = rig.aceptabits;
  const customer = people.get(code);
  people.remove(code);
  return () => people.create({ ...customer });
}
