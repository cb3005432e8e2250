/**
 * One starter at a time: two servers on one append-only file would spoil it, and Redis itself does not look.
 */
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** No start takes longer; an older lock was left by a process that is gone. */
const STALE_AFTER_MS = 90_000;
const RETRY_MS = 50;

/** Runs `start` while no other process does so for the same folder; waits for its turn. */
export async function withStartLock<T>(dir: string, start: () => Promise<T>): Promise<T> {
  const lock = join(dir, 'redis.starting');
  while (!(await take(lock))) {
    if (await isStale(lock)) await rm(lock, { force: true });
    else await sleep(RETRY_MS);
  }
  try {
    return await start();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(lock: string): Promise<boolean> {
  try {
    const [owner, { mtimeMs }] = await Promise.all([readFile(lock, 'utf8'), stat(lock)]);
    return !isRunning(Number(owner)) || Date.now() - mtimeMs > STALE_AFTER_MS;
  } catch {
    // It has just been given back: the next attempt decides.
    return false;
  }
}

/** Signal 0 asks only whether the process exists. An empty lock is one that is just being written. */
function isRunning(pid: number): boolean {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
