import { randomUUID } from 'node:crypto';
import type { Intent } from '../../domain/intent.ts';
import { fileIntent } from '../../store/open-creates.ts';
import { type HeldIntent, subjectId } from '../../store/records.ts';
import type { Turn } from '../../systems/http.ts';
import { claimLeave } from '../decide/create-trouble.ts';
import { expectNote } from '../decide/file-decision.ts';
import { Later } from '../job-errors.ts';
import { leaveToSend, stillInEpoch } from '../update/send-deadline.ts';
import type { Creating, OwnIntent } from './creating.ts';
import { newcomer } from './new-record.ts';

/** Notes the intent of a first send, provided nobody else has and the customer is still alone. */
export async function intend(of: Creating): Promise<OwnIntent> {
  const { ctx } = of;
  const turn = await turnToSend(of);
  const [sequence, sentAt] = await Promise.all([ctx.store.nextSequence(), ctx.store.time()]);
  const { customer, salespersonFrom } = newcomer(of);
  const intent: Intent = {
    token: randomUUID(),
    sequence,
    at: ctx.now(),
    sentAt,
    customer,
    salespersonFrom,
    quietSince: undefined,
    sends: 1,
    shops: shopsAsked(of),
  };
  return { ...(await note(of, undefined, intent)), turn };
}

/** The shop whose list will show the new customer, beside those that its create was sent to before. */
export function shopsAsked(of: Creating, before: readonly string[] = []): string[] | undefined {
  const { createdIn } = newcomer(of);
  return createdIn === undefined ? undefined : [...new Set([...before, createdIn])];
}

/** The turn under the rate limit. Whoever has been searching while the side fell into trouble does not send any more. */
export async function turnToSend({ ctx, target, key }: Creating): Promise<Turn> {
  const turn = await ctx.clients[target].turn();
  if ((await claimLeave(ctx, target, key)).kind !== 'go')
    throw new Later(ctx.timings.retryMs, 'creates end unclear: this one waits unsent');
  return turn;
}

/**
 * What is left of the quiet time after a send, ms. One that lies ahead was noted by a clock that has been put right since:
 * how long ago it was nobody can tell, so its quiet time begins now.
 */
export async function quietLeft(of: Creating, held: HeldIntent): Promise<number> {
  const { createQuietMs } = of.ctx.timings;
  const now = await of.ctx.store.time();
  const { sentAt = held.intent.at } = held.intent;
  if (sentAt <= now) return sentAt + createQuietMs - now;
  await note(of, held, { ...held.intent, sentAt: now });
  throw new Later(createQuietMs, 'a create without a clear answer: the clock was put right under it');
}

/** Whoever notes the intent, in place of the one that was found, holds it; anybody else finds it moved. */
export async function note(
  { ctx, target, key, loaded, snapshot }: Creating,
  found: HeldIntent | undefined,
  intent: Intent,
): Promise<Omit<OwnIntent, 'turn'>> {
  const { keys } = ctx.store;
  const mayStillSend = leaveToSend(ctx);
  const tx = ctx.store.transaction().expect(keys.intents(target), key, found?.raw);
  // Whoever has decided otherwise meanwhile, or has seen the customer change, has taken the leave to create back.
  tx.expect(keys.passed, subjectId(loaded.subject), loaded.passed);
  await ctx.epoch.expect(tx, snapshot.trustedFrom);
  if (found === undefined) {
    expectNote(ctx, tx, loaded);
    tx.expect(keys.linkOf[loaded.subject.side], key, undefined);
  }
  const raw = fileIntent(ctx.store, tx, target, key, intent, found?.intent);
  if (!(await tx.commit())) throw new Later(0, 'somebody else is at this create');
  await stillInEpoch(ctx, snapshot);
  return { intent, raw, mayStillSend };
}
