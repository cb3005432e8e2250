import type { Customer, Field, Side } from '../../domain/customer.ts';
import { accepted } from '../../domain/sent-note.ts';
import type { Loaded, Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { file } from '../decide/file-decision.ts';
import { placeOf } from '../decide/place.ts';
import { writersPass } from '../evaluate/brake-pass.ts';
import { evaluateLink } from '../evaluate/evaluate.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { Later, NotLanded } from '../job-errors.ts';
import type { WriteRequest } from '../write-request.ts';

/**
 * After a write and its read-back: the written side's base is what it returned (rule 5), and what was `sent` is counted as
 * accepted. Answers the writes that follow on the other side, as far as they were judged; throws `NotLanded` where the
 * side still shows the old value. What is `known` of the customer was loaded before; the commit finds out who has moved it.
 */
export async function remember(
  ctx: Context,
  side: Side,
  subject: Subject,
  sent: Customer = {},
  known?: Loaded | undefined,
): Promise<WriteRequest[]> {
  const loaded = known ?? (await ctx.store.load([subject]))[0];
  if (loaded?.link === undefined) return [];
  const link = accepted(loaded.link, side, sent);
  const snapshot = await takeSnapshot(ctx);
  const pass = writersPass(snapshot);
  const linked = evaluateLink(ctx, loaded, link, snapshot, { pass, readBack: side });
  const tx = ctx.store.transaction();
  const place = placeOf(linked);
  file(ctx, tx, linked, place);
  if (!(await tx.commit())) throw new Later(0, 'the customer moved while its write was remembered');
  const open = Object.keys(linked.plan.link.sent?.[side] ?? {}) as Field[];
  if (open.length > 0) throw new NotLanded(open);
  return linked.plan.unjudged ? [] : place.requests.filter((request) => request.side !== side);
}
