/** The trial of an update method: one customer at a time, five clean ones, and what stops it (rules 6 and 7). */
import { describe, expect, test } from 'vitest';
import type { SideEffect } from '../../src/domain/side-effect.ts';
import {
  absentIn,
  claimed,
  heldBy,
  ignoredIn,
  isAbsent,
  isTrusted,
  kindsTelling,
  landedIn,
  newlyProven,
  partlyLanded,
  released,
  type UpdateTrial,
  untried,
} from '../../src/domain/update-trial.ts';

const NOW = 1_800_000_000_000;
const DAY_MS = 86_400_000;
const ALONE_MS = 60_000;
const FRESH = untried('aceptabits edit-customer');
const BLANKED: SideEffect = { field: 'priceScheme', kind: 'emptied', added: '', was: '3', is: '' };

function landedAt(
  count: number,
  kinds = ['phone'],
  effects: readonly SideEffect[] = [],
  from = FRESH,
): UpdateTrial {
  return Array.from({ length: count }, (_, at) => `c${at}`).reduce(
    (trial, key) => landedIn(trial, key, kinds, effects),
    from,
  );
}

const held = (trial: UpdateTrial, value = '9991112233', now = NOW) =>
  heldBy(trial, { field: 'phone', value }, { key: 'c9' }, now);

describe('rules 6 and 7: what is known of the updates of one side', () => {
  test('one customer goes alone, comes back as often as needed, and holds nobody up for ever', () => {
    const first = claimed(FRESH, 'c1', NOW, ALONE_MS) as UpdateTrial;
    expect(claimed(first, 'c2', NOW, ALONE_MS)).toBeUndefined();
    expect(claimed(first, 'c1', NOW, ALONE_MS)).toBeDefined();
    expect(claimed(released(first, 'c2'), 'c2', NOW, ALONE_MS)).toBeUndefined();
    expect(claimed(released(first, 'c1'), 'c2', NOW, ALONE_MS)).toBeDefined();
    expect(claimed(first, 'c2', NOW + ALONE_MS, ALONE_MS)).toBeDefined();
    // A clock that was ahead has left an end that no claim can have.
    expect(claimed(first, 'c2', NOW - DAY_MS, ALONE_MS)).toBeDefined();
  });

  test('five that landed and were compared clean are trusted', () => {
    expect(isTrusted(landedAt(4))).toBe(false);
    expect(isTrusted(landedAt(5))).toBe(true);
    const trusted = landedAt(5);
    expect(claimed(trusted, 'c9', NOW, ALONE_MS)).toBe(trusted);
  });

  test('one that did more than it was sent for is not clean', () => {
    expect(isTrusted(landedAt(1, ['phone'], [BLANKED], landedAt(4)))).toBe(false);
  });

  test.each<[string, UpdateTrial, ReturnType<typeof held>]>([
    ['nothing is known', FRESH, undefined],
    ['it landed', landedAt(1), undefined],
    ['it is not there', absentIn(landedAt(5), NOW), 'no-update-method'],
    ['it was away and is tried again', absentIn(landedAt(5), NOW - 600_000), undefined],
    ['it had no effect at one customer', ignoredIn(FRESH, 'c1', ['phone'], NOW), undefined],
    [
      'it had no effect at two',
      ignoredIn(ignoredIn(FRESH, 'c1', ['phone'], NOW), 'c2', ['email'], NOW),
      'no-update-method',
    ],
    [
      'two emptyings had none, of whichever field',
      ignoredIn(ignoredIn(FRESH, 'c1', ['phone:empty'], NOW), 'c2', ['phone:empty', 'email:empty'], NOW),
      undefined,
    ],
    [
      'it had none twice at one',
      ignoredIn(ignoredIn(FRESH, 'c1', ['phone'], NOW), 'c1', ['phone'], NOW),
      undefined,
    ],
    [
      'another field landed, and this one never at two',
      ignoredIn(ignoredIn(landedAt(1, ['email']), 'c1', ['phone'], NOW), 'c2', ['phone'], NOW),
      'not-taken',
    ],
    [
      'this field has landed before',
      ignoredIn(ignoredIn(landedAt(1), 'c1', ['phone'], NOW), 'c2', ['phone'], NOW),
      undefined,
    ],
    [
      'it does not empty, and this is no emptying',
      ignoredIn(ignoredIn(landedAt(1, ['email']), 'c1', ['phone:empty'], NOW), 'c2', ['phone:empty'], NOW),
      undefined,
    ],
    ['a text was blanked at one customer', landedAt(1, ['phone'], [BLANKED]), undefined],
    ['the same text at two', landedAt(2, ['phone'], [BLANKED]), 'side-effect'],
    [
      'another text at each',
      landedIn(landedAt(1, ['phone'], [BLANKED]), 'c7', ['phone'], [{ ...BLANKED, field: 'taxGroup' }]),
      undefined,
    ],
  ])('%s', (_, trial, expected) => {
    expect(held(trial)).toBe(expected);
  });

  test('an emptying without effect at two customers is hand-work, and the method is not absent', () => {
    const trial = ignoredIn(ignoredIn(FRESH, 'c1', ['phone:empty'], NOW), 'c2', ['phone:empty'], NOW);
    expect([held(trial, ''), isAbsent(trial, NOW)]).toEqual(['not-taken', false]);
  });

  test('what does not show tells nothing: only what no server has made of the new value is ignored, or lands', () => {
    const shown = { name: 'ANA RUIZ', email: 'ana@ruiz.mx', phone: '' };
    expect(kindsTelling({ name: 'Ana Ruíz Gil', email: '', phone: '9991112233' }, shown)).toEqual([
      'email:empty',
      'phone',
    ]);
  });

  test('what proved absent is tried again after a day, and believed as soon as a part of it lands', () => {
    const absent = absentIn(FRESH, NOW);
    expect([isAbsent(absent, NOW + DAY_MS - 1), isAbsent(absent, NOW + DAY_MS)]).toEqual([true, false]);
    // Noted by a clock that was two days ahead and has been put right.
    expect(isAbsent(absent, NOW - 2 * DAY_MS)).toBe(false);
    expect(isAbsent(partlyLanded(absent, ['phone']), NOW)).toBe(false);
    expect(partlyLanded(absent, ['phone']).clean).toBe(0);
  });

  test.each<[string, UpdateTrial, boolean, ReturnType<typeof held>]>([
    ['no question is open', landedAt(1), true, undefined],
    ['it is being tried by others', { ...FRESH, backlog: { tried: ['c1', 'c2'] } }, true, 'no-update-method'],
    ['it is being tried by this one', { ...FRESH, backlog: { tried: ['c9'] } }, true, undefined],
    ['it is there, and a person is asked', { ...landedAt(1), backlog: { tried: ['c1'] } }, true, 'backlog'],
    ['an edit of today', { ...landedAt(1), backlog: { tried: [] } }, false, undefined],
    ['an edit of today, before it is there', { ...FRESH, backlog: { tried: ['c1'] } }, false, undefined],
    ['it is not there', { ...absentIn(FRESH, NOW), backlog: { tried: ['c9'] } }, true, 'no-update-method'],
  ])('what was held before the method appeared: %s', (_, trial, waited, expected) => {
    expect(heldBy(trial, { field: 'phone', value: '9991112233', waited }, { key: 'c9' }, NOW)).toBe(expected);
  });

  test('is said once for all the texts that it concerns', () => {
    const both = [BLANKED, { ...BLANKED, field: 'taxGroup' }];
    const [one, two, three] = [1, 2, 3].map((count) => landedAt(count, ['phone'], both)) as [
      UpdateTrial,
      UpdateTrial,
      UpdateTrial,
    ];
    expect(newlyProven(FRESH, one)).toEqual([]);
    expect(newlyProven(one, two)).toMatchObject([{ kind: 'emptied', fields: ['priceScheme', 'taxGroup'] }]);
    expect(newlyProven(two, three)).toEqual([]);
  });
});
