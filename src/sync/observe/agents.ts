import { matchSalespeople } from '../../domain/routes.ts';
import { AGENTS, type Agents, type Context } from '../context.ts';

/** Reads the agents when the salespeople, the routes or the night have given a reason (docs/rules.md, the customer). */
export async function readAgents(ctx: Context, anew: boolean): Promise<void> {
  const salespeople = await ctx.store.redis.hgetall(ctx.store.keys.salespeople);
  const reason = ctx.store.digest(JSON.stringify([Object.entries(salespeople).sort(), ctx.config.routes]));
  if (!anew && reason === (await ctx.store.getState<string>('agents-for'))) return;
  // Pages that shift show an agent twice, which must not look like two of one name.
  const agents = [
    ...new Map((await ctx.clients.aceptabits.agents()).map((agent) => [agent.key, agent])).values(),
  ];
  const named = agents.map(({ key: code, name, lastname }) => ({ code, name: `${name} ${lastname}` }));
  const matched = matchSalespeople(salespeople, named, ctx.config.routes.salespeople);
  const shops = Object.fromEntries(agents.map(({ key, shop }) => [key, shop]));
  await ctx.store.setState(AGENTS, { matched, shops } satisfies Agents);
  await ctx.store.setState('agents-for', reason);
}
