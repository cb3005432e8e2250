import { SIDES } from '../domain/customer.ts';
import { bothScanned } from '../sync/certify/first-plan.ts';
import type { Context } from '../sync/context.ts';
import { readSide } from '../sync/jobs/poll.ts';
import { readingBar } from './progress.ts';

/**
 * Reads both sides completely and decides nothing; a progress bar on a terminal. The very first list of a side is
 * read twice, because it is believed only when a second reading confirms it.
 */
export async function readBoth(context: Context): Promise<void> {
  await readOnce(context);
  if (!(await bothScanned(context))) await readOnce(context);
}

async function readOnce(context: Context): Promise<void> {
  for (const side of SIDES) {
    const bar = readingBar(side);
    try {
      await readSide(context, side, { onProgress: bar.update });
    } finally {
      bar.stop();
    }
  }
}
