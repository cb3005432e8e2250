/**
 * `npm run bench:soak` (30 minutes, or `-- --minutes 5`): edits at five a second on 20,000 customers a side whose history is
 * full. Memory of Puente and of Redis has to stay flat, the history as long as it is, and the event loop free.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { HISTORY_MAX_EVENTS } from '../src/store/history.ts';
import { rssMiBOf } from './process.ts';
import { startChild } from './stage/child.ts';
import { startRedis } from './stage/redis.ts';
import { figure } from './table.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
const SIZE = 20_000;
const EDITS_A_SECOND = 5;
const SAMPLE_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
const DELAY_P99_MS_MAX = 50;
const FILLED_AT_ONCE = 10_000;
/** The mean of the last third may lie so much above that of the middle one: the first one warms up. */
const GROWTH_PERCENT_MAX = 5;
/** Most of what Redis holds here is history, so that what grows beside it is a small part. */
const GROWTH_OF_REDIS_PERCENT_MAX = 1;

/** Copies of the newest event, until as many are on record as are kept: what comes now has another one leave. */
async function fillHistory(): Promise<void> {
  const key = '{puente}:history';
  const [newest] = await redis.redis.xrevrange(key, '+', '-', 'COUNT', 1);
  const [field = '', text = ''] = newest?.[1] ?? [];
  const fill = `for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', ARGV[2], ARGV[3]) end`;
  for (let left = HISTORY_MAX_EVENTS - (await redis.redis.xlen(key)); left > 0; left -= FILLED_AT_ONCE)
    await redis.redis.eval(fill, 1, key, Math.min(left, FILLED_AT_ONCE), field, text);
}

const counts = { managementpro: SIZE, aceptabits: SIZE, shared: SIZE };
const [simulators, redis] = await Promise.all([startChild('stage/simulators.ts', [counts]), startRedis()]);
const env = { ...simulators.ready, REDIS_URL: redis.url, INITIAL_SYNC: 'auto' };
const puente = await startChild('stage/puente.ts', [], env);
await puente.ask('start');
while (!(await puente.ask<boolean>('inStep'))) await pause(LOOK_EVERY_MS);
await simulators.ask('among', await puente.ask('links'));
await fillHistory();
await puente.ask('forgetDelay');

const samples: { rss: number; redis: number; history: number }[] = [];
const until = performance.now() + minutes * 60_000;
while (performance.now() < until) {
  const next = performance.now() + SAMPLE_MS;
  while (performance.now() < next) {
    await simulators.ask('edit', samples.length % 2 === 0 ? 'managementpro' : 'aceptabits', EDITS_A_SECOND);
    await pause(LOOK_EVERY_MS);
  }
  const used = Number(/used_memory_dataset:(\d+)/.exec(await redis.redis.info('memory'))?.[1]);
  const history = await redis.redis.xlen('{puente}:history');
  samples.push({ rss: rssMiBOf(puente.pid), redis: used / 2 ** 20, history });
}
const delayMs = await puente.ask<number>('delayP99');
for (const child of [puente, simulators]) await child.close();
await redis.close();

const third = Math.floor(samples.length / 3);
const mean = (of: 'rss' | 'redis', from: number) =>
  samples.slice(from, from + third).reduce((sum, sample) => sum + sample[of], 0) / third;
const growth = (of: 'rss' | 'redis') => (mean(of, 2 * third) / mean(of, third) - 1) * 100;
const found = {
  minutes,
  'RSS MiB': figure(mean('rss', 2 * third)),
  'RSS growth %': figure(growth('rss')),
  'Redis MiB': figure(mean('redis', 2 * third)),
  'Redis growth %': figure(growth('redis')),
  'events on record': samples.at(-1)?.history ?? 0,
  'event-loop delay p99 ms': figure(delayMs),
};
console.table(found);
const isFlat = growth('rss') <= GROWTH_PERCENT_MAX && growth('redis') <= GROWTH_OF_REDIS_PERCENT_MAX;
const isTrimmed =
  (samples.at(-1)?.history ?? 0) <= HISTORY_MAX_EVENTS * (1 + GROWTH_OF_REDIS_PERCENT_MAX / 100);
process.exitCode = isFlat && isTrimmed && delayMs < DELAY_P99_MS_MAX ? 0 : 1;
