import { z } from 'zod';
import { pause, setField, takeSide, unfreeze, unpause, vouch } from '../people/answers.ts';
import { approve, refusePlan } from '../people/approve-plan.ts';
import { leaveOut, takeIn } from '../people/leave-out.ts';
import { judgePair, unjudgePair } from '../people/pairs.ts';
import { setPolicy } from '../people/policies.ts';
import { keepBrake, release } from '../people/release-brake.ts';
import { linkWith, unlink } from '../people/relink.ts';
import { retryAll } from '../people/retry-all.ts';
import { type Undone, undo } from '../people/undo.ts';
import type { UndoTarget } from '../people/undo-preview.ts';
import { CUSTOMER_ACTIONS, type CustomerAction } from '../report/customer.ts';
import { bothShape, fieldShape, sideShape } from '../report/shapes.ts';
import type { Subject } from '../store/records.ts';
import { approved, refreshPlan } from '../sync/certify/first-plan.ts';
import type { Context } from '../sync/context.ts';
import { unpark } from '../sync/decide/park.ts';
import type { Queues, ResyncJob } from '../sync/jobs/queues.ts';

/** What a person does, for the pages and the API alike. What it means is decided in `people`. */

const VALUE_CHARS_MAX = 500;
const key = z.string().min(1).max(200);

export const subjectParams = z.object({ side: sideShape, key });
export const actionParams = subjectParams.extend({
  action: z.enum(CUSTOMER_ACTIONS.filter((action) => action !== 'judge')),
});

/** Emptying is a choice of its own, so that a box that was left blank never wipes a field on both sides. */
const chosenValue = z.string().trim().min(1).max(VALUE_CHARS_MAX).optional();
const emptied = z.union([z.literal(true), z.literal('true')]).optional();

/** What an action needs beside the customer: the other's key to link with, or a field, its value and what was seen. */
export const actionBody = z.object({
  other: key.optional(),
  field: fieldShape.optional(),
  value: chosenValue,
  empty: emptied,
  managementpro: z.string().optional(),
  aceptabits: z.string().optional(),
});
export type ActionBody = z.infer<typeof actionBody>;

/** An answer to a conflict: a side's value, one of one's own, or none, with what was seen when it was given. */
export const conflictAnswer = z.object({
  clave: key,
  field: fieldShape,
  seen: bothShape,
  take: sideShape.optional(),
  value: chosenValue,
  empty: emptied,
});
export type ConflictAnswer = z.infer<typeof conflictAnswer>;

/** Who wins the conflicts of a field from now on; without a side the settings decide again. */
export const policySaid = z.object({ field: fieldShape, side: sideShape.optional() });

export async function sayPolicy(
  desk: Desk,
  { field, side }: z.infer<typeof policySaid>,
  by: string,
): Promise<boolean> {
  const done = await setPolicy(desk.context, field, side, by);
  if (done) await readAllNow(desk);
  return done;
}

export const matchAnswer = z.object({ clave: key, code: key, verdict: z.enum(['same', 'different']) });
export type MatchAnswer = z.infer<typeof matchAnswer>;

export type Desk = { readonly context: Context; readonly queues: Queues };

/** A decision is in force at once; a resync brings its effect ahead of the next poll. */
async function hasten({ queues }: Desk, data: ResyncJob): Promise<void> {
  await queues.resync.add('resync', data, { priority: 1 });
}

function jobFor({ side, key: of }: Subject): ResyncJob {
  return side === 'managementpro' ? { clave: of } : { code: of };
}

export const readAllNow = (desk: Desk) => hasten(desk, { all: true });

/** False when what the person saw has moved since. */
export async function actOnCustomer(
  desk: Desk,
  subject: Subject,
  action: Exclude<CustomerAction, 'judge'>,
  body: ActionBody,
  by: string,
): Promise<boolean> {
  const done = action === 'resync' || (await decided(desk.context, subject, action, body, by));
  if (done) await hasten(desk, jobFor(subject));
  return done;
}

function decided(
  ctx: Context,
  subject: Subject,
  action: Exclude<CustomerAction, 'judge' | 'resync'>,
  body: ActionBody,
  by: string,
): Promise<boolean> {
  const { other = '', field } = body;
  const clave = subject.side === 'managementpro' ? subject.key : '';
  switch (action) {
    case 'pause':
      return pause(ctx, subject, by);
    case 'unpause':
      return unpause(ctx, subject, by);
    case 'unlink':
      return unlink(ctx, clave, by);
    case 'vouch':
      return vouch(ctx, clave, by);
    case 'unfreeze':
      return unfreeze(ctx, clave, by, field);
    case 'unpark':
      return unpark(ctx, subject, by);
    case 'link':
      return clave === '' ? linkWith(ctx, other, subject.key, by) : linkWith(ctx, clave, other, by);
    case 'set-field':
      return chosen(ctx, clave, body, by);
  }
}

async function chosen(
  ctx: Context,
  clave: string,
  { field, empty, managementpro, aceptabits, ...body }: ActionBody,
  by: string,
): Promise<boolean> {
  const value = empty ? '' : body.value;
  if (field === undefined || value === undefined) return false;
  if (managementpro === undefined || aceptabits === undefined) return false;
  return setField(ctx, clave, { field, value, seen: { managementpro, aceptabits } }, by);
}

/** Answers several conflicts; those whose values have moved since are refused, the others done. */
export async function answerConflicts(
  desk: Desk,
  answers: readonly ConflictAnswer[],
  by: string,
): Promise<{ done: number; moved: number }> {
  let done = 0;
  for (const answer of answers) {
    if (!(await answered(desk.context, answer, by))) continue;
    await hasten(desk, { clave: answer.clave });
    done += 1;
  }
  return { done, moved: answers.length - done };
}

async function answered(ctx: Context, answer: ConflictAnswer, by: string): Promise<boolean> {
  const { clave, field, seen, take, empty } = answer;
  const value = empty ? '' : answer.value;
  if (take !== undefined) return takeSide(ctx, clave, { field, side: take, seen }, by);
  return value !== undefined && setField(ctx, clave, { field, value, seen }, by);
}

/** A word on a pair; both ends are looked at anew. */
export async function answerMatch(desk: Desk, answer: MatchAnswer, by: string): Promise<boolean> {
  const { clave, code, verdict } = answer;
  if (!(await judgePair(desk.context, clave, code, verdict, by))) return false;
  await hasten(desk, { clave });
  if (verdict === 'different') await hasten(desk, { code });
  return true;
}

/** Takes a word on a pair back: a link that came of it is taken apart. */
export async function takeBackMatch(
  desk: Desk,
  { clave, code, verdict }: MatchAnswer,
  by: string,
): Promise<boolean> {
  const { context } = desk;
  const isUndone =
    (await unjudgePair(context, clave, code, by)) ||
    (verdict === 'same' && (await unlink(context, clave, by)));
  if (!isUndone) return false;
  await hasten(desk, { clave });
  await hasten(desk, { code });
  return true;
}

export const retryOf = z.object({
  code: z.string().trim().max(50).optional(),
  reason: z.string().trim().max(200).optional(),
});

/** Everybody who is parked, or those of one code or reason; one reading is for all of them. */
export async function retryParked(desk: Desk, of: z.infer<typeof retryOf>, by: string): Promise<number> {
  const given = (text: string | undefined) => text || undefined;
  const freed = await retryAll(desk.context, { code: given(of.code), reason: given(of.reason) }, by);
  if (freed > 0) await readAllNow(desk);
  return freed;
}

// ── plans, brakes, undo ───────────────────────────────────────────────────────────────────────

export const planNamed = z.object({ hash: z.string().min(1).max(100) });
export const brakeNamed = planNamed.extend({ side: sideShape });
export const planOrBrakeNamed = planNamed.extend({ side: sideShape.optional() });

/** The customer of a plan's line. */
export const plannedLine = z.object({ clave: key.optional(), code: key.optional() });

/** Leaves lines out of the first plan or of a brake, or takes them in again; what is asked then is made anew. */
export async function sayOfLines(
  desk: Desk,
  say: 'leave-out' | 'take-in',
  lines: readonly z.infer<typeof plannedLine>[],
  by: string,
): Promise<number> {
  const { context } = desk;
  const told = say === 'leave-out' ? leaveOut : takeIn;
  let done = 0;
  for (const line of lines) if (await told(context, line, by)) done += 1;
  if (await approved(context)) await readAllNow(desk);
  else await refreshPlan(context);
  return done;
}

/** Approves exactly the plan that was shown. */
export async function approvePlan(
  desk: Desk,
  { hash }: z.infer<typeof planNamed>,
  by: string,
): Promise<boolean> {
  const done = await approve(desk.context, hash, by);
  if (done) await readAllNow(desk);
  return done;
}

/** Releases exactly what was shown. */
export async function releaseBrake(
  desk: Desk,
  { side, hash }: z.infer<typeof brakeNamed>,
  by: string,
): Promise<boolean> {
  const done = await release(desk.context, side, hash, by);
  if (done) await readAllNow(desk);
  return done;
}

/** Changes nothing on either side; false when something else waits by now. */
export function refuse(
  { context }: Desk,
  { side, hash }: z.infer<typeof planOrBrakeNamed>,
  by: string,
): Promise<boolean> {
  return side === undefined ? refusePlan(context, hash, by) : keepBrake(context, side, hash, by);
}

/** Puts back exactly what the preview of this hash has shown; undefined when another would be shown by now. */
export async function putBack(
  desk: Desk,
  target: UndoTarget,
  hash: string,
  by: string,
): Promise<Undone | undefined> {
  const undone = await undo(desk.context, target, hash, by);
  if (undone !== undefined && undone.done > 0) await readAllNow(desk);
  return undone;
}
