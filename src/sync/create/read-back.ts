import type { Context } from '../context.ts';
import { observe } from '../observe/observe.ts';

/**
 * What has been created in ManagementPro is read back before its link is filed. Its list takes many claves in one
 * question, so creates that end while one such question is under way are read back by the next one together.
 */

type Question = { readonly keys: Set<string>; readonly shown: Promise<string[]> };
type Queue = { last: Promise<unknown>; next: Question | undefined };

const queues = new WeakMap<Context['store'], Queue>();

/** Which keys the list shows, asked for these and maybe others in a question that begins after this call; all observed. */
export function readBack(ctx: Context, keys: readonly string[]): Promise<string[]> {
  const queue = queues.get(ctx.store) ?? { last: Promise.resolve(), next: undefined };
  queues.set(ctx.store, queue);
  queue.next ??= queued(ctx, queue);
  for (const key of keys) queue.next.keys.add(key);
  return queue.next.shown;
}

function queued(ctx: Context, queue: Queue): Question {
  const keys = new Set<string>();
  const ask = () => {
    // Whoever comes from now on is in the next question: this one may have begun before theirs was made.
    queue.next = undefined;
    return shownOf(ctx, [...keys]);
  };
  const shown = queue.last.then(ask, ask);
  queue.last = shown;
  return { keys, shown };
}

async function shownOf(ctx: Context, keys: readonly string[]): Promise<string[]> {
  const sequence = await ctx.store.nextSequence();
  const { rows } = await ctx.clients.managementpro.list({ active: true, keys, limit: 2 * keys.length });
  await observe(ctx, 'managementpro', rows, sequence);
  return rows.flatMap((row) => (row.ok ? [row.record.key] : (row.key ?? [])));
}
