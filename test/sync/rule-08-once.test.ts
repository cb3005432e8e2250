/** No answer, no crash, no second replica makes the same customer twice (rule 8). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import type { Intent } from '../../src/domain/intent.ts';
import { pause, unpause } from '../../src/people/answers.ts';
import { judgePair } from '../../src/people/pairs.ts';
import type { FaultKind } from '../../src/simulators/faults.ts';
import { fileIntent } from '../../src/store/open-creates.ts';
import type { Subject } from '../../src/store/records.ts';
import { park, unpark } from '../../src/sync/decide/park.ts';
import { deliver } from '../../src/sync/jobs/deliver.ts';
import { poll, readSide } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { FAST, type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  counts,
  eventsOf,
  inAceptabits,
  inManagementPro,
  linkOf,
  movableClock,
  onRequest,
  type Person,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
const replicas: App[] = [];
afterEach(async () => {
  for (const app of replicas.splice(0)) await app.close();
  await rig.close();
});

const CREATES = { managementpro: 'addCliente', aceptabits: 'add-customer' } as const;
const LISTS = { managementpro: 'GetClienteLista', aceptabits: 'get-customers' } as const;
const CREATED = 3;
/** A circuit that does not open keeps these tests to their subject. */
const QUIET_GATE = { troublesToOpen: 1_000, firstProbeMs: 50, lastProbeMs: 200 };
/** Long enough for a healthy answer on a busy machine, short enough for a test of what never comes. */
const SHORT_ANSWERS = { answerMs: 400 };

async function start(options: RigOptions & { app?: Partial<AppOptions> } = {}): Promise<void> {
  rig = await startRig({ ...options, app: { gateLimits: QUIET_GATE, ...options.app } });
  // Both lists are believed from here on, empty as they are: these tests are about the creates.
  await rig.cycles(2);
}

/** Customers on the other side, so that `target` gets them created. */
function newcomersFor(target: Side, count = CREATED): void {
  for (let number = 1; number <= count; number += 1)
    if (target === 'aceptabits') inManagementPro(rig, person(number));
    else inAceptabits(rig, person(number));
}

const writesOf = (side: Side) => rig.app.engine.queues.write[side];
const busy = ['waiting', 'active', 'prioritized', 'delayed'] as const;

/** Polls, while jobs wait for complete scans, until nothing is left to do. */
async function settle(): Promise<void> {
  do {
    for (const side of SIDES) await enqueue(rig.app.engine.queues, await poll(rig.app.context, side));
  } while (await unfinished());
}

async function unfinished(): Promise<boolean> {
  const jobs = await Promise.all(SIDES.map((side) => writesOf(side).getJobCountByTypes(...busy)));
  return jobs.some((count) => count > 0) || (await rig.status()).work > 0;
}

async function expectOnce(count = CREATED): Promise<void> {
  expect(counts(rig)).toEqual([count, count]);
  const emails = (side: Side) =>
    side === 'managementpro'
      ? rig.managementpro.people.all().map(({ email_1 }) => email_1)
      : rig.aceptabits.people.all().map(({ email }) => email);
  expect(new Set(emails('managementpro')).size).toBe(count);
  expect(new Set(emails('aceptabits'))).toEqual(new Set(emails('managementpro')));
  expect(await rig.status()).toMatchObject({ links: count, differing: 0 });
  const writes = rig.writes();
  await rig.cycles(2);
  expect(rig.writes()).toBe(writes);
}

const FAULTS: { kind: FaultKind; cut?: 'connection' | 'json' }[] = [
  { kind: 'reset' },
  { kind: 'timeout' },
  { kind: 'error500' },
  { kind: 'html502' },
  { kind: 'cutoff', cut: 'connection' },
  { kind: 'cutoff', cut: 'json' },
  { kind: 'empty' },
  { kind: 'garbage' },
];

describe.each(SIDES)('rule 8: creates in %s', (target) => {
  describe.each(['before', 'after'] as const)('whose answer goes wrong %s the commit', (when) => {
    test.each(FAULTS)('by $kind ($cut): exactly one record per person', async ({ kind, cut }) => {
      await start({ app: { transportLimits: SHORT_ANSWERS } });
      newcomersFor(target);
      rig[target].faults.add({ on: CREATES[target], when, kind, times: CREATED, ...(cut && { cut }) });
      await settle();
      expect(rig[target].faults.hits()).toBe(CREATED);
      await expectOnce();
      expect(rig[target].writes).toBe(CREATED);
    });
  });

  test('a list that shows a new customer only after a while is waited for', async () => {
    await start({
      [target]: { listLagMs: 300 },
      app: { timings: { ...FAST, createQuietMs: 900, lagMs: 600 } },
    });
    newcomersFor(target);
    rig[target].faults.add({ on: CREATES[target], when: 'after', kind: 'reset', times: CREATED });
    await settle();
    await expectOnce();
  });

  test('a commit that comes long after the caller has given up is found, not repeated', async () => {
    await start({
      app: { transportLimits: { answerMs: 100 }, timings: { ...FAST, createQuietMs: 1_500 } },
    });
    newcomersFor(target, 1);
    rig[target].faults.add({ on: CREATES[target], when: 'after', kind: 'timeout', commitDelayMs: 600 });
    await settle();
    await expectOnce(1);
    expect(rig[target].writes).toBe(1);
  });

  test('two replicas at the same customers create each once', async () => {
    await start();
    const other = await createApp(rig.config, replicaOptions());
    replicas.push(other);
    await other.engine.start();
    newcomersFor(target, 12);
    rig[target].settings.latencyMs = 5;
    const apps = [rig.app, other];
    for (let round = 0; round < 3; round += 1) {
      for (const side of SIDES)
        await Promise.all(apps.map(async (app) => enqueue(app.engine.queues, await poll(app.context, side))));
      await rig.idle();
    }
    await settle();
    await expectOnce(12);
    expect(rig[target].writes).toBe(12);
  });

  test('a job that is run twice at the same moment creates once', async () => {
    await start();
    newcomersFor(target, 4);
    rig[target].settings.latencyMs = 20;
    const source = otherSide(target);
    for (const side of [source, target, source]) {
      const requests = await poll(rig.app.context, side);
      // The same requests under another urgency are other jobs, and both run.
      await enqueue(rig.app.engine.queues, requests);
      await enqueue(
        rig.app.engine.queues,
        requests.map((request) => ({ ...request, urgency: 'person' as const })),
      );
      await rig.idle();
    }
    await settle();
    await expectOnce(4);
    expect(rig[target].writes).toBe(4);
  });

  test('an intent that a killed process left behind before it had sent anything: created once', async () => {
    await start();
    newcomersFor(target, 1);
    await leaveIntent(target);
    await settle();
    await expectOnce(1);
    expect(rig[target].writes).toBe(1);
  });

  test('an intent that a killed process left behind after its create was done: adopted', async () => {
    await start();
    newcomersFor(target, 1);
    await leaveIntent(target);
    if (target === 'aceptabits') inAceptabits(rig, person(1));
    else inManagementPro(rig, person(1));
    await settle();
    await expectOnce(1);
    expect(rig.writes()).toBe(0);
  });

  test('a clear no ends the intent: the customer is parked with the reason and nothing is looked for', async () => {
    await start();
    if (target === 'aceptabits')
      rig.managementpro.people.create({ descripcion: '   ', email_1: 'a@correo.mx' });
    else rig.aceptabits.people.create({ name: '', email: 'a@correo.mx' });
    await rig.cycles(3);
    const status = await rig.status();
    expect(status.sides[target].openIntents).toBe(0);
    expect(status.waiting.parked).toBe(1);
    expect(rig[target].people.all()).toHaveLength(0);
    const posts = () =>
      target === 'aceptabits'
        ? rig.aceptabits.requests.byPath['add-customer']
        : rig.managementpro.requests.byAction.addCliente;
    const before = posts();
    expect(before).toBe(1);
    await rig.cycles(3);
    expect(posts()).toBe(before);
  });

  test('two identical customers whose creates are both unclear cannot be told apart: parked, not doubled', async () => {
    await start();
    twins(target);
    rig[target].faults.add({ on: CREATES[target], when: 'after', kind: 'reset', times: 2 });
    await settle();
    expect(rig[target].people.all()).toHaveLength(2);
    expect(rig[otherSide(target)].people.all()).toHaveLength(2);
    const { sides, waiting } = await rig.status();
    expect(sides[target].openIntents).toBe(2);
    expect(waiting.parked + waiting.ambiguous).toBeGreaterThanOrEqual(2);
    await rig.cycles(3);
    expect(rig.writes()).toBe(2);
  });

  test('of two identical customers one is created and one is not, unclearly: parked, not doubled', async () => {
    await start();
    twins(target);
    rig[target].faults.add({ on: CREATES[target], when: 'before', kind: 'reset' });
    rig[target].faults.add({ on: CREATES[target], when: 'after', kind: 'reset' });
    await settle();
    expect(rig[target].people.all().length).toBeLessThanOrEqual(2);
    expect(rig[otherSide(target)].people.all()).toHaveLength(2);
    const writes = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(writes);
  });

  test('of what two identical customers made, unclearly, only one shows yet: nobody adopts it, and nothing is sent again', async () => {
    await start();
    twins(target);
    await leaveIntent(target, { name: TWIN, email: '', phone: '' });
    if (target === 'aceptabits') rig.aceptabits.people.create({ name: TWIN });
    else rig.managementpro.people.create({ descripcion: TWIN });
    await settle();
    await rig.cycles(3);
    expect(rig.writes()).toBe(0);
    const { links, waiting } = await rig.status();
    expect(links).toBe(0);
    expect(waiting.parked + waiting.ambiguous).toBeGreaterThanOrEqual(2);
  });

  test('what a killed process created was edited before it was ever seen: a person is asked, and nothing is sent again', async () => {
    await start();
    newcomersFor(target, 1);
    await leaveIntent(target);
    const edited = { ...person(1), email: 'corregido@correo.mx', phone: '' };
    if (target === 'aceptabits') inAceptabits(rig, edited);
    else inManagementPro(rig, edited);
    await settle();
    await rig.cycles(3);
    expect(rig.writes()).toBe(0);
    expect((await rig.status()).waiting.parked).toBe(1);
  });

  test('what a killed process created was renamed before it was ever seen, and has nothing but its name: a person is asked, and neither is created again', async () => {
    await start();
    const named = { ...person(1), email: '', phone: '0000000000' };
    if (target === 'aceptabits') inManagementPro(rig, named);
    else inAceptabits(rig, named);
    await leaveIntent(target, sent(named));
    const renamed = { ...named, last: `${named.last} y Asociados` };
    if (target === 'aceptabits') inAceptabits(rig, renamed);
    else inManagementPro(rig, renamed);
    await settle();
    await rig.cycles(3);
    expect(counts(rig)).toEqual([1, 1]);
    expect((await rig.status()).waiting).toMatchObject({ parked: 1, ambiguous: 1 });
    const [[clave], [code]] = [
      rig.managementpro.people.all().map((one) => one.clave),
      rig.aceptabits.people.all().map((one) => one.code),
    ];
    expect(await judgePair(rig.app.context, clave ?? '', code ?? '', 'same', 'ana')).toBe(true);
    await rig.cycles(2);
    expect(counts(rig)).toEqual([1, 1]);
    expect((await rig.status()).links).toBe(1);
    expect((await rig.status()).sides[target].openIntents).toBe(0);
  });

  test('a customer that somebody typed in by hand while the create was unclear is taken for it', async () => {
    await start();
    newcomersFor(target, 1);
    onRequest(rig[target], CREATES[target], () => {
      if (target === 'aceptabits') inAceptabits(rig, person(1));
      else inManagementPro(rig, person(1));
    });
    rig[target].faults.add({ on: CREATES[target], when: 'before', kind: 'reset' });
    await settle();
    await expectOnce(1);
    expect(rig.writes()).toBe(0);
  });

  test('a customer who had stood there all along, unseen and spelled otherwise, was not made by the unclear create: the policy decides', async () => {
    await start();
    newcomersFor(target, 1);
    await leaveIntent(target);
    const spelled = { ...person(1), first: `${person(1).first} Alí`, email: 'otra@correo.mx' };
    if (target === 'aceptabits') inAceptabits(rig, spelled);
    else inManagementPro(rig, spelled);
    await settle();
    const { email, phone } = target === 'aceptabits' ? person(1) : spelled;
    await expectOnce(1);
    const [cliente] = rig.managementpro.people.all();
    const [customer] = rig.aceptabits.people.all();
    expect(`${customer?.name} ${customer?.lastname}`).toBe(cliente?.descripcion);
    expect([cliente?.email_1, customer?.email, customer?.phone]).toEqual([email, email, phone]);
    const lost = (await eventsOf(rig, cliente?.clave ?? '')).flatMap(({ conflict }) => conflict?.field ?? []);
    expect(lost.sort()).toEqual(['email', 'name']);
  });

  test('a create that never works is given up after a few sends, parked, and leaves the others alone', async () => {
    await start();
    newcomersFor(target, 3);
    const poison = person(2).email;
    rig[target].faults.add({
      on: CREATES[target],
      when: 'before',
      kind: 'error500',
      times: Number.POSITIVE_INFINITY,
      matches: (body) => JSON.stringify(body).includes(poison),
    });
    await settle();
    expect(rig[target].people.all()).toHaveLength(2);
    expect((await rig.status()).waiting.parked).toBe(1);
    const hits = rig[target].faults.hits();
    expect(hits).toBeLessThanOrEqual(8);
    await rig.cycles(3);
    expect(rig[target].faults.hits()).toBe(hits);
  });

  test('while the list cannot be read, an unclear create is not repeated', async () => {
    await start();
    newcomersFor(target, 1);
    rig[target].faults.add({ on: CREATES[target], when: 'after', kind: 'reset' });
    for (const side of [otherSide(target), target])
      await enqueue(rig.app.engine.queues, await poll(rig.app.context, side));
    onRequest(rig[target], CREATES[target], () => {
      rig[target].faults.add({
        on: LISTS[target],
        when: 'before',
        kind: 'error500',
        times: Number.POSITIVE_INFINITY,
      });
    });
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, otherSide(target)));
    await rig.idle();
    expect(rig[target].writes).toBe(1);
    rig[target].faults.clear();
    await settle();
    await expectOnce(1);
    expect(rig[target].writes).toBe(1);
    expect(await waitsOf(rig, 'managementpro', rig.managementpro.people.all()[0]?.clave ?? '')).toEqual([]);
  });
});

describe.each(SIDES)('rule 8: creates in %s, and clocks', (target) => {
  test('the process that looks is ten minutes ahead of the one that sent: the quiet time is waited for all the same', async () => {
    const clock = movableClock();
    await start({
      [target]: { listLagMs: 2_000 },
      app: { now: clock.now, timings: { ...FAST, createQuietMs: 3_000 } },
    });
    newcomersFor(target, 1);
    rig[target].faults.add({ on: CREATES[target], when: 'after', kind: 'reset' });
    let isAhead = false;
    onRequest(rig[target], LISTS[target], () => {
      // The first reading since the create: it is the process that looks, and its intent is of the earlier one.
      if (isAhead || rig[target].faults.hits() === 0) return;
      isAhead = true;
      clock.advance(600_000);
    });
    await settle();
    await expectOnce(1);
    expect(isAhead).toBe(true);
    expect(rig[target].writes).toBe(1);
  });

  test('a process that was frozen since its intent, and whose clock was set back meanwhile, sends nothing', async () => {
    const clock = movableClock();
    await start({ app: { now: clock.now, timings: { ...FAST, sendWithinMs: 50 } } });
    newcomersFor(target, 1);
    const { context } = rig.app;
    for (const side of [otherSide(target), target]) await poll(context, side);
    const key = loneKey(otherSide(target));
    const { lasts } = context.epoch;
    // Asked last of all before the request, when the intent stands.
    context.epoch.lasts = async (trustedFrom) => {
      expect((await context.store.intents(target)).has(key)).toBe(true);
      const until = performance.now() + 2 * context.timings.sendWithinMs;
      clock.advance(-3_600_000);
      await vi.waitUntil(() => performance.now() > until, { interval: 5 });
      return lasts(trustedFrom);
    };
    const subject = { side: otherSide(target), key };
    await expect(deliver(context, target, subject, 'job')).rejects.toThrow('too-late');
    expect(rig.writes()).toBe(0);
    context.epoch.lasts = lasts;
    await settle();
    await expectOnce(1);
  });

  test('under a rate limit no turn is wasted: none is too late because it waited with its intent noted', async () => {
    await start({ app: { timings: { ...FAST, sendWithinMs: 200 } } });
    await rig.restart({ [target]: { ...rig.config[target], maxRps: 25 } });
    newcomersFor(target, 8);
    await settle();
    await expectOnce(8);
    const { values } = await rig.app.context.metrics.requests.get();
    expect(values.filter(({ labels }) => labels.outcome === 'too-late')).toEqual([]);
  });
});

describe.each(SIDES)('rule 8: creates in %s, and a Redis that has lost its newest writes', (target) => {
  /** The list hides what was created for a while, for which the quiet time makes up. */
  const lagging = { [target]: { listLagMs: 1_500 }, app: { timings: { ...FAST, createQuietMs: 2_500 } } };

  test('a create whose intent is lost, and which the list does not show yet, is not repeated', async () => {
    await start(lagging);
    newcomersFor(target, 1);
    for (const side of SIDES) await poll(rig.app.context, side);
    await createUnnoted(target);
    await restartRedis();
    await settle();
    await expectOnce(1);
    expect(rig.writes()).toBe(1);
  });

  test('a repeated create whose note is lost, and which the list does not show yet, is not repeated once more', async () => {
    await start(lagging);
    newcomersFor(target, 1);
    await readSide(rig.app.context, otherSide(target));
    const { store } = rig.app.context;
    const early = (await store.time()) - 10_000;
    // The first send was looked for in vain, and the scan that this waits for is done.
    await noteIntent(target, sent(person(1)), { sentAt: early, quietSince: await store.nextSequence() });
    await readSide(rig.app.context, target);
    await createUnnoted(target);
    await restartRedis();
    await settle();
    await expectOnce(1);
    expect(rig.writes()).toBe(1);
  });

  test('the quiet time of a create whose intent is lost under it begins when its request has ended', async () => {
    await start({
      [target]: { listLagMs: 1_800 },
      app: { timings: { ...FAST, createQuietMs: 1_200 } },
    });
    newcomersFor(target, 1);
    let loss: Promise<unknown> | undefined;
    onRequest(rig[target], CREATES[target], () => {
      const { store } = rig.app.context;
      loss ??= store.redis.del(store.keys.intents(target)).then(restartRedisBeside);
    });
    rig[target].faults.add({ on: CREATES[target], when: 'after', kind: 'reset', delayMs: 1_000 });
    await settle();
    await loss;
    await expectOnce(1);
    expect(rig.writes()).toBe(1);
  });

  test('an intent that the driver sent again to a Redis that was started anew, before anybody knew, is not sent', async () => {
    await start();
    newcomersFor(target, 1);
    const { context } = rig.app;
    for (const side of [otherSide(target), target]) await poll(context, side);
    const expectEpoch = context.epoch.expect;
    // Known only once the commit is done: that Redis still held the state of the one before.
    context.epoch.expect = async (tx, trustedFrom) => {
      await expectEpoch(tx, trustedFrom);
      const commit = tx.commit.bind(tx);
      tx.commit = async () => {
        const done = await commit();
        await restartRedisBeside();
        return done;
      };
    };
    const subject = { side: otherSide(target), key: loneKey(otherSide(target)) };
    await expect(deliver(context, target, subject, 'job')).rejects.toThrow('started anew');
    expect(rig.writes()).toBe(0);
    context.epoch.expect = expectEpoch;
    await settle();
    await expectOnce(1);
  });

  test('the very first start waits for no quiet time, and a restart that has lost nothing for one', async () => {
    const timings = { ...FAST, createQuietMs: 3_600_000 };
    await start({ app: { timings } });
    newcomersFor(target, 1);
    await settle();
    await expectOnce(1);
    timings.createQuietMs = 300;
    await restartRedis();
    if (target === 'aceptabits') inManagementPro(rig, person(2));
    else inAceptabits(rig, person(2));
    await settle();
    await expectOnce(2);
    expect(rig.writes()).toBe(2);
  });
});

describe.each(SIDES)('rule 8: a create in %s that would be repeated', (target) => {
  const source = otherSide(target);
  const one = () => ({ side: source, key: loneKey(source) });

  test('of a customer whom a person has paused meanwhile: looked for, not sent, and created once it is resumed', async () => {
    await start();
    newcomersFor(target, 1);
    await leaveIntent(target);
    expect(await pause(rig.app.context, one(), 'ana')).toBe(true);
    await settle();
    expect(rig.writes()).toBe(0);
    const { waiting, sides } = await rig.status();
    expect([waiting.paused, sides[target].openIntents]).toEqual([1, 0]);
    expect(await unpause(rig.app.context, one(), 'ana')).toBe(true);
    await settle();
    await expectOnce(1);
  });

  test('of a customer whom a person has paused meanwhile, and who was created after all: adopted', async () => {
    await start();
    newcomersFor(target, 1);
    await leaveIntent(target);
    await createUnnoted(target);
    await pause(rig.app.context, one(), 'ana');
    await settle();
    expect(counts(rig)).toEqual([1, 1]);
    expect(await rig.status()).toMatchObject({ links: 1 });
  });

  test('whose e-mail somebody else has got meanwhile: ambiguous, and not sent', async () => {
    await start();
    const other = target === 'aceptabits' ? inAceptabits(rig, person(2)) : inManagementPro(rig, person(2));
    await readSide(rig.app.context, target);
    await pause(rig.app.context, { side: target, key: other }, 'ana');
    newcomersFor(target, 1);
    await leaveIntent(target);
    const { email } = person(1);
    if (target === 'aceptabits') rig.aceptabits.people.edit(other, { email });
    else rig.managementpro.people.edit(other, { email_1: email });
    await settle();
    expect(rig.writes()).toBe(0);
    expect((await rig.status()).waiting.ambiguous).toBe(2);
    expect((await rig.status()).sides[target].openIntents).toBe(0);
  });

  test('of a customer renamed meanwhile: what its second request made, without an answer, is found', async () => {
    await start();
    const asked = { name: 'Papelería', email: '', phone: '' };
    const key = named(source, asked.name);
    await leaveIntent(target, asked);
    rename(source, key, 'Abarrotes');
    rig[target].faults.add({ on: CREATES[target], when: 'after', kind: 'reset' });
    await settle();
    expect(names()).toEqual([['Abarrotes'], ['Abarrotes']]);
    expect(await rig.status()).toMatchObject({ links: 1, differing: 0 });
    expect(rig[target].writes).toBe(1);
  });

  test('of a customer renamed meanwhile: what its first request made is found, and gets the new name', async () => {
    await start();
    const key = named(source, 'Papelería');
    await readSide(rig.app.context, source);
    const [now, before] = ['Abarrotes', 'Papelería'].map((name) => ({
      name,
      email: '',
      phone: '',
      salesperson: '',
    }));
    if (now === undefined || before === undefined) throw new Error('two names');
    await noteIntent(target, now, { sends: 2, earlier: [{ customer: before, salespersonFrom: '' }] });
    rename(source, key, now.name);
    named(target, before.name);
    await settle();
    expect(names()).toEqual([['Abarrotes'], ['Abarrotes']]);
    expect(await rig.status()).toMatchObject({ links: 1, differing: 0 });
    expect(rig[source].writes).toBe(0);
  });

  test('and was sent three times without a trace is sent once more at night, or when a person frees it', async () => {
    await start();
    newcomersFor(target, 1);
    rig[target].faults.add({
      on: CREATES[target],
      when: 'before',
      kind: 'error500',
      times: Number.POSITIVE_INFINITY,
    });
    await settle();
    expect((await rig.status()).waiting.parked).toBe(1);
    const hits = rig[target].faults.hits();
    await rig.cycles(2);
    expect(rig[target].faults.hits()).toBe(hits);
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, source, { everything: true }));
    await settle();
    expect(rig[target].faults.hits()).toBe(hits + 1);
    rig[target].faults.clear();
    expect(await unpark(rig.app.context, one(), 'ana')).toBe(true);
    await settle();
    await expectOnce(1);
  });
});

test('rule 8: a customer that turned BA while its create was unclear is looked for, not created, and created when it is AC again', async () => {
  await start();
  newcomersFor('aceptabits', 1);
  await leaveIntent('aceptabits');
  const clave = loneKey('managementpro');
  rig.managementpro.people.setEstado(clave, 'BA');
  await settle();
  expect(rig.writes()).toBe(0);
  expect((await rig.status()).sides.aceptabits.openIntents).toBe(0);
  rig.managementpro.people.setEstado(clave, 'AC');
  await settle();
  await expectOnce(1);
});

test('rule 8: who decides without knowing that a create has begun meanwhile does not leave it open for ever', async () => {
  await start();
  const clave = inManagementPro(rig, person(1), { estado: 'BA' });
  // The other daemon's intent comes between this one's look at the open intents and its decision.
  const { store } = rig.app.context;
  const load = store.load.bind(store);
  let isNoted = false;
  store.load = async (subjects) => {
    const [known] = await store.storedRecords('managementpro', [clave]);
    if (known !== undefined && !isNoted) await noteIntent('aceptabits');
    isNoted = known !== undefined;
    return load(subjects);
  };
  await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'managementpro'));
  store.load = load;
  await settle();
  expect(counts(rig)).toEqual([1, 0]);
  expect((await rig.status()).sides.aceptabits.openIntents).toBe(0);
});

test('rule 8: whoever was ambiguous and is created after all is work until that is done, so that a lost job does no harm', async () => {
  await start();
  const clave = inManagementPro(rig, person(1));
  const code = inAceptabits(rig, { ...person(2), email: person(1).email });
  await rig.cycles(2);
  expect((await rig.status()).waiting.ambiguous).toBe(2);
  rig.aceptabits.people.edit(code, { email: 'ahora-otro@correo.mx' });
  const { context } = rig.app;
  // Its jobs are lost: nobody queues what this poll asks for.
  await poll(context, 'aceptabits');
  const work = await context.store.redis.zrange(context.store.keys.work, '0', '-1');
  expect(new Set(work)).toEqual(new Set([`managementpro:${clave}`, `aceptabits:${code}`]));
  await settle();
  expect(counts(rig)).toEqual([2, 2]);
  expect(await rig.status()).toMatchObject({ links: 2, differing: 0 });
});

test('rule 8: a create that somebody decides against before it has begun is not begun', async () => {
  await start();
  const { context } = rig.app;
  const clave = inManagementPro(rig, person(1));
  for (const side of ['managementpro', 'aceptabits'] as const) await poll(context, side);
  const subject = { side: 'managementpro', key: clave } as const;
  // Asked for last of all, between the search and the intent.
  const { expect: expectEpoch } = context.epoch;
  context.epoch.expect = async (...asked) => {
    context.epoch.expect = expectEpoch;
    rig.managementpro.people.setEstado(clave, 'BA');
    await poll(context, 'managementpro');
    return expectEpoch(...asked);
  };
  await expect(deliver(context, 'aceptabits', subject, 'job')).rejects.toThrow('somebody else');
  await settle();
  expect(rig.writes()).toBe(0);
  expect((await rig.status()).sides.aceptabits.openIntents).toBe(0);
  rig.managementpro.people.setEstado(clave, 'AC');
  await settle();
  await expectOnce(1);
});

/** The key of the only customer of a side. */
function loneKey(side: Side): string {
  return (
    (side === 'managementpro'
      ? rig.managementpro.people.all()[0]?.clave
      : rig.aceptabits.people.all()[0]?.code) ?? ''
  );
}

/** A create of ours that nobody remembers: its answer was never filed, and its list shows it as late as it does. */
async function createUnnoted(target: Side): Promise<void> {
  const { clients } = rig.app.context;
  const one = sent(person(1));
  if (target === 'aceptabits') await clients.aceptabits.create({ ...one, shop: rig.config.aceptabits.shop });
  else await clients.managementpro.create({ ...one, rfc: 'XAXX010101000', legalName: one.name });
}

/** The daemon finds another run of the server than it knew: whatever was written last may be lost. */
async function restartRedis(): Promise<void> {
  await rig.app.context.store.setState('redis-run', 'of a server that is no more');
  await rig.restart();
}

/** The same under a living daemon, found by another one. */
async function restartRedisBeside(): Promise<void> {
  await rig.app.context.store.setState('redis-run', 'of a server that is no more');
  const other = await createApp({ ...rig.config, roles: [] }, replicaOptions());
  replicas.push(other);
  await other.engine.start();
}

/** Somebody who has nothing but a name. */
function named(side: Side, name: string): string {
  return side === 'managementpro'
    ? rig.managementpro.people.create({ descripcion: name })
    : rig.aceptabits.people.create({ name });
}

function rename(side: Side, key: string, name: string): void {
  if (side === 'managementpro') rig.managementpro.people.edit(key, { descripcion: name });
  else rig.aceptabits.people.edit(key, { name });
}

function names(): [managementpro: string[], aceptabits: string[]] {
  return [
    rig.managementpro.people.all().map(({ descripcion }) => descripcion),
    rig.aceptabits.people.all().map(({ name }) => name),
  ];
}

/** A newcomer in ManagementPro whose create may begin, and somebody in Aceptabits who shares nothing with it. */
async function strangers() {
  await start();
  const code = inAceptabits(rig, person(2));
  await readSide(rig.app.context, 'aceptabits');
  expect(await pause(rig.app.context, { side: 'aceptabits', key: code }, 'ana')).toBe(true);
  const clave = inManagementPro(rig, person(1));
  for (const side of SIDES) await poll(rig.app.context, side);
  return { clave, code, subject: { side: 'managementpro', key: clave } as const };
}

/** Runs the create's job; the person speaks when the search is over and the intent not yet noted. */
async function deliverWhile(subject: Subject, speak: () => Promise<boolean>): Promise<void> {
  const { context } = rig.app;
  const { expect: expectEpoch } = context.epoch;
  context.epoch.expect = async (...asked) => {
    context.epoch.expect = expectEpoch;
    expect(await speak()).toBe(true);
    return expectEpoch(...asked);
  };
  await expect(deliver(context, 'aceptabits', subject, 'job')).rejects.toThrow('somebody else');
}

test('rule 8: a customer that a person pauses before its create has begun is not created until it is resumed', async () => {
  const { subject } = await strangers();
  await deliverWhile(subject, () => pause(rig.app.context, subject, 'ana'));
  await settle();
  expect(counts(rig)).toEqual([1, 1]);
  expect(await waitsOf(rig, 'managementpro', subject.key)).toEqual(['paused']);
  expect(await unpause(rig.app.context, subject, 'ana')).toBe(true);
  await settle();
  expect(counts(rig)).toEqual([1, 2]);
});

test('rule 8: a customer of whom a person says, before its create has begun, who it is on the other side is not created', async () => {
  const { clave, code, subject } = await strangers();
  await deliverWhile(subject, () => judgePair(rig.app.context, clave, code, 'same', 'ana'));
  await settle();
  expect(counts(rig)).toEqual([1, 1]);
  expect((await linkOf(rig, clave))?.code).toBe(code);
});

test('rule 8: what a person says of a customer while it is parked stays', async () => {
  const { subject } = await strangers();
  const { context } = rig.app;
  const load = context.store.load.bind(context.store);
  context.store.load = async (subjects) => {
    context.store.load = load;
    const loaded = await load(subjects);
    expect(await pause(context, subject, 'ana')).toBe(true);
    return loaded;
  };
  const reason = { errorClass: 'data', code: '1277', detail: '', fingerprint: '' } as const;
  await park(context, 'aceptabits', subject, reason, 'job');
  expect(await unpark(context, subject, 'ana')).toBe(true);
  await settle();
  expect(counts(rig)).toEqual([1, 1]);
  expect(await waitsOf(rig, 'managementpro', subject.key)).toEqual(['paused']);
});

test('rule 8: of two identical customers a person says which one did not make the one that was found: the other adopts it', async () => {
  await start();
  twins('aceptabits');
  await leaveIntent('aceptabits', { name: TWIN, email: '', phone: '' });
  const code = rig.aceptabits.people.create({ name: TWIN });
  await settle();
  const [mine, other] = rig.managementpro.people.all().map(({ clave }) => clave) as [string, string];
  const { context } = rig.app;
  expect(await judgePair(context, other, code, 'different', 'ana')).toBe(true);
  await settle();
  expect((await linkOf(rig, mine))?.code).toBe(code);
  await unpark(context, { side: 'managementpro', key: other }, 'ana');
  await settle();
  expect(counts(rig)).toEqual([2, 2]);
  expect(await rig.status()).toMatchObject({ links: 2, differing: 0 });
});

const TWIN = 'Juan Pech Dzul';

/** Two customers that nothing but their key tells apart. */
function twins(target: Side): void {
  for (let count = 0; count < 2; count += 1)
    if (target === 'aceptabits') rig.managementpro.people.create({ descripcion: TWIN });
    else rig.aceptabits.people.create({ name: TWIN });
}

function replicaOptions(): AppOptions {
  return {
    log: createLog({ level: 'silent', pii: true }),
    timings: FAST,
    gateLimits: QUIET_GATE,
  };
}

function sent({ first, last, email, phone }: Person) {
  return { name: `${first} ${last}`, email, phone };
}

/** What a kill between the intent and the answer of a create leaves: the note, and nobody at work. */
async function leaveIntent(target: Side, whose = sent(person(1))): Promise<void> {
  await readSide(rig.app.context, otherSide(target));
  await noteIntent(target, whose);
}

async function noteIntent(target: Side, whose = sent(person(1)), more: Partial<Intent> = {}): Promise<void> {
  const { store } = rig.app.context;
  const intent: Intent = {
    token: 'of a process that is no more',
    sequence: await store.nextSequence(),
    at: Date.now(),
    customer: { ...whose, salesperson: '' },
    salespersonFrom: '',
    quietSince: undefined,
    sends: 1,
    ...more,
  };
  const own = new Set(rig.aceptabits.people.platform().map(({ code }) => code));
  for await (const keys of store.knownKeys(otherSide(target)))
    for (const key of keys.filter((known) => !own.has(known))) {
      const tx = store.transaction();
      fileIntent(store, tx, target, key, intent);
      await tx.commit();
    }
}

describe('rule 8: a wrong clock in Aceptabits', () => {
  test.each([-3_600_000, 3_600_000, -86_400_000 * 400])(
    '%i ms off: exactly one record per person',
    async (skew) => {
      await start({ aceptabits: { clockSkewMs: skew } });
      for (let number = 10; number < 130; number += 1) {
        inAceptabits(rig, person(number));
        inManagementPro(rig, person(number));
      }
      await rig.cycles(2);
      newcomersFor('aceptabits');
      rig.aceptabits.faults.add({ on: 'add-customer', when: 'after', kind: 'reset', times: CREATED });
      await settle();
      await expectOnce(120 + CREATED);
      expect(rig.writes()).toBe(CREATED);
    },
  );
});
