import { writeSync } from 'node:fs';

/** Where the lines of a log go, and how many of them could not be written. */
export type Lines = {
  write(line: string): void;
  readonly lost: number;
};

/** A pipe whose reader is slow is waited for so long at a time. */
const SLOW_READER_MS = 20;

/**
 * Writes each line before the call returns, so that the last one of a dying process is there. A line that cannot be
 * written (a full disk, a reader that has gone) is counted and dropped: the work goes on without it, and nothing is
 * kept for a disk that may stay full for days.
 */
export function linesTo(fd: number): Lines {
  let lost = 0;
  return {
    get lost() {
      return lost;
    },
    write(line) {
      try {
        writeWhole(fd, Buffer.from(line));
      } catch {
        lost += 1;
      }
    },
  };
}

function writeWhole(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSome(fd, bytes, at);
}

function writeSome(fd: number, bytes: Buffer, at: number): number {
  try {
    return writeSync(fd, bytes, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLOW_READER_MS);
    return 0;
  }
}
