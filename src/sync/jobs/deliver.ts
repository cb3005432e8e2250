import type { Side } from '../../domain/customer.ts';
import { keyOn } from '../../domain/link.ts';
import type { Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { create } from '../create/create.ts';
import { decide } from '../decide/decide.ts';
import { writersPass } from '../evaluate/brake-pass.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { compareAlone } from '../update/compare.ts';
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
  // Asked for together, they are one journey to Redis, which answers them in this order.
  const [snapshot, loaded] = await Promise.all([takeSnapshot(ctx), ctx.store.load([subject])]);
  const pass = writersPass(snapshot);
  const [evaluated] = await evaluate(ctx, loaded, snapshot, pass);
  if (evaluated === undefined || evaluated.kind === 'gone') return [];
  // Only what has passed the brake in exactly this state is acted on; the next poll decides on anything newer.
  const hasPassed = evaluated.loaded.passed === evaluated.fingerprint;
  if (evaluated.kind === 'lone') {
    if (!hasPassed) return [];
    if (evaluated.plan.kind === 'create' && evaluated.loaded.subject.side !== side)
      return create(ctx, side, evaluated, snapshot, job);
    return decide(ctx, [subject]);
  }
  const hasWrites = Object.keys(evaluated.plan.writes[side] ?? {}).length > 0;
  if (hasPassed && hasWrites) return update(ctx, side, evaluated, snapshot, job);
  // Taken back, paused or braked, whoever is tried alone makes room for the next; what a reading has shown landed before
  // its own job came back to it is compared first.
  if (snapshot.trials[side].alone?.key === keyOn(side, evaluated.state.link))
    await compareAlone(ctx, side, evaluated.plan.link);
  return hasPassed ? decide(ctx, [subject]) : [];
}
