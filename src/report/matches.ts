import { z } from 'zod';
import { hashFields } from '../store/hash-fields.ts';
import { type KeptWait, type Loaded, type Subject, subjectId, subjectOf } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { candidateRow, candidatesOf } from './candidates.ts';
import { contactOf, pageAt, pageOf } from './rows.ts';
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

/** Pages count what is told: a pair that waits on both sides is one, told from ManagementPro. */
export const matchPage = pageShape.extend({ rows: z.array(matchRow) });
export type MatchPage = z.infer<typeof matchPage>;

/** Customers who may be the same person, side by side, with the evidence for and against; the oldest first. */
export async function matchesView(ctx: Context, asked: number): Promise<MatchPage> {
  const cases = await matchCases(ctx);
  const place = pageAt(asked, cases.length);
  const shown = cases.slice(place.from, place.to);
  const loaded = await ctx.store.load(shown.map(({ subject }) => subject));
  const byId = new Map(loaded.map((customer) => [subjectId(customer.subject), customer]));
  const rows = await Promise.all(shown.map((one) => rowOf(ctx, one, byId.get(subjectId(one.subject)))));
  return { ...pageOf(place), rows };
}

type Ambiguous = KeptWait & { readonly kind: 'ambiguous' };
type MatchCase = {
  readonly subject: Subject;
  readonly since: number;
  readonly candidates: Ambiguous['candidates'];
};

/** Every doubt that a person is asked about, once, the oldest first. Reads what waits, and no record. */
export async function matchCases({ store }: Context): Promise<MatchCase[]> {
  const ids = await store.redis.zrange(store.keys.waitsOf('ambiguous'), '0', '-1');
  const raws = await hashFields(store.redis, store.keys.waits, ids);
  const all = ids.flatMap((id, index): MatchCase[] => {
    const waits = JSON.parse(raws[index] ?? '[]') as readonly KeptWait[];
    const wait = waits.find((one): one is Ambiguous => one.kind === 'ambiguous');
    return wait === undefined
      ? []
      : [{ subject: subjectOf(id), since: wait.since, candidates: wait.candidates }];
  });
  const fromM = all.filter(({ subject }) => subject.side === 'managementpro');
  const told = new Set(
    fromM.flatMap(({ subject, candidates }) => candidates.map(({ key }) => pairId(subject.key, key))),
  );
  return all.flatMap((one): MatchCase[] => {
    const { subject } = one;
    if (subject.side === 'managementpro') return [one];
    const candidates = one.candidates.filter(({ key }) => !told.has(pairId(key, subject.key)));
    return candidates.length === 0 ? [] : [{ ...one, candidates }];
  });
}

const pairId = (clave: string, code: string) => JSON.stringify([clave, code]);

async function rowOf(
  ctx: Context,
  { subject: { side, key }, since, candidates }: MatchCase,
  loaded: Loaded | undefined,
): Promise<MatchRow> {
  return {
    side,
    customer: contactOf(side, loaded?.[side]?.record) ?? { key, name: '', email: '', phone: '', rfc: '' },
    candidates: await candidatesOf(ctx, side, candidates, loaded?.lone.verdicts),
    since,
  };
}
