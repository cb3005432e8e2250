/** The base of the salesperson, in the terms of either side, under routes that change (rule 4). */
import { describe, expect, test } from 'vitest';
import {
  agentByRoute,
  withAgentReplaced,
  withAgentSaidToday,
  withReplacedShown,
} from '../../src/domain/agent-base.ts';
import type { Routes } from '../../src/domain/customer.ts';
import { getAceptabits, getManagementPro } from '../../src/domain/lens.ts';
import type { Link, LinkState } from '../../src/domain/link.ts';
import { planLink } from '../../src/domain/plan-link.ts';
import { unreachableIn, unroutedAgent } from '../../src/domain/routes.ts';
import { linkWith, rulesWith, sentBy, stateWith } from './states.ts';

const routes = (salespeople: Routes['salespeople']): Routes => ({ shops: {}, salespeople });
const BEFORE = routes({ V1: 'A1', V2: 'A2', V3: 'A3' });

/** The link once it has been looked at with what both sides show, and what the plan sends. */
function look(link: Link, vendedor: string, agent: string, by: Routes) {
  const shown = {
    managementpro: getManagementPro({ key: '1', salesperson: vendedor, rest: {} }, by),
    aceptabits: getAceptabits({ key: 'AB-77', agent }, by),
  };
  const state = stateWith({ link, shown, agent });
  const plan = planLink({ ...state, link: withAgentSaidToday(state) }, rulesWith('managementpro'));
  return { link: plan.link, writes: sentBy(plan.writes) };
}

const V1: Link = linkWith({
  base: { managementpro: { salesperson: 'V1' }, aceptabits: { salesperson: 'V1' } },
});
const IN_STEP = look(V1, 'V1', 'A1', BEFORE).link;

describe('section 2: the base of the salesperson is a clave in ManagementPro and an agent in Aceptabits', () => {
  test('it is learned where Aceptabits is unmoved: links of the first version too', () => {
    expect(V1.agent).toBeUndefined();
    expect(IN_STEP.agent).toBe('A1');
    expect(look(IN_STEP, 'V1', 'A1', BEFORE).link).toBe(IN_STEP);
  });

  test.each([
    ['two routes are exchanged', { V1: 'A2', V2: 'A1' }],
    ['the agent is another vendedor\u2019s', { V2: 'A1' }],
    ['the agent is nobody\u2019s any more', { V1: 'A2' }],
    ['the vendedor\u2019s route is gone', {}],
  ])('a corrected route is no edit: %s', (_, salespeople) => {
    const { link, writes } = look(IN_STEP, 'V1', 'A1', routes(salespeople));
    expect(writes).toEqual({});
    // Nor is it one when the next poll looks, or the routes are put right again.
    expect(look(link, 'V1', 'A1', routes(salespeople)).writes).toEqual({});
    expect(look(link, 'V1', 'A1', BEFORE).writes).toEqual({});
  });

  test('an edit is one as ever, under any routes', () => {
    expect(look(IN_STEP, 'V3', 'A1', BEFORE).writes).toEqual({
      aceptabits: { salesperson: { value: 'V3' } },
    });
    expect(look(IN_STEP, 'V1', 'A3', BEFORE).writes).toEqual({
      managementpro: { salesperson: { value: 'V3' } },
    });
    const exchanged = routes({ V1: 'A2', V2: 'A1', V3: 'A3' });
    const { link } = look(IN_STEP, 'V1', 'A1', exchanged);
    expect(look(link, 'V3', 'A1', exchanged).writes).toEqual({
      aceptabits: { salesperson: { value: 'V3' } },
    });
    expect(look(link, 'V1', 'A3', exchanged).writes).toEqual({
      managementpro: { salesperson: { value: 'V3' } },
    });
  });

  test('somebody follows the new route by hand: in step, with the new agent', () => {
    const corrected = routes({ V1: 'A2' });
    const { link, writes } = look(look(IN_STEP, 'V1', 'A1', corrected).link, 'V1', 'A2', corrected);
    expect([writes, link.agent]).toEqual([{}, 'A2']);
  });

  test('without a base there is a first merge', () => {
    expect(look(linkWith({}), 'V1', '', BEFORE).writes).toEqual({
      aceptabits: { salesperson: { value: 'V1' } },
    });
    expect(look(linkWith({}), 'V1', 'A1', BEFORE).link.agent).toBe('A1');
  });

  test('an edit under way keeps the agent that the base stands for', () => {
    expect(look(IN_STEP, 'V1', 'A3', BEFORE).link.agent).toBe('A1');
  });
});

describe('an edit of the salesperson that Aceptabits cannot be told waits with its reason', () => {
  const by = { shops: {}, salespeople: { V1: 'A1', V2: 'A2' }, agentShops: { A1: 'T1', A2: 'T2' } };
  const waits = (vendedor: string, around: Routes) => {
    const shown = {
      managementpro: { salesperson: undefined },
      aceptabits: getAceptabits({ key: 'AB-77', agent: 'A1' }, around),
    };
    const unreachable = unreachableIn(vendedor, 'T1', around);
    return planLink(stateWith({ link: IN_STEP, shown, unreachable }), rulesWith('managementpro')).waits;
  };

  test.each([
    ['V9', by, 'no-route'],
    ['V2', by, 'other-shop'],
  ] as const)('%s', (vendedor, around, reason) => {
    const wait = { kind: 'held', side: 'aceptabits', field: 'salesperson', value: vendedor, reason };
    expect(waits(vendedor, around)).toEqual([wait]);
  });

  test.each([
    ['V1', by],
    [' V1', { ...by, salespeople: {} }],
    ['V9', routes({})],
    ['', by],
  ])('%s is none', (vendedor, around) => expect(waits(vendedor, around)).toEqual([]));
});

describe('whose agent a corrected route has left as it was', () => {
  const corrected = routes({ V1: 'A2', V3: 'A3' });
  const state = (link: Link, vendedor: string, agent: string, more: Partial<LinkState> = {}) =>
    stateWith({
      link,
      shown: {
        managementpro: getManagementPro({ key: '1', salesperson: vendedor, rest: {} }, corrected),
        aceptabits: getAceptabits({ key: 'AB-77', agent }, corrected),
      },
      agent,
      ...more,
    });
  const note = { value: 'V1', before: '', from: 'V1', tries: 0, at: 1, job: 'j' };
  const wanted = { value: 'V3', seen: { managementpro: 'V1', aceptabits: 'V1' }, by: 'Ana', at: 1 };

  test.each<[string, string | undefined, LinkState, Routes?]>([
    ['the agent of the new route', 'A2', state(IN_STEP, 'V1', 'A1')],
    ['in another form', 'A2', state(IN_STEP, ' V1 ', 'A1')],
    ['under the old routes nobody', undefined, state(IN_STEP, 'V1', 'A1'), BEFORE],
    ['without a route nobody', undefined, state(IN_STEP, 'V1', 'A1'), routes({})],
    ['edited in ManagementPro', undefined, state(IN_STEP, 'V3', 'A1')],
    ['edited in Aceptabits', undefined, state(IN_STEP, 'V1', 'A3')],
    ['no agent any more', undefined, state({ ...IN_STEP, agent: '' }, 'V1', '')],
    ['no vendedor any more', undefined, state(IN_STEP, '', 'A1')],
    ['never in step', undefined, state(linkWith({ agent: 'A1' }), 'V1', 'A1')],
    ['inactive', undefined, state(IN_STEP, 'V1', 'A1', { active: false })],
    ['paused', undefined, state({ ...IN_STEP, paused: 1 }, 'V1', 'A1')],
    ['missing', undefined, state({ ...IN_STEP, missing: { aceptabits: 1 } }, 'V1', 'A1')],
    ['agreed to already', undefined, state({ ...IN_STEP, replaced: 'A1' }, 'V1', 'A1')],
    [
      'a write is under way',
      undefined,
      state({ ...IN_STEP, sent: { aceptabits: { salesperson: note } } }, 'V1', 'A1'),
    ],
    [
      'a person has chosen another',
      undefined,
      state({ ...IN_STEP, wanted: { salesperson: wanted } }, 'V1', 'A1'),
    ],
  ])('%s', (_, expected, one, by = corrected) => expect(agentByRoute(one, by)).toBe(expected));

  test('agreed to, ManagementPro\u2019s salesperson is delivered, judged; once there, the link forgets it', () => {
    const before = state(IN_STEP, 'V1', 'A1');
    const link = withAgentReplaced(IN_STEP, before);
    expect(link).toMatchObject({ replaced: 'A1', judged: { managementpro: { salesperson: 'V1' } } });
    const aceptabits = withReplacedShown({ salesperson: undefined }, 'A1', link);
    const agreed = { ...before, link, shown: { ...before.shown, aceptabits } };
    const plan = planLink({ ...agreed, link: withAgentSaidToday(agreed) }, rulesWith('managementpro'));
    expect(sentBy(plan.writes)).toEqual({ aceptabits: { salesperson: { value: 'V1' } } });
    const { link: after, writes } = look(plan.link, 'V1', 'A2', corrected);
    expect([writes, after.replaced, after.agent]).toEqual([{}, undefined, 'A2']);
  });

  test('an agent of nobody tells nothing where no person has agreed', () => {
    expect(withReplacedShown({ salesperson: undefined }, 'A1', IN_STEP)).toEqual({ salesperson: undefined });
    expect(withReplacedShown({ salesperson: 'V2' }, 'A1', { ...IN_STEP, replaced: 'A1' }).salesperson).toBe(
      'V2',
    );
    expect(
      withReplacedShown({ salesperson: undefined }, 'A9', { ...IN_STEP, replaced: 'A1' }).salesperson,
    ).toBeUndefined();
  });
});

describe('an edit in Aceptabits to an agent to whom no vendedor leads waits with its reason', () => {
  const waits = (link: Link, agent: string, by: Routes) => {
    const shown = {
      managementpro: { salesperson: 'V1' },
      aceptabits: getAceptabits({ key: 'AB-77', agent }, by),
    };
    return planLink(
      stateWith({ link, shown, agent, unroutedAgent: unroutedAgent(agent, by) }),
      rulesWith('managementpro'),
    ).waits;
  };
  const wait = {
    kind: 'held',
    side: 'managementpro',
    field: 'salesperson',
    value: 'A9',
    reason: 'no-vendedor',
  };

  test.each([
    ['edited', IN_STEP, 'A9', BEFORE, [wait]],
    ['as it was, and nobody\u2019s any more', IN_STEP, 'A1', routes({ V1: 'A2' }), []],
    ['never in step', linkWith({ agent: 'A1' }), 'A9', BEFORE, []],
    ['not known whose it was', V1, 'A9', BEFORE, []],
    ['where no routes are', IN_STEP, 'A9', routes({}), []],
    ['taken away is an edit like any', IN_STEP, '', BEFORE, []],
  ] as const)('%s', (_, link, agent, by, expected) => expect(waits(link, agent, by)).toEqual(expected));
});
