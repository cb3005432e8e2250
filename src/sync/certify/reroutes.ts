import { agentByRoute } from '../../domain/agent-base.ts';
import type { BrakeLine } from '../../domain/lines.ts';
import { touchSheet } from '../../store/sheets.ts';
import { type Context, routesOf } from '../context.ts';
import { brakesOf } from '../evaluate/brake-state.ts';
import { evaluateLink } from '../evaluate/evaluate.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { brake, lift } from './brakes.ts';

/**
 * A corrected route moves nobody by itself (docs/rules.md, the customer). Whose agent is not the one that the routes say now is a
 * line of a sheet: a person has the new agents delivered, once and explicitly, or leaves them as they are.
 */

/** State name of the routes under which a person leaves the agents as they are. */
const KEPT = 'routes-kept';
const JUDGED = 'routes-judged';

/** The routes in force as a digest, in a steady order. */
export async function routesDigest(ctx: Context): Promise<string> {
  const { shops, salespeople, agentShops = {} } = await routesOf(ctx);
  const sorted = [shops, salespeople, agentShops].map((map) => Object.entries(map).sort());
  return ctx.store.digest(JSON.stringify(sorted));
}

/** The new agent of a customer as a person agrees to it. */
export function agentMark({ store }: Context, clave: string, from: string, to: string): string {
  return store.digest(JSON.stringify(['agent', clave, from, to]));
}

/** Looks at all links when the routes have changed, and in the night while a person is asked. Noted last: a crash between looks again. */
export async function judgeRoutes(ctx: Context, anew: boolean): Promise<void> {
  const routes = await routesDigest(ctx);
  const [judged, kept] = await ctx.store.getStates<[string, string]>([JUDGED, KEPT]);
  const shown = (await brakesOf(ctx, 'aceptabits')).find(({ reason }) => reason === 'new-routes');
  if (judged === routes && !(anew && shown !== undefined))
    return shown === undefined ? undefined : touchSheet(ctx.store, shown.hash);
  const lines = kept === routes ? [] : await linesNow(ctx);
  if (lines.length === 0) await lift(ctx, 'aceptabits', 'routes');
  else
    await brake(ctx, 'aceptabits', {
      reason: 'new-routes',
      field: 'salesperson',
      fields: [],
      count: lines.length,
      of: await ctx.store.redis.hlen(ctx.store.keys.links),
      keys: lines.map(({ clave }) => clave),
      lines,
    });
  await ctx.store.setState(JUDGED, routes);
}

/** A person leaves the agents as they are, until the routes change again. */
export async function keepAgents(ctx: Context): Promise<void> {
  await ctx.store.setState(KEPT, await routesDigest(ctx));
}

async function linesNow(ctx: Context): Promise<Extract<BrakeLine, { kind: 'agent' }>[]> {
  const snapshot = await takeSnapshot(ctx);
  const lines: Extract<BrakeLine, { kind: 'agent' }>[] = [];
  for await (const batch of ctx.store.linkBatches())
    for (const loaded of await ctx.store.load(batch)) {
      if (loaded.link === undefined) continue;
      const { state } = evaluateLink(ctx, loaded, loaded.link, snapshot);
      const to = agentByRoute(state, snapshot.routes);
      const { clave } = loaded.link;
      if (to !== undefined)
        lines.push({ kind: 'agent', clave, mark: agentMark(ctx, clave, state.agent ?? '', to) });
    }
  return lines;
}
