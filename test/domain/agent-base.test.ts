import { describe, expect, test } from 'vitest';
import { withAgentSaidToday } from '../../src/domain/agent-base.ts';
import type { Routes } from '../../src/domain/customer.ts';
import { getAceptabits, getManagementPro } from '../../src/domain/lens.ts';
import type { Link } from '../../src/domain/link.ts';
import { planLink } from '../../src/domain/plan-link.ts';
import { unreachableIn } from '../../src/domain/routes.ts';
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
