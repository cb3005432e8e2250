import type { Side } from '../domain/customer.ts';
import { provenEffects } from '../domain/update-trial.ts';
import { onRecord } from '../sync/certify/brakes.ts';
import type { Context } from '../sync/context.ts';
import { reviveWaiting } from '../sync/decide/ask-again.ts';
import { trialsOf } from '../sync/evaluate/update-method.ts';
import { forgetEffects } from '../sync/update/trial.ts';

/**
 * A person says that a side's updates do no harm any more: they begin anew, singly and compared (rule 6). False where
 * none have stopped. What waited is marked last: a crash between leaves it to the night.
 */
export async function allowUpdates(ctx: Context, side: Side, by: string): Promise<boolean> {
  const effects = provenEffects((await trialsOf(ctx))[side]);
  if (effects.length === 0) return false;
  const fields = effects.flatMap((effect) => effect.fields).join(', ');
  await onRecord(ctx, 'release', side, { code: 'updates-go-on', texts: fields }, by);
  await forgetEffects(ctx, side);
  await reviveWaiting(ctx);
  return true;
}
