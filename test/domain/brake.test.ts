/** When a scan looks like an accident, what the brake is about then, and what it stops (rule 10). */
import { describe, expect, test } from 'vitest';
import {
  type BRAKE_KINDS,
  type BrakeLimits,
  type BrakeReason,
  confirms,
  isWave,
  judgeAbsence,
  judgeMissingKeys,
  kindOf,
  type Movement,
  MovementTally,
  movement,
  scopeOf,
} from '../../src/domain/brake.ts';
import { linkWith } from './states.ts';

const LIMITS: BrakeLimits = {
  missingPercent: 10,
  changedPercent: 30,
  emptiedPercent: 5,
  minCustomers: 10,
  newPercent: 25,
  newMin: 100,
};

describe('rule 10: a list that is empty or much smaller than before', () => {
  test.each([
    ['everybody is there', 0, 200, 200, undefined],
    ['a few are gone', 20, 200, 180, undefined],
    ['one more than a tenth is gone', 21, 200, 179, 'shrunken-list'],
    ['half are gone', 100, 200, 100, 'shrunken-list'],
    ['cut to exactly the number asked for', 190, 200, 10, 'shrunken-list'],
    ['nobody is there', 200, 200, 0, 'emptied-list'],
    ['the only customer known is gone, and the list is empty', 1, 1, 0, 'emptied-list'],
    ['too few are gone to judge by', 9, 20, 11, undefined],
    ['ten of twenty are gone', 10, 20, 10, 'shrunken-list'],
    ['the first scan of an empty side', 0, 0, 0, undefined],
    ['as many new ones as are gone: another list', 150, 200, 200, 'shrunken-list'],
  ] as const)('%s', (_, absent, known, distinct, expected) => {
    expect(judgeAbsence(absent, known, distinct, LIMITS)).toBe(expected);
  });
});

describe('rule 10: the very first list, which only a second reading can confirm', () => {
  test.each([
    ['the same number again', 200, 200, true],
    ['a few have come meanwhile', 202, 200, true],
    ['more than one in a hundred have come', 203, 200, false],
    ['half were hidden', 200, 100, false],
    ['all were hidden', 200, 0, false],
    ['one of few was hidden', 8, 7, false],
    ['a few have gone, or are hidden now', 190, 200, true],
    ['a side without any customers', 0, 0, true],
  ] as const)('%s', (_, second, first, expected) => {
    expect(confirms(second, first)).toBe(expected);
  });
});

describe('section 3: a wave of missing keys is a change of the API', () => {
  test.each([
    ['none', 0, 200, undefined],
    ['a few rows', 9, 20, undefined],
    ['a third of all', 61, 200, 'missing-keys'],
    ['exactly the limit', 60, 200, undefined],
    ['every row', 200, 200, 'missing-keys'],
  ] as const)('%s', (_, lacking, rows, expected) => {
    expect(judgeMissingKeys(lacking, rows, LIMITS)).toBe(expected);
  });
});

describe('rule 10: how one link has moved', () => {
  const link = linkWith({
    base: {
      managementpro: { name: 'Ana Ruiz', email: 'ana@ruiz.mx', phone: '55 1234 5678' },
      aceptabits: { name: 'ANA RUIZ', email: 'ana@ruiz.mx' },
    },
  });

  test.each([
    ['nothing', 'managementpro', { name: 'Ana Ruiz' }, [], []],
    [
      'all phones retyped with the country code: no change',
      'managementpro',
      { phone: '+52 55 1234 5678' },
      [],
      [],
    ],
    ['a server\u2019s own spelling is its base: no change', 'aceptabits', { name: 'ANA RUIZ' }, [], []],
    ['a key that is missing says nothing', 'managementpro', { email: undefined }, [], []],
    ['a field without a base says nothing', 'aceptabits', { phone: '33 8765 4321' }, [], []],
    ['changed', 'managementpro', { email: 'eva@paz.mx' }, ['email'], []],
    ['emptied', 'managementpro', { email: ' ' }, ['email'], ['email']],
    ['emptied by another word', 'managementpro', { email: 'no@tiene.com' }, ['email'], ['email']],
    ['changed and emptied', 'managementpro', { name: 'Eva', email: '' }, ['name', 'email'], ['email']],
  ] as const)('%s', (_, side, shown, changed, emptied) => {
    expect(movement(link, side, shown, false)).toEqual({ changed, emptied, another: false });
  });
});

describe('rule 10: an unusual share of linked customers changed or emptied the same field', () => {
  const edited: Movement = { changed: ['phone'], emptied: [], another: false };
  const blanked: Movement = { changed: ['email'], emptied: ['email'], another: false };
  const stranger: Movement = { changed: ['name', 'email', 'phone'], emptied: [], another: true };

  function judged(links: number, ...moves: readonly (readonly [Movement, number])[]) {
    const tally = new MovementTally();
    for (const [move, count] of moves) for (let n = 0; n < count; n += 1) tally.add(move);
    return tally.judge(links, LIMITS);
  }

  test.each([
    ['nobody moved', 200, [], undefined],
    ['a third changed their phone', 200, [[edited, 60]], undefined],
    [
      'more than a third changed their phone',
      200,
      [[edited, 61]],
      { reason: 'mass-change', field: 'phone', count: 61 },
    ],
    ['a twentieth lost their e-mail', 200, [[blanked, 10]], undefined],
    [
      'more than a twentieth lost their e-mail',
      200,
      [[blanked, 11]],
      { reason: 'mass-emptying', field: 'email', count: 11 },
    ],
    ['every e-mail blank', 200, [[blanked, 200]], { reason: 'mass-emptying', field: 'email', count: 200 }],
    ['too few to judge by', 20, [[blanked, 9]], undefined],
    ['a key of another company', 200, [[stranger, 200]], { reason: 'another-company', count: 200 }],
    ['a few keys that bear another person', 200, [[stranger, 10]], undefined],
    [
      'the gravest is named first',
      200,
      [
        [edited, 150],
        [blanked, 50],
        [stranger, 40],
      ],
      { reason: 'another-company', count: 40 },
    ],
    [
      'an emptying is graver than a change',
      200,
      [
        [edited, 150],
        [blanked, 50],
      ],
      { reason: 'mass-emptying', field: 'email', count: 50 },
    ],
    [
      'many changes of different fields are people at work',
      200,
      [
        [edited, 40],
        [{ ...edited, changed: ['name'] }, 40],
      ],
      undefined,
    ],
  ] as const)('%s', (_, links, moves, expected) => {
    expect(judged(links, ...(moves as readonly (readonly [Movement, number])[]))).toEqual(
      expected && expect.objectContaining(expected),
    );
  });
});

describe('rule 10: what a brake is about, and what it stops', () => {
  const KINDS: Readonly<Record<BrakeReason, (typeof BRAKE_KINDS)[number]>> = {
    'emptied-list': 'list',
    'empty-told': 'list',
    'shrunken-list': 'list',
    'missing-keys': 'list',
    'mass-change': 'values',
    'mass-emptying': 'values',
    'another-company': 'values',
    newcomers: 'newcomers',
    backlog: 'backlog',
    'new-routes': 'routes',
  };
  const REASONS = Object.keys(KINDS) as BrakeReason[];

  test.each(REASONS)('%s', (reason) => {
    expect(kindOf(reason)).toBe(KINDS[reason]);
    const whole = KINDS[reason] === 'list' || reason === 'another-company';
    expect(scopeOf([{ reason }])).toEqual({ fields: [], whole, newcomers: reason === 'newcomers' });
  });

  test('nothing is braked', () => expect(scopeOf([])).toBeUndefined());

  test('several brakes stop what each of them stops, and a field once', () => {
    const phone = { reason: 'mass-change', fields: ['phone', 'email'] } as const;
    const brakes = [{ reason: 'shrunken-list' }, phone, { reason: 'mass-emptying', field: 'phone' }] as const;
    expect(scopeOf(brakes)).toEqual({ fields: ['phone', 'email'], whole: true, newcomers: false });
    expect(scopeOf([phone, { reason: 'newcomers' }])).toMatchObject({ whole: false, newcomers: true });
  });

  test('a brake of the first version names its field alone', () => {
    expect(scopeOf([{ reason: 'mass-change', field: 'phone' }])?.fields).toEqual(['phone']);
  });
});

describe('rule 10: a wave of newcomers', () => {
  test.each([
    ['nobody waits, however many came today', 0, 900, 1_000, false],
    ['fewer than are ever asked about', 99, 0, 10, false],
    ['just as many as are asked about', 100, 0, 10, true],
    ['those of the last day count with them', 60, 40, 100, true],
    ['a quarter of those linked before', 250, 0, 1_000, false],
    ['more than a quarter', 251, 0, 1_000, true],
    ['those of the last day are none of those linked before', 100, 120, 1_000, false],
    ['and make the share larger', 100, 130, 1_000, true],
    ['everybody was linked within the day', 50, 80, 70, true],
  ])('%s', (_, waiting, ofLastDay, linked, expected) => {
    expect(isWave(waiting, ofLastDay, linked, LIMITS)).toBe(expected);
  });
});

describe('rule 10: all the fields that pass a limit are braked, and no other', () => {
  const judged = (moves: readonly Movement[]) => {
    const tally = new MovementTally();
    for (const move of moves) tally.add(move);
    return tally.judge(100, LIMITS)?.fields;
  };
  const times = (count: number, move: Movement) => Array.from({ length: count }, () => move);
  const changed = (...fields: Movement['changed']): Movement => ({
    changed: fields,
    emptied: [],
    another: false,
  });
  const emptied: Movement = { changed: ['email'], emptied: ['email'], another: false };

  test.each([
    ['changed', times(31, changed('phone')), ['phone']],
    ['emptied, and fewer than would be many changes', times(11, emptied), ['email']],
    [
      'both, beside a few of a third',
      [...times(31, changed('phone')), ...times(11, emptied), changed('name')],
      ['email', 'phone'],
    ],
    [
      'another company: all of them',
      times(11, { ...changed('name', 'email', 'phone'), another: true }),
      ['name', 'email', 'phone', 'salesperson'],
    ],
    [
      'strangers of whom nothing is unjudged are no news',
      times(11, { ...changed(), another: true }),
      undefined,
    ],
  ] as const)('%s', (_, moves, fields) => expect(judged(moves)).toEqual(fields));

  test('a field that a side does not tell is neither changed nor emptied', () => {
    const link = linkWith({ base: { managementpro: { email: 'ana@ruiz.mx' }, aceptabits: {} } });
    expect(movement(link, 'managementpro', {}, true)).toEqual({ changed: [], emptied: [], another: true });
  });
});

test('rule 10: a hundredth is of the first reading', () => {
  expect([confirms(10_100, 10_000), confirms(10_101, 10_000)]).toEqual([true, false]);
});
