import { otherSide, type Side } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import type { Intent } from '../../domain/intent.ts';
import { endIntent, fileIntent } from '../../store/open-creates.ts';
import type { HeldIntent } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { claimLeave, createEndedUnclear, createStoodDown } from '../decide/create-trouble.ts';
import { decide } from '../decide/decide.ts';
import type { LoneOutcome } from '../evaluate/evaluate.ts';
import type { Snapshot } from '../evaluate/snapshot.ts';
import { Later, SideClosed } from '../job-errors.ts';
import { remember } from '../update/after-write.ts';
import { matchingGeneration } from '../work.ts';
import type { WriteRequest } from '../write-request.ts';
import { type Creating, creating, type OwnIntent } from './creating.ts';
import { finish } from './finish.ts';
import { intend } from './intend.ts';
import { finishAnswered, finishMade } from './made.ts';
import { newAceptabits, newcomer, newManagementPro } from './new-record.ts';
import { recover } from './recover.ts';
import { searchBefore } from './search-first.ts';

/**
 * Rule 8. Order: the turn under the rate limit, a durable intent, then the request, then link and end of the intent in
 * one commit. Killed after the intent, or left without a clear yes or no, the next run finds the intent and looks
 * before it repeats.
 */
export async function create(
  ctx: Context,
  target: Side,
  lone: LoneOutcome,
  snapshot: Snapshot,
  job: string,
): Promise<WriteRequest[]> {
  const { subject } = lone.loaded;
  const of = creating(ctx, target, lone, snapshot, job);
  const made = lone.open?.intent.made;
  if (lone.open !== undefined && made !== undefined) return finishMade(of, lone.open, made);
  // Whoever waits while the side's creates end unclear is work, and the next poll asks again.
  if (!(await mayTry(of))) return [];
  if (lone.open !== undefined) {
    const next = await recover(of, lone.open);
    if (next === 'linked') return remember(ctx, target, subject);
    if (next !== 'unwanted') return send(of, next);
    // Killed between the two, the customer is still work, and the next poll decides.
    await withdraw(of, lone.open);
    return decide(ctx, [subject]);
  }
  const by = lone.plan.kind === 'create' ? lone.plan.by : 'scan';
  // Where no search can tell, the customer stays work until a complete reading does.
  if (!(await searchBefore(of, newcomer(of).customer, by))) return [];
  return send(of, await intend(of));
}

/** False for whoever waits in a trouble of the side; throws `Later` for its canary, which is too early. */
async function mayTry({ ctx, target, key, snapshot }: Creating): Promise<boolean> {
  // Asked once more when it has its turn to be sent.
  if (snapshot.createTrouble[target].trouble === undefined) return true;
  const leave = await claimLeave(ctx, target, key);
  if (leave.kind === 'canary')
    throw new Later(leave.ms, 'creates end unclear: this one is tried alone, and not yet');
  return leave.kind === 'go';
}

async function send(of: Creating, held: OwnIntent): Promise<WriteRequest[]> {
  try {
    return await SEND[of.target](of, held);
  } catch (error) {
    // A closed gate has let nothing out. Where the create had been filed already, the intent is gone and stays so.
    if (error instanceof SideClosed) await withdraw(of, held);
    if (error instanceof SideError && error.facts.operation.startsWith('add'))
      throw await ended(of, held, error);
    throw error;
  }
}

/** What a send without a clear yes means for the next one, and for those of others. */
async function ended(of: Creating, held: HeldIntent, error: SideError): Promise<SideError> {
  const { ctx, target, key } = of;
  const { clearNo, code } = error.facts;
  await (clearNo ? withdraw : quietFromNow)(of, held);
  if (clearNo) await createStoodDown(ctx, target, key, false);
  else await createEndedUnclear(ctx, target, key, code);
  return clearNo ? error : new SideError({ ...error.facts, unclearCreate: true }, { cause: error });
}

/** The quiet time begins when the request has ended: a side that let us wait may commit as late as that. */
async function quietFromNow({ ctx, target, key, snapshot }: Creating, held: HeldIntent): Promise<void> {
  const { keys } = ctx.store;
  const later: Intent = { ...held.intent, at: ctx.now(), sentAt: await ctx.store.time() };
  const put = (before: string | undefined) => {
    const tx = ctx.store.transaction().expect(keys.intents(target), key, before);
    tx.expect(keys.linkOf[otherSide(target)], key, undefined);
    fileIntent(ctx.store, tx, { target, key }, later);
    return tx.commit();
  };
  if (await put(held.raw)) return;
  // A Redis that has forgotten the intent while its request was under way is told again.
  if (!(await ctx.epoch.lasts(snapshot.trustedFrom))) await put(undefined);
}

/** Nothing was created, by a clear no or for all that can be found, so the intent ends; others decide on the customer. */
async function withdraw({ ctx: { store }, target, key }: Creating, held: HeldIntent): Promise<void> {
  const tx = store.transaction().expect(store.keys.intents(target), key, held.raw);
  endIntent(store, tx, target, key, held);
  // Whoever resembled the customer of this create may be somebody new after all.
  await tx.count(store.keys.state, matchingGeneration).commit();
}

type Send = (of: Creating, held: OwnIntent) => Promise<WriteRequest[]>;

/** ManagementPro answers a clave alone, in whatever form; Aceptabits the whole record, which is filed as it is. */
const SEND: { readonly [S in Side]: Send } = {
  managementpro: async (of, held) => {
    const { managementpro } = of.ctx.clients;
    return finishAnswered(
      of,
      held,
      await managementpro.create(newManagementPro(of).form, held.mayStillSend, held.turn),
    );
  },
  aceptabits: async (of, held) => {
    const { aceptabits } = of.ctx.clients;
    const made = await aceptabits.create(newAceptabits(of).form, held.mayStillSend, held.turn);
    return finish(of, held, made.key, { answered: made });
  },
};
