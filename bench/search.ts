/** Searches among N links: `npm run bench:search -- 100000`. The state is made directly; no system is asked. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.ts';
import { loadConfig } from '../src/config/load.ts';
import { newLink } from '../src/domain/link.ts';
import { conflictsView } from '../src/report/conflicts.ts';
import { viewCustomer } from '../src/report/customer.ts';
import { customerQuery, searchCustomers } from '../src/report/search.ts';
import { fileNewLink } from '../src/sync/decide/linking.ts';
import { observe } from '../src/sync/observe/observe.ts';
import { createLog } from '../src/telemetry/log.ts';
import { round } from './measure.ts';

const size = Number(process.argv[2] ?? 100_000);
const BATCH = 500;
const TIMES = 20;
/** What a person waits for a page at most. */
const LIMIT_MS = 200;
const FIRST = ['María José', 'Juan Carlos', 'Ana Lucía', 'José Luis', 'Guadalupe', 'Francisco', 'Alejandra'];
const LAST = [
  'Hernández',
  'García',
  'Martínez',
  'López',
  'González',
  'Pérez',
  'Rodríguez',
  'Sánchez',
  'Ku',
  'Pech',
];

const dataDir = await mkdtemp(join(tmpdir(), 'puente-bench-'));
const config = loadConfig({
  MANAGEMENTPRO_URL: 'http://127.0.0.1:9',
  MANAGEMENTPRO_APIKEY: 'none',
  ACEPTABITS_URL: 'http://127.0.0.1:9',
  ACEPTABITS_TOKEN: 'none',
  ACEPTABITS_SHOP: 'none',
  DATA_DIR: dataDir,
});
const app = await createApp(config, { log: createLog({ level: 'warn', pii: false }) });
const { context: ctx } = app;
const { store } = ctx;

const pick = (list: readonly string[], index: number) => list[index % list.length] ?? '';
const clave = (index: number) => String(index).padStart(10, '0');

function person(index: number) {
  const [first, last] = [pick(FIRST, index), `${pick(LAST, index)} ${pick(LAST, index * 7 + 3)}`];
  const [email, phone] = [`cliente.${index}@correo.mx`, `999${String(1_000_000 + index)}`];
  return { first, last, email, phone };
}

for (let from = 0; from < size; from += BATCH) {
  const people = Array.from({ length: Math.min(BATCH, size - from) }, (_, i) => ({
    i: from + i,
    ...person(from + i),
  }));
  const sequence = await store.nextSequence();
  const common = { salesperson: '01', rfc: 'XAXX010101000', rest: { city: 'Mérida', postalCode: '97000' } };
  const m = people.map(({ i, first, last, email, phone }) => ({
    ok: true as const,
    record: {
      key: clave(i),
      name: `${first} ${last}`,
      legalName: `${first} ${last}`,
      email,
      phone,
      ...common,
    },
  }));
  const a = people.map(({ i, first, last, email, phone }) => ({
    ok: true as const,
    record: { key: `C${i}`, name: first, lastname: last, email, phone },
  }));
  await observe(ctx, 'managementpro', m, sequence);
  await observe(ctx, 'aceptabits', a, sequence);
  const tx = store.transaction();
  for (const { i } of people) fileNewLink(ctx, tx, newLink(clave(i), `C${i}`, Date.now()), {});
  await tx.commit();
}

const queries = {
  'nothing typed': {},
  'nothing typed, last page': { page: size },
  'a common word': { text: 'garcia' },
  'two common words': { text: 'maria garcia' },
  'three common words': { text: 'maria jose hernandez lopez' },
  'one letter': { text: 'a' },
  'a letter and a number': { text: 'm cliente.777' },
  'an e-mail': { text: 'cliente.4711@correo.mx' },
  'a phone': { text: '999 100 4711' },
  'a clave': { text: '4711' },
  'the RFC of everybody': { text: 'XAXX010101000' },
  differing: { state: 'differing' as const, page: 500 },
  'a common word, differing': { text: 'garcia', state: 'differing' as const },
};

async function timed(work: () => Promise<unknown>) {
  const spent: number[] = [];
  const cpu = process.cpuUsage();
  for (let time = 0; time < TIMES; time += 1) {
    const began = performance.now();
    await work();
    spent.push(performance.now() - began);
  }
  spent.sort((one, other) => one - other);
  const { user, system } = process.cpuUsage(cpu);
  return {
    medianMs: round(spent[TIMES / 2] ?? 0),
    worstMs: round(spent.at(-1) ?? 0),
    // Of this process alone: what is left when nothing else runs on the machine.
    cpuMs: round((user + system) / 1_000 / TIMES),
  };
}

const rows: Record<string, object> = {};
for (const [name, query] of Object.entries(queries)) {
  const parsed = customerQuery.parse(query);
  const { total, more } = await searchCustomers(ctx, parsed);
  rows[name] = { total, more, ...(await timed(() => searchCustomers(ctx, parsed))) };
}
rows['one customer'] = await timed(() => viewCustomer(ctx, { side: 'managementpro', key: clave(4711) }));
rows.conflicts = await timed(() => conflictsView(ctx, 1));
console.table(rows);
const medians = Object.entries(rows).map(
  ([name, row]) => [(row as { medianMs: number }).medianMs, name] as const,
);
const [slowest = 0, name] = medians.sort(([one], [other]) => other - one)[0] ?? [];
console.log(
  `the slowest of ${size} links, median of ${TIMES}: ${slowest} ms (${name}); the limit is ${LIMIT_MS} ms`,
);
process.exitCode = slowest < LIMIT_MS ? 0 : 1;
const memory = async (key: string) =>
  Math.round(Number(await store.redis.memory('USAGE', key, 'SAMPLES', 0)) / 2 ** 20);
console.log('MiB', {
  words: (await memory(store.keys.words('managementpro'))) + (await memory(store.keys.words('aceptabits'))),
  linked: await memory(store.keys.linked),
});
await app.close();
await rm(dataDir, { recursive: true, force: true });
