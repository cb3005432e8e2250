/** What is known of a side's update method while it is tried, kept in Redis for all replicas (rules 6 and 7). */
import type { Cause } from '../../domain/causes.ts';
import type { Side } from '../../domain/customer.ts';
import { keyOn, type Link } from '../../domain/link.ts';
import type { SideEffect } from '../../domain/side-effect.ts';
import {
  absentIn,
  claimed,
  ignoredIn,
  isAbsent,
  isTrusted,
  landedIn,
  newlyProven,
  partlyLanded,
  released,
  SHOWN_BY,
  type UpdateTrial,
} from '../../domain/update-trial.ts';
import { record } from '../../store/history.ts';
import type { Context } from '../context.ts';
import { trialAsOf, trialName } from '../evaluate/update-method.ts';
import { Later } from '../job-errors.ts';

export type TrialOfOne = {
  /** True while the updates of the side run singly: this one is compared with the whole record. */
  readonly isAlone: boolean;
};

/** Lets an update go, or puts it off while another customer is tried alone; `known` is how the trial stood just now. */
export async function claimTrial(
  ctx: Context,
  side: Side,
  key: string,
  known: UpdateTrial,
): Promise<TrialOfOne> {
  if (isTrusted(known)) return { isAlone: false };
  const now = await ctx.store.time();
  // Nobody who was killed holds it up for longer than a request can be under way.
  const ms = ctx.timings.createQuietMs + ctx.timings.lagMs;
  let isFree = true;
  const after = await changeTrial(ctx, side, (trial) => {
    const next = claimed(trial, key, now, ms);
    isFree = next !== undefined;
    return next ?? trial;
  });
  if (!isFree || after === undefined)
    throw new Later(ctx.timings.retryMs, 'the update of another customer is tried alone');
  return { isAlone: !isTrusted(after) };
}

/** Nothing more is to be seen of this customer: a refusal that concerns one says nothing of the method. */
export async function leaveTrial(ctx: Context, side: Side, key: string): Promise<void> {
  await changeTrial(ctx, side, (trial) => released(trial, key));
}

/**
 * An update that has landed, the kinds of change of which it tells, and what it did beside. What two customers have shown is on record and told, once. Where the
 * trial as it was `known` before the write holds all of it already, nothing is asked.
 */
export async function noteLanded(
  ctx: Context,
  side: Side,
  link: Link,
  { kinds, effects }: { readonly kinds: readonly string[]; readonly effects: readonly SideEffect[] },
  known?: UpdateTrial,
): Promise<void> {
  const tellsNothing = (trial: UpdateTrial) =>
    isTrusted(trial) &&
    effects.length === 0 &&
    kinds.every((kind) => trial.landed.includes(kind) && !trial.ignored[kind]);
  if (known !== undefined && tellsNothing(known)) return;
  if (kinds.length === 0 && effects.length === 0) return leaveTrial(ctx, side, keyOn(side, link));
  let before: UpdateTrial | undefined;
  const after = await changeTrial(ctx, side, (trial) => {
    before = trial;
    if (tellsNothing(trial)) return trial;
    // What was added may be a person's words: it is known by its digest alone.
    const noted = effects.map((effect) => ({
      ...effect,
      added: effect.added && ctx.store.digest(effect.added),
    }));
    return landedIn(trial, keyOn(side, link), kinds, noted);
  });
  if (after === undefined || before === undefined || effects.length === 0) return;
  await recordEffects(ctx, side, link, effects);
  for (const { kind, fields } of newlyProven(before, after)) {
    const names = fields.join(', ');
    ctx.log.error({ side, kind, fields: names }, 'updates stop: they change what they were not sent for');
    ctx.alert(`side-effect:${side}:${kind}:${names}`, {
      kind: 'side-effect',
      side,
      effect: kind,
      fields: names,
    });
  }
}

/** Said after the state stands: a crash between loses the words, and the updates have stopped all the same. */
async function recordEffects(
  ctx: Context,
  side: Side,
  { clave, code }: Pick<Link, 'clave' | 'code'>,
  effects: readonly SideEffect[],
): Promise<void> {
  const texts = effects.map(({ field, was, is }) => `${field}: “${was}” → “${is}”`);
  const cause: Cause = { code: 'side-effect', texts: texts.join('; ') };
  const tx = ctx.store.transaction();
  record(ctx.store, tx, { at: ctx.now(), kind: 'side-effect', side, clave, code, cause });
  await tx.commit();
  const what = effects.map(({ field, kind }) => `${field} ${kind}`);
  ctx.log.warn({ side, clave, code, what }, 'an update changed what it was not sent for');
}

/** A person says that the system is mended. */
export async function forgetEffects(ctx: Context, side: Side): Promise<void> {
  await changeTrial(ctx, side, (trial) => ({ ...trial, clean: 0, effects: {} }));
}

/** Of an update whose rest is still to be seen. */
export async function notePartlyLanded(ctx: Context, side: Side, kinds: readonly string[]): Promise<void> {
  if (kinds.length > 0) await changeTrial(ctx, side, (trial) => partlyLanded(trial, kinds));
}

/**
 * Accepted as often as it may be, and to no effect. Answers the customers who have shown by now that it is the method's
 * doing, and none of theirs.
 */
export async function noteIgnored(
  ctx: Context,
  side: Side,
  key: string,
  kinds: readonly string[],
): Promise<readonly string[]> {
  // ManagementPro's method is documented: there it is a matter of this customer.
  if (side === 'managementpro') {
    await leaveTrial(ctx, side, key);
    return [];
  }
  const after = await changeTrial(ctx, side, (trial) => ignoredIn(trial, key, kinds, ctx.now()));
  if (after === undefined) return [];
  const absent = isAbsent(after, ctx.now());
  if (absent) tellAbsent(ctx, 'method-without-effect');
  const shown = Object.values(after.ignored).filter(({ keys }) => absent || keys.length >= SHOWN_BY);
  return [...new Set(shown.flatMap(({ keys }) => keys))];
}

/** Notes that the method is not there. A person is told once for each path, and not before it has been tried again. */
export async function noteAbsent(ctx: Context): Promise<void> {
  const after = await changeTrial(ctx, 'aceptabits', (trial) => absentIn(trial, ctx.now()));
  if (after?.away)
    ctx.log.warn({ side: 'aceptabits' }, 'the update method is away: tried again in ten minutes');
  else tellAbsent(ctx, 'method-missing');
}

function tellAbsent({ config, log, alert }: Context, code: string): void {
  const path = config.aceptabits.customerUpdatePath ?? '';
  log.warn(
    { side: 'aceptabits', path, code },
    'the update method is not there: updates of Aceptabits are held',
  );
  alert(`update-method:${path}`, { kind: 'no-update-method', path });
}

export function changeTrial(
  ctx: Context,
  side: Side,
  next: (trial: UpdateTrial) => UpdateTrial,
): Promise<UpdateTrial | undefined> {
  return ctx.store.changeState<UpdateTrial>(trialName(side), (stored) => trialAsOf(ctx, side, stored), next);
}
