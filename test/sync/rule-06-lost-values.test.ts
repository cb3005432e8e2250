import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { ClienteFields } from '../../src/simulators/managementpro.ts';
import type { Passed } from '../proxy.ts';
import { FAST, type Rig, startRig } from '../rig.ts';
import {
  both,
  edit,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkOf,
  movableClock,
  onRequest,
  person,
  waitsOf,
} from './situations.ts';

/** Rule 6: what one answer has lost is neither sent back without it nor taken for somebody's emptying. */

let rig: Rig;
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.close();
});

const SEND_WITHIN_MS = 200;

/** A customer of ManagementPro with what no merge touches, and every write carries. */
const WHOLE: ClienteFields = {
  telefono_2: '9991112233',
  telefono_3: '(s/n)',
  contacto_1: 'Sra. Concepción',
  email_2: 'facturas@sureste.mx',
  segmento: '0001',
  giro_comercial: '0002',
  grupo_comercial: '0000000001',
  condicion_venta: 'CRED',
  contacto_2: 'Juan',
  direccion: { calle: 'Calle 60', colonia: 'Centro', codigo_postal: '97000' },
};

test('rule 6: one answer of ManagementPro that has lost the phone, read for a write of the e-mail, empties nothing', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  rig.managementpro.faults.add({
    on: 'GetCliente',
    when: 'after',
    kind: 'blankField',
    field: 'telefono_1',
    times: 1,
  });
  rig.aceptabits.people.edit(pair.code, { email: 'nuevo@correo.mx' });
  await rig.cycles(3);
  expect(rig.managementpro.faults.hits()).toBe(1);
  expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
  expect(both(rig, pair, 'phone')).toEqual([person(1).phone, person(1).phone]);
});

test('rule 6: the same of what only ManagementPro has', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { razon_social: 'La Razón Social', rfc: 'CSU010203AB1' });
  await rig.cycles(1);
  rig.managementpro.faults.add({
    on: 'GetCliente',
    when: 'after',
    kind: 'blankField',
    field: 'razon_social',
    times: 1,
  });
  rig.aceptabits.people.edit(pair.code, { email: 'nuevo@correo.mx' });
  await rig.cycles(3);
  expect(rig.managementpro.faults.hits()).toBe(1);
  expect(rig.managementpro.people.get(pair.clave)?.razon_social).toBe('La Razón Social');
});

test('rule 6: one answer of Aceptabits that has lost the phone, read for a write of the e-mail, empties nothing', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  rig.aceptabits.faults.add({
    on: 'show-customer',
    when: 'after',
    kind: 'blankField',
    field: 'phone',
    times: 1,
    matches: (q) => (q as { code?: string }).code === pair.code,
  });
  rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
  await rig.cycles(3);
  expect(rig.aceptabits.faults.hits()).toBe(1);
  expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
  expect(both(rig, pair, 'phone')).toEqual([person(1).phone, person(1).phone]);
});

test.each(Object.keys(WHOLE))(
  'rule 6: read for one write without %s, which it had, a record loses nothing on a server that blanks',
  async (field) => {
    rig = await startRig({ managementpro: { omitted: 'blankForm' } });
    const pair = {
      clave: inManagementPro(rig, person(1), WHOLE),
      code: inAceptabits(rig, person(1)),
    };
    await rig.cycles(2);
    expect((await linkOf(rig, pair.clave))?.code).toBe(pair.code);
    const before = rig.managementpro.people.get(pair.clave);
    rig.managementpro.faults.add({
      on: /GetCliente/,
      when: 'after',
      kind: 'missingKeys',
      field,
      times: 2,
      matches: (b) => {
        const { data } = b as { data: { clave?: string; cliente?: string } };
        return data.clave === pair.clave || data.cliente === pair.clave;
      },
    });
    rig.aceptabits.people.edit(pair.code, { email: 'nuevo@correo.mx' });
    await rig.cycles(4);
    expect(rig.managementpro.people.get(pair.clave)).toEqual({ ...before, email_1: 'nuevo@correo.mx' });
  },
);

/** The same answer with this phone in every row. */
async function withPhone(phone: unknown, forward: () => Promise<Passed>): Promise<Passed> {
  const answer = await forward();
  const rows = JSON.parse(String(answer.body), (name, value) => (name === 'phone' ? phone : value));
  return { ...answer, body: JSON.stringify(rows) };
}

test('rule 6: an answer that cannot be understood confirms no emptying', async () => {
  rig = await startRig();
  const between = await rig.standBetween('aceptabits');
  const pair = await linkedPair(rig);
  let [lists, byKey] = [0, 0];
  between.rule = async ({ path, query }, forward) => {
    if (path.includes('/get-customers')) return lists++ === 0 ? withPhone('', forward) : forward();
    if (query.get('code') !== pair.code) return forward();
    return byKey++ === 0 ? withPhone({ number: '1' }, forward) : forward();
  };
  await rig.poll('aceptabits');
  await rig.cycles(3);
  expect([lists > 1, byKey > 0]).toEqual([true, true]);
  expect(rig.managementpro.writes).toBe(0);
  expect(both(rig, pair, 'phone')).toEqual([person(1).phone, person(1).phone]);
});

test('rule 6: an answer without the key confirms no emptying', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  rig.aceptabits.faults.add({
    on: 'get-customers',
    when: 'after',
    kind: 'blankField',
    field: 'phone',
    times: 1,
  });
  rig.aceptabits.faults.add({
    on: 'show-customer',
    when: 'after',
    kind: 'missingKeys',
    field: 'phone',
    times: 1,
    matches: (q) => (q as { code?: string }).code === pair.code,
  });
  await rig.cycles(4);
  await rig.poll('aceptabits');
  expect(rig.aceptabits.faults.hits()).toBe(2);
  expect(rig.managementpro.writes).toBe(0);
  expect(both(rig, pair, 'phone')).toEqual([person(1).phone, person(1).phone]);
});

test('rule 12: a write that is put off because its record lacks a key has a reason that is shown', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { razon_social: 'La Razón Social ' });
  await rig.cycles(1);
  rig.managementpro.faults.add({
    on: /GetCliente/,
    when: 'after',
    kind: 'missingKeys',
    field: 'razon_social',
    times: Number.POSITIVE_INFINITY,
  });
  rig.aceptabits.people.edit(pair.code, { email: 'incompleto@correo.mx' });
  await rig.cycles(6);
  expect(await waitsOf(rig, 'managementpro', pair.clave)).not.toEqual([]);
});

test('rule 6: a writer that was frozen, and whose clock was set back, does not send what it read', async () => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now, app: { timings: { ...FAST, sendWithinMs: SEND_WITHIN_MS } } });
  const pair = await linkedPair(rig);
  let opened = false;
  onRequest(rig.managementpro, 'GetCliente', () => {
    opened = true;
  });
  const gate = rig.app.context.gates.managementpro;
  const admit = gate.admit.bind(gate);
  let isFrozen = false;
  vi.spyOn(gate, 'admit').mockImplementation(async () => {
    if (opened && !isFrozen) {
      isFrozen = true;
      edit(rig, 'managementpro', pair, { phone: '9997654321' });
      await sleep(2 * SEND_WITHIN_MS);
      clock.advance(-3_600_000);
    }
    return admit();
  });
  edit(rig, 'aceptabits', pair, { email: 'nuevo@correo.mx' });
  await rig.cycles(2);
  expect(isFrozen).toBe(true);
  expect(both(rig, pair, 'phone')).toEqual(['9997654321', '9997654321']);
});
