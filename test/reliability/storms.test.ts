import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { Fault } from '../../src/simulators/faults.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Between, startProxy } from '../proxy.ts';
import { FAST, type Rig, startRig } from '../rig.ts';
import { driveUntilSettled, isSettled, pollBeside } from './driven.ts';

// Rule 11: waiting never blocks other customers nor the other direction, and trouble is met with patience.

let rig: Rig;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await rig.close();
});

const EVERY_MS = 30;
/** A limit and no pace: on a busy machine the same takes many times as long. */
const WITHIN_MS = 150_000;

function person(n: number) {
  return { descripcion: `Persona Número ${n}`, email_1: `persona${n}@maya.mx` };
}

function linkedPeople(count: number): void {
  for (let n = 0; n < count; n += 1) {
    rig.managementpro.people.create(person(n));
    rig.aceptabits.people.create({ name: `Persona Número ${n}`, email: `persona${n}@maya.mx` });
  }
}

/** Every phone is retyped at once here, or thousands are new: that is the point of the tests, and no accident. */
const NO_BRAKE = {
  brake: {
    missingPercent: 10,
    changedPercent: 100,
    emptiedPercent: 10,
    minCustomers: 10,
    newPercent: 25,
    newMin: 1_000_000,
  },
};

const clave = (n: number) => String(n).padStart(10, '0');

function phoneInAceptabits(name: string): string | null | undefined {
  return rig.aceptabits.people.all().find((customer) => customer.name === name)?.phone;
}

test('one customer that always fails among 500: the others arrive, it is parked, and costs few requests', async () => {
  rig = await startRig({ app: { gateLimits: { troublesToOpen: 1_000 } } });
  for (let n = 0; n < 500; n += 1) rig.managementpro.people.create(person(n));
  rig.aceptabits.faults.add({
    on: 'add-customer',
    when: 'before',
    kind: 'error500',
    times: Number.POSITIVE_INFINITY,
    matches: (body) => JSON.stringify(body).includes('persona77@'),
  });
  expect(await driveUntilSettled(rig, EVERY_MS, WITHIN_MS)).toBe(true);
  expect(rig.aceptabits.people.all()).toHaveLength(499);
  expect(await rig.status()).toMatchObject({ links: 499, waiting: { parked: 1 } });
  expect(rig.aceptabits.faults.hits()).toBeLessThanOrEqual(8);
});

test('a side that answers slowly does not hold up what goes to the other', async () => {
  rig = await startRig({ config: NO_BRAKE });
  linkedPeople(40);
  await rig.cycles(2);
  rig.aceptabits.settings.latencyMs = 400;
  for (const { clave: key } of rig.managementpro.people.all())
    rig.managementpro.people.edit(key, { telefono_1: `+5299920${10_000 + Number(key)}` });
  await pollBeside(rig, 'managementpro');
  const [edited] = rig.aceptabits.people.all();
  rig.aceptabits.people.edit(edited?.code ?? '', { email: 'nuevo@maya.mx' });
  await pollBeside(rig, 'aceptabits');
  const arrived = () => rig.managementpro.people.all().some(({ email_1 }) => email_1 === 'nuevo@maya.mx');
  while (!arrived()) await sleep(5);
  // Forty writes of three slow requests each, eight at once, are not done by then.
  expect(await isSettled(rig)).toBe(false);
  rig.aceptabits.settings.latencyMs = 0;
  expect(await driveUntilSettled(rig, EVERY_MS, WITHIN_MS)).toBe(true);
});

test("a person's edit overtakes a backlog: it is on the other side within two polls", async () => {
  rig = await startRig({ aceptabits: { latencyMs: 15 }, config: NO_BRAKE });
  linkedPeople(1);
  await rig.cycles(2);
  for (let n = 1; n < 5_000; n += 1) rig.managementpro.people.create(person(n));
  await pollBeside(rig, 'managementpro');
  await pollBeside(rig, 'aceptabits');
  rig.managementpro.people.edit(clave(1), { telefono_1: '9991234567' });
  await pollBeside(rig, 'managementpro');
  const waiting = async () => rig.app.engine.queues.write.aceptabits.getJobCountByTypes('prioritized');
  const before = await waiting();
  while (phoneInAceptabits('Persona Número 0') !== '9991234567') await sleep(5);
  expect(before).toBeGreaterThan(3_000);
  // It took the place of next to nobody: hardly any of those before it was done meanwhile.
  expect(before - (await waiting())).toBeLessThan(200);
});

/** Everything fails until the fault is cleared. */
const OUTAGE: Fault = { on: '*', when: 'before', kind: 'html502', times: Number.POSITIVE_INFINITY };

test('an outage of one hour: under two requests a minute, then all arrives, with no attempt used up', async () => {
  // A minute of life is 100 ms: the circuit's pauses of 30 s and 5 min, the polls every minute.
  const MINUTE_MS = 100;
  rig = await startRig({
    config: NO_BRAKE,
    app: { gateLimits: { firstProbeMs: MINUTE_MS / 2, lastProbeMs: 5 * MINUTE_MS } },
  });
  linkedPeople(60);
  await rig.cycles(2);
  rig.aceptabits.faults.add(OUTAGE);
  for (const { clave: key } of rig.managementpro.people.all())
    rig.managementpro.people.edit(key, { telefono_1: `+5299920${10_000 + Number(key)}` });
  for (let n = 60; n < 80; n += 1) rig.managementpro.people.create(person(n));
  const [began, requests] = [Date.now(), rig.aceptabits.requests.total];
  while (Date.now() < began + 60 * MINUTE_MS) {
    for (const side of ['managementpro', 'aceptabits'] as const) await pollBeside(rig, side);
    await sleep(MINUTE_MS);
  }
  const minutes = (Date.now() - began) / MINUTE_MS;
  expect((rig.aceptabits.requests.total - requests) / minutes).toBeLessThan(2);
  expect((await rig.status()).waiting.parked).toBe(0);
  rig.aceptabits.faults.clear();
  expect(await driveUntilSettled(rig, MINUTE_MS, WITHIN_MS)).toBe(true);
  expect(rig.aceptabits.people.all()).toHaveLength(80);
  expect(phoneInAceptabits('Persona Número 59')).toBe('+529992010060');
  expect(await rig.status()).toMatchObject({ differing: 0, waiting: { parked: 0 } });
});

/** An edit and a newcomer of ManagementPro, on their way to an Aceptabits that has just gone down. */
async function strandedIn(minuteMs: number, { edit, lone }: { edit: boolean; lone: boolean }): Promise<void> {
  rig = await startRig({ app: { gateLimits: { firstProbeMs: minuteMs / 2, lastProbeMs: 5 * minuteMs } } });
  linkedPeople(3);
  await rig.cycles(2);
  if (edit) rig.managementpro.people.edit(clave(2), { telefono_1: '9991234567' });
  // With nothing but a name there is one search to probe with.
  if (lone) rig.managementpro.people.create({ descripcion: person(3).descripcion });
  const { context, engine } = rig.app;
  const waiting = [...(await poll(context, 'managementpro')), ...(await poll(context, 'aceptabits'))];
  rig.aceptabits.faults.add(OUTAGE);
  await enqueue(engine.queues, waiting);
}

test.each([
  ['one edit', { edit: true, lone: false }],
  ['one newcomer', { edit: false, lone: true }],
  ['an edit and a newcomer', { edit: true, lone: true }],
])('an outage of one hour with %s waiting: it uses up no attempt and arrives by itself', async (_, which) => {
  const MINUTE_MS = 100;
  await strandedIn(MINUTE_MS, which);
  const [began, requests] = [Date.now(), rig.aceptabits.requests.total];
  // Aceptabits is read every quarter of an hour, so that most of the probes fall to the writers.
  for (let polls = 0; Date.now() < began + 60 * MINUTE_MS; polls += 1) {
    await pollBeside(rig, polls % 15 === 14 ? 'aceptabits' : 'managementpro');
    await sleep(MINUTE_MS);
  }
  const minutes = (Date.now() - began) / MINUTE_MS;
  expect((rig.aceptabits.requests.total - requests) / minutes).toBeLessThan(2);
  expect((await rig.status()).waiting.parked).toBe(0);
  expect((await rig.status()).queues['write-aceptabits']?.failed).toBe(0);
  rig.aceptabits.faults.clear();
  expect(await driveUntilSettled(rig, MINUTE_MS, WITHIN_MS)).toBe(true);
  expect(phoneInAceptabits('Persona Número 1')).toBe(which.edit ? '9991234567' : null);
  expect(rig.aceptabits.people.all()).toHaveLength(which.lone ? 4 : 3);
  expect(await rig.status()).toMatchObject({ differing: 0, waiting: { parked: 0 } });
});

async function replica(): Promise<App> {
  const log = createLog({ level: 'silent', pii: true });
  const app = await createApp(rig.config, { log, timings: FAST });
  closing.push(app.close);
  await app.engine.start();
  return app;
}

test.each([429, 503])('%i with Retry-After is obeyed by two replicas together', async (status) => {
  rig = await startRig({ config: NO_BRAKE });
  const between: Between = await startProxy(rig.aceptabits.url);
  closing.push(between.close);
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, url: between.url } });
  await replica();
  for (let n = 0; n < 40; n += 1) rig.managementpro.people.create(person(n));
  await rig.cycles(2);
  let refusedAt = 0;
  between.rule = async ({ path }, forward) => {
    if (refusedAt > 0 || !path.includes('update-customer')) return forward();
    refusedAt = Date.now();
    return { status, headers: { 'retry-after': '2' }, body: '{"message":"Too Many Attempts."}' };
  };
  for (const { clave: key } of rig.managementpro.people.all())
    rig.managementpro.people.edit(key, { telefono_1: `+5299920${10_000 + Number(key)}` });
  await pollBeside(rig, 'managementpro');
  await driveUntilSettled(rig, EVERY_MS, WITHIN_MS);
  // Requests that were on their way when the refusal came may still arrive.
  const onTheirWayMs = 300;
  const early = between.seen.filter(({ at }) => at > refusedAt + onTheirWayMs && at < refusedAt + 2_000);
  expect(refusedAt).toBeGreaterThan(0);
  expect(early).toEqual([]);
  expect(phoneInAceptabits('Persona Número 39')).toBe('+529992010040');
  expect(await rig.status()).toMatchObject({ differing: 0, waiting: { parked: 0 } });
});
