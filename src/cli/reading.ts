import { SIDES } from '../domain/customer.ts';
import type { Context } from '../sync/context.ts';
import { readSide } from '../sync/poll.ts';
import { readingBar } from './progress.ts';

/** Reads both sides completely and decides nothing; a progress bar on a terminal. */
export async function readBoth(context: Context): Promise<void> {
  for (const side of SIDES) {
    const bar = readingBar(side);
    try {
      await readSide(context, side, { onProgress: bar.update });
    } finally {
      bar.stop();
    }
  }
}
