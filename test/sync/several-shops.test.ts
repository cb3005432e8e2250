import { afterEach, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import { lonesOf } from '../../src/store/roster.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  counts,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkOf,
  onRequest,
  person,
} from './situations.ts';

/** An account of several shops, of which some belong to other companies (`ACEPTABITS_SHOPS`). */

let rig: Rig;
afterEach(() => rig.close());

const SUR = 'pgbsho0635214789653205';
const NO_ROUTES = { shops: {}, salespeople: {} };

const start = async (config: Partial<Config> = {}) => {
  rig = await startRig({ config });
  return rig.config.aceptabits.shop;
};
const ofShops = (shops: 'all' | readonly string[]) => ({
  aceptabits: { ...rig.config.aceptabits, shops },
});
const people = () => rig.managementpro.people.all().map(({ descripcion }) => descripcion);
/** Whoever waits without a link; the platform's own always do. */
async function lonesOfPeople() {
  const own = rig.aceptabits.people.platform().map(({ code }) => code);
  const lones = await Promise.all(SIDES.map((side) => lonesOf(rig.app.context.store, side)));
  return lones.flat().filter((key) => !own.includes(key));
}
const listRequests = () => rig.aceptabits.requests.byPath['get-customers'] ?? 0;

test("another company's customers are counted and left alone: not created in the ERP, not matched, not kept", async () => {
  const home = await start();
  const ours = person(1);
  const theirs = { ...person(2), last: 'Grupo Constructor del Mayab Peninsular S.A. de C.V.' };
  inAceptabits(rig, ours, { code_shop: home });
  inAceptabits(rig, theirs, { code_shop: SUR });
  // The same person is a customer of both companies, and ours is created in our shop.
  inManagementPro(rig, theirs);
  await rig.cycles(3);
  expect(people().sort()).toEqual([`${ours.first} ${ours.last}`, `${theirs.first} ${theirs.last}`].sort());
  const made = rig.aceptabits.people.all().filter(({ email }) => email === theirs.email);
  expect(made.map(({ code_shop }) => code_shop).sort()).toEqual([SUR, home].sort());
  expect(await rig.status()).toMatchObject({ links: 2, differing: 0, apart: { others: 1 } });
  expect(await lonesOfPeople()).toEqual([]);
  const before = rig.writes();
  await rig.cycles(2);
  expect(rig.writes()).toBe(before);
});

test("an e-mail that another company's customer has too is still evidence here", async () => {
  const home = await start();
  const one = person(1);
  inAceptabits(rig, { ...one, first: 'Quien', last: 'Compra Allá' }, { code_shop: SUR });
  const code = inAceptabits(rig, one, { code_shop: home });
  const clave = inManagementPro(rig, { ...one, last: `${one.last} Viuda de Peón` });
  await rig.cycles(2);
  expect((await linkOf(rig, clave))?.code).toBe(code);
});

test('customers of different sucursales are created in their shops', async () => {
  const home = await start();
  await rig.restart({ routes: { shops: { '0001': home, '0002': SUR }, salespeople: {} } });
  inManagementPro(rig, person(1), { sucursal: '0001' });
  inManagementPro(rig, person(2), { sucursal: '0002' });
  await rig.cycles(3);
  const shops = rig.aceptabits.people.all().map(({ email, code_shop }) => [email, code_shop]);
  expect(Object.fromEntries(shops)).toEqual({ [person(1).email]: home, [person(2).email]: SUR });
  expect(await rig.status()).toMatchObject({ links: 2, differing: 0, apart: { others: 0 } });
});

test('who is linked stays ours, also in a shop that is not ours any more, and edits go both ways', async () => {
  const home = await start();
  const { clave, code } = await linkedPair(rig);
  rig.aceptabits.people.edit(code, { code_shop: SUR });
  await rig.cycles(1);
  rig.aceptabits.people.edit(code, { email: 'mudada@correo.mx' });
  await rig.cycles(1);
  expect(rig.managementpro.people.get(clave)?.email_1).toBe('mudada@correo.mx');
  rig.managementpro.people.edit(clave, { telefono_1: '9991112233' });
  await rig.cycles(2);
  expect(rig.aceptabits.people.get(code)).toMatchObject({ phone: '9991112233', code_shop: SUR });
  expect(rig.aceptabits.people.all()).toHaveLength(1);
  expect(home).not.toBe(SUR);
});

test('a customer without a link who moves to another shop is left alone; who moves here is met', async () => {
  const home = await start({ initialSync: 'auto' });
  const goes = inAceptabits(
    rig,
    { ...person(1), email: '', phone: '', first: 'Publico', last: '' },
    { code_shop: home },
  );
  const comes = inAceptabits(rig, person(2), { code_shop: SUR });
  await rig.cycles(2);
  expect(people()).toEqual([]);
  rig.aceptabits.people.edit(goes, { code_shop: SUR, name: 'Ya', lastname: 'Tiene Nombre' });
  rig.aceptabits.people.edit(comes, { code_shop: home });
  await rig.cycles(2);
  expect(people()).toEqual([`${person(2).first} ${person(2).last}`]);
  expect(await lonesOfPeople()).toEqual([]);
});

test('a shop that becomes ours shows newcomers, and the brake asks where they are many', async () => {
  await start();
  for (let number = 1; number <= 120; number += 1) inAceptabits(rig, person(number), { code_shop: SUR });
  inAceptabits(rig, person(200));
  await rig.cycles(2);
  expect(people()).toHaveLength(1);
  await rig.restart(ofShops('all'));
  await rig.cycles(3);
  expect(people()).toHaveLength(1);
  expect((await rig.status()).sides.aceptabits.brake).toMatchObject({ reason: 'newcomers', count: 120 });
  await rig.restart(ofShops([rig.config.aceptabits.shop]));
  await rig.cycles(2);
  expect((await rig.status()).sides.aceptabits.brake).toBeUndefined();
  expect(people()).toHaveLength(1);
});

test('a shop that is ours no more: nobody of it is created, from the first moment on', async () => {
  await start();
  await rig.restart(ofShops('all'));
  // Both lists have to be read before anybody is created.
  await rig.poll('aceptabits');
  inAceptabits(rig, person(1), { code_shop: SUR });
  await rig.poll('aceptabits');
  await rig.restart(ofShops([rig.config.aceptabits.shop]));
  await rig.poll('managementpro');
  await rig.poll('managementpro');
  await rig.cycles(2);
  expect(people()).toEqual([]);
});

test('a small shop in a large account is read by its own list, which costs fewer requests', async () => {
  const home = await start();
  for (let number = 1; number <= 350; number += 1) inAceptabits(rig, person(number), { code_shop: SUR });
  const code = inAceptabits(rig, person(400), { code_shop: home });
  inAceptabits(rig, person(401), { code_shop: home });
  await rig.cycles(2);
  const before = listRequests();
  rig.aceptabits.people.edit(code, { phone: '9998887766' });
  await rig.poll('aceptabits');
  expect(listRequests() - before).toBe(1);
  const ours = () => rig.managementpro.people.all().find(({ email_1 }) => email_1 === person(400).email);
  expect(ours()).toMatchObject({ telefono_1: '9998887766' });
  expect(await rig.status()).toMatchObject({ apart: { others: 350 } });
  // Who is linked is followed to where they move.
  rig.aceptabits.people.edit(code, { code_shop: SUR, phone: '9997776655' });
  // A link that is younger than a list may be late is missed by nobody yet.
  while (ours()?.telefono_1 !== '9997776655') await rig.cycles(1);
  expect((await rig.status()).waiting.missing).toBe(0);
});

test('a create that was not answered is found in the shop that it went to, though that is not ours any more', async () => {
  await start();
  await rig.restart({ routes: { shops: { '0001': SUR }, salespeople: {} } });
  await rig.cycles(2);
  rig.aceptabits.faults.add({ on: 'add-customer', when: 'after', kind: 'reset', times: 1 });
  inManagementPro(rig, person(1), { sucursal: '0001' });
  while (rig.aceptabits.people.all().length === 0)
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'managementpro'));
  // The routes change before anybody has looked for it.
  await rig.restart({ routes: NO_ROUTES });
  await rig.cycles(4);
  expect(rig.aceptabits.people.all().map(({ code_shop }) => code_shop)).toEqual([SUR]);
  expect(await rig.status()).toMatchObject({ links: 1, differing: 0 });
});

test("the platform's own customers, one for each agent, are shown apart and never created nor matched", async () => {
  rig = await startRig();
  const { clave, code } = await linkedPair(rig);
  // An ERP that has a customer of the same name gets its own, not the platform's.
  inManagementPro(rig, { ...person(2), first: 'Cliente agente', last: 'General agente' });
  await rig.cycles(3);
  expect((await linkOf(rig, clave))?.code).toBe(code);
  expect(people()).toHaveLength(2);
  expect(rig.aceptabits.people.all()).toHaveLength(2);
  const { links, waiting, apart } = await rig.status();
  const own = rig.aceptabits.people.platform();
  expect(links).toBe(2);
  expect(waiting.platform).toBe(
    own.filter(({ code_shop }) => code_shop === rig.config.aceptabits.shop).length,
  );
  // Those of agents of other shops, and the account's own, are no customers of anybody else's.
  expect(own.length).toBeGreaterThan(waiting.platform);
  expect(apart.others).toBe(0);
});

test.each(['before', 'after'] as const)(
  'a create that was not answered (%s it was made) ends, though its customer looks like the platform’s own by then',
  async (when) => {
    rig = await startRig({});
    await linkedPair(rig);
    const own = (await rig.status()).waiting.platform;
    const code = inAceptabits(rig, person(2));
    // Before anybody looks for what has become of it.
    onRequest(rig.managementpro, 'addCliente', () =>
      rig.aceptabits.people.edit(code, { email: '', phone: '', isEditable: 0 }),
    );
    rig.managementpro.faults.add({ on: 'addCliente', when, kind: 'reset', times: 1 });
    const { keys, redis } = rig.app.context.store;
    const polled = async (side: Side) => enqueue(rig.app.engine.queues, await poll(rig.app.context, side));
    const open = () => redis.hlen(keys.intents('managementpro'));
    // Not until an intent is seen: between two looks it may have come and gone.
    while (rig.managementpro.faults.hits() === 0) await polled('aceptabits');
    // What waits for a complete reading is never idle.
    while ((await open()) > 0)
      for (const side of ['aceptabits', 'managementpro'] as const) await polled(side);
    await rig.cycles(2);
    expect((await rig.status()).waiting.platform - own).toBe(when === 'before' ? 1 : 0);
    expect(counts(rig)).toEqual([when === 'before' ? 1 : 2, 2]);
  },
);
