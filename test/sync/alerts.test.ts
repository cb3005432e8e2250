/** Alerts from the fact to the webhook: each told once, repeated while nobody hears, and without names. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Notice } from '../../src/domain/notice.ts';
import { createAlert } from '../../src/report/alerts/alerts.ts';
import { scheduleDigest, tellDigest } from '../../src/report/alerts/digest.ts';
import { inWords } from '../../src/report/alerts/in-words.ts';
import { startWatch } from '../../src/report/alerts/watch.ts';
import type { Context } from '../../src/sync/context.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Rig, startRig } from '../rig.ts';
import { inManagementPro, movableClock, person } from './situations.ts';

type Told = { readonly text: string; readonly fact: string };

let rig: Rig;
let server: Server;
let told: Told[];
let refusing = 0;
beforeAll(async () => {
  server = createServer(async (message, response) => {
    let text = '';
    for await (const chunk of message) text += chunk;
    response.statusCode = refusing > 0 ? 503 : 200;
    if (refusing > 0) refusing -= 1;
    else told.push(JSON.parse(text));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  rig = await startRig({ config: { alertWebhookUrl: addressOf(server) } });
});
beforeEach(() => {
  told = [];
  refusing = 0;
});
afterAll(async () => {
  await rig.close();
  server.close();
});

const addressOf = (one: Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}/`;
const DOUBLE = { kind: 'double', clave: '0001', code: 'c1' } as const;
const DOUBLE_TOLD = 'Puente: El cliente 0001 / c1 puede estar dos veces: mire ambos lados.';

/** Alerts that are not sent yet, as the queue board shows them. */
const unsent = (one = rig) =>
  one.app.engine.queues.alerts.getJobs(['waiting', 'active', 'delayed']).then((jobs) =>
    // The schedule's next summary is no alert.
    jobs.filter(({ name }) => name !== 'digest'),
  );

test('a fact is told once, however many processes find it', async () => {
  const { context, engine } = rig.app;
  const other = createAlert(context.store, engine.queues, rig.config, context.log);
  for (let times = 0; times < 5; times += 1) for (const alert of [context.alert, other]) alert('one', DOUBLE);
  await vi.waitFor(async () =>
    expect([told, await unsent()]).toEqual([[{ fact: 'one', text: DOUBLE_TOLD }], []]),
  );
});

test('what was refused is tried again, by the next process where this one ends, and each try stands on the board', async () => {
  refusing = 1_000_000;
  const before = Date.now();
  rig.app.context.alert('two', DOUBLE);
  expect(Date.now() - before).toBeLessThan(50);
  await vi.waitFor(async () => {
    const [job] = await unsent();
    expect(job?.attemptsMade).toBeGreaterThan(1);
    expect(job?.failedReason).toBe('the alert address answered 503');
  });
  const closing = rig.restart();
  refusing = 0;
  await closing;
  await vi.waitFor(() => expect(told).toEqual([{ fact: 'two', text: DOUBLE_TOLD }]), { timeout: 10_000 });
});

test('the summary of the day has counts and no names, and is told once by all replicas together', async () => {
  rig.managementpro.people.create({ descripcion: 'Ana Secreta Pérez', email_1: 'ana@secreta.mx' });
  await rig.cycles(2);
  const ctx = rig.app.context;
  const due = Date.UTC(2026, 10, 21, 14);
  await tellDigest(ctx, rig.app.engine.queues, due, 'America/Mexico_City');
  await tellDigest(ctx, rig.app.engine.queues, due, 'America/Mexico_City');
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
  const digests = told.filter(({ fact }) => fact.startsWith('digest:'));
  expect(digests).toHaveLength(1);
  expect(digests[0]?.text).toMatch(
    /^Puente: Las últimas 24 horas: 1 escritura, 0 conflictos, 0 fallas\. 0 clientes difieren ahora\./,
  );
  expect(digests[0]?.text).not.toContain('Secreta');
});

const IN_STEP = { writes: 1, conflicts: 0, failures: 2, differing: 1_200 };
const NEEDS = [
  { code: 'brake', count: 12, side: 'managementpro' },
  { code: 'conflict', count: 3 },
] as const;

test.each([
  [
    { kind: 'first-plan' },
    /^El primer plan espera su aprobación\. Revise la muestra/,
    /^The first plan waits for you\. Look/,
  ],
  [
    { kind: 'brake', side: 'managementpro', reason: 'mass-change', field: 'phone', count: 12, of: 40 },
    /^ManagementPro está frenado: Muchos clientes cambiaron el mismo dato \(Teléfono\), 12 de 40 clientes\. Mire la muestra/,
    /^ManagementPro is braked: Many customers changed the same field \(Phone\), 12 of 40 customers\. Look/,
  ],
  [
    { kind: 'credentials', side: 'aceptabits', code: '1227' },
    /^Aceptabits rechaza la clave de acceso \(1227\)\. Revise/,
    /^Aceptabits refuses our credentials \(1227\)\. Check/,
  ],
  [
    { kind: 'trouble', side: 'aceptabits', code: 'timeout' },
    /no responde \(timeout\)/,
    /does not answer \(timeout\)/,
  ],
  [
    { kind: 'refused', side: 'aceptabits', code: '1575' },
    /no acepta .*\(1575\).*integrador/,
    /refuses .*\(1575\).*integrator/,
  ],
  [
    { kind: 'frozen', clave: '0007', field: 'email' },
    /^«Correo» del cliente 0007 va y viene/,
    /^E-mail of customer 0007 flips/,
  ],
  [
    { kind: 'digest', ...IN_STEP, needs: NEEDS },
    /1 escritura, 0 conflictos, 2 fallas\. 1,200 clientes difieren ahora\. Lo que necesita de usted: Un sistema está frenado \(ManagementPro\): 12; Conflictos: 3\.$/,
    /1 write, 0 conflicts, 2 failures\. 1,200 customers differ now\. What needs you: A system is braked \(ManagementPro\): 12; Conflicts: 3\.$/,
  ],
  [{ kind: 'digest', ...IN_STEP, needs: [] }, /Nada necesita de usted\.$/, /Nothing needs you\.$/],
] satisfies [Notice, RegExp, RegExp][])('what happened is told in words: %j', (news, es, en) => {
  expect(inWords(news, 'es')).toMatch(es);
  expect(inWords(news, 'en')).toMatch(en);
});

test('an address that takes the alert and never answers holds up no sync', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const held = await startRig({ config: { initialSync: 'review', alertWebhookUrl: addressOf(silent) } });
  const asked = new Promise((resolve) => silent.once('request', resolve));
  inManagementPro(held, person(1));
  await held.cycles(2);
  await asked;
  await held.cycles(2);
  expect((await held.status()).sides.managementpro.known).toBe(1);
  expect((await unsent(held)).map(({ data }) => data.fact)).toEqual(['first-plan']);
  silent.closeAllConnections();
  silent.close();
  await held.close();
});

/** A context on a clock of its own, with everything that it tells. */
function listening(clock: { now: () => number }) {
  const facts: string[] = [];
  const lines: string[] = [];
  const log = createLog({ level: 'info', pii: false, destination: { write: (line) => lines.push(line) } });
  const ctx: Context = {
    ...rig.app.context,
    now: clock.now,
    log,
    alert: (fact) => void (facts.includes(fact) || facts.push(fact)),
  };
  return { ctx, facts, lines };
}

test.each([
  // Mexico City has no summer time any more, Tijuana follows California.
  ['America/Mexico_City', '2026-07-01T13:59:00Z', '2026-07-01T14:00:00.000Z', '2026-07-02T14:00:00.000Z'],
  ['America/Tijuana', '2026-07-01T14:59:00Z', '2026-07-01T15:00:00.000Z', '2026-07-02T15:00:00.000Z'],
  ['America/Tijuana', '2026-10-31T14:59:00Z', '2026-10-31T15:00:00.000Z', '2026-11-01T16:00:00.000Z'],
])(
  'the summary of the day comes at eight in %s, and once a day (%s)',
  async (timezone, start, first, second) => {
    const { queues } = rig.app.engine;
    const { ctx, facts } = listening({ now: () => Date.now() });
    /** A process starts then: when is the next summary due? */
    const startedAt = async (at: number) => {
      vi.setSystemTime(at);
      await scheduleDigest(ctx, queues, '0 8 * * *', timezone);
      const next = (await queues.alerts.getJobScheduler('digest'))?.next;
      return next === undefined ? next : new Date(next).toISOString();
    };
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      expect(await startedAt(Date.parse(start))).toBe(first);
      expect(facts).toEqual([]);
      // One that starts a little late tells the summary that nobody may have told.
      expect(await startedAt(Date.parse(first) + 60_000)).toBe(second);
      expect(await startedAt(Date.parse(first) + 3_600_000)).toBe(second);
      expect(facts).toEqual([`digest:${first}`]);
    } finally {
      vi.useRealTimers();
      await queues.alerts.removeJobScheduler('digest');
    }
  },
);

test("the dead-man's switch is fed while the work can go on, and falls silent when it cannot", async () => {
  let pings = 0;
  const methods = new Set<string | undefined>();
  const ping = createServer((message, response) => {
    pings += 1;
    methods.add(message.method);
    response.end();
  });
  await new Promise<void>((resolve) => ping.listen(0, '127.0.0.1', resolve));
  await rig.cycles(1);
  const clock = movableClock();
  const { ctx, lines } = listening(clock);
  const options = { heartbeatUrl: addressOf(ping), digestCron: undefined, timezone: 'UTC', pingEveryMs: 20 };
  const watch = startWatch(ctx, rig.app.engine.queues, options);
  await vi.waitFor(() => expect(pings).toBeGreaterThan(2));
  // Nothing has been read for a day.
  clock.advance(86_400_000);
  await vi.waitFor(() => expect(lines.join()).toContain('no sign of life is sent'), { timeout: 5_000 });
  const before = pings;
  const silent = lines.length;
  await vi.waitFor(() => expect(lines.length).toBeGreaterThan(silent + 3), { timeout: 5_000 });
  expect(pings).toBe(before);
  clock.advance(-86_400_000);
  await vi.waitFor(() => expect(pings).toBeGreaterThan(before), { timeout: 5_000 });
  watch.stop();
  ping.close();
  expect([...methods]).toEqual(['GET']);
});

test('a paused queue is told once a day for each', async () => {
  const facts: string[] = [];
  const { queues } = rig.app.engine;
  const ctx = { ...rig.app.context, alert: (fact: string) => void facts.push(fact) };
  await queues.write.aceptabits.pause();
  const options = { heartbeatUrl: undefined, digestCron: undefined, timezone: 'UTC', lookEveryMs: 20 };
  const watch = startWatch(ctx, queues, options);
  await vi.waitFor(() => expect(facts.length).toBeGreaterThan(1), { timeout: 5_000 });
  watch.stop();
  await queues.write.aceptabits.resume();
  const day = new Date().toISOString().slice(0, 10);
  expect([...new Set(facts)]).toEqual([`paused:write-aceptabits:${day}`]);
});
