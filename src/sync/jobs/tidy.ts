import { cutHistory, cutOldHistory } from '../../store/history.ts';
import { recordIn } from '../../store/packed.ts';
import { cutServiceRuns } from '../../store/service-runs.ts';
import type { Context } from '../context.ts';
import { matchingGeneration } from '../work.ts';

/** Nothing is kept for ever: what each poll, and what each night, lets go. */
export async function tidy(
  ctx: Context,
  { everything = false }: { readonly everything?: boolean | undefined },
) {
  await cutHistory(ctx.store);
  const { historyKeepDays = 0 } = ctx.config;
  // An event is named by the time at which Redis was told of it, by its own clock.
  if (historyKeepDays > 0)
    await cutOldHistory(ctx.store, (await ctx.store.time()) - historyKeepDays * DAY_MS);
  if (!everything) return;
  await forgetSalespeople(ctx);
  await cutServiceRuns(ctx.store, ctx.now());
}

const DAY_MS = 86_400_000;
/** Records that are looked through in one step. */
const BATCH = 500;

/**
 * Salespeople who serve nobody any more leave. Whatever is observed meanwhile counts as news, and then nobody leaves
 * before the next night: somebody may just have been given a customer.
 */
async function forgetSalespeople({ store }: Context): Promise<void> {
  const { redis, keys } = store;
  const generation = (await redis.hget(keys.state, matchingGeneration)) ?? undefined;
  const idle = new Set(await redis.hkeys(keys.salespeople));
  let cursor = '0';
  do {
    const [next, pairs] = await redis.hscan(keys.records('managementpro'), cursor, 'COUNT', BATCH);
    cursor = next;
    for (let at = 0; at < pairs.length; at += 2) {
      const { record } = recordIn<'managementpro'>(pairs[at] ?? '', pairs[at + 1] ?? '');
      idle.delete(record.salesperson ?? '');
    }
  } while (cursor !== '0' && idle.size > 0);
  const gone = (tx: ReturnType<typeof store.transaction>, clave: string) => {
    tx.expect(keys.state, matchingGeneration, generation).remove(keys.salespeople, clave);
  };
  await store.inCommits(idle, gone);
}
