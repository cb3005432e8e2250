/** A page of the first plan's lines, taken from the sheet that was shown and not made anew. */
import { z } from 'zod';
import { linesOf, sheetOf } from '../store/sheets.ts';
import type { Context } from '../sync/context.ts';
import {
  PLAN_ACTIONS,
  type PlanAction,
  type PlanItem,
  type PlanLine,
  type PlanSummary,
} from '../sync/evaluate/plan-items.ts';
import { pageAt, pageOf } from './rows.ts';
import type { Page } from './shapes.ts';

export const planQuery = z.object({
  action: z.enum(PLAN_ACTIONS).optional().catch(undefined),
  page: z.coerce.number().int().min(1).catch(1).default(1),
});
export type PlanQuery = z.infer<typeof planQuery>;

export type PlanPage = Page & { readonly rows: readonly PlanItem[] };

/** One page of the lines of a plan that was shown, of one kind where told; nothing where its sheet is gone. */
export async function planPageOf(
  { store }: Context,
  { hash, counts }: PlanSummary,
  { action, page }: PlanQuery,
): Promise<PlanPage> {
  const kinds: readonly PlanAction[] = action === undefined ? PLAN_ACTIONS : [action];
  const total = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  const place = pageAt(page, total);
  const sheet = await sheetOf(store, hash);
  const rows: PlanItem[] = [];
  let passed = 0;
  if (sheet !== undefined)
    for await (const lines of linesOf<PlanLine>(store, sheet)) {
      const fitting = lines.map(({ item }) => item).filter((item) => (action ?? item.action) === item.action);
      rows.push(...fitting.slice(Math.max(0, place.from - passed), Math.max(0, place.to - passed)));
      passed += fitting.length;
      if (passed >= place.to) break;
    }
  return { ...pageOf(place), rows };
}
