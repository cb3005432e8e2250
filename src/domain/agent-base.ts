/**
 * Each base is in its side's own terms (docs/rules.md, the customer): ManagementPro's salesperson is a clave, Aceptabits' an agent
 * code. The planner compares claves, so before it is asked, Aceptabits' base is said in the claves of today's routes: a
 * corrected route is then no edit of anybody.
 */
import type { Customer, Routes } from './customer.ts';
import { equal } from './equality.ts';
import { foldKey } from './keys.ts';
import { type Link, type LinkState, withBase, withJudgedValue } from './link.ts';
import { routed } from './routes.ts';

/**
 * The link as the planner is to see it. While the agent is the one of the base, whatever clave stands for it today is
 * the base; another agent is an edit. A link of the first version holds a clave alone: its agent is learned from the
 * first look that shows it unmoved.
 */
export function withAgentSaidToday({ link, shown, agent }: LinkState): Link {
  const now = shown.aceptabits?.salesperson;
  if (agent === undefined || now === undefined || link.agent !== agent) return link;
  const base = link.base.aceptabits.salesperson;
  return base === undefined || base === now ? link : withBase(link, 'aceptabits', 'salesperson', now);
}

/** Remembers the agent where the base has come to what Aceptabits shows now. */
export function withAgentOfBase(all: Link, { shown, agent }: LinkState): Link {
  const link = withoutReplaced(all, agent);
  const [base, now] = [link.base.aceptabits.salesperson, shown.aceptabits?.salesperson];
  if (agent === undefined || base === undefined || now === undefined || link.agent === agent) return link;
  return equal('salesperson', base, now) ? { ...link, agent } : link;
}

/** The new agent is there, or somebody's own choice. */
function withoutReplaced(link: Link, agent: string | undefined): Link {
  if (link.replaced === undefined || agent === undefined || agent === link.replaced) return link;
  const { replaced: _, ...rest } = link;
  return rest;
}

/**
 * The agent whom today's routes give to a customer, where Aceptabits still has the one of the base and nobody has edited
 * either side: what a corrected route has left as it was. Undefined where the two are the same, or something waits.
 */
export function agentByRoute({ link, shown, active, agent }: LinkState, routes: Routes): string | undefined {
  const [base, now] = [link.base.managementpro.salesperson, shown.managementpro?.salesperson];
  const isLeftAlone = !active || link.paused !== undefined || link.missing !== undefined;
  if (isLeftAlone || !agent || !now || base === undefined || foldKey(base) !== foldKey(now)) return undefined;
  const isUnderWay =
    link.sent?.aceptabits?.salesperson !== undefined || link.wanted?.salesperson !== undefined;
  if (link.agent !== agent || link.replaced === agent || isUnderWay) return undefined;
  const to = routed(routes.salespeople, now);
  return to === agent ? undefined : to;
}

/**
 * A person has agreed that this customer's agent is replaced: ManagementPro's salesperson is delivered like an edit of
 * that side, which has been judged.
 */
export function withAgentReplaced(link: Link, { shown, agent }: LinkState): Link {
  const from = shown.aceptabits?.salesperson ?? '';
  const unbased = withBase(
    withBase(link, 'managementpro', 'salesperson', ''),
    'aceptabits',
    'salesperson',
    from,
  );
  const value = shown.managementpro?.salesperson ?? '';
  return { ...withJudgedValue(unbased, 'managementpro', 'salesperson', value), replaced: agent };
}

/** An agent to whom no route leads tells nothing, unless a person has agreed that he is replaced: then there is nobody. */
export function withReplacedShown(shown: Customer, agent: string | undefined, link: Link): Customer {
  const isNobody = shown.salesperson === undefined && agent !== undefined && link.replaced === agent;
  return isNobody ? { ...shown, salesperson: '' } : shown;
}
