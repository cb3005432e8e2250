import { readFileSync, writeFileSync } from 'node:fs';

/** What Linux tells of a process. */

const TICKS_PER_SECOND = 100;

/** CPU of all its threads, in user and in system mode. */
export function cpuSecondsOf(pid: number): number {
  // The name in brackets may hold blanks, so the fields are counted behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
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
