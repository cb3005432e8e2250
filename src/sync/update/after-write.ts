import type { Customer, Side } from '../../domain/customer.ts';
import { accepted } from '../../domain/settle.ts';
import type { Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { expectUnmoved, fileLink, requestsOf } from '../decide/file-decision.ts';
import { writersPass } from '../evaluate/brake-pass.ts';
import { evaluateLink } from '../evaluate/evaluate.ts';
import { surroundings } from '../evaluate/surroundings.ts';
import { Later, NotLanded } from '../job-errors.ts';
import type { WriteRequest } from '../write-request.ts';

/**
 * After a write and its read-back: the written side's base is what it returned (rule 5), and what was `sent` is counted as
 * accepted. Answers the writes that follow on the other side, as far as they were judged; throws `NotLanded` where the
 * side still shows the old value.
 */
export async function remember(
  ctx: Context,
  side: Side,
  subject: Subject,
  sent: Customer = {},
): Promise<WriteRequest[]> {
  const [loaded] = await ctx.store.load([subject]);
  if (loaded?.link === undefined) return [];
  const link = accepted(loaded.link, side, sent);
  const around = await surroundings(ctx);
  const pass = writersPass(around);
  const one = evaluateLink(ctx, loaded, link, around, { pass, readBack: side });
  const tx = ctx.store.transaction();
  expectUnmoved(ctx, tx, loaded);
  fileLink(ctx, tx, one);
  if (!(await tx.commit())) throw new Later(0, 'the customer moved while its write was remembered');
  if (Object.keys(one.plan.link.sent?.[side] ?? {}).length > 0) throw new NotLanded();
  return !one.plan.unjudged ? requestsOf(one).filter((request) => request.side !== side) : [];
}
