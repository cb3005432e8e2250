import { type Field, SIDES } from '../domain/customer.ts';
import type { Link, Sent } from '../domain/link.ts';
import type { Transaction } from '../store/commit.ts';
import { record } from '../store/history.ts';
import { type Loaded, type LoneNote, type Subject, subjectId } from '../store/records.ts';
import { fileUnlinked } from '../store/roster.ts';
import type { Context } from '../sync/context.ts';
import { linkBetween, openCreatesOfPair, putLink } from '../sync/decide/linking.ts';
import { takeSnapshot } from '../sync/evaluate/snapshot.ts';
import { markWork, matchingGeneration } from '../sync/work.ts';
import { takeBackSame } from './pairs.ts';

/** A person takes links apart and makes new ones. Each answers false when what the person saw has moved since. */

const M = (key: string): Subject => ({ side: 'managementpro', key });
const A = (key: string): Subject => ({ side: 'aceptabits', key });

/**
 * Takes a link apart: they are two people. Neither record is touched. Both stand alone and paused, so that nobody
 * is created from them before a person resumes them or links them otherwise; never with this partner again.
 */
export async function unlink(ctx: Context, clave: string, by: string): Promise<boolean> {
  const [loaded] = await ctx.store.load([M(clave)]);
  if (loaded?.link === undefined) return false;
  const tx = ctx.store.transaction();
  expectLink(ctx, tx, loaded, loaded.link);
  await fileApart(ctx, tx, loaded, loaded.link, by);
  tx.count(ctx.store.keys.state, matchingGeneration);
  return tx.commit();
}

/**
 * Links two customers by a person's word. A link that either has with somebody else is taken apart in the same
 * commit, so that nobody is created in between. The first merge is the one of rule 3.
 */
export async function linkWith(ctx: Context, clave: string, code: string, by: string): Promise<boolean> {
  const [m] = await ctx.store.load([M(clave)]);
  const [a] = await ctx.store.load([A(code)]);
  const [mine] = await ctx.store.storedRecords('aceptabits', [code]);
  if (m?.managementpro === undefined || a === undefined || mine === undefined || m.link?.code === code)
    return false;
  const snapshot = await takeSnapshot(ctx);
  const { keys } = ctx.store;
  const tx = ctx.store.transaction();
  if (m.link === undefined) tx.expect(keys.links, clave, undefined);
  if (a.link === undefined) tx.expect(keys.codes, code, undefined);
  for (const loaded of [m, a])
    if (loaded.link !== undefined) {
      expectLink(ctx, tx, loaded, loaded.link);
      await fileApart(ctx, tx, loaded, loaded.link, by);
    }
  for (const [customer, peer] of [
    [m, code],
    [a, clave],
  ] as const) {
    // Their own notes end with the link; this word replaces an earlier one in those of others as well.
    if (customer.link === undefined) await takeBackSame(ctx, tx, customer.subject, customer.lone, peer);
    ctx.store.endWaits(tx, subjectId(customer.subject));
  }
  const pair = { clave, code, managementpro: m.managementpro, aceptabits: mine };
  const open = await openCreatesOfPair(ctx, clave, code);
  putLink(ctx, tx, linkBetween(open, snapshot, pair, ctx.now()), open);
  record(ctx.store, tx, { at: ctx.now(), kind: 'linked', clave, code, cause: { code: 'said-same' }, by });
  tx.count(keys.counts, 'linked');
  return tx.commit();
}

function expectLink({ store }: Context, tx: Transaction, { rawLink }: Loaded, { clave, code }: Link): void {
  tx.expect(store.keys.links, clave, rawLink).expect(store.keys.codes, code, clave);
}

/** Both ends of a link stand alone again, with a person's word that they are different people. */
async function fileApart(
  ctx: Context,
  tx: Transaction,
  { subject }: Loaded,
  link: Link,
  by: string,
): Promise<void> {
  const { clave, code, missing } = link;
  const { store } = ctx;
  const { keys } = store;
  tx.remove(keys.links, clave).remove(keys.codes, code).remove(keys.passed, subjectId(subject));
  store.endWaits(tx, subjectId(subject));
  for (const [end, peer] of [
    [M(clave), code],
    [A(code), clave],
  ] as const) {
    const note: LoneNote = { verdicts: { [peer]: 'different' }, paused: ctx.now() };
    tx.set(keys.lone, subjectId(end), JSON.stringify(note));
    markWork(ctx, tx, subjectId(end));
    // Whoever was missing is looked for anew, and forgotten like anybody without a link who is gone (rule 2).
    tx.remove(keys.absent(end.side), end.key);
    if (missing?.[end.side] !== undefined) tx.set(keys.seen(end.side), end.key, 'missing');
  }
  fileUnlinked(store, tx, clave, code, ctx.now());
  recordUnseen(ctx, tx, link);
  record(store, tx, {
    at: ctx.now(),
    kind: 'unlinked',
    clave,
    code,
    cause: { code: 'different-people' },
    by,
  });
}

/** What has been sent and not been seen since is on record as that: nobody will look for it any more (rule 12). */
function recordUnseen(ctx: Context, tx: Transaction, { clave, code, sent }: Link): void {
  for (const side of SIDES)
    for (const [field, note] of Object.entries(sent?.[side] ?? {}) as [Field, Sent][])
      if (!note.created)
        record(ctx.store, tx, {
          at: ctx.now(),
          kind: 'updated',
          side,
          clave,
          code,
          changes: [{ field, old: note.before, new: note.value }],
          cause: { code: 'unseen-at-unlink' },
          job: note.job,
        });
}
