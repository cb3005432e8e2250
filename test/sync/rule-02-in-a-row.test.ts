import { afterEach, expect, test, vi } from 'vitest';
import { pause, unpause } from '../../src/people/answers.ts';
import { linkWith, unlink } from '../../src/people/relink.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  counts,
  inAceptabits,
  inManagementPro,
  linkedPairs,
  linkOf,
  movableClock,
  onRequest,
  person,
  waitsOf,
} from './situations.ts';

/** Rule 2: gone is who two look-ups in a row have not found, however they came to be known, and whoever was their partner. */

let rig: Rig;
const clock = movableClock();
const start = async (options: RigOptions = {}) => {
  rig = await startRig({ now: clock.now, ...options });
};
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.close();
});

/** One reading, list and look-up, lacks a customer of Aceptabits; the next has it again, unchanged. */
async function glitch(code: string): Promise<void> {
  const was = rig.aceptabits.people.get(code);
  rig.aceptabits.people.remove(code);
  await rig.poll('aceptabits');
  if (was) rig.aceptabits.people.create(was);
}

test('rule 2: two look-ups that found nothing, with a month of whole lists between them, are not two in a row', async () => {
  await start();
  const [pair] = await linkedPairs(rig, 4);
  if (pair === undefined) throw new Error('There is no pair.');
  clock.advance(60_000);
  await glitch(pair.code);
  await rig.cycles(5);
  clock.advance(30 * 86_400_000);
  await glitch(pair.code);
  expect((await linkOf(rig, pair.clave))?.missing?.aceptabits).toBeUndefined();
});

test('rule 2: whom a person keeps from being created is not created after two such answers', async () => {
  await start();
  await linkedPairs(rig, 4);
  const code = inAceptabits(rig, person(50));
  await poll(rig.app.context, 'aceptabits');
  expect(await pause(rig.app.context, { side: 'aceptabits', key: code }, 'ana')).toBe(true);
  await rig.cycles(2);
  clock.advance(60_000);
  await glitch(code);
  await rig.cycles(5);
  expect(await waitsOf(rig, 'aceptabits', code)).toEqual(['paused']);
  clock.advance(30 * 86_400_000);
  await glitch(code);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([4, 5]);
});

test('rule 2: whom a believed reading has shown is not forgotten, nor the word on them, after one look-up', async () => {
  await start();
  await linkedPairs(rig, 4);
  const code = inAceptabits(rig, person(50));
  await poll(rig.app.context, 'aceptabits');
  expect(await pause(rig.app.context, { side: 'aceptabits', key: code }, 'ana')).toBe(true);
  clock.advance(60_000);
  await glitch(code);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([4, 5]);
});

test('rule 2: a key that Redis names twice in one pass is not two look-ups', async () => {
  await start();
  const [pair] = await linkedPairs(rig, 4);
  if (pair === undefined) throw new Error('There is no pair.');
  clock.advance(60_000);
  const { store } = rig.app.context;
  const known = store.knownKeys.bind(store);
  vi.spyOn(store, 'knownKeys').mockImplementation(async function* (side) {
    for await (const batch of known(side)) yield [...batch, ...batch];
  });
  rig.aceptabits.people.remove(pair.code);
  await rig.poll('aceptabits');
  expect((await linkOf(rig, pair.clave))?.missing?.aceptabits).toBeUndefined();
});

test('rule 2: whom we have created, and who is gone before any reading has shown the record, is missing', async () => {
  await start();
  await linkedPairs(rig, 4);
  const code = inAceptabits(rig, person(50));
  const before = new Set(rig.managementpro.people.all().map(({ clave }) => clave));
  onRequest(rig.managementpro, 'GetClienteLista', () => {
    for (const { clave } of rig.managementpro.people.all())
      if (!before.has(clave)) rig.managementpro.people.remove(clave);
  });
  await rig.cycles(2);
  rig.managementpro.faults.clear();
  clock.advance(60_000);
  await rig.cycles(5);
  rig.aceptabits.people.edit(code, { phone: '9998887766' });
  await rig.cycles(3);
  expect((await rig.status()).waiting.missing).toBe(1);
});

test('rule 2: a customer who is gone, and was taken out of its link, is linked with nobody by itself', async () => {
  await start();
  const [pair] = await linkedPairs(rig, 4);
  if (pair === undefined) throw new Error('There is no pair.');
  clock.advance(60_000);
  rig.managementpro.people.remove(pair.clave);
  await rig.cycles(2);
  expect(await unlink(rig.app.context, pair.clave, 'ana')).toBe(true);
  await rig.cycles(3);
  rig.aceptabits.people.remove(pair.code);
  clock.advance(60_000);
  await rig.cycles(3);
  const anew = inAceptabits(rig, { ...person(1), phone: '9998887766' });
  await rig.cycles(4);
  expect(rig.aceptabits.people.get(anew)?.phone).toBe('9998887766');
  expect(rig.managementpro.people.all().some(({ email_1 }) => email_1 === person(1).email)).toBe(true);
});

test('rule 2: nor is one whose partner a person has linked otherwise; it is forgotten', async () => {
  await start();
  const [pair] = await linkedPairs(rig, 4);
  if (pair === undefined) throw new Error('There is no pair.');
  clock.advance(60_000);
  rig.managementpro.people.remove(pair.clave);
  await rig.cycles(2);
  const anew = inManagementPro(rig, person(1));
  await rig.cycles(2);
  expect(await linkWith(rig.app.context, anew, pair.code, 'ana')).toBe(true);
  clock.advance(60_000);
  await rig.cycles(5);
  const waits = await waitsOf(rig, 'managementpro', pair.clave);
  await unpause(rig.app.context, { side: 'managementpro', key: pair.clave }, 'ana');
  await rig.cycles(4);
  expect([waits, counts(rig)]).toEqual([[], [4, 4]]);
});
