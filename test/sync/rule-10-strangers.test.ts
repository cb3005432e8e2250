import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Brake } from '../../src/domain/brake.ts';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { release } from '../../src/people/release-brake.ts';
import { brakePlan } from '../../src/report/brake-plan.ts';
import type { Between } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  counts,
  inAceptabits,
  inManagementPro,
  keptOf,
  linkedPairs,
  movableClock,
  person,
} from './situations.ts';

/** The key of another company, whose customers have keys of their own (rule 10). */

let rig: Rig;
let strangers: Rig;
let between: Between;
const clock = movableClock();

const OURS = 30;
const THEIRS = 25;

beforeEach(async () => {
  [rig, strangers] = await Promise.all([startRig({ now: clock.now }), startRig()]);
});
afterEach(async () => {
  await Promise.all([rig.close(), strangers.close()]);
});

/** Everybody is linked; another company has customers under claves and codes that are not ours. */
async function twoCompanies(side: Side): Promise<void> {
  between = await rig.standBetween(side);
  for (let number = 1_000; number < 1_000 + THEIRS; number += 1) {
    inManagementPro(strangers, person(number), { clave: `9${number}` });
    inAceptabits(strangers, person(number), { code: `pgbcus9${number}` });
  }
  await linkedPairs(rig, OURS);
  clock.advance(10_000);
}

/** The side answers as the other company's does, until the right key is back. */
function answersForStrangers(side: Side): void {
  between.rule = async ({ path, method, body }) => {
    const url = new URL(path, strangers[side].url);
    const headers = {
      authorization: `Bearer ${strangers.aceptabits.token}`,
      'content-type': 'application/json',
    };
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: await answer.text() };
  };
}

async function brakeOn(side: Side): Promise<Brake | undefined> {
  return (await rig.status()).sides[side].brake;
}

describe.each(SIDES)('rule 10: the key of another company in %s', (side) => {
  const other = otherSide(side);

  test('braked; no stranger is created or linked, and with the right key back it ends by itself', async () => {
    await twoCompanies(side);
    answersForStrangers(side);
    await rig.cycles(4);
    expect(await brakeOn(side)).toMatchObject({
      reason: 'shrunken-list',
      // The platform's own have the same codes in both simulated accounts.
      count: OURS,
      of: keptOf(rig, side).length,
    });
    expect(rig.writes() + strangers.writes()).toBe(0);
    between.rule = undefined;
    await rig.cycles(4);
    expect(await brakeOn(side)).toBeUndefined();
    expect(rig.writes() + strangers.writes()).toBe(0);
    expect(counts(rig)).toEqual([OURS, OURS]);
    expect(await rig.status()).toMatchObject({
      links: OURS,
      differing: 0,
      waiting: { missing: 0, braked: 0 },
    });
  });

  test('a release lets through what its plan has shown, and no more', async () => {
    await twoCompanies(side);
    answersForStrangers(side);
    await rig.cycles(2);
    const { hash } = (await brakeOn(side)) ?? { hash: '' };
    const shown = await Array.fromAsync(brakePlan(rig.app.context, side));
    const creates = shown.filter(({ action }) => action === 'create').length;
    expect(await release(rig.app.context, side, hash, 'ana')).toBe(true);
    await rig.cycles(4);
    expect((await rig.status()).waiting.missing).toBe(OURS);
    expect(rig[side].people.all()).toHaveLength(OURS);
    expect(rig[other].people.all()).toHaveLength(OURS + creates);
  });
});
