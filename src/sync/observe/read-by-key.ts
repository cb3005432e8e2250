import type { Decoded, Side } from '../../domain/customer.ts';
import type { RecordOf } from '../../domain/record.ts';
import type { Context } from '../context.ts';
import { observe } from './observe.ts';

/**
 * Reads customers of a side by their keys and observes what is there. Answers the rows that were found, by key, those
 * that cannot be understood included: they are there, and are set aside as a scan would set them aside.
 */
export async function readByKey(
  ctx: Context,
  side: Side,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Decoded<RecordOf<Side>>>> {
  const sequence = await ctx.store.nextSequence();
  if (side === 'managementpro') {
    const found = await ctx.clients.managementpro.lookup(keys);
    await observe(ctx, side, [...found.values()], sequence);
    return found;
  }
  const found = new Map<string, Decoded<RecordOf<'aceptabits'>>>();
  await Promise.all(
    keys.map(async (key) => {
      const row = await ctx.clients.aceptabits.lookup(key);
      if (row !== undefined) found.set(key, row);
    }),
  );
  await observe(ctx, side, [...found.values()], sequence);
  return found;
}
