import { z } from 'zod';
import { type Loaded, type Subject, subjectId } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { candidateRow, candidatesOf } from './candidates.ts';
import { contactOf, waitingPage } from './rows.ts';
import { contactShape, pageShape, sideShape } from './shapes.ts';

/** A customer who may be one of several people of the other side, or whose evidence disagrees. */
export const matchRow = z.object({
  /** The side on which `customer` stands; the candidates are of the other one. */
  side: sideShape,
  customer: contactShape,
  candidates: z.array(candidateRow),
  since: z.number(),
});
export type MatchRow = z.infer<typeof matchRow>;

/** Pages count ambiguous customers of both sides; a pair that waits on both is told once, from ManagementPro. */
export const matchPage = pageShape.extend({ rows: z.array(matchRow) });
export type MatchPage = z.infer<typeof matchPage>;

/** Customers who may be the same person, side by side, with the evidence for and against; the oldest first. */
export async function matchesView(ctx: Context, asked: number): Promise<MatchPage> {
  const { page, loaded } = await waitingPage(ctx, 'ambiguous', asked);
  const rows: MatchRow[] = [];
  for (const one of loaded) {
    const row = await rowOf(ctx, one);
    if (row !== undefined && row.candidates.length > 0) rows.push(row);
  }
  return { ...page, rows };
}

async function rowOf(ctx: Context, one: Loaded): Promise<MatchRow | undefined> {
  const { side, key } = one.subject;
  const wait = one.waits.find(({ kind }) => kind === 'ambiguous');
  if (wait?.kind !== 'ambiguous') return undefined;
  const told =
    side === 'aceptabits'
      ? await toldFromM(
          ctx,
          one.subject,
          wait.candidates.map(({ key }) => key),
        )
      : new Set();
  const candidates = wait.candidates.filter((candidate) => !told.has(candidate.key));
  return {
    side,
    customer: contactOf(side, one[side]?.record) ?? { key, name: '', email: '', phone: '', rfc: '' },
    candidates: await candidatesOf(ctx, side, candidates),
    since: wait.since,
  };
}

/** The claves whose own ambiguity names this code. */
async function toldFromM(
  ctx: Context,
  { key: code }: Subject,
  claves: readonly string[],
): Promise<Set<string>> {
  const subjects = claves.map((key): Subject => ({ side: 'managementpro', key }));
  const loaded = await ctx.store.load(subjects);
  const telling = loaded.filter(({ waits }) =>
    waits.some((wait) => wait.kind === 'ambiguous' && wait.candidates.some(({ key }) => key === code)),
  );
  const ids = new Set(telling.map(({ subject }) => subjectId(subject)));
  return new Set(claves.filter((key) => ids.has(subjectId({ side: 'managementpro', key }))));
}
