import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A part of a benchmark as a process of its own, asked by JSON lines; what it costs is read from /proc. */
export type Child = {
  readonly pid: number;
  /** What the child told when it was ready. */
  readonly ready: Record<string, string>;
  ask<T>(command: string, ...args: unknown[]): Promise<T>;
  close(): Promise<void>;
};

/** The switches of `npm start`, so that what is measured runs as it does in life. */
export const NODE_SWITCHES = ['--max-semi-space-size=4', '--no-memory-pool', '--heap-growing-percent=50'];
const MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
};

/** Starts a file of this folder and waits until it is ready. */
export async function startChild(
  file: string,
  args: readonly unknown[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const path = join(import.meta.dirname, '..', file);
  const child = spawn(process.execPath, [...NODE_SWITCHES, path, ...args.map((arg) => JSON.stringify(arg))], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...MEMORY, ...env },
  });
  child.once('exit', (_, signal) => {
    if (signal !== null) process.stderr.write(`${file} was ended by ${signal}\n`);
  });
  const next = answersOf(child, file);
  const ready = await next<Record<string, string>>();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    pid: child.pid ?? 0,
    ready,
    ask<T>(command: string, ...more: unknown[]): Promise<T> {
      // One question at a time: the answers come in the order of the lines.
      const answer = turn.then(() => {
        child.stdin.write(`${JSON.stringify([command, ...more])}\n`);
        return next<T>();
      });
      turn = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function answersOf(child: ChildProcess, file: string): <T>() => Promise<T> {
  if (child.stdout === null) throw new Error('no stdout');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async <T>() => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`${file} has ended`);
    const { ok, failed } = JSON.parse(value) as { ok: T; failed?: string };
    if (failed !== undefined) throw new Error(`${file}: ${failed}`);
    return ok;
  };
}

/** The other end of it: says that it is ready, carries out what is asked, and ends with its input. */
export async function serveChild(
  ready: Readonly<Record<string, string>>,
  commands: Readonly<Record<string, (...args: never[]) => unknown>>,
): Promise<void> {
  const tell = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  tell({ ok: ready });
  for await (const line of createInterface({ input: process.stdin })) {
    const [command = '', ...args] = JSON.parse(line);
    try {
      tell({ ok: (await commands[command]?.(...(args as never[]))) ?? null });
    } catch (error) {
      tell({ failed: error instanceof Error ? error.stack : String(error) });
    }
  }
}

/** What a child was started with. */
export function childArgs<T extends unknown[]>(): T {
  return process.argv.slice(2).map((arg) => JSON.parse(arg)) as T;
}
