/** A person's yes or no to the first plan, line by line as it was shown under its hash (rule 10). */
import { record } from '../store/history.ts';
import { subjectId } from '../store/records.ts';
import { linesOf, sheetOf } from '../store/sheets.ts';
import { type Answer, FIRST_PLAN, waitingPlan } from '../sync/certify/first-plan.ts';
import type { Context } from '../sync/context.ts';
import type { PlanLine } from '../sync/evaluate/plan-items.ts';
import { FIRST_SYNC } from '../sync/work.ts';

type Sheet = { readonly kind: string };

/**
 * Approves the lines of the first plan that was shown under this hash, once, however much has changed since (rule 10):
 * each that still stands passes, and what is new goes the way of any newcomer. False when no such plan was shown within
 * a day. The lines are noted first: killed in between, nothing is approved yet, and the same word does it again.
 */
export async function approve(ctx: Context, hash: string, by: string): Promise<boolean> {
  const { store } = ctx;
  const { state } = store.keys;
  const before = await store.getState<Answer>('approved');
  if (before !== undefined) return before.hash === hash;
  const sheet = await sheetOf<Sheet>(store, hash);
  if (sheet?.about.kind !== FIRST_PLAN.kind) return false;
  for await (const lines of linesOf<PlanLine>(store, sheet)) await agreeTo(ctx, lines);
  const tx = store.transaction().expect(state, 'approved', undefined);
  tx.set(state, 'approved', JSON.stringify({ by, at: ctx.now(), hash } satisfies Answer));
  tx.set(state, FIRST_SYNC, '0').remove(state, 'plan-made');
  record(store, tx, { at: ctx.now(), kind: 'approved', cause: { code: 'first-plan', hash }, by });
  if (await tx.commit()) return true;
  return (await store.getState<Answer>('approved'))?.hash === hash;
}

async function agreeTo({ store }: Context, lines: readonly PlanLine[]): Promise<void> {
  await store.inCommits(lines, (tx, { item, mark }) => {
    if (mark === undefined) return;
    const { clave, code = '' } = item;
    const subject =
      clave === undefined ? { side: 'aceptabits', key: code } : { side: 'managementpro', key: clave };
    tx.set(store.keys.agreed, subjectId(subject as Parameters<typeof subjectId>[0]), mark);
  });
}

/**
 * A person has looked at the first plan and does not want it: nothing is written either way, and the plan that waits
 * by now says so until another one takes its place. False when no such plan was shown within a day.
 */
export async function refusePlan(ctx: Context, hash: string, by: string): Promise<boolean> {
  const { store } = ctx;
  const { state } = store.keys;
  const [sheet, waiting] = await Promise.all([sheetOf<Sheet>(store, hash), waitingPlan(ctx)]);
  if (sheet?.about.kind !== FIRST_PLAN.kind || waiting === undefined) return false;
  const at = ctx.now();
  const tx = store.transaction().expect(state, 'approved', undefined);
  tx.set(state, 'refused', JSON.stringify({ by, at, hash: waiting.hash } satisfies Answer));
  record(store, tx, { at, kind: 'refused', cause: { code: 'first-plan', hash }, by });
  return tx.commit();
}
