import { z } from 'zod';
import type { Context } from '../sync/context.ts';
import { personOf, waitingPage } from './rows.ts';
import { bothShape, fieldShape, pageShape, personShape } from './shapes.ts';

export const conflictRow = personShape.extend({
  field: fieldShape,
  /** What each side shows; an answer repeats it, and is refused when it has moved. */
  now: bothShape,
  base: bothShape.partial(),
  /** True when the two have never been in step on this field: the first merge of a new link. */
  first: z.boolean(),
  since: z.number(),
});
export type ConflictRow = z.infer<typeof conflictRow>;

/** Pages count customers; one customer may have several conflicts. */
export const conflictPage = pageShape.extend({ rows: z.array(conflictRow) });
export type ConflictPage = z.infer<typeof conflictPage>;

/** Fields that both sides have changed, differently, and that a person decides; the oldest first. */
export async function conflictsView(ctx: Context, asked: number): Promise<ConflictPage> {
  const { page, loaded } = await waitingPage(ctx, 'conflict', asked);
  const rows = loaded.flatMap((one) =>
    one.waits.flatMap((wait): ConflictRow[] => {
      if (wait.kind !== 'conflict') return [];
      const { field, now, base, first, since } = wait;
      return [{ ...personOf(one), field, now, base, first, since }];
    }),
  );
  return { ...page, rows };
}
