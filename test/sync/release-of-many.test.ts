import { afterEach, expect, test } from 'vitest';
import { newLink } from '../../src/domain/link.ts';
import { release } from '../../src/people/release-brake.ts';
import { linkIn } from '../../src/store/packed.ts';
import { judgeMovements } from '../../src/sync/certify/movements.ts';
import { putLink } from '../../src/sync/decide/linking.ts';
import { brakeOf } from '../../src/sync/evaluate/brake-state.ts';
import { observeRecords } from '../../src/sync/observe/observe.ts';
import { type Rig, startRig } from '../rig.ts';
import { lettersOf } from './rich-companies.ts';

/** Rule 10: any number of lines can be released. */

const CUSTOMERS = 15_000;

let rig: Rig;
afterEach(() => rig.close());

const numbers = Array.from({ length: CUSTOMERS }, (_, number) => number);
const clave = (number: number) => `C${number}`;
const code = (number: number) => `pgbcus${number}`;
const nameOf = (number: number) => `Ferretera Materiales Industriales Maya Ta${lettersOf(number)}`;
const phoneOf = (number: number) => `999${1_000_000 + number}`;

/** ManagementPro's rows, with the phones that somebody has typed there. */
const rowsM = (phone: (number: number) => string) =>
  numbers.map((number) => ({
    key: clave(number),
    name: nameOf(number),
    phone: phone(number),
    active: true,
    rest: {},
  }));
const rowsA = () =>
  numbers.map((number) => ({
    key: code(number),
    name: nameOf(number),
    lastname: '',
    phone: phoneOf(number),
  }));

/** Everybody is linked and in step, as after a first sync. */
async function linkEverybody(): Promise<void> {
  const { context } = rig.app;
  const { store } = context;
  await observeRecords(context, 'managementpro', rowsM(phoneOf), await store.nextSequence());
  await observeRecords(context, 'aceptabits', rowsA(), await store.nextSequence());
  await store.inCommits(numbers, (tx, number) => {
    const held = { name: nameOf(number), phone: phoneOf(number) };
    const link = {
      ...newLink(clave(number), code(number), Date.now()),
      base: { managementpro: held, aceptabits: held },
    };
    putLink(context, tx, link, {});
  });
  await store.redis.del(store.keys.work, store.keys.differs);
}

const typed = (number: number) => `998${2_000_000 + number}`;

test('a company with an edit a minute releases 15,000: each line that still stands passes', {
  timeout: 120_000,
}, async () => {
  rig = await startRig();
  await linkEverybody();
  const { context } = rig.app;
  const { store } = context;
  const read = async (phone: (number: number) => string) => {
    await observeRecords(context, 'managementpro', rowsM(phone), await store.nextSequence());
    await judgeMovements(context);
    return brakeOf(context, 'managementpro');
  };
  const shown = await read(typed);
  expect(shown).toMatchObject({ reason: 'mass-change', count: CUSTOMERS });
  // While the person reads the sheet, somebody types another phone each minute.
  const minutes = [1, 2];
  for (const minute of minutes)
    await read((number) => (number < minute ? `997${3_000_000 + number}` : typed(number)));
  expect((await brakeOf(context, 'managementpro'))?.hash).not.toBe(shown?.hash);
  expect(await release(context, 'managementpro', shown?.hash ?? '', 'Ana')).toBe(true);
  const links = Object.entries(await store.redis.hgetall(store.keys.links)).map(([clave, raw]) =>
    linkIn(clave, raw),
  );
  expect(links.filter(({ judged }) => judged?.managementpro?.phone !== undefined)).toHaveLength(
    CUSTOMERS - minutes.length,
  );
  // Two are no unusual share: a whole reading lets them through as well.
  await judgeMovements(context);
  expect(await brakeOf(context, 'managementpro')).toBeUndefined();
});
