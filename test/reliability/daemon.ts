import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The daemon as users start it: a process of its own, told everything by its environment. */
export type Daemon = {
  readonly process: ChildProcess;
  /** SIGKILL, and the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
};

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const ERRORS_SHOWN = 5;

export function startDaemon(env: Readonly<Record<string, string>>): Daemon {
  const child = spawn(process.execPath, ['--max-semi-space-size=4', MAIN, 'start'], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let shown = 0;
  child.stderr?.on('data', (text: Buffer) => {
    if (shown++ < ERRORS_SHOWN) process.stderr.write(`daemon: ${text}`);
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  return {
    process: child,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
}
