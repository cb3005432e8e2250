/** What a create of ours has made is known as it was seen when it was linked, whatever comes in between (rule 5). */
import { afterEach, expect, test } from 'vitest';
import type { Intent } from '../../src/domain/intent.ts';
import { fileIntent } from '../../src/store/open-creates.ts';
import { linkLone } from '../../src/sync/decide/linking.ts';
import { takeSnapshot } from '../../src/sync/evaluate/snapshot.ts';
import { readSide } from '../../src/sync/jobs/poll.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, inAceptabits, inManagementPro, linkedPairs, type Person, person } from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const QUINONES: Person = { ...person(70), first: 'Íñigo', last: 'Quiñones Ortiz' };

/** A create without a clear answer has made its record, which was seen; killed as soon as the two are linked. */
async function linkedAndKilled() {
  rig = await startRig();
  await linkedPairs(rig, 3);
  const { context } = rig.app;
  const { store } = context;
  const clave = inManagementPro(rig, QUINONES);
  await readSide(context, 'managementpro');
  const { first, last, email, phone } = QUINONES;
  const intent: Intent = {
    token: '',
    sequence: await store.nextSequence(),
    at: Date.now(),
    sends: 1,
    customer: { name: `${first} ${last}`, email, phone, salesperson: '' },
    salespersonFrom: '',
    quietSince: undefined,
  };
  const tx = store.transaction();
  fileIntent(store, tx, { target: 'aceptabits', key: clave }, intent);
  await tx.commit();
  const code = inAceptabits(rig, QUINONES);
  await readSide(context, 'aceptabits');
  const [lone] = await store.load([{ side: 'managementpro', key: clave }]);
  if (lone === undefined) throw new Error('There is nobody.');
  expect(await linkLone(context, lone, { key: code }, await takeSnapshot(context))).toBe(true);
  await rig.restart({});
  return { clave, code };
}

test('a name that somebody writes otherwise there before the next reading is an edit, and travels', async () => {
  const pair = await linkedAndKilled();
  rig.aceptabits.people.edit(pair.code, { lastname: 'Quinones Ortiz' });
  await readSide(rig.app.context, 'aceptabits');
  await rig.cycles(2);
  expect(both(rig, pair, 'name')).toEqual(['Íñigo Quinones Ortiz', 'Íñigo Quinones Ortiz']);
  expect(await rig.inStep()).toBe(true);
});

test('where nobody has typed, nothing is written', async () => {
  const pair = await linkedAndKilled();
  const writes = rig.writes();
  await rig.cycles(2);
  expect(rig.writes()).toBe(writes);
  expect(both(rig, pair, 'name')).toEqual(['Íñigo Quiñones Ortiz', 'Íñigo Quiñones Ortiz']);
  expect(await rig.inStep()).toBe(true);
});
