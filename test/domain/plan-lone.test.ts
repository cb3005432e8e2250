/** What is planned for somebody without a link, by what a match and the scans say (rule 3). */
import { describe, expect, test } from 'vitest';
import type { Parked } from '../../src/domain/link.ts';
import type { Match } from '../../src/domain/match.ts';
import { type LonePlan, type LoneState, planLone } from '../../src/domain/plan-lone.ts';
import { NOW } from './states.ts';

const NONE: Match = { kind: 'none' };
const ONE: Match = { kind: 'one', key: 'AB-77', agree: ['email'] };
const SEVERAL = {
  kind: 'ambiguous',
  candidates: [
    { key: 'AB-1', linked: false, agree: ['email'], differ: [] },
    { key: 'AB-2', linked: false, agree: ['phone'], differ: [] },
  ],
} as const satisfies Match;
const LINKED = { key: 'AB-3', linked: true, agree: ['name'], differ: [] } as const;
const PARKED: Parked = { errorClass: 'data', code: '1277', detail: 'no', fingerprint: 'today', at: NOW };

/** An active customer of whom the other side, scanned in full since, shows nobody. */
const ALONE: LoneState = {
  match: NONE,
  mutual: false,
  compared: true,
  active: true,
  intentOpen: false,
  fulfils: [],
  resembles: [],
  otherSideScanned: true,
  searchTells: false,
  named: true,
  evident: true,
  parked: undefined,
  fingerprint: 'today',
};

const inWords = (plan: LonePlan): string => {
  if (plan.kind === 'link') return `link ${plan.key}${plan.adopted ? ' (adopted)' : ''}`;
  if (plan.kind === 'ambiguous') return `ambiguous ${plan.candidates.map(({ key }) => key).join(' ')}`;
  if (plan.kind === 'create') return `create (${plan.by})`;
  return plan.kind === 'parked' ? `parked ${plan.code}: ${plan.detail}` : plan.kind;
};

type Case = readonly [title: string, facts: Partial<LoneState>, expected: string];

const CASES: readonly Case[] = [
  ['Rule 3: a complete scan since shows no match: created', {}, 'create (scan)'],
  [
    'Rule 3: no complete scan since, but one before: a search may tell',
    { otherSideScanned: false, searchTells: true },
    'create (search)',
  ],
  ['Rule 3: no complete scan since: nothing is concluded', { otherSideScanned: false }, 'wait-for-scan'],
  ['Rule 3: one match, seen from both: linked', { match: ONE, mutual: true }, 'link AB-77'],
  [
    'Rule 3: linked without waiting for a scan',
    { match: ONE, mutual: true, otherSideScanned: false },
    'link AB-77',
  ],
  [
    'Rule 3: one match, while not everybody has been read: nothing is concluded',
    { match: ONE, mutual: true, compared: false },
    'wait-for-scan',
  ],
  ['Rule 3: one match, which has another in mind: ambiguous', { match: ONE }, 'ambiguous AB-77'],
  ['Rule 3: several candidates: nothing is created or linked', { match: SEVERAL }, 'ambiguous AB-1 AB-2'],
  [
    'Rule 3: several candidates count before the scan too',
    { match: SEVERAL, otherSideScanned: false },
    'ambiguous AB-1 AB-2',
  ],
  [
    'Section 3: nobody is created whose name no reading has told',
    { named: false },
    'parked no-name: no reading has told its name',
  ],
  [
    'Rule 3: whose name nobody has told is linked all the same',
    { named: false, match: ONE, mutual: true },
    'link AB-77',
  ],
  ['Rule 3: who has no evidence at all is nobody, and not created', { evident: false }, 'nobody'],
  ['Rule 3: the same before any scan', { evident: false, otherSideScanned: false }, 'nobody'],
  ['Rule 3: a person says who it is', { evident: false, match: ONE, mutual: true }, 'link AB-77'],
  ['Rule 9: what Aceptabits has made by itself is not created', { platformOwn: true }, 'platform'],
  ['A test customer of a probe is not created', { probes: true }, 'probe'],
  ['Rule 9: nor is it linked', { platformOwn: true, match: ONE, mutual: true }, 'platform'],
  ['Rule 9: nor is anybody asked about it', { platformOwn: true, match: SEVERAL }, 'platform'],
  [
    'Rule 8: a create of ours is ours, editable or not',
    { platformOwn: true, fulfils: ['1'] },
    'link 1 (adopted)',
  ],
  [
    'Rule 3: an inactive double of one that is linked is asked about no more',
    { active: false, match: { kind: 'ambiguous', candidates: [LINKED] } },
    'inactive',
  ],
  [
    'Rule 3: an active double of one that is linked is asked about',
    { match: { kind: 'ambiguous', candidates: [LINKED] } },
    'ambiguous AB-3',
  ],
  [
    'Rule 9: somebody inactive whom two unlinked ones may be is asked about',
    { active: false, match: SEVERAL },
    'ambiguous AB-1 AB-2',
  ],
  [
    'Rule 9: somebody inactive who may be one that nobody is linked to is asked about, doubles or not',
    { active: false, match: { kind: 'ambiguous', candidates: [LINKED, ...SEVERAL.candidates] } },
    'ambiguous AB-3 AB-1 AB-2',
  ],
  ['A person keeps it from being created', { paused: true }, 'paused'],
  [
    'A person keeps it from being created: it is linked all the same',
    { paused: true, match: ONE, mutual: true },
    'link AB-77',
  ],
  ['Rule 9: BA is not created', { active: false }, 'inactive'],
  ['Rule 9: BA is not created, scanned or not', { active: false, otherSideScanned: false }, 'inactive'],
  ['Rule 9: a match of a BA customer is linked', { active: false, match: ONE, mutual: true }, 'link AB-77'],
  [
    'Rule 8: what an open create may have made, edited since, is a person\u2019s, and is not created',
    { resembles: [{ key: '000123', linked: false, agree: [], differ: ['name'] }] },
    'ambiguous 000123',
  ],
  [
    'Rule 8: what matches one customer only is linked, whatever it resembles',
    { match: ONE, mutual: true, resembles: [{ key: '000123', linked: false, agree: [], differ: ['name'] }] },
    'link AB-77',
  ],
  [
    'Rule 8: an open intent is settled first, scanned or not',
    { intentOpen: true, otherSideScanned: false },
    'create (scan)',
  ],
  [
    'Rule 8: an open intent is settled though it turned BA',
    { intentOpen: true, active: false },
    'create (scan)',
  ],
  [
    'Rule 8: an open intent is settled though it is no person any more',
    { intentOpen: true, platformOwn: true },
    'create (scan)',
  ],
  [
    'Rule 9: and a match of it is not linked for all that',
    { intentOpen: true, platformOwn: true, match: ONE, mutual: true },
    'create (scan)',
  ],
  [
    'Rule 8: an open intent, and a match turns up: linked',
    { intentOpen: true, match: ONE, mutual: true },
    'link AB-77',
  ],
  [
    'Whoever a person has left out of a plan is not linked by a match',
    { paused: true, leftOut: true, match: ONE, mutual: true },
    'paused',
  ],
  [
    'Whoever a person has left out is linked by a person’s word',
    { paused: true, leftOut: true, match: { kind: 'one', key: 'AB-77', agree: [] }, mutual: true },
    'link AB-77',
  ],
  [
    'Whoever a person has left out is linked where a create of ours is being settled',
    { paused: true, leftOut: true, intentOpen: true, match: ONE, mutual: true },
    'link AB-77',
  ],
  ['Rule 8: a record that fulfils one intent is adopted', { fulfils: ['000123'] }, 'link 000123 (adopted)'],
  [
    'Rule 8: adopted, though several look alike',
    { fulfils: ['000123'], match: SEVERAL },
    'link 000123 (adopted)',
  ],
  [
    'Rule 8: a record that fulfils two intents is a person\u2019s',
    { fulfils: ['000123', '000124'] },
    'ambiguous 000123 000124',
  ],
  ['Section 5: parked until the record changes', { parked: PARKED }, 'parked 1277: no'],
  [
    'Section 5: parked, and the record changed',
    { parked: { ...PARKED, fingerprint: 'yesterday' } },
    'create (scan)',
  ],
  [
    'Section 5: parked, not scanned since the change',
    { parked: { ...PARKED, fingerprint: 'yesterday' }, otherSideScanned: false },
    'wait-for-scan',
  ],
  [
    'Section 5: parked, but a match turns up: linked',
    { parked: PARKED, match: ONE, mutual: true },
    'link AB-77',
  ],
  [
    'Section 5: parked, but our create is found: adopted',
    { parked: PARKED, fulfils: ['000123'] },
    'link 000123 (adopted)',
  ],
  [
    'Rule 8: what cannot be told apart stays parked, intent and all',
    { parked: PARKED, intentOpen: true },
    'parked 1277: no',
  ],
];

describe('rules 3, 8 and 9: a customer without a link', () => {
  test.each(CASES)('%s', (_, facts, expected) => {
    expect(inWords(planLone({ ...ALONE, ...facts }))).toBe(expected);
  });

  test.each([
    ['two open creates that one record fulfils', { fulfils: ['000123', '000124'] }, ['000123', '000124'], []],
    ['one match, which has another in mind', { match: ONE }, ['AB-77'], ['email']],
  ] as const)(
    'Rule 3: a person is shown whom it may be, and what speaks for it: %s',
    (_, facts, keys, agree) => {
      expect(planLone({ ...ALONE, ...facts })).toEqual({
        kind: 'ambiguous',
        candidates: keys.map((key) => ({ key, linked: false, agree, differ: [] })),
      });
    },
  );

  test.each([
    ['a match tells in what the two agree', { match: ONE, mutual: true }, ['email']],
    ['an adoption is no match', { match: ONE, mutual: true, fulfils: ['000123'] }, []],
  ] as const)('Rule 3: %s', (_, facts, agree) => {
    expect(planLone({ ...ALONE, ...facts })).toMatchObject({ kind: 'link', agree });
  });

  test('Rule 3: whoever a person has paused, and who may be one of several, is asked about', () => {
    expect(planLone({ ...ALONE, paused: true, match: SEVERAL }).kind).toBe('ambiguous');
  });

  test('Rule 3: nothing is created as long as anything speaks against it, whatever else holds', () => {
    for (const match of [NONE, ONE, SEVERAL])
      for (const active of [true, false])
        for (const otherSideScanned of [true, false])
          for (const parked of [undefined, PARKED]) {
            const free = match === NONE && active && otherSideScanned && parked === undefined;
            const plan = planLone({ ...ALONE, match, active, otherSideScanned, parked });
            expect(plan.kind === 'create').toBe(free);
          }
  });
});
