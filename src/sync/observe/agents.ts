import { SideError } from '../../domain/errors.ts';
import { matchSalespeople, type RouteEnd } from '../../domain/route-proposals.ts';
import type { Agent } from '../../systems/aceptabits/client.ts';
import type { Salesperson } from '../../systems/managementpro/client.ts';
import { AGENTS, AGENTS_FOR, type Agents, type Context } from '../context.ts';
import { SideClosed } from '../job-errors.ts';

/** An agent may move to another shop at any time, and must not be sent for a customer of the old one (1288). */
const OLD_AFTER_MS = 3_600_000;

/** Reads the agents when the salespeople, the routes, the hour or the night have given a reason (docs/rules.md, the customer). */
export async function readAgents(ctx: Context, anew: boolean): Promise<void> {
  const told = await ctx.store.redis.hgetall(ctx.store.keys.salespeople);
  const of = ctx.store.digest(JSON.stringify([Object.entries(told).sort(), ctx.config.routes]));
  const before = await ctx.store.getState<{ of: string; at: number }>(AGENTS_FOR);
  const isOld = Math.abs(ctx.now() - (before?.at ?? 0)) > OLD_AFTER_MS;
  if (!anew && !isOld && before?.of === of) return;
  const listed = await listedSalespeople(ctx);
  // What the last answer told holds, and the next poll asks again.
  if (listed === 'trouble' && before !== undefined) return;
  const agents = await agentsOf(ctx);
  const salespeople = allOf(listed === 'trouble' ? [] : listed, told);
  const matched = matchSalespeople(salespeople, agents.map(agentEnd), ctx.config.routes.salespeople);
  const shops = Object.fromEntries(agents.map(({ key, shop }) => [key, shop]));
  await ctx.store.setState(AGENTS, { matched, shops } satisfies Agents);
  await ctx.store.setState(AGENTS_FOR, { of, at: ctx.now() });
}

/** Pages that shift show an agent twice, which must not look like two of one name. */
export async function agentsOf({ clients }: Pick<Context, 'clients'>): Promise<Agent[]> {
  return [...new Map((await clients.aceptabits.agents()).map((agent) => [agent.key, agent])).values()];
}

/** An agent as it is compared with a salesperson. */
export function agentEnd({ key, name, lastname, email, phone }: Agent): RouteEnd {
  return { key, name: `${name} ${lastname}`, email, phone };
}

/** All salespeople: those whom `GetVendedorLista` tells where it answers, and those whom only customers' rows tell. */
function allOf(listed: readonly Salesperson[], told: Readonly<Record<string, string>>): RouteEnd[] {
  const isListed = new Set(listed.map(({ key }) => key));
  const others = Object.entries(told).filter(([key]) => !isListed.has(key));
  return [...listed, ...others.map(([key, name]) => ({ key, name }))];
}

/** Nobody where there is no such method: customers' rows tell names alone then. */
export async function listedSalespeople({
  clients,
}: Pick<Context, 'clients'>): Promise<Salesperson[] | 'trouble'> {
  try {
    return await clients.managementpro.salespeople();
  } catch (error) {
    if (error instanceof SideClosed) return 'trouble';
    if (!(error instanceof SideError)) throw error;
    return error.facts.errorClass === 'unknown' ? [] : 'trouble';
  }
}
