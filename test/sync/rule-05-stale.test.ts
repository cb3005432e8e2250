/** Answers that are older than what has happened since: a list that is minutes behind, a cache on the way (rule 5). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import type { Between, Passed, Passing } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, edit, eventsOf, linkedPairs, movableClock, type Pair, waitsOf } from './situations.ts';

const MINUTE = 60_000;
const CACHED_MS = 5 * MINUTE;
const clock = movableClock();

let rig: Rig;
let pair: Pair;
beforeEach(async () => {
  rig = await startRig({ now: clock.now });
  [pair] = (await linkedPairs(rig, 12)) as [Pair, ...Pair[]];
  clock.advance(MINUTE);
});
afterEach(() => rig.close());

/** Answers what it has answered before, for five minutes; `age` says so in the answer, as caches on the way do. */
function keepAnswers(between: Between, keeps: (request: Passing) => boolean, age: boolean): void {
  const kept = new Map<string, { at: number; answer: Passed }>();
  between.rule = async (request, forward) => {
    if (!keeps(request)) return forward();
    const name = `${request.path} ${JSON.stringify(request.body ?? '')}`;
    const before = kept.get(name);
    const oldMs = before === undefined ? CACHED_MS : clock.now() - before.at;
    if (before !== undefined && oldMs < CACHED_MS)
      return { ...before.answer, ...(age && { headers: { age: String(Math.ceil(oldMs / 1_000)) } }) };
    const answer = await forward();
    kept.set(name, { at: clock.now(), answer });
    return answer;
  };
}

/** The plain list of a side, and no question for somebody. */
const isList: Record<Side, (request: Passing) => boolean> = {
  managementpro: ({ body }) => {
    const { clave, busqueda } = (body?.data ?? {}) as Record<string, unknown>;
    return body?.action === 'GetClienteLista' && clave === '' && busqueda === '';
  },
  aceptabits: ({ path, query }) => path.includes('/get-customers') && !query.get('search'),
};

describe.each(SIDES)('rule 5: a list of %s that is five minutes behind, and does not say so', (side) => {
  const other = otherSide(side);

  beforeEach(async () => {
    keepAnswers(await rig.standBetween(side), isList[side], false);
    await rig.cycles(1);
  });

  test('brings back nothing that a write of ours has replaced there', async () => {
    edit(rig, other, pair, { phone: '9991112233' });
    for (let minute = 0; minute < 8; minute += 1) {
      await rig.cycles(1);
      expect(both(rig, pair, 'phone')).toEqual(['9991112233', '9991112233']);
      clock.advance(MINUTE);
    }
    const written = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'updated');
    expect(written.map((event) => event.side)).toEqual([side]);
    expect(await rig.status()).toMatchObject({ differing: 0, work: 0 });
  });

  test('does not keep somebody from putting the old value back', async () => {
    const [before] = both(rig, pair, 'phone');
    edit(rig, other, pair, { phone: '9991112233' });
    await rig.cycles(1);
    expect(both(rig, pair, 'phone')).toEqual(['9991112233', '9991112233']);
    clock.advance(2 * CACHED_MS);
    await rig.cycles(1);
    edit(rig, side, pair, { phone: before });
    clock.advance(2 * CACHED_MS);
    await rig.cycles(2);
    expect(both(rig, pair, 'phone')).toEqual([before, before]);
  });
});

test('rule 6: an answer out of a cache on the way is none: what a clerk has typed since is not written over', async () => {
  const between = await rig.standBetween('aceptabits');
  keepAnswers(between, ({ path }) => path.includes('/show-customer'), true);
  edit(rig, 'managementpro', pair, { phone: '9991112233' });
  await rig.cycles(1);
  edit(rig, 'aceptabits', pair, { phone: '9995556677' });
  clock.advance(MINUTE);
  edit(rig, 'managementpro', pair, { email: 'compras@correo.mx' });
  await rig.cycles(2);
  expect(both(rig, pair, 'phone')).toEqual(['9995556677', '9995556677']);
  // It waits, and that is said, until the cache is out of the way.
  expect(await waitsOf(rig, 'managementpro', pair.clave)).toContain('parked');
  between.rule = undefined;
  edit(rig, 'managementpro', pair, { email: 'compras2@correo.mx' });
  clock.advance(CACHED_MS);
  await rig.cycles(2);
  expect(both(rig, pair, 'email')).toEqual(['compras2@correo.mx', 'compras2@correo.mx']);
  expect(both(rig, pair, 'phone')).toEqual(['9995556677', '9995556677']);
});
