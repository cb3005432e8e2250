import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedWorld } from '../../src/simulators/world.ts';
import { createProcessMetrics } from '../../src/telemetry/process-metrics.ts';
import { startWebRig, type WebRig } from '../web/web-rig.ts';

/** The dashboard and the alert rules ask for nothing that is not really exported, under names and labels that exist. */

const docs = new URL('../../docs/observability/', import.meta.url);
const dashboard = readFileSync(new URL('puente.dashboard.json', docs), 'utf8');
const rules = readFileSync(new URL('puente.rules.yml', docs), 'utf8');
const readme = readFileSync(new URL('README.md', docs), 'utf8');

type Linked = { readonly title: string; readonly url: string };
type Panel = {
  readonly title: string;
  readonly type: string;
  readonly links?: readonly Linked[];
  readonly targets: readonly { readonly expr: string }[];
};
type Board = {
  readonly panels: readonly Panel[];
  readonly links: readonly Linked[];
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
};
const { panels, links, annotations } = JSON.parse(dashboard) as Board;
const asked = [
  ...annotations.list.map(({ expr }) => expr),
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...rules
    .split(/^\s+- alert: /mu)
    .slice(1)
    .map((rule) => /expr: (?:>-\n)?([\s\S]*?)\n\s+(?:for|labels):/u.exec(rule)?.[1] ?? ''),
];

const NAME = /\b(?:puente|bullmq|nodejs|process)_\w+/gu;

let one: WebRig;
let exported: Map<string, Set<string>>;
beforeAll(async () => {
  one = await startWebRig();
  seedWorld(one.rig, { seed: 5, managementpro: 12, aceptabits: 10, shared: 4 });
  one.rig.aceptabits.faults.add({ on: 'add-customer', when: 'before', kind: 'pace429' });
  await one.rig.cycles(2);
  // What only a process of several companies has (test/fleet/files.test.ts).
  const ofFleet = createProcessMetrics(undefined, () => [{ name: 'acme', running: true, wrong: 0 }]);
  exported = namesIn(`${await (await one.get('/metrics')).text()}\n${await ofFleet.metrics()}`);
});
afterAll(() => one.close());

/** Each name with the labels that it has. */
function namesIn(text: string): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^([a-z]\w*)(?:\{(.*)\})? /iu.exec(line) ?? [];
    if (name === undefined) continue;
    const known = names.get(name) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/gu)) known.add(label);
    names.set(name, known);
  }
  return names;
}

test('there is something to hold', () => {
  expect(panels.length).toBeGreaterThan(10);
  expect(asked.filter((expr) => expr.match(NAME)).length).toBeGreaterThan(25);
});

test.each(asked)('%s', (expr) => {
  const names = expr.match(NAME) ?? [];
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect([name, exported.has(name)]).toEqual([name, true]);
  // A process of one company names none (test/fleet/files.test.ts has several).
  const always = ['instance', 'le', 'company'];
  const known = new Set(names.flatMap((name) => [...(exported.get(name) ?? [])]).concat(always));
  const grouped = [...expr.matchAll(/by \(([^)]*)\)/gu)].flatMap(([, list = '']) => list.split(/, ?/u));
  const selected = [...expr.matchAll(/[{,](\w+)(?:=~|!=|=)/gu)].map(([, label = '']) => label);
  for (const label of [...grouped, ...selected]) expect([label, known.has(label)]).toEqual([label, true]);
});

test('the dashboard marks what happens, lists the alerts that fire, and leads to pages that are there', async () => {
  expect(annotations.list).toHaveLength(4);
  expect(panels.filter(({ type }) => type === 'alertlist')).toHaveLength(1);
  const led = [...links, ...panels.flatMap((panel) => panel.links ?? [])].map(({ url }) =>
    url.replace(/^\$\{puente\}/u, ''),
  );
  expect(led.length).toBeGreaterThan(5);
  for (const path of led) expect([path, (await one.get(path)).status]).toEqual([path, 200]);
});

test('one fact is one metric: no two of them say the same at any moment', () => {
  expect([...exported.keys()].filter((name) => name === 'bullmq_job_count')).toEqual([]);
  expect(exported.get('puente_links')).toEqual(new Set());
});

test('the page that explains them names no other, and leaves none of ours out', () => {
  const base = (name: string) => name.replace(/_(bucket|sum|count)$/u, '');
  const ours = new Set([...exported.keys()].filter((name) => /^puente_/u.test(name)).map(base));
  for (const name of ours) expect([name, readme.includes(`\`${name}`)]).toEqual([name, true]);
  for (const name of readme.match(/\b(?:puente|bullmq)_[a-z_]+[a-z]\b/gu) ?? [])
    expect([
      name,
      exported.has(name) || exported.has(`${name}_count`) || /^puente_(requests|retries|scan)$/u.test(name),
    ]).toEqual([name, true]);
});

test('each metric is described once, and its lines stand together', async () => {
  const text = await (await one.get('/metrics')).text();
  const described = [...text.matchAll(/^# TYPE (\w+)/gmu)].map(([, name]) => name);
  expect(new Set(described).size).toBe(described.length);
});
