import {
  type CreateTrouble,
  claim,
  endedUnclear,
  type Leave,
  leaveOf,
  stoodDown,
  type TroubleLimits,
  WELL,
} from '../../domain/create-trouble.ts';
import { otherSide, type Side } from '../../domain/customer.ts';
import type { Context } from '../context.ts';
import { createTroubleName, type Snapshot } from '../evaluate/snapshot.ts';
import { unpark } from './park.ts';

/** How often a canary is heard of, in quiet times: it waits for one after each send, and for a scan. */
const PATIENCE_QUIETS = 3;

function limitsOf({ timings }: Context): TroubleLimits {
  const { createQuietMs, createTroubleMs, retryMs } = timings;
  const patienceMs = PATIENCE_QUIETS * createQuietMs + retryMs;
  return { firstMs: createQuietMs, lastMs: createTroubleMs, patienceMs };
}

export async function createTroubleOf({ store }: Context, side: Side): Promise<CreateTrouble> {
  return (await store.getState<CreateTrouble>(createTroubleName(side))) ?? WELL;
}

/** Whether a customer's create on this side may be asked for; nothing is changed by asking. */
export async function leaveToCreate(
  ctx: Context,
  { createTrouble }: Snapshot,
  side: Side,
  key: string,
): Promise<Leave> {
  const state = createTrouble[side];
  return state.trouble === undefined ? { kind: 'go' } : leaveOf(state, key, await ctx.store.time());
}

/** The same for whoever goes on to try it: in a trouble it is the canary from now on. */
export async function claimLeave(ctx: Context, side: Side, key: string): Promise<Leave> {
  if ((await createTroubleOf(ctx, side)).trouble === undefined) return { kind: 'go' };
  const now = await ctx.store.time();
  let leave: Leave = { kind: 'wait' };
  await change(ctx, side, (state) => {
    leave = leaveOf(state, key, now);
    return leave.kind === 'wait' ? state : claim(state, key, now, limitsOf(ctx));
  });
  return leave;
}

export async function createEndedUnclear(ctx: Context, side: Side, key: string, code: string): Promise<void> {
  const now = await ctx.store.time();
  const after = await change(ctx, side, (state) => endedUnclear(state, key, code, now, limitsOf(ctx)));
  if (after?.trouble?.since === now)
    ctx.log.error({ side, code }, 'creates end unclear, one after another: the others wait for one canary');
}

/** A customer is no canary any more: put aside, or refused with a clear no. */
export async function createStoodDown(
  ctx: Context,
  side: Side,
  key: string,
  isAside: boolean,
): Promise<void> {
  await change(ctx, side, (state) => stoodDown(state, key, isAside));
}

/**
 * Somebody was created, or found to have been: the side is well, and everybody follows. Those put aside are freed
 * first: killed in between, the trouble stands, and the next to land frees them again.
 */
export async function createLanded(ctx: Context, side: Side): Promise<void> {
  const { inARow, trouble } = await createTroubleOf(ctx, side);
  if (inARow.length === 0 && trouble === undefined) return;
  for (const key of trouble?.aside ?? [])
    await unpark(ctx, { side: otherSide(side), key }, 'a create that went well');
  await change(ctx, side, () => WELL);
  if (trouble !== undefined) ctx.log.warn({ side }, 'creates go well again: those who waited follow');
}

function change(
  { store }: Context,
  side: Side,
  next: (state: CreateTrouble) => CreateTrouble,
): Promise<CreateTrouble | undefined> {
  return store.changeState<CreateTrouble>(createTroubleName(side), (stored) => stored ?? WELL, next);
}
