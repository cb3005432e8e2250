/** Progress bars, which only a terminal gets to see. */
import { Presets, SingleBar } from 'cli-progress';

export type Bar = {
  readonly update: (rows: number, of: number | undefined) => void;
  readonly stop: () => void;
};

/** A progress bar on a terminal; silence elsewhere. */
export function readingBar(title: string): Bar {
  const bar = startBar(title, 0);
  return {
    update: (rows, of) => {
      bar?.setTotal(Math.max(rows, of ?? 0));
      bar?.update(rows);
    },
    stop: () => bar?.stop(),
  };
}

/** The same for work whose amount is known. */
export function countingBar(title: string, total: number): { add(): void; stop(): void } {
  const bar = startBar(title, total);
  return { add: () => bar?.increment(), stop: () => bar?.stop() };
}

function startBar(title: string, total: number): SingleBar | undefined {
  if (!process.stderr.isTTY) return undefined;
  const format = `${title} {bar} {value}/{total} ETA {eta_formatted}`;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0);
  return bar;
}
