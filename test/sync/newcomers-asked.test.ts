/** A reading of newcomers that several creates wait for (rule 3): who may go by one that another has begun. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import { newcomersAreRead } from '../../src/sync/observe/newcomers.ts';
import type { Between } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkedPairs, person } from './situations.ts';

let rig: Rig;
let between: Between;
afterEach(() => rig.close());

const tick = () => rig.app.context.store.nextSequence();
const areRead = (side: Side, since: number) => newcomersAreRead(rig.app.context, side, since, undefined);

describe.each(SIDES)('rule 3: the newcomers of %s', (side) => {
  beforeEach(async () => {
    rig = await startRig();
    await linkedPairs(rig, 3, 100);
    between = await rig.standBetween(side);
  });

  test('are read once for all creates of a poll, whose customers were seen before that reading began', async () => {
    const seen = await tick();
    const before = between.seen.length;
    expect(await Promise.all(Array.from({ length: 8 }, () => areRead(side, seen)))).not.toContain(false);
    expect(between.seen.length - before).toBe(1);
    expect(await areRead(side, seen)).toBe(true);
    expect(between.seen.length - before).toBe(1);
  });

  test('are read anew for whoever was first seen while a reading was under way, and show who came meanwhile', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    between.rule = async (_, forward) => {
      const told = await forward();
      isAsked();
      await answered;
      return told;
    };
    const first = areRead(side, await tick());
    await asked;
    between.rule = undefined;
    // Stands in no answer that has been given by now.
    const key = side === 'managementpro' ? inManagementPro(rig, person(7)) : inAceptabits(rig, person(7));
    const known = async () => (await rig.app.context.store.storedRecords(side, [key]))[0];
    expect(await areRead(side, await tick())).toBe(true);
    expect(await known()).toBeDefined();
    answer();
    expect(await first).toBe(true);
  });

  test('are asked for again by whoever comes after a reading that has failed', async () => {
    const seen = await tick();
    between.rule = async () => ({ status: 500, body: '' });
    const both = await Promise.allSettled([areRead(side, seen), areRead(side, seen)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    between.rule = undefined;
    expect(await areRead(side, seen)).toBe(true);
  });
});

test('rule 3: the newcomers of a server whose pages are shorter than was asked for are read down to somebody known', async () => {
  rig = await startRig();
  await linkedPairs(rig, 3, 100);
  rig.aceptabits.settings.pageMax = 5;
  const [deepest = ''] = Array.from({ length: 12 }, (_, n) => inAceptabits(rig, person(n)));
  expect(await areRead('aceptabits', await tick())).toBe(true);
  const [stored] = await rig.app.context.store.storedRecords('aceptabits', [deepest]);
  expect(stored).toBeDefined();
});
