/** What is planned for a linked customer in each state of its link, from strangers to parkings. */
import { describe, expect, test } from 'vitest';
import { type Customer, FIELDS, type Field, SIDES, type Side } from '../../src/domain/customer.ts';
import type { Withheld } from '../../src/domain/judged.ts';
import type { Link, LinkState, Parked, Unreachable } from '../../src/domain/link.ts';
import { INCOMPLETE } from '../../src/domain/link-waits.ts';
import { deliveredFrom, planLink } from '../../src/domain/plan-link.ts';
import { linkWith, NOW, rulesWith, sentBy, stateWith } from './states.ts';

const ANA: Customer = {
  name: 'Ana Ruiz',
  email: 'ana@ruiz.mx',
  phone: '55 1234 5678',
  salesperson: 'V01',
};
const LUIS: Customer = {
  name: 'Luis Soto',
  email: 'luis@soto.mx',
  phone: '33 8765 4321',
  salesperson: 'V01',
};
const IN_STEP = linkWith({ base: { managementpro: ANA, aceptabits: ANA } });
const RULES = rulesWith('managementpro');

/** Both sides show Ana, but for what is said. */
function stateOf(m: Customer, a: Customer, link: Link = IN_STEP, facts: Partial<LinkState> = {}): LinkState {
  const shown = { managementpro: { ...ANA, ...m }, aceptabits: { ...ANA, ...a } };
  return stateWith({ link, shown, ...facts });
}

const parkedWith = (over: Partial<Parked>): Parked => ({
  errorClass: 'data',
  code: '1277',
  detail: 'no',
  fingerprint: 'today',
  at: NOW,
  ...over,
});

describe('rule 2: a key that bears another person is remembered on the link', () => {
  const strangers: readonly (readonly [Customer, Customer, Link['strange']])[] = [
    [LUIS, {}, { managementpro: true }],
    [{}, LUIS, { aceptabits: true }],
    [{ ...LUIS, name: 'Eva Paz' }, LUIS, { managementpro: true, aceptabits: true }],
  ];

  test.each(strangers)('noted, and looked at again it is the same link', (m, a, strange) => {
    const { link, waits } = planLink(stateOf(m, a), RULES);
    expect(link.strange).toEqual(strange);
    expect(waits).toEqual(
      SIDES.filter((side) => strange?.[side]).map((side) => ({ kind: 'suspended', side })),
    );
    expect(planLink(stateOf(m, a, link), RULES).link).toBe(link);
  });

  test('whoever empties what was theirs is a stranger still', () => {
    const { link } = planLink(stateOf({}, LUIS), RULES);
    const plan = planLink(stateOf({}, { name: 'Luis Soto', email: '', phone: '' }, link), RULES);
    expect(plan.waits).toEqual([{ kind: 'suspended', side: 'aceptabits' }]);
    expect(plan.link.strange).toBe(link.strange);
  });

  test('the customer is back: forgotten', () => {
    const { link } = planLink(stateOf(LUIS, {}), RULES);
    expect(planLink(stateOf({}, {}, link), RULES).link.strange).toEqual({});
  });

  test('one side has its customer back, the other has not', () => {
    const { link } = planLink(stateOf({ ...LUIS, name: 'Eva Paz' }, LUIS), RULES);
    expect(planLink(stateOf({}, LUIS, link), RULES).link.strange).toEqual({ aceptabits: true });
  });

  test('while something else keeps the link from being looked at, nothing is forgotten', () => {
    const { link } = planLink(stateOf(LUIS, {}), RULES);
    const missing = { ...link, missing: { aceptabits: NOW } };
    expect(planLink(stateOf({}, {}, missing), RULES).link.strange).toBe(link.strange);
  });

  test('no reading tells any of it on either side: nothing speaks against anybody', () => {
    const shown = { managementpro: { salesperson: 'V01' }, aceptabits: { salesperson: 'V01' } };
    const readings = { managementpro: { unsure: true }, aceptabits: { unsure: true } };
    const state = stateWith({ link: IN_STEP, shown, readings });
    expect(planLink(state, RULES).waits).toEqual([]);
  });
});

describe('rules 4 and 5: a field that comes into step by itself', () => {
  const doubted = {
    name: { side: 'aceptabits', value: 'Luz' },
    phone: { side: 'aceptabits', value: '1' },
  } as const;

  test('has nothing open any more: neither a doubt nor a person\u2019s word', () => {
    const link = planLink(stateOf({ name: 'Eva' }, { name: 'Eva' }, { ...IN_STEP, doubted }), RULES).link;
    expect(link.doubted).toEqual({ phone: doubted.phone });
    expect(link).not.toHaveProperty('frozen');
    const plain = planLink(stateOf({ name: 'Eva' }, { name: 'Eva' }), RULES).link;
    expect(plain).not.toHaveProperty('doubted');
  });

  test('is no robot\u2019s any more, and its turns are counted anew', () => {
    const turns = {
      name: { replaced: 'Ana', count: 3, at: NOW },
      phone: { replaced: '1', count: 1, at: NOW },
    };
    const frozen = planLink(
      stateOf({ name: 'Eva' }, { name: 'Eva' }, { ...IN_STEP, turns, frozen: { name: NOW, phone: NOW } }),
      RULES,
    ).link;
    expect(frozen).toMatchObject({ frozen: { phone: NOW }, turns: { phone: turns.phone } });
    expect([frozen.frozen?.name, frozen.turns?.name]).toEqual([undefined, undefined]);
    const going = planLink(stateOf({ name: 'Eva' }, { name: 'Eva' }, { ...IN_STEP, turns }), RULES).link;
    expect(going.turns).toEqual(turns);
  });

  test('only a name has halves that show a value otherwise', () => {
    const facts = { nameIn: { aceptabits: () => 'ana@ruiz.mx' } };
    const plan = planLink(stateOf({ email: 'eva@paz.mx' }, {}, IN_STEP, facts), RULES);
    expect(sentBy(plan.writes)).toEqual({ aceptabits: { email: { value: 'eva@paz.mx' } } });
  });

  test('what one side alone has changed goes over nobody\u2019s value', () => {
    expect(planLink(stateOf({ name: 'Eva' }, {}), RULES).writes.aceptabits?.name).toStrictEqual({
      value: 'Eva',
    });
  });

  test('a value in doubt that nothing would be sent over is asked about by nobody', () => {
    const link = { ...IN_STEP, doubted: { name: { side: 'aceptabits', value: 'Ana Ruiz' } } } as const;
    expect(planLink(stateOf({}, {}, link), RULES).waits).toEqual([]);
  });
});

describe('rule 4: the losing value of a conflict comes on record once', () => {
  const overruledIn = (m: string, a: string, link: Link, policy: 'managementpro' | 'aceptabits') =>
    planLink(stateOf({ name: m }, { name: a }, link), rulesWith(policy)).link;
  const once = overruledIn('Eva', 'Luz', IN_STEP, 'managementpro');

  test('the value that goes over it, and whose it was', () => {
    const link = overruledIn('Eva', 'Luz', IN_STEP, 'managementpro');
    expect(link.overruled).toEqual({ name: { side: 'aceptabits', value: 'Eva', over: 'Luz' } });
  });

  test.each([
    ['the same again, in another spelling', ' Eva', 'Luz ', 'managementpro', undefined],
    [
      'another value has lost',
      'Eva',
      'Sol',
      'managementpro',
      { side: 'aceptabits', value: 'Eva', over: 'Sol' },
    ],
    [
      'another value goes over it',
      'Eve',
      'Luz',
      'managementpro',
      { side: 'aceptabits', value: 'Eve', over: 'Luz' },
    ],
    ['the other side wins', 'Eva', 'Luz', 'aceptabits', { side: 'managementpro', value: 'Luz', over: 'Eva' }],
    [
      'the other side wins, the two values having changed sides',
      'Luz',
      'Eva',
      'aceptabits',
      { side: 'managementpro', value: 'Eva', over: 'Luz' },
    ],
  ] as const)('%s', (_, m, a, policy, expected) => {
    const link = overruledIn(m, a, once, policy);
    expect(link.overruled?.name).toEqual(expected ?? once.overruled?.name);
    expect(link.overruled === once.overruled).toBe(expected === undefined);
  });

  test('no conflict any more: nothing is overruled', () => {
    expect(overruledIn('Eva', 'Eva', once, 'managementpro').overruled).toEqual({});
  });
});

describe('rules 6, 7 and 11: why a change waits', () => {
  const waitsOf = (m: Customer, a: Customer, parked: Link['parked'], facts: Partial<LinkState> = {}) =>
    planLink(stateOf(m, a, { ...IN_STEP, parked }, facts), RULES);
  const told = (side: Side) => ({ kind: 'parked', side, code: '1277', detail: 'no' });

  test('a record that is parked waits as one, however many of its fields do', () => {
    const plan = waitsOf({ name: 'Eva', phone: '55 0000 1111' }, {}, { aceptabits: parkedWith({}) });
    expect(plan.waits).toEqual([told('aceptabits')]);
    expect(sentBy(plan.writes)).toEqual({});
  });

  test('a record that is parked hides no field that waits for another reason, whichever comes first', () => {
    const rules = (held: Field) => ({
      ...RULES,
      heldBy: (_: Side, field: Field) => (field === held ? ('not-taken' as const) : undefined),
    });
    const parked = { ...IN_STEP, parked: { aceptabits: parkedWith({}) } };
    const state = stateOf({ name: 'Eva', phone: '55 0000 1111' }, {}, parked);
    const held = (field: Field, value: string) => ({
      kind: 'held',
      side: 'aceptabits',
      field,
      value,
      reason: 'not-taken',
    });
    expect(planLink(state, rules('name')).waits).toEqual([held('name', 'Eva'), told('aceptabits')]);
    expect(planLink(state, rules('phone')).waits).toEqual([
      told('aceptabits'),
      held('phone', '55 0000 1111'),
    ]);
  });

  test('each side for itself', () => {
    const parked = { managementpro: parkedWith({}), aceptabits: parkedWith({}) };
    const plan = waitsOf({ name: 'Eva' }, { phone: '55 0000 1111' }, parked);
    expect(plan.waits).toEqual([told('managementpro'), told('aceptabits')]);
  });

  test('every field that is held is told by itself, parked or not', () => {
    const state = stateOf({ name: 'Eva', phone: '55 0000 1111' }, {});
    const rules = {
      ...RULES,
      heldBy: (side: Side, field: Field, value: string) =>
        side === 'aceptabits' && value !== '' && (field === 'name' ? 'side-effect' : 'not-taken'),
    } as const;
    const heldBy = (side: Side, field: Field, value: string) => rules.heldBy(side, field, value) || undefined;
    const plan = planLink(state, { ...rules, heldBy });
    expect(plan.waits).toEqual([
      { kind: 'held', side: 'aceptabits', field: 'name', value: 'Eva', reason: 'side-effect' },
      { kind: 'held', side: 'aceptabits', field: 'phone', value: '55 0000 1111', reason: 'not-taken' },
    ]);
    expect(sentBy(plan.writes)).toEqual({});
  });

  test('what nothing holds is sent', () => {
    const plan = planLink(stateOf({ name: 'Eva' }, {}), { ...RULES, heldBy: () => undefined });
    expect(sentBy(plan.writes)).toEqual({ aceptabits: { name: { value: 'Eva' } } });
  });

  test.each([
    ['while it is not told whole, changed or not', { aceptabits: { lacks: ['email'] } }, 'before', true],
    ['told whole again, though nothing in it has changed', { aceptabits: {} }, 'today', false],
    ['the other side is not told whole', { managementpro: { lacks: ['email'] } }, 'today', false],
  ])('parked because its record was not told whole: %s', (_, readings, fingerprint, waits) => {
    const parked = { aceptabits: parkedWith({ code: INCOMPLETE, fingerprint }) };
    expect(waitsOf({ name: 'Eva' }, {}, parked, { readings }).waits.length > 0).toBe(waits);
  });

  test.each([
    ['not-landed', true],
    ['data', false],
  ] as const)('tries used up before the record changed, parked as %s', (errorClass, waits) => {
    const sent = {
      aceptabits: { name: { value: 'Eva', before: 'Ana Ruiz', from: 'Eva', tries: 3, at: NOW, job: 'job' } },
    };
    const parked = { aceptabits: parkedWith({ errorClass, fingerprint: 'before' }) };
    const plan = planLink(stateOf({ name: 'Eva' }, {}, { ...IN_STEP, sent, parked }), RULES);
    expect(plan.waits.length > 0).toBe(waits);
    const other = planLink(stateOf({ phone: '55 0000 1111' }, {}, { ...IN_STEP, sent, parked }), RULES);
    expect(other.waits).toEqual([]);
  });

  test('tries are left: a record that has changed is tried again', () => {
    const note = { value: 'Eva', before: 'Ana Ruiz', from: 'Eva', tries: 2, at: NOW, job: 'job' };
    const parked = { aceptabits: parkedWith({ errorClass: 'not-landed', fingerprint: 'before' }) };
    const link = { ...IN_STEP, sent: { aceptabits: { name: note } }, parked };
    expect(planLink(stateOf({ name: 'Eva' }, {}, link), RULES).waits).toEqual([]);
    const unsent = { ...IN_STEP, parked };
    expect(planLink(stateOf({ name: 'Eva' }, {}, unsent), RULES).waits).toEqual([]);
  });

  test('nothing was ever sent there: no try is used up', () => {
    const link = { ...IN_STEP, sent: { managementpro: {} } };
    const parked = { aceptabits: parkedWith({ errorClass: 'not-landed', fingerprint: 'before' }) };
    expect(planLink(stateOf({ name: 'Eva' }, {}, { ...link, parked }), RULES).waits).toEqual([]);
  });
});

describe('section 3: a salesperson of whom the other side cannot be told', () => {
  const planOf = (m: Customer, a: Customer, over: Partial<Link>, facts: Partial<LinkState>) =>
    planLink(stateOf(m, a, { ...IN_STEP, ...over }, facts), RULES).waits;
  const unreachable: Unreachable = { clave: 'V02', reason: 'no-route' };

  test.each([
    ['an edit waits, with its reason', unreachable, IN_STEP.base, true],
    ['the same clave in another form is no edit', { ...unreachable, clave: 'V01 ' }, IN_STEP.base, false],
    ['never in step: nothing has been edited', unreachable, { managementpro: {}, aceptabits: {} }, false],
  ] as const)('ManagementPro\u2019s: %s', (_, to, base, waits) => {
    const expected = {
      kind: 'held',
      side: 'aceptabits',
      field: 'salesperson',
      value: 'V02',
      reason: 'no-route',
    };
    const told = planOf({ salesperson: undefined }, {}, { base }, { unreachable: to });
    expect(told).toEqual(waits ? [expected] : []);
  });

  test.each([
    ['an edit waits', { agent: 'A-1' }, undefined, 'A-2', true],
    ['the agent of the base is no edit', { agent: 'A-1' }, undefined, 'A-1', false],
    ['whom the base means is not known', {}, undefined, 'A-2', false],
    ['a route leads to him', { agent: 'A-1' }, 'V01', 'A-2', false],
    ['never in step', { agent: 'A-1', base: { managementpro: {}, aceptabits: {} } }, undefined, 'A-2', false],
    ['everybody has a route', { agent: 'A-1' }, undefined, undefined, false],
  ] as const)('Aceptabits\u2019: %s', (_, over, salesperson, unroutedAgent, waits) => {
    const expected = {
      kind: 'held',
      side: 'managementpro',
      field: 'salesperson',
      value: 'A-2',
      reason: 'no-vendedor',
    };
    expect(planOf({}, { salesperson }, over, { unroutedAgent })).toEqual(waits ? [expected] : []);
  });
});

describe('rules 2 and 5: a link in step', () => {
  const RFC = 'RUAA800101AB1';
  const remembered = { ...IN_STEP, rfc: RFC };

  test('remembers the RFC, and is then the same link', () => {
    const { link } = planLink(stateOf({}, {}, IN_STEP, { rfc: RFC }), RULES);
    expect(link.rfc).toBe(RFC);
    expect(planLink(stateOf({}, {}, link, { rfc: RFC }), RULES).link).toBe(link);
    expect(planLink(stateOf({}, {}, remembered, { rfc: 'SOLL900202CD2' }), RULES).link.rfc).toBe(
      'SOLL900202CD2',
    );
  });

  test.each(SIDES)('is none while a write to %s is open', (side) => {
    const moved = side === 'aceptabits' ? stateOf({ name: 'Eva' }, {}) : stateOf({}, { name: 'Eva' });
    expect(planLink({ ...moved, rfc: RFC }, RULES).link.rfc).toBeUndefined();
  });

  test.each(SIDES)('is none while a value of %s is withheld', (side) => {
    const withheld: Withheld = { [side]: { name: 'unjudged' } };
    const plan = planLink(stateOf({ name: 'Eva' }, {}, IN_STEP, { rfc: RFC }), RULES, withheld);
    expect(plan.link.rfc).toBeUndefined();
    expect([plan.unjudged, plan.waits, sentBy(plan.writes)]).toEqual([true, [], {}]);
  });

  test('one value is withheld and another is sent: it is none either', () => {
    const state = stateOf({ name: 'Eva', phone: '55 0000 1111' }, {}, IN_STEP, { rfc: RFC });
    expect(planLink(state, RULES, { aceptabits: { name: 'unjudged' } }).link.rfc).toBeUndefined();
  });

  test('what is braked is told, and is no value that nobody has judged', () => {
    const plan = planLink(stateOf({ name: 'Eva' }, {}), RULES, { managementpro: { name: 'braked' } });
    expect(plan.waits).toEqual([{ kind: 'braked', side: 'managementpro', field: 'name' }]);
    expect(plan).not.toHaveProperty('unjudged');
  });

  test('forgets why it was parked, and whom a person has vouched for', () => {
    const vouched = { managementpro: ANA };
    const parked = { aceptabits: parkedWith({}) };
    const freed = planLink(stateOf({}, {}, { ...remembered, parked }, { rfc: RFC }), RULES).link;
    expect([freed.parked, freed.rfc]).toEqual([undefined, RFC]);
    const known = planLink(stateOf({}, {}, { ...remembered, vouched }, { rfc: RFC }), RULES).link;
    expect([known.vouched, known.rfc]).toEqual([undefined, RFC]);
  });
});

test('rule 2: whom a person has vouched for is not forgotten while the other side does not tell who it is', () => {
  const link = { ...IN_STEP, vouched: { managementpro: LUIS } };
  const state = stateWith({ link, shown: { managementpro: LUIS, aceptabits: {} } });
  const plan = planLink(state, RULES);
  expect(plan.link.vouched).toEqual({ managementpro: LUIS });
  expect(planLink({ ...state, link: plan.link }, RULES).waits).toEqual([]);
});

test('rule 5: what a write delivers is what the other side shows, or nothing', () => {
  const state = stateOf({ name: 'Eva' }, { name: 'Luz' });
  expect(FIELDS.map((field) => deliveredFrom(state, 'aceptabits', field))).toEqual([
    'Eva',
    ANA.email,
    ANA.phone,
    ANA.salesperson,
  ]);
  expect(deliveredFrom(state, 'managementpro', 'name')).toBe('Luz');
  const unseen = stateWith({ link: IN_STEP, shown: { managementpro: undefined, aceptabits: ANA } });
  expect(deliveredFrom(unseen, 'aceptabits', 'name')).toBe('');
});
