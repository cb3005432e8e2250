/** Nobody is missed and nobody doubled, however either side cuts its lists (rule 1). */
import { afterEach, describe, expect, test } from 'vitest';
import type { ManagementProSettings } from '../../src/simulators/managementpro.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  counts,
  inAceptabits,
  inManagementPro,
  keptOf,
  linkedPair,
  onRequest,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const MANY = 2_500;
const MANY_INACTIVE = 100;

/** Three ways through the poll; the scan's own tests go through all modes and their combinations. */
const MODES: Partial<ManagementProSettings>[] = [
  { claves: 'sequential', cap: 0, registros: 'returned', order: 'shuffled' },
  { claves: 'gaps', cap: 0, registros: 'matching', order: 'clave', numbersAsText: true },
  { claves: 'text', cap: 1_000, registros: 'matching', order: 'shuffled' },
];

describe('rule 1: ManagementPro is read completely through the poll', () => {
  test.each(MODES)(
    `${MANY} customers with claves $claves, cap $cap, registros $registros, order $order`,
    async (mode) => {
      rig = await startRig({ managementpro: mode });
      for (let number = 0; number < MANY; number += 1)
        inManagementPro(rig, person(number), number < MANY_INACTIVE ? { estado: 'BA' } : {});
      await rig.poll('managementpro');
      // The very first list can be compared with nothing: the second reading has to confirm it.
      expect((await rig.status()).sides.managementpro.completeAt).toBeUndefined();
      await rig.poll('managementpro');
      const { lastScan, known, completeAt } = (await rig.status()).sides.managementpro;
      expect(lastScan).toMatchObject({ complete: true, distinct: MANY, unreadable: 0 });
      expect(known).toBe(MANY);
      expect(completeAt).toBe(lastScan?.startedAt);
      if (mode.cap && mode.registros === 'returned') expect(lastScan?.cap).toBe(mode.cap);
      console.info(`${JSON.stringify(mode)}: ${lastScan?.requests} requests`);
      // Nobody was created elsewhere on the strength of this list alone, and nothing was written.
      expect(rig.writes()).toBe(0);
    },
  );
});

describe('rule 1: pages of Aceptabits that shift while they are read', () => {
  test('new customers push rows down: nobody is lost or doubled', async () => {
    rig = await startRig();
    for (let number = 0; number < 450; number += 1) inAceptabits(rig, person(number));
    let pushed = 0;
    onRequest(rig.aceptabits, 'get-customers', () => {
      if (pushed < 12) inAceptabits(rig, person(1_000 + pushed));
      pushed += 1;
    });
    await rig.poll('aceptabits');
    const { lastScan, known } = (await rig.status()).sides.aceptabits;
    // Its order explains how it grew: whoever had come by the last answer was read.
    expect(pushed).toBeGreaterThan(1);
    const there = rig.aceptabits.people.listed().length;
    expect(rig.aceptabits.people.all()).toHaveLength(450 + Math.min(pushed, 12));
    expect(lastScan).toMatchObject({ complete: true, distinct: there, passes: 1 });
    expect(known).toBe(keptOf(rig, 'aceptabits').length);
  });

  test('vanished customers pull rows up over an edge: nobody is lost', async () => {
    rig = await startRig();
    const codes = Array.from({ length: 450 }, (_, number) => inAceptabits(rig, person(number)));
    let pulled = 0;
    onRequest(rig.aceptabits, 'get-customers', () => {
      const gone = codes[440 - pulled];
      if (pulled < 6 && gone !== undefined) rig.aceptabits.people.remove(gone);
      pulled += 1;
    });
    await rig.poll('aceptabits');
    const { lastScan } = (await rig.status()).sides.aceptabits;
    expect(lastScan).toMatchObject({ complete: true, claimed: rig.aceptabits.people.listed().length });
    expect(rig.aceptabits.people.all()).toHaveLength(444);
    const seen = await rig.app.context.store.storedRecords(
      'aceptabits',
      rig.aceptabits.people.all().map(({ code }) => code),
    );
    expect(seen.every((stored) => stored !== undefined)).toBe(true);
  });

  test('many share one created_at, in another order with each page: all are found once', async () => {
    rig = await startRig({ aceptabits: { tiedCreatedAt: true } });
    for (let number = 0; number < 350; number += 1) inAceptabits(rig, person(number));
    await rig.poll('aceptabits');
    const { lastScan, known } = (await rig.status()).sides.aceptabits;
    expect(lastScan).toMatchObject({ complete: true, distinct: rig.aceptabits.people.listed().length });
    expect(known).toBe(keptOf(rig, 'aceptabits').length);
  });
});

describe('rule 1: a list that grows while it is read counts as whole', () => {
  test.each([1, 3])('%i new customers with every page: everybody is linked or created', async (growth) => {
    rig = await startRig();
    for (let number = 0; number < 450; number += 1) inAceptabits(rig, person(number));
    for (let number = 440; number < 460; number += 1) inManagementPro(rig, person(number));
    rig.aceptabits.settings.growth = growth;
    await rig.cycles(2);
    const { lastScan, completeAt } = (await rig.status()).sides.aceptabits;
    expect(lastScan).toMatchObject({ complete: true });
    expect(completeAt).toBeDefined();
    rig.aceptabits.settings.growth = 0;
    await rig.cycles(2);
    const [inM, inA] = counts(rig);
    expect(inM).toBe(inA);
    expect((await rig.status()).links).toBe(inA);
  });

  test('ManagementPro gets new customers between any two answers', async () => {
    rig = await startRig();
    for (let number = 0; number < 450; number += 1) inManagementPro(rig, person(number));
    rig.managementpro.settings.growth = 1;
    await rig.cycles(2);
    expect((await rig.status()).sides.managementpro.lastScan).toMatchObject({ complete: true });
    expect((await rig.status()).sides.managementpro.completeAt).toBeDefined();
    rig.managementpro.settings.growth = 0;
    await rig.cycles(2);
    expect(counts(rig)[0]).toBe(counts(rig)[1]);
  });
});

describe('rule 1: a page that fails or is cut off is an error, never the end of the list', () => {
  test('whatever the third page of Aceptabits answers instead: nobody behind it is created again', async () => {
    rig = await startRig();
    // The oldest is on the last page; its double in ManagementPro waits for a scan that can be believed.
    inAceptabits(rig, person(1), { created_at: '2020-01-01T00:00:00.000000Z' });
    for (let number = 2; number <= 205; number += 1) inAceptabits(rig, person(number));
    inManagementPro(rig, person(1));
    for (const kind of ['error500', 'html502', 'cutoff', 'empty', 'garbage', 'wrongShape'] as const)
      for (const cut of kind === 'cutoff' ? (['json', 'connection'] as const) : [undefined]) {
        rig.aceptabits.faults.add({
          on: 'get-customers',
          when: 'before',
          kind,
          ...(cut && { cut }),
          matches: (query) => (query as { page: string }).page === '3',
        });
        await expect(rig.poll('aceptabits'), kind).rejects.toMatchObject({ name: 'SideError' });
        expect((await rig.status()).sides.aceptabits.completeAt, kind).toBeUndefined();
      }
    // What the first two pages showed is used: those customers may be created. The one behind them may not.
    await rig.poll('managementpro');
    const persons = () => rig.managementpro.people.all().filter(({ email_1 }) => email_1 === person(1).email);
    expect(counts(rig)[1]).toBe(205);
    expect(persons()).toHaveLength(1);
    await rig.cycles(2);
    expect(counts(rig)).toEqual([205, 205]);
    expect(persons()).toHaveLength(1);
    expect((await rig.status()).links).toBe(205);
  });

  test.each(['error500', 'html502', 'cutoff', 'empty', 'garbage', 'wrongShape'] as const)(
    'the second answer of ManagementPro is %s: nothing is concluded from the first',
    async (kind) => {
      rig = await startRig();
      inManagementPro(rig, person(1), { estado: 'BA' });
      inManagementPro(rig, person(2));
      inAceptabits(rig, person(1));
      await rig.poll('aceptabits');
      rig.managementpro.faults.add({
        on: 'GetClienteLista',
        when: 'before',
        kind,
        times: Number.POSITIVE_INFINITY,
        matches: (body) => (body as { data: { estado: string } }).data.estado === 'BA',
      });
      await expect(rig.poll('managementpro')).rejects.toMatchObject({ name: 'SideError' });
      await rig.poll('aceptabits');
      // The BA customer's double was not created anew in ManagementPro.
      expect(counts(rig)[0]).toBe(2);
      rig.managementpro.faults.clear();
      await rig.cycles(3);
      expect(counts(rig)).toEqual([2, 2]);
    },
  );
});

describe('rule 1: an incomplete scan', () => {
  test('of Aceptabits: what it shows is used, what it does not show means nothing', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    for (let number = 10; number < 115; number += 1) inAceptabits(rig, person(number));
    await rig.cycles(2);
    const before = await rig.status();
    // One page loses rows and another does not, so no pass adds up; the newest page hides nothing of what it does show.
    rig.aceptabits.faults.add({
      on: 'get-customers',
      when: 'before',
      kind: 'halfList',
      times: Number.POSITIVE_INFINITY,
      matches: (query) => (query as { page: string }).page === '2',
    });
    rig.aceptabits.people.edit(pair.code, {
      email: 'nuevo@correo.mx',
      created_at: '2030-01-01T00:00:00.000000Z',
    });
    const lone = inManagementPro(rig, person(5));
    // No word of this name can be searched for, so that only a complete list can tell.
    const short = { ...person(6), first: 'Xi', last: 'Wu' };
    inManagementPro(rig, short);
    await rig.poll('managementpro');
    await rig.poll('aceptabits');
    await rig.poll('managementpro');
    const after = await rig.status();
    expect(after.sides.aceptabits.lastScan?.complete).toBe(false);
    expect(after.sides.aceptabits.completeAt).toBe(before.sides.aceptabits.completeAt);
    expect(rig.managementpro.people.get(pair.clave)?.email_1).toBe('nuevo@correo.mx');
    // Nobody matches the other customer so far, but an incomplete scan is no proof of that: it is not created.
    const created = ({ email }: { email: string }) =>
      rig.aceptabits.people.all().filter((one) => one.email === email).length;
    expect([created(person(5)), created(short)]).toEqual([1, 0]);
    expect(after.waiting.missing).toBe(0);
    rig.aceptabits.faults.clear();
    await rig.cycles(2);
    expect([created(person(5)), created(short)]).toEqual([1, 1]);
    expect(await waitsOf(rig, 'managementpro', lone)).toEqual([]);
  });

  test('of ManagementPro: customers that it cannot show are neither missing nor created again', async () => {
    rig = await startRig();
    const long = 'X'.repeat(30);
    const tails = [...'ABCDEFGHIJKLMNOPQRSTUVWY'];
    const claves = tails.map((tail, index) =>
      inManagementPro(rig, person(index), { clave: `${long}${tail}`, descripcion: tail }),
    );
    await rig.cycles(2);
    expect(counts(rig)).toEqual([24, 24]);
    // From now on twelve rows at most are shown, and the claves share more than a search can tell apart.
    Object.assign(rig.managementpro.settings, { cap: 12, order: 'shuffled' });
    await rig.cycles(2);
    const status = await rig.status();
    expect(status.sides.managementpro.lastScan).toMatchObject({ complete: false, cap: 12 });
    expect(status.waiting.missing).toBe(0);
    expect(status.links).toBe(24);
    expect(counts(rig)).toEqual([24, 24]);
    // Whom the list does not show is read by the known clave: an edit arrives all the same.
    const edited = claves.slice(0, 6);
    edited.forEach((clave, index) => {
      rig.managementpro.people.edit(clave, { telefono_1: `998${index}112233` });
    });
    await rig.cycles(1);
    const phones = rig.aceptabits.people.all().map(({ phone }) => phone);
    for (const index of edited.keys()) expect(phones).toContain(`998${index}112233`);
  });
});
