import { z } from 'zod';
import { otherSide, type Side } from '../domain/customer.ts';
import type { Comparison } from '../domain/match.ts';
import type { LoneNote } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { contactOf } from './rows.ts';
import { contactShape, evidenceShape } from './shapes.ts';

/** A customer of the other side who may be the same person, with the evidence for and against. */
export const candidateRow = z.object({
  candidate: contactShape,
  /** True when it already has a link with somebody else. */
  linked: z.boolean(),
  agree: z.array(evidenceShape),
  differ: z.array(evidenceShape),
  /** What a person has said of this pair already; the next decision on the two follows it. */
  answered: z.enum(['same', 'different']).optional(),
});
export type CandidateRow = z.infer<typeof candidateRow>;

/** The candidates of one customer with what their side shows of them. */
export async function candidatesOf(
  ctx: Context,
  side: Side,
  candidates: readonly Comparison[],
  verdicts: LoneNote['verdicts'] = {},
): Promise<CandidateRow[]> {
  const other = otherSide(side);
  const stored = await ctx.store.storedRecords(
    other,
    candidates.map(({ key }) => key),
  );
  return candidates.map(({ key, linked, agree, differ }, index) => ({
    candidate: contactOf(other, stored[index]?.record) ?? { key, name: '', email: '', phone: '', rfc: '' },
    linked,
    agree: [...agree],
    differ: [...differ],
    ...(verdicts[key] !== undefined && { answered: verdicts[key] }),
  }));
}
