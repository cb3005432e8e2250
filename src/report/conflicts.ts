/** Conflicts that wait for a person, with both values and whatever answer has been overtaken. */
import { z } from 'zod';
import { FIELDS, SIDES } from '../domain/customer.ts';
import { equal } from '../domain/equality.ts';
import { SAID_POLICIES, type SaidPolicies } from '../domain/merge.ts';
import { betterSpelt, differsInSpellingOnly } from '../domain/spelling.ts';
import type { KeptWait, Loaded } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { personOf, waitingPage } from './rows.ts';
import { bothShape, fieldShape, pageShape, personShape, sideShape } from './shapes.ts';

export const conflictRow = personShape.extend({
  field: fieldShape,
  /** What each side shows; an answer repeats it, and is refused when it has moved. */
  now: bothShape,
  base: bothShape.partial(),
  /** True when the two have never been in step on this field: the first merge of a new link. */
  first: z.boolean(),
  since: z.number(),
  /** Which side's value to take, where the two differ in case, accents and spacing alone. */
  proposal: sideShape.optional(),
  /** A person's answer to exactly these values, which is being carried out. */
  answered: z.object({ value: z.string(), by: z.string() }).optional(),
});
export type ConflictRow = z.infer<typeof conflictRow>;

/** Pages count customers; one customer may have several conflicts. */
export const conflictPage = pageShape.extend({
  rows: z.array(conflictRow),
  /** What persons have said of a field once and for all. */
  rules: z.array(z.object({ field: fieldShape, side: sideShape, by: z.string(), at: z.number() })),
});
export type ConflictPage = z.infer<typeof conflictPage>;

/** Fields that both sides have changed, differently, and that a person decides; the oldest first. */
export async function conflictsView(ctx: Context, asked: number): Promise<ConflictPage> {
  const { page, loaded } = await waitingPage(ctx, 'conflict', asked);
  const rows = loaded.flatMap((customer) =>
    customer.waits.flatMap((wait): ConflictRow[] => {
      if (wait.kind !== 'conflict') return [];
      const { field, now, base, first, since } = wait;
      const answered = answerTo(customer, wait);
      const row = { ...personOf(customer), field, now, base, first, since };
      const isSpelling = differsInSpellingOnly(field, now.managementpro, now.aceptabits);
      return [{ ...row, ...(isSpelling && { proposal: betterSpelt(now) }), ...(answered && { answered }) }];
    }),
  );
  return { ...page, rows, rules: await rulesSaid(ctx) };
}

/** A word that was given to other values than those shown now has lapsed. */
function answerTo(
  { link }: Loaded,
  { field, now }: KeptWait & { kind: 'conflict' },
): ConflictRow['answered'] {
  const wanted = link?.wanted?.[field];
  if (wanted === undefined || !SIDES.every((side) => equal(field, wanted.seen[side], now[side])))
    return undefined;
  return { value: wanted.value, by: wanted.by };
}

async function rulesSaid({ store }: Context): Promise<ConflictPage['rules']> {
  const said = (await store.getState<SaidPolicies>(SAID_POLICIES)) ?? {};
  return FIELDS.flatMap((field) => {
    const rule = said[field];
    return rule === undefined ? [] : [{ field, side: rule.policy, by: rule.by, at: rule.at }];
  });
}
