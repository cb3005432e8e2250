import { setTimeout as sleep } from 'node:timers/promises';
import type { Gate } from '../systems/http.ts';

/** Keeps to the requests a second that the settings allow a side; 0 is no limit. */
export function paceOf(perSecond: number, now: () => number): Gate | undefined {
  if (perSecond === 0) return undefined;
  let next = 0;
  return {
    async admit(requests) {
      const at = Math.max(now(), next);
      next = at + (requests * 1_000) / perSecond;
      const left = at - now();
      if (left > 0) await sleep(left);
    },
  };
}
