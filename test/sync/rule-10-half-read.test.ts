/** What a reading has shown while it is under way, and what may follow from half a list (rule 10). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { release } from '../../src/people/release-brake.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Between, startProxy } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  counts,
  inAceptabits,
  inManagementPro,
  linkedPairs,
  linkOf,
  movableClock,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
let between: Between;
const clock = movableClock();
afterEach(async () => {
  await rig.close();
  await between?.close();
});

/** Aceptabits' second page waits until it is let go. */
function holdSecondPage(): { reached: Promise<void>; letGo: () => void } {
  const [reached, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  between.rule = async ({ query }, forward) => {
    if (query.get('page') !== '2') return forward();
    reached.resolve();
    await go.promise;
    return forward();
  };
  return { reached: reached.promise, letGo: go.resolve };
}

async function throughProxy(): Promise<void> {
  between = await startProxy(rig.aceptabits.url);
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, url: between.url } });
}

test("rule 10: what half a reading shows of another company is not acted on by the other side's poll", async () => {
  rig = await startRig({ now: clock.now });
  await throughProxy();
  const pairs = await linkedPairs(rig, 30);
  clock.advance(10_000);
  for (const { code } of pairs) rig.aceptabits.people.remove(code);
  for (let number = 1_000; number < 1_130; number += 1) inAceptabits(rig, person(number));
  const { reached, letGo } = holdSecondPage();
  const reading = poll(rig.app.context, 'aceptabits');
  await reached;
  await rig.poll('managementpro');
  expect(counts(rig)).toEqual([30, 130]);
  letGo();
  await enqueue(rig.app.engine.queues, await reading);
  await rig.cycles(2);
  expect((await rig.status()).sides.aceptabits.brake).toMatchObject({ reason: 'shrunken-list' });
  expect(counts(rig)).toEqual([30, 130]);
});

test('rule 10: the first page of a mass blanking is not acted on before the last is read', async () => {
  rig = await startRig({
    now: clock.now,
    config: {
      brake: {
        missingPercent: 10,
        changedPercent: 90,
        emptiedPercent: 90,
        minCustomers: 10,
        newPercent: 25,
        newMin: 100,
      },
    },
  });
  await throughProxy();
  const pairs = await linkedPairs(rig, 130);
  clock.advance(10_000);
  for (const { code } of pairs) rig.aceptabits.people.edit(code, { phone: null });
  const { reached, letGo } = holdSecondPage();
  const reading = poll(rig.app.context, 'aceptabits');
  await reached;
  await rig.poll('managementpro');
  expect(rig.writes()).toBe(0);
  letGo();
  await enqueue(rig.app.engine.queues, await reading);
  await rig.cycles(1);
  const { brake } = (await rig.status()).sides.aceptabits;
  expect(brake).toMatchObject({ reason: 'mass-emptying', field: 'phone', count: 130 });
  expect(rig.writes()).toBe(0);
  expect(await release(rig.app.context, 'aceptabits', brake?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(1);
  for (const pair of pairs) expect(both(rig, pair, 'phone')).toEqual(['', '']);
});

test('rule 10: a reading that breaks off holds up nobody for longer than until the next one', async () => {
  const brake = {
    missingPercent: 10,
    changedPercent: 25,
    emptiedPercent: 10,
    minCustomers: 10,
    newPercent: 25,
  };
  rig = await startRig({ now: clock.now, config: { brake: { ...brake, newMin: 1_000 } } });
  await throughProxy();
  const [pair] = await linkedPairs(rig, 1);
  if (pair === undefined) return;
  for (let number = 1_000; number < 1_130; number += 1) inAceptabits(rig, person(number));
  rig.aceptabits.people.edit(pair.code, { phone: '9998887766', created_at: '2026-01-01T00:00:00.000000Z' });
  between.rule = async ({ query }, forward) => {
    if (query.get('page') === '2') throw new Error('broken');
    return forward();
  };
  await expect(poll(rig.app.context, 'aceptabits')).rejects.toThrow();
  await expect(poll(rig.app.context, 'aceptabits')).rejects.toThrow();
  between.rule = undefined;
  await rig.cycles(3);
  expect(both(rig, pair, 'phone')).toEqual(['9998887766', '9998887766']);
  expect(counts(rig)).toEqual([131, 131]);
});

describe('rule 10: a poll that judged before the reading of the other side was whole', () => {
  type Hold = { reached: PromiseWithResolvers<void>; go: PromiseWithResolvers<void> };
  const hold = (): Hold => ({
    reached: Promise.withResolvers<void>(),
    go: Promise.withResolvers<void>(),
  });

  /** Whoever goes through the work next waits, in this order, each until it is let go. */
  function holdWork(...holds: Hold[]): void {
    const { store } = rig.app.context;
    const batches = store.workBatches.bind(store);
    vi.spyOn(store, 'workBatches').mockImplementation(async function* () {
      const next = holds.shift();
      next?.reached.resolve();
      await next?.go.promise;
      yield* batches();
    });
  }

  test.each([
    ['has yet to judge', false],
    ['has judged', true],
  ])('does not act on what that one %s', async (_, isJudged) => {
    rig = await startRig({ now: clock.now });
    const pairs = await linkedPairs(rig, 30);
    clock.advance(10_000);
    const { context } = rig.app;
    const [deciding, judging] = [hold(), hold()];
    holdWork(deciding, judging);
    const first = poll(context, 'aceptabits');
    await deciding.reached.promise;
    const phones = pairs.map((pair) => both(rig, pair, 'phone'));
    for (const { clave } of pairs) rig.managementpro.people.edit(clave, { telefono_1: '' });
    const second = poll(context, 'managementpro');
    await judging.reached.promise;
    if (isJudged) {
      judging.go.resolve();
      // It goes through the work itself when the other is done with it.
      const braked = async () => (await rig.status()).sides.managementpro.brake?.reason;
      await expect.poll(braked).toBe('mass-emptying');
    }
    deciding.go.resolve();
    await enqueue(rig.app.engine.queues, await first);
    judging.go.resolve();
    await enqueue(rig.app.engine.queues, await second);
    await rig.cycles(1);
    expect((await rig.status()).sides.managementpro.brake).toMatchObject({
      reason: 'mass-emptying',
      count: 30,
    });
    expect(pairs.map((pair) => both(rig, pair, 'phone')[1])).toEqual(phones.map(([, phone]) => phone));
    expect(rig.writes()).toBe(0);
  });
});

test("rule 10: a customer is not linked with one of another company's, whom half a reading shows", async () => {
  rig = await startRig({ now: clock.now });
  await throughProxy();
  const pairs = await linkedPairs(rig, 30);
  clock.advance(10_000);
  for (const { code } of pairs) rig.aceptabits.people.remove(code);
  for (let number = 1_000; number < 1_130; number += 1) inAceptabits(rig, person(number));
  const namesake = { ...person(1_129), email: '', phone: '' };
  inAceptabits(rig, namesake, { created_at: '2100-01-01T00:00:00.000000Z' });
  const clave = inManagementPro(rig, namesake, { estado: 'BA' });
  rig.aceptabits.people.remove(
    rig.aceptabits.people.all().find(({ email }) => email === person(1_129).email)?.code ?? '',
  );
  const { reached, letGo } = holdSecondPage();
  const reading = poll(rig.app.context, 'aceptabits');
  await reached;
  await rig.poll('managementpro');
  expect(await linkOf(rig, clave)).toBeUndefined();
  letGo();
  await enqueue(rig.app.engine.queues, await reading);
  await rig.cycles(2);
  expect((await rig.status()).sides.aceptabits.brake).toMatchObject({ reason: 'shrunken-list' });
  expect(await linkOf(rig, clave)).toBeUndefined();
});

/** Two namesakes in Aceptabits: a newer one on the first page without an e-mail, and an older one on the second. */
async function namesakes() {
  rig = await startRig({ now: clock.now });
  await throughProxy();
  const maria = { ...person(1), phone: '' };
  const clave = inManagementPro(rig, maria);
  const nameOnly = { ...maria, email: '' };
  const newer = inAceptabits(rig, nameOnly, { created_at: '2100-01-01T00:00:00.000000Z' });
  const older = inAceptabits(rig, maria, { created_at: '2001-01-01T00:00:00.000000Z' });
  for (let number = 1_000; number < 1_100; number += 1) inAceptabits(rig, person(number));
  return { clave, newer, older };
}

test.each(['is still under way', 'has broken off'])(
  'rule 3: nobody is linked with a namesake on the first page of a first reading that %s, while the better one is on the second',
  async (how) => {
    const { clave, newer, older } = await namesakes();
    const { reached, letGo } = holdSecondPage();
    const rest = between.rule;
    if (how === 'has broken off')
      between.rule = async ({ query }, forward) => {
        if (query.get('page') === '2') throw new Error('broken');
        return forward();
      };
    const reading = poll(rig.app.context, 'aceptabits');
    if (how === 'has broken off') await expect(reading).rejects.toThrow();
    else await reached;
    await rig.poll('managementpro');
    expect(await linkOf(rig, clave)).toBeUndefined();
    letGo();
    between.rule = rest;
    if (how === 'is still under way') await enqueue(rig.app.engine.queues, await reading);
    await rig.cycles(2);
    expect(rig.aceptabits.people.get(newer)?.email ?? '').toBe('');
    expect(rig.aceptabits.people.get(older)?.email).toBe(person(1).email);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['ambiguous']);
  },
);
