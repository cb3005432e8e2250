/** The one way in which a single link or lone is changed: read, change, commit if nothing has moved, else again. */
import type { Cause } from '../../domain/causes.ts';
import type { HistoryEvent } from '../../domain/events.ts';
import type { Link } from '../../domain/link.ts';
import type { Transaction } from '../../store/commit.ts';
import { record } from '../../store/history.ts';
import { linkText } from '../../store/packed.ts';
import { type Loaded, type LoneNote, pairOf, type Subject, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { markWork, matchingGeneration } from '../work.ts';

export async function changeLink(
  ctx: Context,
  clave: string,
  change: (loaded: Loaded, link: Link) => Link | undefined,
  event: Omit<HistoryEvent, 'at' | 'kind'>,
): Promise<boolean> {
  const [loaded] = await ctx.store.load([{ side: 'managementpro', key: clave }]);
  const link = loaded?.link && change(loaded, loaded.link);
  if (loaded === undefined || link === undefined) return false;
  const { store } = ctx;
  const tx = store.transaction().expect(store.keys.links, clave, loaded.rawLink);
  tx.set(store.keys.links, clave, linkText(link));
  record(store, tx, { at: ctx.now(), kind: 'decision', clave, code: link.code, ...event });
  askAnew(ctx, tx, loaded.subject);
  return tx.commit();
}

/** What was decided without a person's word is decided anew by the next poll: the job that it asked for may be in hand. */
export function askAnew(ctx: Context, tx: Transaction, subject: Subject): void {
  markWork(ctx, tx, subjectId(subject));
  tx.count(ctx.store.keys.state, matchingGeneration);
  tx.remove(ctx.store.keys.passed, subjectId(subject));
}

/** Replaces what is noted of a customer without a link; false when nobody has its key, or it is linked by now. */
export async function changeLone(
  ctx: Context,
  { subject, managementpro, aceptabits, rawLone }: Loaded,
  note: LoneNote,
  cause: Cause,
  by: string,
): Promise<boolean> {
  if (managementpro === undefined && aceptabits === undefined) return false;
  const { store } = ctx;
  const tx = store.transaction().expect(store.keys.linkOf[subject.side], subject.key, undefined);
  tx.expect(store.keys.lone, subjectId(subject), rawLone);
  tx.set(store.keys.lone, subjectId(subject), JSON.stringify(note));
  record(store, tx, {
    at: ctx.now(),
    kind: 'decision',
    ...pairOf({ subject, link: undefined }),
    cause,
    by,
  });
  askAnew(ctx, tx, subject);
  return tx.commit();
}
