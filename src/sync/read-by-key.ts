import type { Side } from '../domain/customer.ts';
import type { Context } from './context.ts';
import { observe } from './observe.ts';

/**
 * Reads customers of a side by their keys and observes what is there. Answers the keys that were found, those of
 * records that cannot be understood included: they are there, and are set aside as a scan would set them aside.
 */
export async function readByKey(ctx: Context, side: Side, keys: readonly string[]): Promise<Set<string>> {
  const sequence = await ctx.store.nextSequence();
  if (side === 'managementpro') {
    const found = await ctx.clients.managementpro.lookup(keys);
    await observe(ctx, side, [...found.values()], sequence);
    return new Set(found.keys());
  }
  const rows = await Promise.all(keys.map((key) => ctx.clients.aceptabits.lookup(key)));
  const found = rows.filter((row) => row !== undefined);
  await observe(ctx, side, found, sequence);
  return new Set(keys.filter((_, index) => rows[index] !== undefined));
}
