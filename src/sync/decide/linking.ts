import { bySide, otherSide, type Side } from '../../domain/customer.ts';
import { createdLink, madeBy } from '../../domain/intent.ts';
import { type Link, newLink } from '../../domain/link.ts';
import { customerOf } from '../../domain/record.ts';
import type { Transaction } from '../../store/commit.ts';
import { record } from '../../store/history.ts';
import { endIntent } from '../../store/open-creates.ts';
import { linkText } from '../../store/packed.ts';
import { type HeldIntent, type Loaded, subjectId } from '../../store/records.ts';
import { fileLinked } from '../../store/roster.ts';
import type { Context } from '../context.ts';
import { openCreateOf } from '../evaluate/open-creates.ts';
import type { Snapshot } from '../evaluate/snapshot.ts';
import { markWork, matchingGeneration } from '../work.ts';
import { createLanded } from './create-trouble.ts';
import { expectNote } from './file-decision.ts';

/** The open creates of a pair, by the side that they would have made somebody on. */
export type OfPair = { readonly [S in Side]?: HeldIntent | undefined };

export async function openCreatesOfPair(ctx: Context, clave: string, code: string): Promise<OfPair> {
  const [aceptabits, managementpro] = await Promise.all([
    openCreateOf(ctx, { side: 'managementpro', key: clave }),
    openCreateOf(ctx, { side: 'aceptabits', key: code }),
  ]);
  return { managementpro, aceptabits };
}

/** Links a pair in one commit: both keys free, intents of either settled, both customers work under one subject. */
export function fileNewLink(ctx: Context, tx: Transaction, link: Link, open: OfPair): void {
  const { keys } = ctx.store;
  tx.expect(keys.links, link.clave, undefined).expect(keys.codes, link.code, undefined);
  putLink(ctx, tx, link, open);
}

/** The same without asking whether both keys are free, for whoever frees them in the same commit. */
export function putLink(ctx: Context, tx: Transaction, link: Link, open: OfPair): void {
  const { keys } = ctx.store;
  const lone = subjectId({ side: 'aceptabits', key: link.code });
  const subject = subjectId({ side: 'managementpro', key: link.clave });
  tx.set(keys.links, link.clave, linkText(link)).set(keys.codes, link.code, link.clave);
  endIntent(ctx.store, tx, 'aceptabits', link.clave, open.aceptabits);
  endIntent(ctx.store, tx, 'managementpro', link.code, open.managementpro);
  tx.remove(keys.lone, lone).remove(keys.lone, subject);
  tx.remove(keys.agreed, lone).remove(keys.agreed, subject);
  tx.unrank(keys.work, lone).unrank(keys.differs, lone).remove(keys.passed, lone);
  fileLinked(ctx.store, tx, link.clave, link.code, link.since);
  markWork(ctx, tx, subject);
  tx.count(keys.state, matchingGeneration);
}

/** Two customers that become a link, and their records as far as they are known. */
type Pair = Pick<Loaded, Side> & Pick<Link, 'clave' | 'code'>;

/**
 * The link of a pair: the one that an open intent of ours has been waiting for (rule 8), or a new one. A record that
 * is not what the intent asked for may have stood there all along, unseen: what it says differently is then neither
 * a form nor an edit of what we have sent, and the first merge decides on it as on any (rule 3).
 */
export function linkBetween(open: OfPair, { routes }: Snapshot, pair: Pair, now: number): Link {
  const made = madeAmong(open, routes, pair);
  if (made === undefined) return newLink(pair.clave, pair.code, now);
  return createdLink(made.intent, made.target, pair, { now, job: 'adopted', seen: made.seen });
}

/** Where an open create of ours has made one of the two, as the send had it, with what is shown of it. */
function madeAmong(open: OfPair, routes: Snapshot['routes'], pair: Pair) {
  for (const target of ['aceptabits', 'managementpro'] as const) {
    const [held, stored] = [open[target], pair[target]];
    const intent = held && stored && madeBy(held.intent, target, stored, routes);
    if (intent) return { target, intent, seen: customerOf(target, stored, routes) };
  }
  return undefined;
}

/**
 * Links a lone customer with the key that rule 3 or rule 8 has found for it; the other is `known` where it was loaded with
 * it. False when something moved.
 */
export async function linkLone(
  ctx: Context,
  loaded: Loaded,
  {
    key,
    known,
    adopted = false,
  }: { readonly key: string; readonly known?: Loaded | undefined; readonly adopted?: boolean },
  snapshot: Snapshot,
): Promise<boolean> {
  const { side } = loaded.subject;
  const { managementpro: clave, aceptabits: code } = bySide(side, loaded.subject.key, key);
  const partner = known ?? (await ctx.store.load([{ side: otherSide(side), key }]))[0];
  const { managementpro: m, aceptabits: a } = bySide(side, loaded, partner);
  const pair = { clave, code, managementpro: m?.managementpro, aceptabits: a?.aceptabits };
  const open = await openCreatesOfPair(ctx, clave, code);
  const link = linkBetween(open, snapshot, pair, ctx.now());
  const tx = ctx.store.transaction();
  fileNewLink(ctx, tx, link, open);
  for (const entry of [loaded, partner])
    if (entry !== undefined) {
      // Whoever has called them different people meanwhile has said so in both notes.
      expectNote(ctx, tx, entry);
      ctx.store.endWaits(tx, subjectId(entry.subject));
    }
  record(ctx.store, tx, {
    at: ctx.now(),
    kind: adopted ? 'adopted' : 'linked',
    clave,
    code,
    cause: { code: adopted ? 'adopted' : 'matched' },
  });
  tx.count(ctx.store.keys.counts, adopted ? 'adopted' : 'linked');
  if (!(await tx.commit())) return false;
  const made = madeAmong(open, snapshot.routes, pair);
  if (made !== undefined) await createLanded(ctx, made.target);
  return true;
}
