import { afterEach, beforeEach, expect, test } from 'vitest';
import { unpause } from '../../src/people/answers.ts';
import { judgePair } from '../../src/people/pairs.ts';
import { erasePerson, heldOf, isNothing, type Keys, peopleSought } from '../../src/people/privacy.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkOf, type Person, person } from './situations.ts';

/** docs/privacy.md: whoever was erased is still there in both systems, and is made there no second time. */

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const erase = (keys: Keys) => erasePerson(rig.app.context, rig.app.engine.queues, keys, 'test');
const kept = async (keys: Keys) => !isNothing(await heldOf(rig.app.context, rig.app.engine.queues, keys));

const COMPANY: Person = {
  ...person(2),
  first: 'Comercializadora',
  last: 'Xtabentún Peninsular',
  email: 'compras@xtabentun-peninsular.mx',
  phone: '9991837465',
};
const FORM = { razon_social: 'Comercializadora Xtabentún Peninsular del Mayab y Asociados S.A. de C.V.' };

const inBoth = () => [rig.managementpro.people.all().length, rig.aceptabits.people.all().length];
const parkedCode = async (code: string) => {
  const [loaded] = await rig.app.context.store.load([{ side: 'aceptabits', key: code }]);
  return loaded?.lone.parked?.code;
};

/** Somebody else, so that both sides are whole companies. */
const somebodyElse = () => inManagementPro(rig, person(1));

test('erased on one side while they are two customers still, nobody is created for the other half', async () => {
  await rig.restart({ initialSync: 'review' });
  const clave = inManagementPro(rig, COMPANY, FORM);
  const code = inAceptabits(rig, COMPANY);
  await rig.cycles(2);
  expect(await erase({ clave })).toBe(true);
  await rig.restart({ initialSync: 'auto' });
  await rig.cycles(3);
  expect(inBoth()).toEqual([1, 1]);
  expect(await parkedCode(code)).toBe('like-erased');
  // The other half of them is erased too.
  expect(await erase({ code })).toBe(true);
  await rig.cycles(2);
  expect(await kept({ clave: undefined, code })).toBe(true);
  expect(inBoth()).toEqual([1, 1]);
});

test('whoever was erased and is registered again in Aceptabits is not created in ManagementPro a second time', async () => {
  somebodyElse();
  const clave = inManagementPro(rig, COMPANY, FORM);
  await rig.cycles(2);
  const link = await linkOf(rig, clave);
  expect(await erase({ clave, code: link?.code })).toBe(true);
  const again = inAceptabits(rig, { ...COMPANY, phone: '+52 1 999 183 7465' });
  await rig.cycles(3);
  expect(rig.managementpro.people.all()).toHaveLength(2);
  expect(await parkedCode(again)).toBe('like-erased');
});

test('the same for somebody erased in Aceptabits and typed anew into ManagementPro', async () => {
  somebodyElse();
  const code = inAceptabits(rig, COMPANY);
  await rig.cycles(2);
  const clave = (await peopleSought(rig.app.context, { code }))[0]?.clave;
  expect(await erase({ clave, code })).toBe(true);
  const again = inManagementPro(rig, COMPANY, FORM);
  await rig.cycles(3);
  expect(rig.aceptabits.people.all()).toHaveLength(2);
  expect(await linkOf(rig, again)).toBeUndefined();
});

test('a namesake whom a person calls somebody else is created, and so is who only shares a word with the erased', async () => {
  somebodyElse();
  const clave = inManagementPro(rig, COMPANY, FORM);
  await rig.cycles(2);
  const link = await linkOf(rig, clave);
  await erase({ clave, code: link?.code });
  const other = inAceptabits(rig, { ...person(7), first: 'Abarrotera', last: 'Peninsular Campechana' });
  const again = inAceptabits(rig, COMPANY);
  await rig.cycles(3);
  expect(rig.managementpro.people.all()).toHaveLength(3);
  expect(await peopleSought(rig.app.context, { code: other })).toEqual([
    { clave: expect.any(String), code: other },
  ]);
  expect(await judgePair(rig.app.context, clave, again, 'different', 'test')).toBe(true);
  await rig.cycles(2);
  expect(rig.managementpro.people.all()).toHaveLength(4);
});

test('somebody erased who never had a link is resumed by the key, and linked with who is like them', async () => {
  await rig.restart({ initialSync: 'review' });
  const clave = inManagementPro(rig, COMPANY, FORM);
  const code = inAceptabits(rig, COMPANY);
  await rig.cycles(2);
  await erase({ clave });
  await rig.restart({ initialSync: 'auto' });
  await rig.cycles(3);
  expect(await unpause(rig.app.context, { side: 'managementpro', key: clave }, 'test')).toBe(true);
  await rig.cycles(3);
  expect(await linkOf(rig, clave)).toMatchObject({ clave, code });
  expect(inBoth()).toEqual([1, 1]);
});

test('of a key that nobody has nothing is kept, and nothing of it is marked', async () => {
  somebodyElse();
  await rig.cycles(1);
  expect(await kept({ clave: '0000077777' })).toBe(false);
});

test.each([
  ['999 183 7465 / 999 555 1234', { phone: '+52 999 183 7465' }],
  ['999 555 1234 y 999-183-7465 (Lic. Canché)', { phone: '9991837465' }],
])('%s shows each of its numbers', async (phone, sought) => {
  const clave = inManagementPro(rig, { ...COMPANY, phone }, FORM);
  await rig.poll('managementpro');
  expect(await peopleSought(rig.app.context, sought)).toMatchObject([{ clave }]);
});

test('an e-mail is found beside another in one field', async () => {
  const clave = inManagementPro(rig, { ...COMPANY, email: `ventas@mayab.mx; ${COMPANY.email}` }, FORM);
  await rig.poll('managementpro');
  expect(await peopleSought(rig.app.context, { email: 'Compras@Xtabentun-Peninsular.MX' })).toMatchObject([
    { clave },
  ]);
});
