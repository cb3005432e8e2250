import { SIDES, type Side } from '../domain/customer.ts';
import { type Activity, activity } from '../report/activity.ts';
import { needsYou } from '../report/needs.ts';
import { readStatus } from '../report/status.ts';
import { requestsLastMinute } from '../store/request-count.ts';
import { keptFor } from './kept-for.ts';
import type { WebOptions } from './options.ts';
import type { Overview } from './pages/overview.ts';

/** However many look, the store is asked once in this time. */
const KEPT_MS = 1_500;
/** Thirty days are not counted again for each look. */
const ACTIVITY_KEPT_MS = 20_000;

/** What the overview shows now. */
export function createOverview({ context, queues, config }: WebOptions): () => Promise<Overview> {
  const counted = keptFor<Activity>(ACTIVITY_KEPT_MS, () => activity(context, config.timezone));
  return keptFor(KEPT_MS, async () => {
    const [status, needs, activityNow, requests] = await Promise.all([
      readStatus(context, queues),
      needsYou(context, queues),
      counted(),
      Promise.all(SIDES.map(async (side) => [side, await requestsLastMinute(context.store, side)] as const)),
    ]);
    return {
      status,
      needs,
      activity: activityNow,
      requests: Object.fromEntries(requests) as { [S in Side]: number },
    };
  });
}
