/** Newcomers who are created at once, because a search could tell that nobody is there (rule 3). */
import { afterEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { pause } from '../../src/people/answers.ts';
import { wordLine } from '../../src/store/words.ts';
import { poll, readSide } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { resyncOne } from '../../src/sync/jobs/resync.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import { counts, inAceptabits, inManagementPro, linkedPairs, person } from './situations.ts';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

/** Both lists have been read whole and are believed, with some linked customers on either. */
async function start(options: RigOptions = {}): Promise<void> {
  rig = await startRig(options);
  await linkedPairs(rig, 3, 100);
}

const COMPANY = {
  first: 'Comercializadora de Productos Xcaret',
  last: 'del Sureste Peninsular S.A. de C.V.',
  email: 'compras@xcaret-sureste.mx',
  phone: '999 123 45 67',
};

function put(side: Side, one = COMPANY): string {
  return side === 'managementpro' ? inManagementPro(rig, one) : inAceptabits(rig, one);
}

const links = async () => (await rig.status()).links;

describe.each(SIDES)('rule 3: a newcomer for %s, where that side was read whole before', (target) => {
  const source = otherSide(target);

  test('is created in the poll that shows it, for a handful of requests', async () => {
    await start();
    put(source);
    const before = rig[target].requests.total;
    await rig.poll(source);
    expect(counts(rig)).toEqual([4, 4]);
    expect(await links()).toBe(4);
    // The newcomers, the search, the create and its reading back.
    expect(rig[target].requests.total - before).toBeLessThanOrEqual(7);
    const writes = rig.writes();
    await rig.cycles(2);
    expect(rig.writes()).toBe(writes);
  });

  test('of one trade with others who come in the same poll is created for fewer requests, and each once', async () => {
    await start();
    const names = ['Balam', 'Chimay', 'Dzidzantún', 'Ek', 'Facundo', 'Gaumer', 'Holbox', 'Izamal'];
    for (const [at, name] of names.entries())
      put(source, {
        first: `Distribuidora de Materiales Eléctricos ${name}`,
        last: 'del Sureste S.A. de C.V.',
        email: `compras@electricos-${at}.mx`,
        phone: `999 123 45 ${10 + at}`,
      });
    const before = rig[target].requests.total;
    await rig.poll(source);
    expect(counts(rig)).toEqual([3 + names.length, 3 + names.length]);
    // The newcomers and the words that all have are asked for once; alone each of them takes five or six.
    expect((rig[target].requests.total - before) / names.length).toBeLessThanOrEqual(4.5);
    await rig.cycles(2);
    expect(counts(rig)).toEqual([3 + names.length, 3 + names.length]);
    expect(await links()).toBe(3 + names.length);
  });

  test('is created by a person’s resync of it', async () => {
    await start();
    const key = put(source);
    await enqueue(rig.app.engine.queues, (await resyncOne(rig.app.context, { side: source, key })) ?? []);
    await rig.idle();
    expect(counts(rig)).toEqual([4, 4]);
    expect(await links()).toBe(4);
  });

  test('who has come there too is found among its newcomers, and linked when both have been read', async () => {
    await start();
    put(source);
    put(target);
    await rig.poll(source);
    expect(counts(rig)).toEqual([4, 4]);
    expect(rig.writes()).toBe(0);
    await rig.cycles(1);
    expect(counts(rig)).toEqual([4, 4]);
    expect(await links()).toBe(4);
  });

  test('is not created where somebody there has just been edited into it', async () => {
    await start();
    const stranger = put(target, person(7));
    await readSide(rig.app.context, target);
    await pause(rig.app.context, { side: target, key: stranger }, 'ana');
    await rig.cycles(2);
    expect(counts(rig)).toEqual(target === 'aceptabits' ? [3, 4] : [4, 3]);
    // In ManagementPro a search looks into names only, in Aceptabits an e-mail is enough.
    const name = 'COMERCIALIZADORA DE PRODUCTOS XCARET DEL SURESTE PENINSULAR';
    if (target === 'aceptabits') rig.aceptabits.people.edit(stranger, { email: COMPANY.email });
    else rig.managementpro.people.edit(stranger, { descripcion: name });
    put(source);
    await rig.poll(source);
    expect(counts(rig)).toEqual([4, 4]);
    expect(rig.writes()).toBe(0);
  });

  test('waits for a complete reading after Redis may have lost something', async () => {
    await start();
    await rig.app.context.store.setState('redis-run', 'of a server that is no more');
    await rig.app.context.store.setState('redis-keeps', undefined);
    await rig.restart();
    put(source);
    await rig.poll(source);
    expect(rig.writes()).toBe(0);
  });

  test('of whose name every word is as common as an answer holds waits for a complete reading, and costs no search', async () => {
    await start();
    const common = { first: 'María', last: 'López', email: '', phone: '' };
    const { store } = rig.app.context;
    const tx = store.transaction();
    for (let number = 0; number < 1_000; number += 1)
      tx.line(store.keys.wordsOf(target), wordLine(`of-${number}`, ' maria lopez'));
    await tx.commit();
    put(source, common);
    const before = rig[target].requests.total;
    await rig.poll(source);
    expect(rig[target].requests.total).toBe(before);
    expect(counts(rig)[target === 'aceptabits' ? 1 : 0]).toBe(3);
    await rig.cycles(2);
    expect(counts(rig)).toEqual([4, 4]);
  });
});

test('rule 3: where claves are not numbered nobody can tell who has come, and a complete reading decides', async () => {
  await start();
  rig.managementpro.people.create({
    clave: 'CLIENTE-A',
    ...{ descripcion: 'Hotel Casa Tucán S.A. de C.V.', rfc: 'HCT900101AB1' },
  });
  await rig.cycles(2);
  put('aceptabits');
  const before = counts(rig)[0];
  await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'aceptabits'));
  await rig.idle();
  expect(counts(rig)[0]).toBe(before);
  await rig.cycles(2);
  expect(counts(rig)[0]).toBe(before + 1);
});

test('rule 3: one reconciliation ends with everybody in step, newcomers of both sides and of either included', async () => {
  await start();
  for (let number = 1; number <= 4; number += 1) {
    put('managementpro', person(number));
    put('aceptabits', person(10 + number));
    for (const side of SIDES) put(side, person(20 + number));
  }
  for (const side of SIDES) {
    const requests = await poll(rig.app.context, side, { everything: true });
    await enqueue(rig.app.engine.queues, requests);
    await rig.idle();
  }
  expect(counts(rig)).toEqual([15, 15]);
  expect(await rig.status()).toMatchObject({ links: 15, differing: 0, work: 0 });
});

test('rule 3: whoever breaks the syntax of what a search answers may be the one, and nobody is created beside them', async () => {
  await start();
  const between = await rig.standBetween('managementpro');
  // A server that writes a quote in a name as it stands.
  between.rule = async (_, forward) => {
    const { body, ...head } = await forward();
    return { ...head, body: String(body).replaceAll('Xcaret', 'Xca"ret') };
  };
  put('managementpro');
  put('aceptabits');
  put('aceptabits', person(1));
  await rig.cycles(3);
  expect(rig.managementpro.people.all().filter(({ email_1 }) => email_1 === COMPANY.email)).toHaveLength(1);
  expect(rig.managementpro.people.all()).toHaveLength(5);
  expect((await rig.status()).waiting.parked).toBe(1);
  between.rule = undefined;
  await rig.cycles(2);
  expect(counts(rig)).toEqual([5, 5]);
  expect(await rig.status()).toMatchObject({ links: 5, waiting: { parked: 0 } });
});
