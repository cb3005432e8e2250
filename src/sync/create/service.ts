import { explain } from '../../domain/error-table.ts';
import { SideError } from '../../domain/errors.ts';
import { costs, type KnownService, serviceId } from '../../domain/service.ts';
import {
  type EndOfLine,
  endLine,
  type Held,
  type KeptLine,
  type ServiceIntent,
  serviceIntent,
  serviceLine,
  serviceRun,
} from '../../store/service-runs.ts';
import { type Context, ERA_BEGAN_AT, TRUSTED_FROM } from '../context.ts';
import { Later, SideClosed } from '../job-errors.ts';

import { leaveToSend, stillInEpoch } from '../update/send-deadline.ts';

/** Which line of which run. */
export type ServiceOf = { readonly run: string; readonly line: number };

/** One line at work. */
type Pushing = {
  readonly ctx: Context;
  readonly run: string;
  readonly held: Held<KeptLine>;
  readonly id: string;
  readonly trustedFrom: number;
};

/** After so many sends without a clear answer and without a trace, a person looks. */
const SENDS_MAX = 3;
/** Readings after the quiet time that must not show a service before it is sent again (rule 8). */
const LOOKS_ENOUGH = 2;

/**
 * Rule 8 for a service. Order: a look whether it is there, the turn under the rate limit, a durable intent under the
 * service's own name, the request, then the line's end and the end of the intent in one commit. Whoever finds an
 * intent, killed or left without a clear answer, looks before anything is sent again.
 */
export async function pushService(ctx: Context, { run, line }: ServiceOf): Promise<void> {
  const trustedFrom = (await ctx.store.getState<number>(TRUSTED_FROM)) ?? 0;
  const held = await serviceLine(ctx.store, run, line);
  if (held === undefined || held.value.end !== undefined) return;
  await quietSinceLoss(ctx);
  const of = { ctx, run, held, id: serviceId(held.value), trustedFrom };
  const intent = await serviceIntent(ctx.store, of.id);
  if (intent !== undefined) return recover(of, intent);
  const found = await searched(of);
  if (found.length > 0) return end(of, standing(of, found), undefined);
  await send(of, undefined);
}

/** A Redis that was started anew may have forgotten an intent whose service is not listed yet. */
async function quietSinceLoss({ store, timings }: Context): Promise<void> {
  const began = await store.getState<number>(ERA_BEGAN_AT);
  if (began === undefined) return;
  const left = began + timings.createQuietMs - (await store.time());
  if (left > 0)
    throw new Later(Math.min(left, timings.createQuietMs), 'Redis was started anew: a quiet time');
}

function searched({ ctx, held, id }: Pushing): Promise<KnownService[]> {
  const { shop, name } = held.value;
  return ctx.clients.aceptabits.services({ shop, search: name }).then((found) => sameOf(found, id));
}

const sameOf = (found: readonly KnownService[], id: string) => found.filter((one) => serviceId(one) === id);

/** What a service of this name that we did not send means for the line. */
function standing({ ctx, held }: Pushing, found: readonly KnownService[]): EndOfLine {
  const same = found.find((one) => costs(one, held.value.price));
  const at = ctx.now();
  if (same !== undefined) return { kind: 'there', key: same.key, at };
  const [other] = found;
  return { kind: 'refused', key: other?.key, detail: `it is there at ${other?.priceMxn}`, at };
}

async function recover(of: Pushing, intent: Held<ServiceIntent>): Promise<void> {
  const { ctx } = of;
  // A server that stores a name otherwise than it was sent hides it from the search; what is new stands on top.
  const [found] = [...(await searched(of)), ...(await newSince(of, intent.value))];
  if (found !== undefined) {
    // Two lists may hold the same service at two prices: what the other has sent is not this one's.
    const ours = intent.value.run === of.run || costs(found, of.held.value.price);
    const ended: EndOfLine = ours
      ? { kind: 'adopted', key: found.key, at: ctx.now() }
      : standing(of, [found]);
    return end(of, ended, intent);
  }
  const { createQuietMs, lagMs } = ctx.timings;
  const quietLeft = intent.value.sentAt + createQuietMs - (await ctx.store.time());
  if (quietLeft > 0)
    throw new Later(Math.min(quietLeft, lagMs), 'sent without a clear answer: looked for again');
  const looks = intent.value.looks + 1;
  if (looks < LOOKS_ENOUGH) {
    await replaceIntent(of, intent, { ...intent.value, looks });
    throw new Later(lagMs, 'not found once: looked for again before it is repeated');
  }
  if (intent.value.run === of.run && intent.value.sends >= SENDS_MAX)
    return end(
      of,
      { kind: 'unclear', detail: `sent ${SENDS_MAX} times without a trace`, at: ctx.now() },
      intent,
    );
  await send(of, intent);
}

async function newSince({ ctx, held, id }: Pushing, { run }: ServiceIntent): Promise<KnownService[]> {
  const { shop } = held.value;
  const until = (await serviceRun(ctx.store, run))?.newest[shop];
  return sameOf(await ctx.clients.aceptabits.services({ shop, until }), id);
}

/** Notes the intent, in place of the one that was found, and sends. */
async function send(of: Pushing, found: Held<ServiceIntent> | undefined): Promise<void> {
  const { ctx, run, held } = of;
  const { line, name, price, shop } = held.value;
  const turn = await ctx.clients.aceptabits.turn();
  const mayStillSend = leaveToSend(ctx);
  // A list that was handed over again is a person's word: its sends are counted anew.
  const before = found?.value.run === run ? found.value.sends : 0;
  const intent = await replaceIntent(of, found, {
    run,
    line,
    sentAt: await ctx.store.time(),
    sends: before + 1,
    looks: 0,
  });
  await stillInEpoch(ctx, of);
  try {
    const made = await ctx.clients.aceptabits.addService({ shop, name, priceMxn: price }, mayStillSend, turn);
    return await end(of, { kind: 'made', key: made.key, at: ctx.now() }, intent);
  } catch (error) {
    const nothingDone = error instanceof SideClosed || (error instanceof SideError && error.facts.clearNo);
    if (nothingDone) await dropIntent(of, intent);
    // The quiet time begins when the request has ended: a side that let us wait may commit as late as that.
    else if (error instanceof SideError)
      await replaceIntent(of, intent, { ...intent.value, sentAt: await ctx.store.time() });
    throw error;
  }
}

async function replaceIntent(
  { ctx, id, trustedFrom }: Pushing,
  before: Held<ServiceIntent> | undefined,
  value: ServiceIntent,
): Promise<Held<ServiceIntent>> {
  const { keys } = ctx.store;
  const raw = JSON.stringify(value);
  const tx = ctx.store.transaction().expect(keys.serviceIntents, id, before?.raw);
  await ctx.epoch.expect(tx, trustedFrom);
  if (!(await tx.set(keys.serviceIntents, id, raw).commit()))
    throw new Later(ctx.timings.retryMs, 'somebody else is at this service');
  return { value, raw };
}

async function dropIntent({ ctx: { store }, id }: Pushing, { raw }: Held<ServiceIntent>): Promise<void> {
  const { serviceIntents } = store.keys;
  await store.transaction().expect(serviceIntents, id, raw).remove(serviceIntents, id).commit();
}

/** The line's end and that of its intent; whoever has taken the intent meanwhile has also looked, and keeps it. */
async function end(
  { ctx, run, held, id }: Pushing,
  ended: EndOfLine,
  intent: Held<ServiceIntent> | undefined,
): Promise<void> {
  const { store } = ctx;
  const { serviceIntents } = store.keys;
  const tx = store.transaction();
  endLine(store, tx, run, held, ended);
  if (intent === undefined) return void (await tx.commit());
  tx.expect(serviceIntents, id, intent.raw).remove(serviceIntents, id);
  if (await tx.commit()) return;
  const alone = store.transaction();
  endLine(store, alone, run, held, ended);
  await alone.commit();
}

/** Files a line whose job was given up; one that may have been sent is for a person to look. */
export async function giveUpService(ctx: Context, { run, line }: ServiceOf, error: unknown): Promise<void> {
  const held = await serviceLine(ctx.store, run, line);
  if (held === undefined || held.value.end !== undefined) return;
  const open = (await serviceIntent(ctx.store, serviceId(held.value))) !== undefined;
  const code = error instanceof SideError ? error.facts.code : undefined;
  const words = code === undefined ? undefined : explain('aceptabits', code).meaning.es;
  const tx = ctx.store.transaction();
  const ended = { kind: open ? 'unclear' : 'refused', code, detail: words, at: ctx.now() } as const;
  endLine(ctx.store, tx, run, held, ended);
  await tx.commit();
}
