/** Where a decision leaves a customer, whatever else is to be written and whoever writes it: the one decider, without Redis. */
import { expect, test } from 'vitest';
import type { Side } from '../../src/domain/customer.ts';
import type { LinkPlan } from '../../src/domain/plan-link.ts';
import type { LonePlan } from '../../src/domain/plan-lone.ts';
import { placeOf } from '../../src/sync/decide/place.ts';
import type { Evaluated } from '../../src/sync/evaluate/evaluate.ts';
import { linkWith, stateWith } from '../domain/states.ts';

const ANA = { side: 'managementpro', key: '7' } as const;
const IN_STEP = linkWith({ base: { managementpro: { name: 'Ana' }, aceptabits: { name: 'Ana' } } });

function lone(plan: LonePlan): Evaluated {
  const loaded = { subject: ANA } as Evaluated['loaded'];
  return {
    kind: 'lone',
    loaded,
    plan,
    fingerprint: 'today',
    open: undefined,
    byBraked: false,
    widowsIfGone: [],
  };
}

function link(plan: Partial<LinkPlan>): Evaluated {
  const loaded = { subject: ANA } as Evaluated['loaded'];
  const state = stateWith({ link: IN_STEP, shown: { managementpro: {}, aceptabits: {} } });
  const whole = { link: IN_STEP, writes: {}, waits: [], refused: [], ...plan };
  return { kind: 'link', loaded, state, plan: whole, fingerprint: 'today' };
}

const NAME = { aceptabits: { name: { value: 'Ana Ruiz' } } } as const;
const BRAKED = { kind: 'braked', side: 'aceptabits', field: 'name' } as const;
const to = (side: Side, urgency: string) => [{ side, subject: ANA, urgency }];

test.each([
  ['who is to be created passes, and is created', lone({ kind: 'create', by: 'scan' }), 'today', [], to('aceptabits', 'backfill')],
  ['who waits for a scan stays work', lone({ kind: 'wait-for-scan' }), '', [], []],
  ['a doubt waits for a person', lone({ kind: 'ambiguous', candidates: [] }), undefined, [{ kind: 'ambiguous', candidates: [] }], []],
  ['what is parked waits on the side that it was to go to', lone({ kind: 'parked', code: '1288', detail: '' }), undefined, [{ kind: 'parked', side: 'aceptabits', code: '1288', detail: '' }], []],
  ['nobody to be created is done with', lone({ kind: 'inactive' }), undefined, [], []],
  ['the platform’s own is done with, and counted', lone({ kind: 'platform' }), undefined, [{ kind: 'platform' }], []],
  ['a link in step is done with', link({}), undefined, [], []],
  ['an edit passes, and is written', link({ writes: NAME }), 'today', [], to('aceptabits', 'edit')],
  ['what fills a side gives way to edits', link({ writes: NAME, link: linkWith({}) }), 'today', [], to('aceptabits', 'backfill')],
  ['what nobody has judged stays work', link({ unjudged: true }), '', [], []],
  ['a value that is braked waits, and is no work', link({ waits: [BRAKED] }), undefined, [BRAKED], []],
] as const)('%s', (_, evaluated, work, waits, requests) => {
  expect(placeOf(evaluated)).toEqual({ work, waits, requests });
}); // biome-ignore format: one case per line

test.each([
  ['a newcomer stays work', lone({ kind: 'create', by: 'scan' }), ''],
  ['a link waits until what is braked has changed', link({ writes: NAME }), undefined],
] as const)('whom the brake of a side holds writes nothing: %s (rule 10)', (_, evaluated, work) => {
  const waits = [{ kind: 'braked', side: 'managementpro' }];
  expect(placeOf(evaluated, 'managementpro')).toEqual({ held: 'managementpro', work, waits, requests: [] });
}); // biome-ignore format: one line of a table
