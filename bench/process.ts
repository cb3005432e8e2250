import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What Linux tells of a process. */

/**
 * CPU of all its threads, in user and in system mode. The scheduler counts in nanoseconds, where `stat` counts in hundredths
 * of a second, which are as long as ten writes.
 */
export function cpuSecondsOf(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, of) => sum + of, 0) / 1e9;
}

export function peakMiBOf(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1_024);
}

/** From now on, the peak is that of what comes. */
export function forgetPeakOf(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** What is resident now. */
export function rssMiBOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1_024);
}
