/**
 * Exactly-once creation, measured: `npm run test:creates -- --creates 100 [--only aceptabits] [--at-once 4]`.
 * Prints one table a target system; ends with 1 when anything was doubled, lost, set aside needlessly or left moving.
 * It takes no seed, as nothing is drawn: the customers and faults of a cell are always the same, and the simulators
 * have a seed of their own that never changes. What differs from run to run is only the timing of the machine.
 */
import { parseArgs } from 'node:util';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import { testRedis } from '../redis.ts';
import { type Cell, type CellResult, CLOCKS_MIN, KINDS, LAGS_S, MOMENTS, measureCell } from './creates.ts';

const { values } = parseArgs({
  options: {
    creates: { type: 'string', default: '100' },
    only: { type: 'string' },
    'at-once': { type: 'string', default: '4' },
  },
});

type Measured = { readonly cell: Cell; readonly result: CellResult };

function cells(targets: readonly Side[]): Cell[] {
  return targets.flatMap((target) =>
    KINDS.flatMap((kind) =>
      MOMENTS.flatMap((moment) =>
        LAGS_S.flatMap((lagS) => CLOCKS_MIN.map((clockMin) => ({ target, kind, moment, lagS, clockMin }))),
      ),
    ),
  );
}

async function measureAll(open: Cell[], redisUrl: string): Promise<Measured[]> {
  const measured: Measured[] = [];
  const total = open.length;
  const work = async () => {
    for (let cell = open.shift(); cell !== undefined; cell = open.shift()) {
      measured.push({ cell, result: await measureCell(cell, Number(values.creates), redisUrl) });
      if (process.stderr.isTTY) process.stderr.write(`\r${measured.length} of ${total} cells`);
    }
  };
  await Promise.all(Array.from({ length: Number(values['at-once']) }, work));
  process.stderr.write('\n');
  return measured;
}

function sum(measured: readonly Measured[], what: Exclude<keyof CellResult, 'settled'>) {
  return measured.reduce((total, { result }) => total + result[what], 0);
}

/** `duplicates / lost / parked` of the three clocks together. */
function entry(measured: readonly Measured[]): string {
  const unsettled = measured.filter(({ result }) => !result.settled).length;
  const figures = `${sum(measured, 'duplicates')} / ${sum(measured, 'lost')} / ${sum(measured, 'parked')}`;
  return unsettled === 0 ? figures : `${figures} (${unsettled} unsettled)`;
}

function print(target: Side, measured: readonly Measured[]): void {
  console.log(`\nCreates in ${target}: doubled / lost / set aside, of ${sum(measured, 'creates')} creates\n`);
  console.log(`| fault | moment | ${LAGS_S.map((lag) => `lag ${lag} s`).join(' | ')} |`);
  console.log(`|---|---|${LAGS_S.map(() => '---:').join('|')}|`);
  for (const kind of KINDS)
    for (const moment of MOMENTS) {
      const row = measured.filter(({ cell }) => cell.kind === kind && cell.moment === moment);
      const entries = LAGS_S.map((lag) => entry(row.filter(({ cell }) => cell.lagS === lag)));
      console.log(`| ${kind} | ${moment} | ${entries.join(' | ')} |`);
    }
}

const targets = SIDES.filter((side) => values.only === undefined || values.only === side);
const redis = await testRedis();
const began = performance.now();
const measured = await measureAll(cells(targets), redis.near);
await redis.close();

for (const target of targets)
  print(
    target,
    measured.filter(({ cell }) => cell.target === target),
  );
const bad = sum(measured, 'duplicates') + sum(measured, 'lost') + sum(measured, 'needless');
const unsettled = measured.filter(({ result }) => !result.settled);
console.log(
  `\n${measured.length} cells, ${sum(measured, 'creates')} creates, ${sum(measured, 'faults')} faults: ` +
    `${sum(measured, 'duplicates')} doubled, ${sum(measured, 'lost')} lost, ${sum(measured, 'parked')} set aside ` +
    `(${sum(measured, 'needless')} that could have been told from everybody else), ` +
    `${Math.round((performance.now() - began) / 1_000)} s`,
);
for (const { cell, result } of measured)
  if (result.duplicates + result.lost + result.needless > 0 || !result.settled)
    console.log(JSON.stringify({ ...cell, ...result }));
process.exitCode = bad + unsettled.length > 0 ? 1 : 0;
