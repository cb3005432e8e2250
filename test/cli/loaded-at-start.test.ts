/** What a daemon loads before it is ready: a library that is needed later does not stand between a start and its work. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const SOURCES = new URL('../../src/', import.meta.url).href;

/** Loads what `start` stands on and tells what came along. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
await import('${SOURCES}cli/lean-builtins.ts');
await import('${SOURCES}cli/start.ts');
console.log(JSON.stringify([...loaded, ...process.moduleLoadList]));
`;

async function loadedAtStart(): Promise<string[]> {
  const args = ['--input-type=module', '--eval', PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout) as string[];
}

test('a start loads its queues and its Redis, and neither pages nor what only requests and phones need', async () => {
  const loaded = await loadedAtStart();
  const has = (part: string) => loaded.some((name) => name.includes(part));
  for (const needed of ['/bullmq/', '/ioredis/', '/src/web/health.ts'])
    expect(has(needed), needed).toBe(true);
  for (const later of [
    '/fastify/',
    '/@bull-board/',
    '/got/',
    '/libphonenumber-js/',
    '/@opentelemetry/',
    '/rate-limiter-flexible/',
    '/src/web/pages/',
    '/src/sync/decide/',
    '/src/simulators/',
    'deps/undici',
  ])
    expect(has(later), later).toBe(false);
});
