import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The daemon as users start it, by `npm start`: told everything by its environment, with processes of its own. */
export type Daemon = {
  /** SIGKILL, and its processes are gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** SIGSTOP: nothing of it runs any more, and its connections stay open. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** One started as `blockable` does nothing of its own for so long, while the machine still serves its connections. */
  block(): void;
};

/** What makes a daemon's event loop wait for `ms` at each `block`; to be its NODE_OPTIONS. */
export function blockable(ms: number): string {
  const wait = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms})`;
  return `--import=data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => ${wait})`)}`;
}

const FOLDER = join(import.meta.dirname, '../..');
const ERRORS_SHOWN = 5;

export function startDaemon(env: Readonly<Record<string, string>>): Daemon {
  const child = spawn('npm', ['start'], {
    cwd: FOLDER,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, because a signal to npm alone leaves the daemon behind it running.
    detached: true,
  });
  let shown = 0;
  child.stderr?.on('data', (text: Buffer) => {
    const isOfNode = text.includes('.env not found');
    if (!isOfNode && shown++ < ERRORS_SHOWN) process.stderr.write(`daemon: ${text}`);
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const signal = (name: NodeJS.Signals) => {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  };
  return {
    async kill() {
      signal('SIGKILL');
      await exited;
    },
    async stop() {
      signal('SIGTERM');
      return (await exited)[0];
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    block: () => signal('SIGUSR2'),
  };
}
