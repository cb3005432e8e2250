/** The simulators as a process of their own, started and ended from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { Loose } from './calls.ts';

const program = fileURLToPath(new URL('../../src/simulators/main.ts', import.meta.url));
const ephemeral = { MANAGEMENTPRO_PORT: '0', ACEPTABITS_PORT: '0' };
let child: ChildProcess | undefined;

afterEach(() => void child?.kill('SIGKILL'));

function start(env: Record<string, string>): ChildProcess {
  child = spawn(process.execPath, [program], { env: { ...process.env, ...ephemeral, ...env } });
  return child;
}

test('the process says when it is ready, answers with the keys it was given, and ends when told', async () => {
  const running = start({
    MANAGEMENTPRO_APIKEY: 'llave',
    ACEPTABITS_TOKEN: 'ficha',
    ACEPTABITS_SHOP: 'pgbsho11111111111111111',
    PEOPLE_EVERY: '5',
    SIMULATOR_SEED: '3',
  });
  if (!running.stdout) throw new Error('The process has no output.');
  const [line] = await once(createInterface(running.stdout), 'line');
  const ready = JSON.parse(line);
  expect(ready).toMatchObject({ ready: true, seed: 3, shop: 'pgbsho11111111111111111' });
  expect(line).not.toMatch(/llave|ficha/);
  const body = JSON.stringify({
    apikey: 'llave',
    provider: 'catalogos',
    action: 'GetClienteLista',
    data: {},
  });
  const list = (await (await fetch(ready.managementpro, { method: 'POST', body })).json()) as Loose;
  expect(list.data.registros).toBe(10);
  const headers = { authorization: 'Bearer ficha' };
  const page = (await (
    await fetch(`${ready.aceptabits}get-customers?page=1&limit=1`, { headers })
  ).json()) as Loose;
  expect(page.data.total).toBeGreaterThanOrEqual(150);
  // People edit also where nobody listens to what they do.
  const total = async () => {
    const answer = await fetch(`${ready.aceptabits}get-customers?page=1&limit=1`, { headers });
    return ((await answer.json()) as Loose).data.total;
  };
  await expect.poll(total, { timeout: 20_000 }).toBeGreaterThan(page.data.total);
  running.kill('SIGTERM');
  expect(await once(running, 'exit')).toEqual([0, null]);
});

test('a number that is none stops the start', async () => {
  const [code] = await once(start({ PEOPLE_EVERY: '2s' }), 'exit');
  expect(code).not.toBe(0);
});
