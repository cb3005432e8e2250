import type { Side } from '../domain/customer.ts';
import type { Context } from './context.ts';
import { observeRecords } from './observe.ts';

/** Reads customers of a side by their keys and observes what is there. Answers the keys that were found. */
export async function readByKey(ctx: Context, side: Side, keys: readonly string[]): Promise<Set<string>> {
  const sequence = await ctx.store.nextSequence();
  if (side === 'managementpro') {
    const rows = [...(await ctx.clients.managementpro.lookup(keys)).values()];
    await observeRecords(ctx, side, rows, sequence);
    return new Set(rows.map(({ key }) => key));
  }
  const found = await Promise.all(keys.map((key) => ctx.clients.aceptabits.lookup(key)));
  const rows = found.filter((row) => row !== undefined);
  await observeRecords(ctx, side, rows, sequence);
  return new Set(rows.map(({ key }) => key));
}
