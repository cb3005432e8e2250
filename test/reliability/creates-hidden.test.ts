import { afterEach, expect, test } from 'vitest';
import { unpark } from '../../src/sync/decide/park.ts';
import { type Between, startProxy } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import { driveUntilSettled, pollBeside } from './driven.ts';

// Rule 8 where the look after an unclear create is misled: what it made is there, and hard to see. All customers
// here have one word for a name, so that nothing but the look itself can recognise them.

let rig: Rig;
let between: Between | undefined;
afterEach(async () => {
  await rig.close();
  await between?.close();
  between = undefined;
});

const QUIET_GATE = { troublesToOpen: 1_000_000 };
const EVERY_MS = 20;
const WITHIN_MS = 30_000;
const HOUR_MS = 3_600_000;

test('behind a silent cap: many names begin alike, and the list never shows the newest', async () => {
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  rig = await startRig({ now, managementpro: { cap: 10 }, app: { gateLimits: QUIET_GATE } });
  for (let n = 0; n < 30; n += 1) {
    rig.managementpro.people.create({ descripcion: `Tlapaleria Vieja ${n}`, email_1: `vieja${n}@maya.mx` });
    rig.aceptabits.people.create({ name: `Tlapaleria Vieja ${n}`, email: `vieja${n}@maya.mx` });
  }
  await driveUntilSettled(rig, EVERY_MS, WITHIN_MS);
  for (let n = 0; n < 5; n += 1) rig.aceptabits.people.create({ name: `TlapaleriaNueva${n}` });
  rig.managementpro.faults.add({ on: 'addCliente', when: 'after', kind: 'reset', times: 5 });
  // A list that is cut off is read whole from time to time only.
  do aheadMs += HOUR_MS;
  while (!(await driveUntilSettled(rig, EVERY_MS, 1_000)));
  expect(rig.managementpro.people.all()).toHaveLength(35);
  expect(await rig.status()).toMatchObject({ links: 35, differing: 0 });
});

test('read by a scan that began before the create: what the scan shows is new all the same', async () => {
  rig = await startRig({ app: { gateLimits: QUIET_GATE } });
  const { write } = rig.app.engine.queues;
  rig.managementpro.people.create({ descripcion: 'Tlapaleria' });
  await write.aceptabits.pause();
  await pollBeside(rig, 'managementpro');
  await pollBeside(rig, 'aceptabits');
  // The page is answered after the create that its request lets begin, and before that create fails.
  rig.aceptabits.faults.add({ on: 'add-customer', when: 'after', kind: 'reset', delayMs: 600 });
  rig.aceptabits.faults.add({
    on: 'get-customers',
    when: 'before',
    kind: 'slow',
    delayMs: 300,
    matches: () => {
      void write.aceptabits.resume();
      return true;
    },
  });
  await pollBeside(rig, 'aceptabits');
  expect(await driveUntilSettled(rig, EVERY_MS, WITHIN_MS)).toBe(true);
  expect(rig.aceptabits.people.all()).toHaveLength(1);
  expect(await rig.status()).toMatchObject({ links: 1, differing: 0 });
});

test('in a form that we cannot read, since the other side has changed it: set aside, not created again', async () => {
  rig = await startRig({ app: { gateLimits: QUIET_GATE } });
  between = await startProxy(rig.aceptabits.url);
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, url: between.url } });
  await rig.cycles();
  between.rule = async (_, forward) => {
    const answer = await forward();
    return { ...answer, body: String(answer.body).replaceAll('"email":null', '"email":{"primary":null}') };
  };
  rig.managementpro.people.create({ descripcion: 'Tlapaleria' });
  await driveUntilSettled(rig, EVERY_MS, 5_000);
  expect(rig.aceptabits.people.all()).toHaveLength(1);
  expect((await rig.status()).waiting).toMatchObject({ parked: 1, unreadable: 1 });

  between.rule = undefined;
  expect(await driveUntilSettled(rig, EVERY_MS, WITHIN_MS)).toBe(true);
  expect(rig.aceptabits.people.all()).toHaveLength(1);
  expect(await rig.status()).toMatchObject({ links: 1, differing: 0 });
});

test('in a form that has lost its code, while the other side shows somebody who cannot be read either: set aside, not created again', async () => {
  rig = await startRig({ app: { gateLimits: QUIET_GATE } });
  between = await startProxy(rig.aceptabits.url);
  const beside = await startProxy(rig.managementpro.url);
  try {
    await rig.restart({
      managementpro: { ...rig.config.managementpro, url: beside.url },
      aceptabits: { ...rig.config.aceptabits, url: between.url },
    });
    await rig.cycles();
    const replaced =
      (text: string, by: string): NonNullable<Between['rule']> =>
      async (_, forward) => {
        const answer = await forward();
        return { ...answer, body: String(answer.body).replaceAll(text, by) };
      };
    beside.rule = replaced('"descripcion":"Ilegible"', '"descripcion":{"es":"Ilegible"}');
    // That of who is made alone: a list without any code is no list.
    between.rule = async (request, forward) => {
      const [made] = rig.aceptabits.people.all();
      return replaced(`"code":"${made?.code}"`, `"codigo":"${made?.code}"`)(request, forward);
    };
    rig.managementpro.people.create({ descripcion: 'Ilegible' });
    rig.managementpro.people.create({ descripcion: 'Tlapaleria' });
    rig.aceptabits.faults.add({ on: 'add-customer', when: 'after', kind: 'reset' });
    await driveUntilSettled(rig, EVERY_MS, 5_000);
    expect(rig.aceptabits.people.all()).toHaveLength(1);
    expect((await rig.status()).waiting).toMatchObject({ parked: 1, unreadable: 1 });
  } finally {
    await beside.close();
  }
});

test('given up after its sends, and freed by a person when the side works again: created once', async () => {
  rig = await startRig({ app: { gateLimits: QUIET_GATE } });
  const key = rig.managementpro.people.create({ descripcion: 'Tlapaleria' });
  rig.aceptabits.faults.add({
    on: 'add-customer',
    when: 'before',
    kind: 'error500',
    times: Number.POSITIVE_INFINITY,
  });
  expect(await driveUntilSettled(rig, EVERY_MS, WITHIN_MS)).toBe(true);
  expect((await rig.status()).waiting.parked).toBe(1);
  rig.aceptabits.faults.clear();
  expect(await unpark(rig.app.context, { side: 'managementpro', key }, 'a person')).toBe(true);
  expect(await driveUntilSettled(rig, EVERY_MS, WITHIN_MS)).toBe(true);
  expect(rig.aceptabits.people.all()).toHaveLength(1);
  expect(await rig.status()).toMatchObject({ links: 1, differing: 0 });
});
