import { setImmediate as afterInput } from 'node:timers/promises';

/** A host that reboots closes nothing: a kept connection to it is dead, and says nothing for ever. */

/** Nobody who answers at once otherwise says nothing for so long. */
const SILENT_MS_MIN = 2_000;
/** A slow server is given so many times the time that it took. */
const TIMES_LONGEST = 3;
/** What it took long ago counts less and less. */
const FADES = 0.95;

/** As if it had been reset: that is what it comes to. */
export function deadConnection(): Error {
  return Object.assign(new Error('A kept connection said nothing.'), { code: 'ECONNRESET' });
}

export type Silence = {
  /** Waits for an answer, and calls `giveUp` once where it takes longer than any living server's. */
  heard<T>(answer: Promise<T>, giveUp: () => void): Promise<T>;
};

/** Learns how long one server takes to answer. */
export function learnSilence(minMs = SILENT_MS_MIN): Silence {
  let longestMs = 0;
  return {
    async heard(answer, giveUp) {
      const from = performance.now();
      // What has come while we were busy ourselves is heard first.
      const giveUpThen = () => void afterInput().then(giveUp);
      const timer = setTimeout(giveUpThen, Math.max(minMs, TIMES_LONGEST * longestMs));
      try {
        const heard = await answer;
        longestMs = Math.max(FADES * longestMs, performance.now() - from);
        return heard;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
