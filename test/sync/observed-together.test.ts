/** Rule 1: what several pages of a list show is observed together, and all of it is used, also where the reading breaks off. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readSide } from '../../src/sync/jobs/poll.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, person } from './situations.ts';

let rig: Rig;
/** One of each page, as they stand in the list. */
let ofPages: string[];

beforeEach(async () => {
  rig = await startRig();
  const codes = Array.from({ length: 250 }, (_, at) => inAceptabits(rig, person(at)));
  ofPages = [230, 130, 30].map((at) => codes[at] ?? '');
  for (let time = 0; time < 2; time += 1) await readSide(rig.app.context, 'aceptabits');
});
afterEach(() => rig.close());

const phonesKnown = async () => {
  const stored = await rig.app.context.store.storedRecords('aceptabits', ofPages);
  return stored.map((one) => one?.record.phone);
};

test('customers who have changed on three pages are looked up in one go, and all of them are known then', async () => {
  for (const code of ofPages) rig.aceptabits.people.edit(code, { phone: '9997654321' });
  const lookUps = vi.spyOn(rig.app.context.store, 'load');
  await readSide(rig.app.context, 'aceptabits');
  const ofEdited = lookUps.mock.calls.filter(([asked]) => asked.some(({ key }) => ofPages.includes(key)));
  expect(ofEdited.map(([asked]) => asked.length)).toEqual([3]);
  expect(await phonesKnown()).toEqual(['9997654321', '9997654321', '9997654321']);
});

test('what the first pages have shown is known where the third one fails', async () => {
  const between = await rig.standBetween('aceptabits');
  for (const code of ofPages) rig.aceptabits.people.edit(code, { phone: '9997654321' });
  const before = await phonesKnown();
  between.rule = async ({ query }, forward) =>
    query.get('page') === '3' ? { status: 500, body: '' } : forward();
  await expect(readSide(rig.app.context, 'aceptabits')).rejects.toThrow();
  expect(await phonesKnown()).toEqual(['9997654321', '9997654321', before[2]]);
});
