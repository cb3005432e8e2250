/**
 * `npm run bench:fair` (`-- --backlog 20000 --edits 20`): how long an edit of one company takes to the other side while
 * another company of the same process creates a backlog. It may be late by one interval of polling, and no more.
 */
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startChild } from './stage/child.ts';
import { startFleet } from './stage/fleet.ts';
import { figure } from './table.ts';

const { values } = parseArgs({
  options: { backlog: { type: 'string', default: '20000' }, edits: { type: 'string', default: '20' } },
});
const [backlog, edits] = [Number(values.backlog), Number(values.edits)];
const POLL_MS = 2_000;
const PEOPLE = { managementpro: 60, aceptabits: 60, shared: 60 };
const EVERY_MS = 500;
const OFTEN = {
  MANAGEMENTPRO_POLL_EVERY: `${POLL_MS}ms`,
  ACEPTABITS_POLL_EVERY: `${POLL_MS}ms`,
  INITIAL_SYNC: 'auto',
};

type Counters = { readonly writes: number };

const calm = await startChild('stage/simulators.ts', [PEOPLE]);
const busy = await startChild('stage/simulators.ts', [{ managementpro: backlog, aceptabits: 0, shared: 0 }]);
const fleet = await startFleet({ calm: { ...calm.ready, ...OFTEN } });
while ((await fleet.claves('calm')).length < PEOPLE.shared / 2) await pause(500);
await pause(4 * POLL_MS);
await calm.ask('among', await fleet.claves('calm'));
await calm.ask('edits', 2, EVERY_MS);
const alone = await calm.ask<number[]>('edits', edits, EVERY_MS);
fleet.add('busy', { ...busy.ready, ...OFTEN });
const { writes: before } = await busy.ask<Counters>('counters');
while ((await busy.ask<Counters>('counters')).writes < before + 50) await pause(200);
const beside = await calm.ask<number[]>('edits', edits, EVERY_MS);
const { writes } = await busy.ask<Counters>('counters');
await fleet.stop();
await Promise.all([calm.close(), busy.close()]);

const sorted = (all: readonly number[]) => [...all].sort((one, other) => one - other);
const median = (all: readonly number[]) => sorted(all)[Math.floor(all.length / 2)] ?? 0;
const [slowest, slowestAlone] = [Math.max(...beside), Math.max(...alone)];
console.log(
  JSON.stringify({
    backlog,
    'written meanwhile': writes - before,
    'load of the machine': figure(loadavg()[0] ?? 0),
    'an edit alone, median ms': figure(median(alone)),
    'slowest ms': figure(slowestAlone),
    'beside the backlog, median ms': figure(median(beside)),
    'slowest of these ms': figure(slowest),
    'later by, ms': figure(slowest - slowestAlone),
  }),
);
process.exit(slowest - slowestAlone <= POLL_MS ? 0 : 1);
