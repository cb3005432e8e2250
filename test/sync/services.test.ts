/** Lists of services made exactly once, over lost answers, kills and replicas. */
import { afterEach, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { WrittenLine } from '../../src/domain/service.ts';
import { beginRun, checkServices } from '../../src/people/push-services.ts';
import type { Fault } from '../../src/simulators/faults.ts';
import { serviceIntent, serviceLines, serviceRuns } from '../../src/store/service-runs.ts';
import { ERA_BEGAN_AT } from '../../src/sync/context.ts';
import { pushService } from '../../src/sync/create/service.ts';
import { enqueueServices } from '../../src/sync/jobs/queues.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { FAST, type Rig, type RigOptions, startRig } from '../rig.ts';

vi.setConfig({ testTimeout: 60_000 });

let rig: Rig;
const replicas: App[] = [];
afterEach(async () => {
  for (const app of replicas.splice(0)) await app.close();
  await rig.close();
});

/** A circuit that does not open keeps these tests to their subject. */
const QUIET_GATE = { troublesToOpen: 1_000, firstProbeMs: 50, lastProbeMs: 200 };

async function start(options: RigOptions = {}): Promise<void> {
  rig = await startRig({ app: { gateLimits: QUIET_GATE }, ...options });
}

async function replica(): Promise<void> {
  const log = createLog({ level: 'silent', pii: true });
  const app = await createApp(rig.config, { log, timings: FAST, gateLimits: QUIET_GATE });
  await app.engine.start();
  replicas.push(app);
}

const line = (at: number, name: string, price = '180.50'): WrittenLine => ({
  line: at,
  name,
  price,
  shop: '',
});
const LIST = [
  line(2, 'Corte de cabello'),
  line(3, 'Depilación & cejas', '90'),
  line(4, 'Instalación de minisplit 1 ½ tonelada'),
  line(5, 'Reparación de tubo 3/4"', '1,234.50'),
  line(6, 'Año nuevo', '0'),
];

/** Files a list of services as a person hands it over, without its jobs. */
async function handOver(lines = LIST): Promise<string> {
  const { context } = rig.app;
  const list = { file: 'servicios.csv', by: 'ana', lines };
  return beginRun(context, list, await checkServices(context, list));
}

async function push(lines = LIST): Promise<string> {
  const run = await handOver(lines);
  await enqueueServices(rig.app.context, rig.app.engine.queues);
  return run;
}

async function ended(run: string): Promise<Record<string, number>> {
  const { store } = rig.app.context;
  await vi.waitFor(
    async () => expect((await serviceRuns(store)).find(({ id }) => id === run)?.open).toBe(0),
    { timeout: 30_000, interval: 20 },
  );
  const [found] = (await serviceRuns(store)).filter(({ id }) => id === run);
  return found?.ends ?? {};
}

const names = () => rig.aceptabits.people.services().map(({ name }) => name);
const ours = () =>
  names()
    .filter((name) => name !== 'Venta general')
    .toSorted();
const WANTED = LIST.map(({ name }) => name).toSorted();

const arm = (fault: Fault) => rig.aceptabits.faults.add(fault);

test('each service of a list is made once, at its price, in its shop', async () => {
  await start();
  expect(await ended(await push())).toEqual({ made: LIST.length });
  expect(ours()).toEqual(WANTED);
  const tube = rig.aceptabits.people.services().find(({ name }) => name.includes('3/4'));
  expect(tube).toMatchObject({ price_mxn: 1234.5, code_shop: rig.config.aceptabits.shop });
});

test('a list that was handed over before finds everything there and sends nothing', async () => {
  await start();
  await ended(await push());
  const before = rig.aceptabits.requests.byPath['add-service'];
  const { context } = rig.app;
  const again = await checkServices(context, { file: 'x', by: 'ana', lines: LIST });
  expect([again.fresh, again.there.length]).toEqual([[], LIST.length]);
  expect(rig.aceptabits.requests.byPath['add-service']).toBe(before);
});

test('what somebody makes over there meanwhile is not made again', async () => {
  await start();
  const run = await handOver();
  const code_shop = rig.config.aceptabits.shop;
  rig.aceptabits.people.addService({ name: 'CORTE DE CABELLO', price_mxn: 180.5, code_shop });
  rig.aceptabits.people.addService({ name: 'Año nuevo', price_mxn: 7, code_shop });
  await enqueueServices(rig.app.context, rig.app.engine.queues);
  expect(await ended(run)).toEqual({ made: 3, there: 1, refused: 1 });
  expect(ours()).toHaveLength(LIST.length);
});

test.each(['timeout', 'error500', 'reset', 'garbage', 'cutoff', 'html502'] as const)(
  'an answer that is lost by %s after the service was made is adopted: nothing is doubled',
  async (kind) => {
    await start({ app: { gateLimits: QUIET_GATE, transportLimits: { answerMs: 200 } } });
    arm({ on: 'add-service', when: 'after', kind, times: 3 });
    expect(await ended(await push())).toEqual({ made: 2, adopted: 3 });
    expect(ours()).toEqual(WANTED);
  },
);

test.each(['error500', 'reset'] as const)(
  'one that is lost by %s before it was made is sent again after a quiet time',
  async (kind) => {
    await start();
    arm({ on: 'add-service', when: 'before', kind, times: 2 });
    expect(await ended(await push())).toEqual({ made: LIST.length });
    expect(ours()).toEqual(WANTED);
  },
);

test('a server that commits late, lists late and drops the answer makes none twice', async () => {
  await start({ aceptabits: { lagMs: 40 } as never });
  arm({ on: 'add-service', when: 'after', kind: 'reset', times: 4, commitDelayMs: 30 });
  await ended(await push());
  expect(ours()).toEqual(WANTED);
});

test('three sends without a trace are for a person to look; handed over again, it is tried again', async () => {
  await start();
  arm({ on: 'add-service', when: 'before', kind: 'error500', times: 3 });
  expect(await ended(await push(LIST.slice(0, 1)))).toEqual({ unclear: 1 });
  expect(await ended(await push(LIST.slice(0, 1)))).toEqual({ made: 1 });
});

test('a refusal of one line ends that line with its code, and the others go on', async () => {
  await start();
  const { context, engine } = rig.app;
  const { shop } = rig.config.aceptabits;
  const fresh = [
    { line: 2, name: 'Corte', price: '1.00', shop: 'closed-meanwhile' },
    { line: 3, name: 'Tinte', price: '1.00', shop },
  ];
  const list = { file: 'x.csv', by: 'ana', lines: [] };
  const run = await beginRun(context, list, { fresh, there: [], complaints: [], known: [] });
  await enqueueServices(context, engine.queues);
  expect(await ended(run)).toEqual({ made: 1, refused: 1 });
  expect((await serviceLines(context.store, run))[0]?.end).toMatchObject({ kind: 'refused', code: '1226' });
});

test('wrong credentials hold the list up, and end no line', async () => {
  await start();
  arm({ on: 'add-service', when: 'before', kind: 'unauthorized', times: 2 });
  expect(await ended(await push())).toEqual({ made: LIST.length });
});

test('the daemon is stopped in the middle and started anew: the list goes on, and nothing is doubled', async () => {
  await start();
  const many = Array.from({ length: 60 }, (_, at) => line(at + 2, `Servicio de limpieza número ${at}`));
  const run = await push(many);
  await vi.waitFor(() => expect(ours().length).toBeGreaterThan(5));
  await rig.restart();
  const ends = await ended(run);
  expect([ours().length, new Set(ours()).size, (ends.made ?? 0) + (ends.adopted ?? 0)]).toEqual([60, 60, 60]);
});

test('killed between the request and its filing, the service is found and adopted', async () => {
  await start({ config: { roles: [] } });
  const run = await handOver(LIST.slice(0, 1));
  const { context } = rig.app;
  const { addService } = context.clients.aceptabits;
  const dead = vi.spyOn(context.clients.aceptabits, 'addService').mockImplementation(async (...args) => {
    await addService(...args);
    throw new Error('killed');
  });
  await expect(pushService(context, { run, line: 2 })).rejects.toThrow('killed');
  dead.mockRestore();
  await pushService(context, { run, line: 2 });
  expect((await serviceLines(context.store, run))[0]?.end?.kind).toBe('adopted');
  expect(ours()).toHaveLength(1);
  expect(await serviceIntent(context.store, 'any')).toBeUndefined();
  expect(await context.store.redis.hlen(context.store.keys.serviceIntents)).toBe(0);
});

test('jobs that Redis has lost are made anew at the next poll', async () => {
  await start();
  const run = await handOver();
  await enqueueServices(rig.app.context, rig.app.engine.queues);
  expect(await ended(run)).toEqual({ made: LIST.length });
});

test('a Redis that has lost its last second is met by a quiet time and a look', async () => {
  await start({ config: { roles: [] } });
  const run = await handOver(LIST.slice(0, 1));
  const { context } = rig.app;
  const code_shop = rig.config.aceptabits.shop;
  // Sent in the second that was lost: neither intent nor end is left.
  rig.aceptabits.people.addService({ name: 'Corte de cabello', price_mxn: 180.5, code_shop });
  await context.store.setState(ERA_BEGAN_AT, await context.store.time());
  await expect(pushService(context, { run, line: 2 })).rejects.toThrow('quiet time');
  await vi.waitFor(() => pushService(context, { run, line: 2 }), { timeout: 5_000 });
  expect((await serviceLines(context.store, run))[0]?.end?.kind).toBe('there');
  expect(ours()).toHaveLength(1);
});

test('two replicas and the same list handed over twice at once make each service once', async () => {
  await start();
  await replica();
  const many = Array.from({ length: 40 }, (_, at) => line(at + 2, `Mantenimiento ${at} de equipo`));
  const runs = [await handOver(many), await handOver(many)];
  arm({ on: 'add-service', when: 'after', kind: 'reset', times: 6 });
  await enqueueServices(rig.app.context, rig.app.engine.queues);
  for (const run of runs) await ended(run);
  expect([ours().length, new Set(ours()).size]).toEqual([40, 40]);
});

test('a server that escapes what it stores hides nothing from the look', async () => {
  await start({ config: { roles: [] } });
  const run = await handOver(LIST.slice(1, 2));
  const { context } = rig.app;
  vi.spyOn(context.clients.aceptabits, 'addService').mockImplementation(async () => {
    const code_shop = rig.config.aceptabits.shop;
    rig.aceptabits.people.addService({ name: 'Depilación &amp; cejas', price_mxn: 90, code_shop });
    throw new Error('killed');
  });
  await expect(pushService(context, { run, line: 3 })).rejects.toThrow('killed');
  await pushService(context, { run, line: 3 });
  expect((await serviceLines(context.store, run))[0]?.end?.kind).toBe('adopted');
});
