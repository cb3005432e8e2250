import type { Context } from '../context.ts';
import type { Snapshot } from '../evaluate/snapshot.ts';
import { Later } from '../job-errors.ts';

/**
 * Asked right before a write is sent. A process that was frozen since it noted a create, or read the record that it
 * sends back, must not send any more: somebody else may have looked and sent meanwhile. Both its clocks are asked,
 * because the one may be set back while it is frozen, and the other stands still while the machine sleeps.
 */
export function leaveToSend({ now, timings }: Context): () => boolean {
  const [wall, steady] = [now(), performance.now()];
  return () => Math.max(now() - wall, performance.now() - steady) <= timings.sendWithinMs;
}

/** An intent that is left behind by this is looked for like any: nothing has been sent. */
export async function stillInEpoch(
  { epoch, timings }: Context,
  { trustedFrom }: Pick<Snapshot, 'trustedFrom'>,
): Promise<void> {
  if (!(await epoch.lasts(trustedFrom))) throw new Later(timings.retryMs, 'Redis was started anew meanwhile');
}
