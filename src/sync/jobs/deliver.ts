import type { Side } from '../../domain/customer.ts';
import type { Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { create } from '../create/create.ts';
import { decide } from '../decide/decide.ts';
import { writersPass } from '../evaluate/brake-pass.ts';
import { brakedSides } from '../evaluate/brake-state.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { surroundings } from '../evaluate/surroundings.ts';
import { update } from '../update/update.ts';
import type { WriteRequest } from '../write-request.ts';

/**
 * The writer of one side looks at one customer as it stands now and does what is still to be done on that side.
 * Answers the writes that follow on the other. The effects are ordered so that a crash between any two repeats
 * work and never skips it: note what is sent, send it, read it back, remember it; the customer stays work till then.
 */
export async function deliver(
  ctx: Context,
  side: Side,
  subject: Subject,
  job: string,
): Promise<WriteRequest[]> {
  const around = await surroundings(ctx);
  const pass = writersPass(around);
  const [one] = await evaluate(ctx, await ctx.store.load([subject]), around, pass);
  if (one === undefined || one.kind === 'gone') return [];
  // Only what has passed the brake in exactly this state is acted on; the next poll decides on anything newer.
  if (one.loaded.passed !== one.fingerprint) return [];
  if (one.kind === 'lone') {
    if (one.plan.kind === 'create' && one.loaded.subject.side !== side)
      return create(ctx, side, one, around, job);
    return decide(ctx, [subject], () => brakedSides(ctx));
  }
  const pending = one.plan.writes[side];
  if (pending === undefined || Object.keys(pending).length === 0)
    return decide(ctx, [subject], () => brakedSides(ctx));
  return update(ctx, side, one, job);
}
