/**
 * Each base is in its side's own terms (docs/rules.md, the customer): ManagementPro's salesperson is a clave, Aceptabits' an agent
 * code. The planner compares claves, so before it is asked, Aceptabits' base is said in the claves of today's routes: a
 * corrected route is then no edit of anybody.
 */
import { equal } from './equality.ts';
import { type Link, type LinkState, withBase } from './link.ts';

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
export function withAgentOfBase(link: Link, { shown, agent }: LinkState): Link {
  const [base, now] = [link.base.aceptabits.salesperson, shown.aceptabits?.salesperson];
  if (agent === undefined || base === undefined || now === undefined || link.agent === agent) return link;
  return equal('salesperson', base, now) ? { ...link, agent } : link;
}
