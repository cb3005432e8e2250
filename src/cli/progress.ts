import { Presets, SingleBar } from 'cli-progress';

export type Bar = {
  readonly update: (rows: number, of: number | undefined) => void;
  readonly stop: () => void;
};

/** A progress bar on a terminal; silence elsewhere. */
export function readingBar(title: string): Bar {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      format: `${title} {bar} {value}/{total} ETA {eta_formatted}`,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(0, 0);
  return {
    update: (rows, of) => {
      bar.setTotal(Math.max(rows, of ?? 0));
      bar.update(rows);
    },
    stop: () => bar.stop(),
  };
}
