/** Creates that are open beside each other: what one has made is no doubt about another (rule 8). */
import { afterEach, expect, test, vi } from 'vitest';
import type { Intent } from '../../src/domain/intent.ts';
import { endIntent, fileIntent } from '../../src/store/open-creates.ts';
import type { Creating } from '../../src/sync/create/creating.ts';
import { resembling } from '../../src/sync/create/find-created.ts';
import { takeSnapshot } from '../../src/sync/evaluate/snapshot.ts';
import { readSide } from '../../src/sync/jobs/poll.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkedPairs, type Person, person } from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const store = () => rig.app.context.store;
const target = 'aceptabits';

/** An open create of this customer, begun before whatever the side shows next. */
async function asked({ first, last, email, phone }: Person): Promise<Intent> {
  const customer = { name: `${first} ${last}`, email, phone, salesperson: '' };
  const sequence = await store().nextSequence();
  const begun = { token: '', sequence, at: Date.now(), sends: 1 };
  return { ...begun, customer, salespersonFrom: undefined, quietSince: undefined };
}

/** Two of one name with other e-mails and phones, both to be created; the record of the second has been seen, and the first is looked for. */
async function twoOpen(): Promise<{
  of: Creating;
  intent: Intent;
  endOther: () => Promise<void>;
  made: string;
}> {
  rig = await startRig();
  await linkedPairs(rig, 3);
  const [one, other] = [person(50), { ...person(51), first: person(50).first, last: person(50).last }];
  const clave = inManagementPro(rig, one);
  await readSide(rig.app.context, 'managementpro');
  const [intent, second] = [await asked(one), await asked(other)];
  const tx = store().transaction();
  const raw = fileIntent(store(), tx, { target, key: 'other' }, second);
  await tx.commit();
  const made = inAceptabits(rig, other);
  await readSide(rig.app.context, target);
  const endOther = async () => {
    const end = store().transaction().set(store().keys.codes, made, 'other');
    endIntent(store(), end, target, 'other', { intent: second, raw });
    await end.commit();
  };
  const [loaded] = await store().load([{ side: 'managementpro', key: clave }]);
  if (loaded === undefined) throw new Error('There is nobody.');
  const snapshot = await takeSnapshot(rig.app.context);
  const of = {
    ctx: rig.app.context,
    target,
    loaded,
    key: clave,
    fingerprint: '',
    snapshot,
    job: 'test',
  } as const;
  return { of, intent, endOther, made };
}

test('what an open create has asked for is no doubt about another that resembles it', async () => {
  const { of, intent } = await twoOpen();
  expect(await resembling(of, intent)).toEqual([]);
});

test('nor where that create ends between two questions', async () => {
  const { of, intent, endOther } = await twoOpen();
  const storedRecords = store().storedRecords.bind(store());
  vi.spyOn(store(), 'storedRecords').mockImplementationOnce(async (...asked) => {
    const found = await storedRecords(...asked);
    await endOther();
    return found as never;
  });
  expect(await resembling(of, intent)).toEqual([]);
});

test('a record that nobody has asked for could be the one, edited since', async () => {
  const { of, intent, made } = await twoOpen();
  const [other] = (await store().intents(target)).entries();
  const tx = store().transaction();
  endIntent(store(), tx, target, 'other', other?.[1]);
  await tx.commit();
  expect(await resembling(of, intent)).toEqual([made]);
});
