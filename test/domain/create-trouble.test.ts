/** The states between creates that end unclear and the first that goes well again (rule 8). */
import { describe, expect, test } from 'vitest';
import {
  type CreateTrouble,
  claim,
  endedUnclear,
  leaveOf,
  stoodDown,
  type TroubleLimits,
  WELL,
} from '../../src/domain/create-trouble.ts';

const LIMITS: TroubleLimits = { firstMs: 60, lastMs: 300, patienceMs: 100 };

type Step =
  | { readonly unclear: string; readonly at: number }
  | { readonly claims: string; readonly at: number }
  | { readonly aside: string }
  | { readonly refused: string };

function played(steps: readonly Step[], from: CreateTrouble = WELL): CreateTrouble {
  return steps.reduce((state, step) => {
    if ('unclear' in step) return endedUnclear(state, step.unclear, '1290', step.at, LIMITS);
    if ('claims' in step) return claim(state, step.claims, step.at, LIMITS);
    if ('aside' in step) return stoodDown(state, step.aside, true);
    return stoodDown(state, step.refused, false);
  }, from);
}

const unclear = (key: string, at = 0): Step => ({ unclear: key, at });
const TROUBLE = [unclear('a'), unclear('b'), unclear('c')];
const WITH_CANARY: Step[] = [...TROUBLE, { claims: 'd', at: 60 }];

/** State × who asks when → what is said. */
const CASES: [situation: string, steps: Step[], key: string, at: number, leave: string][] = [
  ['nothing has happened', [], 'a', 0, 'go'],
  ['one is unclear', [unclear('a')], 'b', 0, 'go'],
  ['two are unclear', [unclear('a'), unclear('b')], 'c', 0, 'go'],
  ['one is unclear three times', [unclear('a'), unclear('a'), unclear('a')], 'b', 0, 'go'],
  ['three in a row, at once', TROUBLE, 'd', 59, 'wait'],
  ['three in a row, after the first interval', TROUBLE, 'd', 60, 'go'],
  ['three in a row, one of the three itself', TROUBLE, 'a', 60, 'go'],
  ['a canary is at it', WITH_CANARY, 'e', 61, 'wait'],
  ['the canary asks again', WITH_CANARY, 'd', 61, 'go'],
  ['a canary that was never heard of again', WITH_CANARY, 'e', 160, 'go'],
  ['the canary is unclear', [...WITH_CANARY, unclear('d', 70)], 'd', 129, 'canary'],
  ['the canary is unclear, and waits its interval', [...WITH_CANARY, unclear('d', 70)], 'd', 130, 'go'],
  ['the canary is unclear twice: the interval has grown', [...WITH_CANARY, unclear('d', 70), unclear('d', 130)], 'd', 249, 'canary'],
  ['the same for the others', [...WITH_CANARY, unclear('d', 70), unclear('d', 130)], 'e', 249, 'wait'],
  ['the canary is unclear three times: another may', [...WITH_CANARY, unclear('d'), unclear('d'), unclear('d', 0)], 'e', 300, 'go'],
  ['somebody on the way already is unclear', [...WITH_CANARY, unclear('x', 70)], 'd', 71, 'go'],
  ['the canary is refused with a clear no', [...WITH_CANARY, { refused: 'd' }], 'e', 61, 'go'],
  ['three in a row, by a clock that was ahead and is put right', [unclear('a', 9_999), unclear('b', 9_999), unclear('c', 9_999)], 'd', 0, 'go'],
  ['a canary is at it, by a clock that was ahead', [...TROUBLE.map((step) => ({ ...step, at: 9_999 })), { claims: 'x', at: 10_059 }], 'd', 0, 'go'],
  ['the canary is put aside', [...WITH_CANARY, { aside: 'd' }], 'e', 61, 'go'],
]; // biome-ignore format: one situation a line

describe('rule 8: whether a create may be tried', () => {
  test.each(CASES)('%s', (_, steps, key, at, leave) => {
    expect(leaveOf(played(steps), key, at).kind).toBe(leave);
  });

  test('the interval grows up to its limit', () => {
    const intervals: number[] = [];
    let state = played(WITH_CANARY);
    for (let send = 0; send < 12; send += 1) {
      const before = state.trouble?.nextAt ?? 0;
      state = claim(state, `canary ${Math.floor(send / 3)}`, before, LIMITS);
      state = endedUnclear(state, `canary ${Math.floor(send / 3)}`, '1290', before, LIMITS);
      intervals.push((state.trouble?.nextAt ?? 0) - before);
    }
    expect(intervals.slice(0, 4)).toEqual([60, 120, 240, 300]);
    expect(new Set(intervals.slice(4))).toEqual(new Set([300]));
  });

  test('those put aside in a trouble are kept, each once', () => {
    const state = played([
      ...WITH_CANARY,
      { aside: 'd' },
      { claims: 'e', at: 61 },
      { aside: 'e' },
      { aside: 'd' },
    ]);
    expect(state.trouble?.aside).toEqual(['d', 'e']);
  });

  test('who is put aside while the side is well is no business of it', () => {
    expect(played([unclear('a'), { aside: 'a' }])).toEqual({ inARow: ['a'] });
  });
});
