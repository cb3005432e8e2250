/** Everything else of a record survives an update, whether the server keeps or blanks (rule 6). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import type { CustomerFields, StoredCustomer } from '../../src/simulators/aceptabits.ts';
import type { ClienteFields, StoredCliente } from '../../src/simulators/managementpro.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Between, type Passed, type Passing, startProxy } from '../proxy.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  both,
  eventsOf,
  inAceptabits,
  inManagementPro,
  linkedPair,
  movableClock,
  onRequest,
  type Pair,
  person,
} from './situations.ts';

let rig: Rig;
let between: Between | undefined;
afterEach(async () => {
  await rig.close();
  await between?.close();
  between = undefined;
});

/** Everything that a customer of ManagementPro can hold, with the blanks and oddities that people leave behind. */
const EVERYTHING: ClienteFields = {
  razon_social: 'Comercializadora  del Sureste S.A. de C.V. ',
  rfc: 'CSU010203AB12',
  telefono_2: ' 999 111 22 33 ext. 4',
  telefono_3: '(s/n)',
  contacto_1: 'Sra. Concepción ',
  contacto_2: '',
  email_2: 'FACTURAS@sureste.mx ',
  sucursal: '0002',
  segmento: '0001',
  giro_comercial: '0002',
  grupo_comercial: '0000000001',
  condicion_venta: 'CRED',
  vendedor: '0000000001',
  esquema_precio: '3',
  grupo_impuesto: 'IVA16',
  direccion_entrega_1: 'Bodega 4 ',
  direccion: {
    calle: 'Calle 60 ',
    numero_exterior: '491',
    numero_interior: ' B',
    cruzamiento_1: '59',
    cruzamiento_2: '61 ',
    colonia: 'Centro',
    codigo_postal: '97000',
    municipio: 'Mérida ',
    ciudad: 'Mérida',
    estado: 'Yucatán',
    pais: 'México',
  },
};

const SERVERS = ['keep', 'blank'] as const;

// What only the ERP's own screens set cannot be kept by any write: a server that blanks that too is noticed, not outwitted.
describe.each(['keep', 'blankForm'] as const)(
  'rule 6: a ManagementPro that would %s what a write leaves out',
  (omitted) => {
    async function pairWithEverything(): Promise<{ pair: Pair; before: StoredCliente }> {
      rig = await startRig({ managementpro: { omitted } });
      const pair = {
        clave: inManagementPro(rig, person(1), EVERYTHING),
        code: inAceptabits(rig, person(1)),
      };
      await rig.cycles(2);
      const before = rig.managementpro.people.get(pair.clave);
      if (before === undefined) throw new Error('The customer is gone.');
      return { pair, before };
    }

    const edits: [string, CustomerFields, Partial<StoredCliente>][] = [
      ['e-mail', { email: 'nuevo@correo.mx' }, { email_1: 'nuevo@correo.mx' }],
      ['phone', { phone: '9990001122' }, { telefono_1: '9990001122' }],
      ['name', { name: 'Nueva', lastname: 'Razón' }, { descripcion: 'Nueva Razón' }],
      ['emptied e-mail', { email: '' }, { email_1: '' }],
      [
        'all three',
        { name: 'Nueva', lastname: 'Razón', email: 'n@correo.mx' },
        { descripcion: 'Nueva Razón', email_1: 'n@correo.mx' },
      ],
    ];
    test.each(edits)('%s: everything else is as before, byte for byte', async (_, edit, wanted) => {
      const { pair, before } = await pairWithEverything();
      rig.aceptabits.people.edit(pair.code, edit);
      await rig.cycles(2);
      expect(rig.managementpro.people.get(pair.clave)).toEqual({ ...before, ...wanted });
    });

    test('the values that did not change keep their own spelling and blanks', async () => {
      rig = await startRig({ managementpro: { omitted } });
      const spelt = {
        descripcion: ` ${person(1).first}  ${person(1).last} `,
        telefono_1: ` +52 ${person(1).phone} `,
      };
      const pair = { clave: inManagementPro(rig, person(1), spelt), code: inAceptabits(rig, person(1)) };
      await rig.cycles(2);
      rig.aceptabits.people.edit(pair.code, { email: 'otro@correo.mx' });
      await rig.cycles(2);
      expect(rig.managementpro.people.get(pair.clave)).toMatchObject({ ...spelt, email_1: 'otro@correo.mx' });
    });

    test('edits of other fields, made after the poll and before the write, stay', async () => {
      const { pair, before } = await pairWithEverything();
      const meanwhile = { telefono_2: '9998887777', razon_social: 'Otra razón ', vendedor: '0000000002' };
      let edited = false;
      // The look-up by clave is the writer's first step; a person is quicker than that.
      onRequest(rig.managementpro, 'GetClienteLista', ({ data }) => {
        if (edited || (data as { clave: string }).clave !== pair.clave) return;
        edited = true;
        rig.managementpro.people.edit(pair.clave, meanwhile);
      });
      rig.aceptabits.people.edit(pair.code, { email: 'tarde@correo.mx' });
      await rig.cycles(2);
      expect(edited).toBe(true);
      expect(rig.managementpro.people.get(pair.clave)).toEqual({
        ...before,
        ...meanwhile,
        email_1: 'tarde@correo.mx',
      });
    });

    test('an edit between the two readings of one customer stays as well', async () => {
      const { pair, before } = await pairWithEverything();
      const meanwhile = { telefono_3: '9998887777', contacto_1: 'Don Chucho ', condicion_venta: 'CONT' };
      let edited = false;
      onRequest(rig.managementpro, 'GetCliente', () => {
        if (!edited) rig.managementpro.people.edit(pair.clave, meanwhile);
        edited = true;
      });
      rig.aceptabits.people.edit(pair.code, { email: 'tarde@correo.mx' });
      await rig.cycles(2);
      expect(edited).toBe(true);
      expect(rig.managementpro.people.get(pair.clave)).toEqual({
        ...before,
        ...meanwhile,
        email_1: 'tarde@correo.mx',
      });
    });

    test('an edit of the same field, made after the poll and before the write, is a conflict and not overwritten', async () => {
      const { pair } = await pairWithEverything();
      let edited = false;
      onRequest(rig.managementpro, 'GetClienteLista', ({ data }) => {
        if (edited || (data as { clave: string }).clave !== pair.clave) return;
        edited = true;
        rig.managementpro.people.edit(pair.clave, { email_1: 'primero@correo.mx' });
      });
      rig.aceptabits.people.edit(pair.code, { email: 'segundo@correo.mx' });
      await rig.cycles(3);
      expect(edited).toBe(true);
      // ManagementPro wins by policy; what was typed there at the last moment stands.
      expect(both(rig, pair, 'email')).toEqual(['primero@correo.mx', 'primero@correo.mx']);
    });
  },
);

describe.each(SERVERS)('rule 6: an Aceptabits that would %s what an update leaves out', (omitted) => {
  const KEPT = {
    code_agent: 'pgbage9743164921458226',
    total_agent_orders: 7,
    created_at: '2024-08-08T23:57:37.000000Z',
    lastname: '  Poot Ek ',
    name: 'Lucía ',
  };

  async function pairWithEverything(): Promise<{ pair: Pair; before: StoredCustomer }> {
    rig = await startRig({ aceptabits: { omitted } });
    const pair = {
      clave: inManagementPro(rig, { ...person(1), first: 'Lucía', last: 'Poot Ek' }),
      code: inAceptabits(rig, person(1), KEPT),
    };
    await rig.cycles(2);
    const before = rig.aceptabits.people.get(pair.code);
    if (before === undefined) throw new Error('The customer is gone.');
    return { pair, before };
  }

  const edits: [string, ClienteFields, Partial<StoredCustomer>][] = [
    ['e-mail', { email_1: 'nuevo@correo.mx' }, { email: 'nuevo@correo.mx' }],
    ['phone', { telefono_1: '9990001122' }, { phone: '9990001122' }],
    ['emptied phone', { telefono_1: '' }, { phone: '' }],
    ['second half of the name', { descripcion: 'Lucía Poot Canul' }, { lastname: 'Poot Canul' }],
    ['first half of the name', { descripcion: 'Lucila Poot Ek' }, { name: 'Lucila' }],
  ];
  test.each(edits)('%s: everything else is as before, byte for byte', async (_, edit, wanted) => {
    const { pair, before } = await pairWithEverything();
    rig.managementpro.people.edit(pair.clave, edit);
    await rig.cycles(2);
    expect(rig.aceptabits.people.get(pair.code)).toEqual({ ...before, ...wanted });
  });

  test('an edit made after the poll and before the write stays', async () => {
    const { pair, before } = await pairWithEverything();
    let edited = false;
    onRequest(rig.aceptabits, 'show-customer', ({ code }) => {
      if (edited || code !== pair.code) return;
      edited = true;
      rig.aceptabits.people.edit(pair.code, { phone: '9997776655' });
    });
    rig.managementpro.people.edit(pair.clave, { email_1: 'tarde@correo.mx' });
    await rig.cycles(2);
    expect(edited).toBe(true);
    expect(rig.aceptabits.people.get(pair.code)).toEqual({
      ...before,
      phone: '9997776655',
      email: 'tarde@correo.mx',
    });
    expect(both(rig, pair, 'phone')).toEqual(['9997776655', '9997776655']);
  });
});

test('rule 6: a record that is read without a key that it had is not written back without it', async () => {
  rig = await startRig({ managementpro: { omitted: 'blankForm' } });
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
  await rig.cycles(2);
  expect(rig.managementpro.people.get(pair.clave)).toMatchObject({
    razon_social: 'La Razón Social ',
    email_1: person(1).email,
  });
  rig.managementpro.faults.clear();
  await rig.cycles(2);
  expect(rig.managementpro.people.get(pair.clave)).toMatchObject({
    razon_social: 'La Razón Social ',
    email_1: 'incompleto@correo.mx',
  });
});

test('rule 6: a record that is read without a key that no write carries is written all the same', async () => {
  rig = await startRig({ aceptabits: { omitted: 'blank' } });
  const pair = await linkedPair(rig);
  rig.aceptabits.faults.add({
    on: 'get-customers',
    when: 'after',
    kind: 'missingKeys',
    field: 'created_at',
    times: Number.POSITIVE_INFINITY,
  });
  rig.managementpro.people.edit(pair.clave, { email_1: 'completo@correo.mx' });
  await rig.cycles(1);
  expect(both(rig, pair, 'email')).toEqual(['completo@correo.mx', 'completo@correo.mx']);
});

describe.each(SIDES)('rule 6: a record of %s that is not the newest is not sent back whole', (side) => {
  const other = otherSide(side);
  const NEWER = 'nuevo@correo.mx';
  const PHONE = '9997776655';

  type Values = { email?: string; phone?: string };

  function edit(where: Side, { clave, code }: Pair, { email, phone }: Values): void {
    if (where === 'aceptabits')
      rig.aceptabits.people.edit(code, { ...(email && { email }), ...(phone && { phone }) });
    else
      rig.managementpro.people.edit(clave, {
        ...(email && { email_1: email }),
        ...(phone && { telefono_1: phone }),
      });
  }

  /** One linked pair, and a proxy before the side that is written. */
  async function pairBehindProxy(options: RigOptions = {}): Promise<{ pair: Pair; proxy: Between }> {
    rig = await startRig(options);
    const proxy = await startProxy(rig[side].url);
    between = proxy;
    await rig.restart({ [side]: { ...rig.config[side], url: proxy.url } });
    return { pair: await linkedPair(rig), proxy };
  }

  /** True for the questions that open a customer for writing. */
  function isByKey({ query, body }: Passing, { clave, code }: Pair): boolean {
    const data = body?.data as { clave?: string; cliente?: string } | undefined;
    return query.get('code') === code || data?.clave === clave || data?.cliente === clave;
  }

  test('an answer that still shows what our last write replaced: put off as often as it comes, then sent once', async () => {
    const at = Date.now();
    const { pair, proxy } = await pairBehindProxy({ now: () => at });
    const old = new Map<string, Passed>();
    let left = 0;
    proxy.rule = async (request, forward) => {
      if (!isByKey(request, pair)) return forward();
      const question = `${request.path} ${JSON.stringify(request.body)}`;
      const late = old.get(question);
      if (late !== undefined && left > 0) {
        left -= 1;
        return late;
      }
      const answer = await forward();
      if (late === undefined) old.set(question, answer);
      return answer;
    };
    edit(other, pair, { email: NEWER });
    await rig.poll(other);
    expect(both(rig, pair, 'email')).toEqual([NEWER, NEWER]);
    const before = rig.writes();
    // More often than a write has attempts: ManagementPro answers two questions each time.
    left = 24;
    edit(other, pair, { phone: PHONE });
    await rig.poll(other);
    expect(both(rig, pair, 'email')).toEqual([NEWER, NEWER]);
    expect(left).toBe(0);
    expect(both(rig, pair, 'phone')).toEqual([PHONE, PHONE]);
    expect(rig.writes() - before).toBe(1);
    expect((await rig.status()).differing).toBe(0);
  });

  test('an edit that a scan shows between the reading and the write stays', async () => {
    const { pair, proxy } = await pairBehindProxy();
    let isTyped = false;
    proxy.rule = async (request, forward) => {
      const answer = await forward();
      // The second question of ManagementPro's two is the later one.
      if (isTyped || !isByKey(request, pair) || request.body?.action === 'GetClienteLista') return answer;
      isTyped = true;
      edit(side, pair, { phone: PHONE });
      await enqueue(rig.app.engine.queues, await poll(rig.app.context, side));
      return answer;
    };
    edit(other, pair, { email: NEWER });
    await rig.poll(other);
    await rig.cycles(1);
    expect(isTyped).toBe(true);
    expect(both(rig, pair, 'email')).toEqual([NEWER, NEWER]);
    expect(both(rig, pair, 'phone')).toEqual([PHONE, PHONE]);
  });

  test('a writer that was frozen between its reading and its request does not send it', async () => {
    const clock = movableClock();
    rig = await startRig({ now: clock.now });
    const pair = await linkedPair(rig);
    let opened = false;
    onRequest(rig[side], side === 'managementpro' ? 'GetCliente' : 'show-customer', (request) => {
      opened ||= request.code === pair.code || request.action === 'GetCliente';
    });
    const { store } = rig.app.context;
    const transaction = store.transaction.bind(store);
    let isFrozen = false;
    vi.spyOn(store, 'transaction').mockImplementation(() => {
      // What was opened is about to be noted, and sent.
      if (opened && !isFrozen) {
        isFrozen = true;
        edit(side, pair, { email: 'tecleado@correo.mx', phone: PHONE });
        clock.advance(60_000);
      }
      return transaction();
    });
    edit(other, pair, { email: NEWER });
    await rig.cycles(2);
    expect(isFrozen).toBe(true);
    expect(both(rig, pair, 'phone')).toEqual([PHONE, PHONE]);
    // ManagementPro wins by policy; the other value is on record and can be put back.
    const [m, a] = side === 'managementpro' ? ['tecleado@correo.mx', NEWER] : [NEWER, 'tecleado@correo.mx'];
    expect(both(rig, pair, 'email')).toEqual([m, m]);
    const conflicts = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'conflict');
    expect(conflicts.map(({ conflict }) => conflict?.aceptabits)).toEqual([a]);
  });

  test('what a clerk corrects while a write waits for its turn stays: the turn comes before the reading', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, EVERYTHING);
    await rig.cycles(1);
    await rig.restart({ [side]: { ...rig.config[side], maxRps: 25 } });
    let isRead = false;
    onRequest(rig[side], side === 'managementpro' ? 'GetCliente' : 'show-customer', () => {
      isRead = true;
    });
    const gate = rig.app.context.gates[side];
    const admit = gate.admit.bind(gate);
    let isCorrected = false;
    vi.spyOn(gate, 'admit').mockImplementation((requests) => {
      // The first request that waits for its turn after the reading: a clerk is quicker.
      if (isRead && !isCorrected) {
        isCorrected = true;
        rig.managementpro.people.edit(pair.clave, {
          vendedor: '0000000003',
          direccion: { calle: 'Calle 61-A' },
        });
        rig.aceptabits.people.edit(pair.code, { lastname: 'Poot Ek de la Cruz' });
      }
      return admit(requests);
    });
    edit(other, pair, { email: NEWER });
    await rig.cycles(3);
    expect(isCorrected).toBe(true);
    expect(rig.managementpro.people.get(pair.clave)).toMatchObject({
      vendedor: '0000000003',
      direccion: { calle: 'Calle 61-A' },
    });
    expect(rig.aceptabits.people.get(pair.code)).toMatchObject({ lastname: 'Poot Ek de la Cruz' });
    expect(both(rig, pair, 'email')).toEqual([NEWER, NEWER]);
  });
});
