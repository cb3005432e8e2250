import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { puente } from './puente.ts';

/** `npm run demo` beside other programs, and ended at any moment: nothing of it stays. */

vi.setConfig({ testTimeout: 120_000 });

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;
let folder: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'puente-of-demo-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Runs until it has said these words, then gets the signal; answers its exit code and all that it said. */
async function demo(args: string[], words: RegExp, signal: NodeJS.Signals) {
  const env = { PATH: process.env.PATH ?? '', TMPDIR: folder };
  child = spawn(process.execPath, [MAIN, 'demo', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let sent = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      said += text;
      if (sent || !words.test(said)) return;
      sent = true;
      child?.kill(signal);
    });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, said };
}

/** Neither a file nor a process that was started in this folder. */
async function expectNothingLeft(): Promise<void> {
  expect(await readdir(folder)).toEqual([]);
  const found = await promisify(execFile)('pgrep', ['-fa', folder]).catch(() => ({ stdout: '' }));
  expect(found.stdout).toBe('');
}

test('a port that is none is said in one line', async () => {
  const said = await puente(['demo', '--port', 'abc']);
  expect(said).toEqual({
    code: 2,
    out: '',
    err: '--port abc is no port: a whole number up to 65535, such as 3000\n',
  });
});

test('where its port is taken it takes another and says so; a signal in the first sync ends all of it', async () => {
  const other: Server = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, said } = await demo(['--port', String(port)], /dashboard is at/, 'SIGTERM');
  other.close();
  expect(said).toMatch(
    new RegExp(`Port ${port} is taken by another program, so the dashboard is at http://\\S+`),
  );
  expect(code).toBe(0);
  await expectNothingLeft();
});

test.each(['SIGINT', 'SIGHUP'] as const)(
  '%s while people edit ends it, its Redis and its files',
  async (signal) => {
    const { code } = await demo(['--port', '0'], /Ctrl-C ends the demo/, signal);
    expect(code).toBe(0);
    await expectNothingLeft();
  },
);

test('a failure ends its Redis as well', async () => {
  const env = { HTTP_HOST: '203.0.113.7', DASHBOARD_PASSWORD: 'a password of sixteen' };
  const { PATH = '' } = process.env;
  child = spawn(process.execPath, [MAIN, 'demo'], { env: { PATH, TMPDIR: folder, ...env }, stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([1, null]);
  await expectNothingLeft();
});
