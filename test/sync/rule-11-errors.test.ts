/** Every class of error, from a wrong key to a silent server, and what is tried again when (rule 11). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { poll, readSide } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Between, startProxy } from '../proxy.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { FAST, type Rig, startRig } from '../rig.ts';
import {
  both,
  counts,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  linkOf,
  onRequest,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
let alerts: Receiver;
let between: Between | undefined;
const replicas: App[] = [];

beforeEach(async () => {
  alerts = await startReceiver();
  rig = await startRig({ config: { alertWebhookUrl: alerts.url } });
});
afterEach(async () => {
  for (const app of replicas.splice(0)) await app.close();
  await rig.close();
  await between?.close();
  between = undefined;
  await alerts.close();
});

const FOREVER = Number.POSITIVE_INFINITY;
const UPDATES = { managementpro: 'addCliente', aceptabits: 'edit-customer' } as const;
const LISTS = { managementpro: 'GetClienteLista', aceptabits: 'get-customers' } as const;
/** Whatever shows a customer that is asked for by its key. */
const READS = { managementpro: 'GetClienteLista', aceptabits: /^(get|show)-customers?$/ } as const;

/** An edit whose value has to get to `target`. */
function editFor(target: Side, { clave, code }: Pair, email: string): void {
  if (target === 'aceptabits') rig.managementpro.people.edit(clave, { email_1: email });
  else rig.aceptabits.people.edit(code, { email });
}

function emptyNameFor(target: Side, { clave, code }: Pair): void {
  if (target === 'aceptabits') rig.managementpro.people.edit(clave, { descripcion: '' });
  else rig.aceptabits.people.edit(code, { name: '', lastname: null });
}

/** The poll that finds the edit, without waiting for the writes that follow. */
async function begin(source: Side): Promise<void> {
  await enqueue(rig.app.engine.queues, await poll(rig.app.context, source));
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function parkedOn(pair: Pair) {
  const [loaded] = await rig.app.context.store.load([{ side: 'managementpro', key: pair.clave }]);
  return loaded?.waits.find(({ kind }) => kind === 'parked');
}

async function failedJobs(target: Side): Promise<number> {
  return (await rig.status()).queues[`write-${target}`]?.failed ?? 0;
}

/** Times at which requests reach a side from now on. */
function arrivals(side: Side, name = '*'): number[] {
  const times: number[] = [];
  onRequest(rig[side], name, () => times.push(performance.now()));
  return times;
}

function wrongKey(side: Side): () => void {
  if (side === 'managementpro') {
    const { apikey } = rig.managementpro;
    rig.managementpro.apikey = 'another';
    return () => {
      rig.managementpro.apikey = apikey;
    };
  }
  const { token } = rig.aceptabits;
  rig.aceptabits.token = 'another';
  return () => {
    rig.aceptabits.token = token;
  };
}

describe.each(SIDES)('rule 11, towards %s', (target) => {
  const source = otherSide(target);

  test('credentials: the circuit opens with one alert, jobs wait without using attempts, and it closes by itself', async () => {
    const pairs = await linkedPairs(rig, 3);
    const mend = wrongKey(target);
    for (const pair of pairs) editFor(target, pair, `new-${pair.clave}@correo.mx`);
    const times = arrivals(target);
    await begin(source);
    await until(async () => (await rig.status()).sides[target].circuit.open);
    expect((await rig.status()).sides[target].circuit.reason).toBe('credentials');
    // More probes than a job has attempts.
    await until(() => times.length > 9);
    expect(await failedJobs(target)).toBe(0);
    expect(alerts.told.filter(({ fact }) => fact.startsWith(`circuit:${target}`))).toHaveLength(1);
    expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 3 });
    mend();
    await rig.idle();
    for (const pair of pairs)
      expect(both(rig, pair, 'email')).toEqual([
        `new-${pair.clave}@correo.mx`,
        `new-${pair.clave}@correo.mx`,
      ]);
    expect((await rig.status()).sides[target].circuit.open).toBe(false);
    expect(await rig.status()).toMatchObject({ differing: 0 });
  });

  test('credentials: the other direction goes on, and a scan of the closed side is no failure for anybody', async () => {
    const pair = await linkedPair(rig);
    const mend = wrongKey(target);
    await expect(rig.poll(target)).rejects.toThrow();
    editFor(source, pair, 'other-way@correo.mx');
    await expect(rig.poll(target)).rejects.toThrow();
    mend();
    await until(() =>
      rig.poll(target).then(
        () => true,
        () => false,
      ),
    );
    expect(both(rig, pair, 'email')).toEqual(['other-way@correo.mx', 'other-way@correo.mx']);
  });

  const isCircuitAlert = ({ fact }: { fact: string }) => fact.startsWith(`circuit:${target}`);

  /** Refuses our credentials for every write that bears this text, and for nothing else. */
  function refuseWritesOf(text: string, on: string | RegExp = UPDATES[target]): void {
    rig[target].faults.add({
      on,
      when: 'before',
      kind: 'unauthorized',
      times: FOREVER,
      matches: (body) => JSON.stringify(body).includes(text),
    });
  }

  test("credentials: refused for one customer's update alone, they are that customer's own matter till the night", async () => {
    const [refused, ...good] = await linkedPairs(rig, 4);
    if (refused === undefined) return;
    refuseWritesOf('refused@correo.mx');
    for (const pair of good) editFor(target, pair, `new-${pair.clave}@correo.mx`);
    editFor(target, refused, 'refused@correo.mx');
    const circuits: boolean[] = [];
    onRequest(rig[target], '*', () => {
      void rig.app.context.gates[target].circuit().then(({ open }) => circuits.push(open));
    });
    const lists = arrivals(target, LISTS[target]);
    await begin(source);
    await expect(poll(rig.app.context, target)).resolves.toBeDefined();
    await rig.idle();
    for (const pair of good)
      expect(both(rig, pair, 'email')).toEqual([
        `new-${pair.clave}@correo.mx`,
        `new-${pair.clave}@correo.mx`,
      ]);
    expect(rig[target].faults.hits()).toBe(3);
    expect(circuits).not.toContain(true);
    // Reading the customers takes a few for each try, and each refusal is followed by one more.
    expect(lists.length).toBeLessThan(40);
    await rig.cycles(3);
    expect(rig[target].faults.hits()).toBe(3);
    expect(await parkedOn(refused)).toMatchObject({ side: target });
    expect((await linkOf(rig, refused.clave))?.parked?.[target]?.errorClass).toBe('unknown');
    expect(alerts.told.filter(isCircuitAlert)).toEqual([]);
    rig[target].faults.clear();
    await rig.cycles(1);
    expect(await parkedOn(refused)).toBeDefined();
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, source, { everything: true }));
    await rig.idle();
    expect(both(rig, refused, 'email')).toEqual(['refused@correo.mx', 'refused@correo.mx']);
    expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 0 });
  });

  test("credentials: refused for one newcomer's creation alone, they are that customer's own matter", async () => {
    await rig.cycles(2);
    refuseWritesOf(person(1).email, /^(addCliente|add-customer)$/u);
    const [refused] = [1, 2].map((number) =>
      target === 'aceptabits' ? inManagementPro(rig, person(number)) : inAceptabits(rig, person(number)),
    );
    await rig.cycles(4);
    expect(counts(rig)).toEqual(target === 'aceptabits' ? [2, 1] : [1, 2]);
    expect(rig[target].faults.hits()).toBe(3);
    expect(await waitsOf(rig, source, refused ?? '')).toEqual(['parked']);
    expect((await rig.status()).sides[target]).toMatchObject({ openIntents: 0, circuit: { open: false } });
    expect(alerts.told.filter(isCircuitAlert)).toEqual([]);
    rig[target].faults.clear();
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, source, { everything: true }));
    await rig.idle();
    await rig.cycles(2);
    expect(counts(rig)).toEqual([2, 2]);
    expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 0 });
  });

  test('credentials: refused from the middle of a write on, by a side that two replicas write to, they close it once', async () => {
    const other = await createApp(rig.config, {
      log: createLog({ level: 'silent', pii: true }),
      timings: FAST,
      gateLimits: { firstProbeMs: 50, lastProbeMs: 200 },
    });
    replicas.push(other);
    await other.engine.start();
    const pairs = await linkedPairs(rig, 8);
    for (const pair of pairs) editFor(target, pair, `new-${pair.clave}@correo.mx`);
    let mend: (() => void) | undefined;
    onRequest(rig[target], UPDATES[target], () => {
      mend ??= wrongKey(target);
    });
    const times = arrivals(target);
    await begin(source);
    await until(async () => (await rig.status()).sides[target].circuit.open);
    expect((await rig.status()).sides[target].circuit.reason).toBe('credentials');
    const struck = times.length;
    await until(() => times.length > struck + 3);
    expect(await failedJobs(target)).toBe(0);
    expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 8 });
    expect(alerts.told.filter(isCircuitAlert)).toHaveLength(1);
    mend?.();
    await rig.idle();
    for (const pair of pairs)
      expect(both(rig, pair, 'email')).toEqual([
        `new-${pair.clave}@correo.mx`,
        `new-${pair.clave}@correo.mx`,
      ]);
    expect(alerts.told.filter(isCircuitAlert)).toHaveLength(1);
  });

  test('credentials: where the side is in trouble when it is asked whether it refuses us, its trouble is what counts', async () => {
    const pair = await linkedPair(rig);
    refuseWritesOf('refused@correo.mx');
    const isPing = (body: unknown) => {
      const { limit, data } = body as { limit?: string; data?: { registros?: number } };
      return Number(limit ?? data?.registros) === 1;
    };
    const times = FOREVER;
    rig[target].faults.add({ on: LISTS[target], when: 'before', kind: 'html502', times, matches: isPing });
    editFor(target, pair, 'refused@correo.mx');
    await rig.poll(source);
    await rig.cycles(1);
    // Of the job's eight attempts each was refused and then asked in vain.
    expect(rig[target].faults.hits()).toBe(16);
    expect((await linkOf(rig, pair.clave))?.parked?.[target]?.errorClass).toBe('trouble');
    expect(alerts.told.filter(({ fact }) => fact.includes('credentials'))).toEqual([]);
  });

  test("data: parked with the side's reason, not retried, freed by a change of the record", async () => {
    const pair = await linkedPair(rig);
    emptyNameFor(target, pair);
    const times = arrivals(target, UPDATES[target]);
    await rig.cycles(4);
    expect(times).toHaveLength(1);
    expect(await parkedOn(pair)).toMatchObject({ side: target, kind: 'parked' });
    if (target === 'managementpro')
      expect(await parkedOn(pair)).toMatchObject({ detail: 'El campo descripcion es requerido' });
    else expect(await parkedOn(pair)).toMatchObject({ code: '1277' });
    expect((await linkOf(rig, pair.clave))?.parked?.[target]?.errorClass).toBe('data');
    if (target === 'aceptabits') rig.managementpro.people.edit(pair.clave, { descripcion: 'Nombre Nuevo' });
    else rig.aceptabits.people.edit(pair.code, { name: 'Nombre Nuevo' });
    await rig.cycles(2);
    expect(both(rig, pair, 'name')).toEqual(['Nombre Nuevo', 'Nombre Nuevo']);
    expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 0 });
  });

  /** Refuses a value for good, but only after whoever typed it has corrected it and that has been seen. */
  async function refuseLate(bad: string, correct: () => void, see: (side: Side) => Promise<void>) {
    const proxy = await startProxy(rig[target].url);
    between = proxy;
    await rig.restart({ [target]: { ...rig.config[target], url: proxy.url } });
    let refused = 0;
    proxy.rule = async ({ body, path }, forward) => {
      const writes = body?.action === 'addCliente' || /\/(add|edit)-customer/u.test(path);
      if (!writes || !JSON.stringify(body ?? {}).includes(bad)) return forward();
      refused += 1;
      correct();
      await see(source);
      return target === 'managementpro'
        ? { status: 200, body: '{"type":"error","code":"404","message":"El campo email_1 no es válido"}' }
        : { status: 400, body: '{"status":false,"error":{"code":"1343"}}' };
    };
    return () => refused;
  }

  describe.each([
    ['seen', (side: Side) => readSide(rig.app.context, side)],
    ['seen and decided on', begin],
  ] as const)('data: a correction that is %s while the refusal is on its way is tried', (_, see) => {
    test('for a linked customer', async () => {
      const pair = await linkedPair(rig);
      const refusals = await refuseLate('mail@tyr', () => editFor(target, pair, 'good@correo.mx'), see);
      editFor(target, pair, 'mail@tyr');
      await rig.poll(source);
      await rig.cycles(1);
      expect(both(rig, pair, 'email')).toEqual(['good@correo.mx', 'good@correo.mx']);
      expect(refusals()).toBe(1);
      expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 0 });
    });

    test('for a newcomer', async () => {
      await rig.cycles(2);
      const pair = { clave: '', code: '' };
      const refusals = await refuseLate('mail@tyr', () => editFor(target, pair, 'good@correo.mx'), see);
      const bad = { ...person(1), email: 'mail@tyr' };
      if (target === 'aceptabits') pair.clave = inManagementPro(rig, bad);
      else pair.code = inAceptabits(rig, bad);
      await rig.cycles(3);
      expect(counts(rig)).toEqual([1, 1]);
      expect(rig.managementpro.people.all()[0]?.email_1).toBe('good@correo.mx');
      expect(rig.aceptabits.people.all()[0]?.email).toBe('good@correo.mx');
      expect(refusals()).toBe(1);
      expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 0 });
    });
  });

  test('reference: a newcomer is parked, not retried, and freed by changed settings at the next start', async () => {
    const { managementpro, aceptabits } = rig.config;
    await rig.restart(
      target === 'managementpro'
        ? { managementpro: { ...managementpro, defaults: { shop: '9999' } } }
        : { aceptabits: { ...aceptabits, shop: 'pgbsho0000' } },
    );
    const key = target === 'aceptabits' ? inManagementPro(rig, person(1)) : inAceptabits(rig, person(1));
    await rig.cycles(4);
    expect(counts(rig)).toEqual(target === 'aceptabits' ? [1, 0] : [0, 1]);
    expect(await waitsOf(rig, source, key)).toEqual(['parked']);
    expect((await rig.status()).sides[target].openIntents).toBe(0);
    await rig.restart();
    await rig.cycles(2);
    expect(await waitsOf(rig, source, key)).toEqual(['parked']);
    await rig.restart({ managementpro, aceptabits });
    await rig.cycles(2);
    expect(counts(rig)).toEqual([1, 1]);
    expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 0 });
  });

  test.each(['reset', 'error500', 'html502', 'cutoff', 'empty', 'garbage', 'wrongShape'] as const)(
    'trouble (%s): tried again until it works, written once',
    async (kind) => {
      const pair = await linkedPair(rig);
      editFor(target, pair, 'new@correo.mx');
      rig[target].faults.add({ on: UPDATES[target], when: 'before', kind, times: 3 });
      await rig.poll(source);
      expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
      expect(rig[target].writes).toBe(1);
      expect(await rig.status()).toMatchObject({ waiting: { parked: 0 }, differing: 0 });
      const { values } = await rig.app.context.metrics.retries.get();
      expect(values.map(({ labels, value }) => ({ ...labels, value }))).toEqual([
        { side: target, operation: UPDATES[target], class: 'trouble', value: 3 },
      ]);
    },
  );

  test('trouble that does not end opens the circuit for the side, and nothing is lost', async () => {
    const pairs = await linkedPairs(rig, 3);
    for (const pair of pairs) editFor(target, pair, `new-${pair.clave}@correo.mx`);
    rig[target].faults.add({ on: '*', when: 'before', kind: 'html502', times: FOREVER });
    await begin(source);
    await until(async () => (await rig.status()).sides[target].circuit.open);
    expect((await rig.status()).sides[target].circuit.reason).toBe('trouble');
    rig[target].faults.clear();
    await rig.idle();
    await rig.cycles(2);
    for (const pair of pairs)
      expect(both(rig, pair, 'email')).toEqual([
        `new-${pair.clave}@correo.mx`,
        `new-${pair.clave}@correo.mx`,
      ]);
  });

  test.each(['pace429', 'pace503'] as const)(
    'pace (%s): nobody asks the side before its time',
    async (kind) => {
      const pair = await linkedPair(rig);
      editFor(target, pair, 'new@correo.mx');
      const times = arrivals(target);
      rig[target].faults.clear();
      rig[target].faults.add({ on: '*', when: 'before', kind, retryAfterSeconds: 1 });
      onRequest(rig[target], '*', () => times.push(performance.now()));
      const struckAt = performance.now();
      await begin(source);
      await until(async () => (await rig.status()).sides[target].circuit.waitingUntil !== undefined);
      await expect(poll(rig.app.context, target)).rejects.toThrow('pace');
      await rig.idle();
      expect((times[0] ?? 0) - struckAt).toBeGreaterThanOrEqual(1_000);
      expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
      expect(await failedJobs(target)).toBe(0);
    },
  );

  test('pace: a second replica waits as well', async () => {
    const other = await createApp(rig.config, {
      log: createLog({ level: 'silent', pii: true }),
      timings: FAST,
    });
    replicas.push(other);
    await other.engine.start();
    rig[target].faults.add({ on: LISTS[target], when: 'before', kind: 'pace429', retryAfterSeconds: 1 });
    await expect(poll(rig.app.context, target)).rejects.toThrow('pace');
    await until(async () => (await rig.status()).sides[target].circuit.waitingUntil !== undefined);
    const before = rig[target].requests.total;
    await expect(poll(other.context, target)).rejects.toThrow('pace');
    expect(rig[target].requests.total).toBe(before);
    await until(() =>
      poll(other.context, target).then(
        () => true,
        () => false,
      ),
    );
  });

  /** A 429 of the side itself, before the simulator is asked. */
  const tooFast = (headers: Record<string, string>) => ({ status: 429, headers, body: '{}' });

  async function behindProxy(): Promise<Between> {
    const proxy = await startProxy(rig[target].url);
    between = proxy;
    await rig.restart({ [target]: { ...rig.config[target], url: proxy.url } });
    return proxy;
  }

  test('pace: of two answers on their way together, the longer wait holds', async () => {
    const proxy = await behindProxy();
    const pair = await linkedPair(rig);
    editFor(target, pair, 'new@correo.mx');
    const isTold = async () => (await rig.status()).sides[target].circuit.waitingUntil !== undefined;
    const struckAt = Date.now();
    const known = proxy.seen.length;
    proxy.rule = async (_, forward) => {
      const nth = proxy.seen.length - known;
      if (nth > 2) return forward();
      if (nth === 2) await until(isTold);
      return tooFast({ 'retry-after': nth === 1 ? '2' : '1' });
    };
    const { clients } = rig.app.context;
    const answers = await Promise.allSettled([clients[target].ping(), clients[target].ping()]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await rig.poll(source);
    expect((proxy.seen[known + 2]?.at ?? 0) - struckAt).toBeGreaterThanOrEqual(2_000);
    expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
  });

  test('pace: a date to wait for goes by the clock of the side that tells it', async () => {
    const proxy = await behindProxy();
    const pair = await linkedPair(rig);
    editFor(target, pair, 'new@correo.mx');
    const known = proxy.seen.length;
    const hourAgo = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
    const dated = tooFast({
      date: new Date(hourAgo).toUTCString(),
      'retry-after': new Date(hourAgo + 2_000).toUTCString(),
    });
    proxy.rule = async (_, forward) => (proxy.seen.length > known + 1 ? forward() : dated);
    await rig.poll(source);
    const [first, second] = proxy.seen.slice(known);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
    expect(await failedJobs(target)).toBe(0);
  });

  test('pace: a side that is too fast and tells no seconds at all is not asked again at once', async () => {
    const proxy = await behindProxy();
    const pair = await linkedPair(rig);
    editFor(target, pair, 'new@correo.mx');
    const known = proxy.seen.length;
    proxy.rule = async (_, forward) =>
      proxy.seen.length > known + 1 ? forward() : tooFast({ 'retry-after': '0' });
    const { clients } = rig.app.context;
    await expect(clients[target].ping()).rejects.toThrow();
    await until(async () => (await rig.status()).sides[target].circuit.waitingUntil !== undefined);
    await expect(clients[target].ping()).rejects.toThrow('pace');
    await rig.poll(source);
    const [first, second] = proxy.seen.slice(known);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
  });

  test('a poison customer among good ones holds up none of them', async () => {
    const pairs = await linkedPairs(rig, 6);
    const [poison, ...good] = pairs;
    if (poison === undefined) return;
    rig[target].faults.add({
      on: UPDATES[target],
      when: 'before',
      kind: 'error500',
      times: FOREVER,
      matches: (body) => JSON.stringify(body).includes('poison@correo.mx'),
    });
    editFor(target, poison, 'poison@correo.mx');
    for (const pair of good) editFor(target, pair, `new-${pair.clave}@correo.mx`);
    await rig.poll(source);
    for (const pair of good)
      expect(both(rig, pair, 'email')).toEqual([
        `new-${pair.clave}@correo.mx`,
        `new-${pair.clave}@correo.mx`,
      ]);
    await rig.cycles(1);
    expect(await parkedOn(poison)).toMatchObject({ kind: 'parked', side: target });
    const hits = rig[target].faults.hits();
    expect(hits).toBeLessThanOrEqual(8);
    await rig.cycles(3);
    expect(rig[target].faults.hits()).toBe(hits);
    editFor(target, poison, 'cured@correo.mx');
    await rig.cycles(1);
    expect(both(rig, poison, 'email')).toEqual(['cured@correo.mx', 'cured@correo.mx']);
    expect((await rig.status()).waiting.parked).toBe(0);
  });
});

describe('rule 11: a resync that cannot read a side', () => {
  test.each(SIDES)(
    '%s: is given up, and parks no write, neither there nor on the other side',
    async (side) => {
      const pair = await linkedPair(rig);
      await rig.restart({ roles: ['scan', 'write'] });
      const { queues } = rig.app.engine;
      const scansDone = () =>
        Promise.all(SIDES.map((one) => queues.scan[one].getJobCountByTypes('completed'))).then((counted) =>
          counted.every((count) => count > 0),
        );
      await until(scansDone);
      rig.managementpro.people.edit(pair.clave, { email_1: 'new@correo.mx' });
      rig.aceptabits.people.edit(pair.code, { phone: '9991234567' });
      for (const one of SIDES) await readSide(rig.app.context, one);
      const key = side === 'managementpro' ? pair.clave : pair.code;
      rig[side].faults.add({
        on: READS[side],
        when: 'before',
        kind: 'error500',
        code: '405',
        times: FOREVER,
        matches: (asked) => JSON.stringify(asked).includes(key),
      });
      await queues.resync.add(
        'resync',
        side === 'managementpro' ? { code: pair.code } : { clave: pair.clave },
      );
      await until(async () => (await queues.resync.getFailedCount()) === 1);
      expect((await linkOf(rig, pair.clave))?.parked).toBeUndefined();
      rig[side].faults.clear();
      await rig.cycles(1);
      expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
      expect(both(rig, pair, 'phone')).toEqual(['9991234567', '9991234567']);
    },
  );
});

describe('rule 11: a customer that cannot even be read by its key', () => {
  test('it uses up its attempts and is parked, and neither it nor its probes hold up the others', async () => {
    const [poison, good] = await linkedPairs(rig, 2);
    if (poison === undefined || good === undefined) return;
    rig.aceptabits.faults.add({
      on: READS.aceptabits,
      when: 'before',
      kind: 'error500',
      times: FOREVER,
      matches: (query) => JSON.stringify(query).includes(poison.code),
    });
    editFor('aceptabits', poison, 'poison@correo.mx');
    await rig.poll('managementpro');
    expect(rig.aceptabits.faults.hits()).toBeLessThanOrEqual(9);
    editFor('aceptabits', good, 'good@correo.mx');
    await rig.cycles(1);
    expect(both(rig, good, 'email')).toEqual(['good@correo.mx', 'good@correo.mx']);
    expect((await rig.status()).sides.aceptabits.circuit.open).toBe(false);
    expect(await parkedOn(poison)).toMatchObject({ kind: 'parked', side: 'aceptabits' });
    rig.aceptabits.faults.clear();
    editFor('aceptabits', poison, 'cured@correo.mx');
    await rig.cycles(1);
    expect(both(rig, poison, 'email')).toEqual(['cured@correo.mx', 'cured@correo.mx']);
  });
});

describe('rule 11: a request of ours that is wrong', () => {
  test('bad request: not retried, loud, and over when the setting is right', async () => {
    const { aceptabits } = rig.config;
    await rig.restart({ aceptabits: { ...aceptabits, shop: '' } });
    const clave = inManagementPro(rig, person(1));
    await rig.cycles(4);
    expect(rig.aceptabits.requests.byPath['add-customer']).toBe(1);
    expect((await alerts.until('request:aceptabits:1285')).text).toContain('1285');
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['parked']);
    await rig.restart({ aceptabits });
    await rig.cycles(2);
    expect(counts(rig)).toEqual([1, 1]);
  });
});

describe('rule 11: answers that no document explains', () => {
  test.each(['404', '405'])('ManagementPro %s: a few tries, then parked with its message', async (code) => {
    const pair = await linkedPair(rig);
    editFor('managementpro', pair, 'new@correo.mx');
    rig.managementpro.faults.add({
      on: 'addCliente',
      when: 'before',
      kind: 'error500',
      code,
      times: FOREVER,
    });
    await rig.poll('aceptabits');
    expect(rig.managementpro.faults.hits()).toBe(3);
    await rig.cycles(1);
    expect(await parkedOn(pair)).toMatchObject({ code, detail: 'Error interno del servidor' });
    await rig.cycles(3);
    expect(rig.managementpro.faults.hits()).toBe(3);
    expect((await rig.status()).waiting.parked).toBe(1);
  });

  test.each([
    ['GetCliente', '405'],
    ['GetClienteLista', '404'],
  ])('ManagementPro %s %s is never read as an absence', async (on, code) => {
    const pair = await linkedPair(rig);
    editFor('managementpro', pair, 'new@correo.mx');
    rig.managementpro.faults.add({ on, when: 'before', kind: 'error500', code, times: FOREVER });
    for (let round = 0; round < 3; round += 1) {
      await rig.poll('managementpro').catch(() => undefined);
      await rig.poll('aceptabits');
    }
    expect(await rig.status()).toMatchObject({ waiting: { missing: 0, parked: 1 } });
    expect(counts(rig)).toEqual([1, 1]);
    rig.managementpro.faults.clear();
    editFor('managementpro', pair, 'newer@correo.mx');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['newer@correo.mx', 'newer@correo.mx']);
  });

  test('an unknown code of Aceptabits: a few tries, then parked, and never an absence', async () => {
    const proxy = await startProxy(rig.aceptabits.url);
    between = proxy;
    await rig.restart({ aceptabits: { ...rig.config.aceptabits, url: proxy.url } });
    const pair = await linkedPair(rig);
    const refused = { status: 400, body: '{"status":false,"error":{"code":"4242"}}' };
    proxy.rule = async ({ path }, forward) => (path.includes('edit-customer') ? refused : forward());
    editFor('aceptabits', pair, 'new@correo.mx');
    await rig.poll('managementpro');
    expect(proxy.seen.filter(({ path }) => path.includes('edit-customer'))).toHaveLength(3);
    await rig.cycles(1);
    expect(await parkedOn(pair)).toMatchObject({ side: 'aceptabits', code: '4242' });
    proxy.rule = async ({ query }, forward) =>
      query.has('search') || query.has('code') ? refused : forward();
    editFor('aceptabits', pair, 'newer@correo.mx');
    await rig.cycles(3);
    expect(await rig.status()).toMatchObject({ waiting: { missing: 0, parked: 1 } });
    proxy.rule = undefined;
    editFor('aceptabits', pair, 'newest@correo.mx');
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['newest@correo.mx', 'newest@correo.mx']);
  });
});
