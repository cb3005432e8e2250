/** The contracts' own examples, and worse, as the wire schemas read them. */
import { describe, expect, it } from 'vitest';
import * as aceptabits from '../../src/systems/aceptabits/wire.ts';
import type { Answer } from '../../src/systems/answer.ts';
import * as managementpro from '../../src/systems/managementpro/wire.ts';
import { fixture } from '../fixtures/fixture.ts';

function answer(name: string, status = 200): Answer {
  return { status, body: fixture(name), retryAfterMs: undefined };
}

describe("the contracts' examples are understood", () => {
  it('ManagementPro list, with a full row and one that stops early', () => {
    const list = managementpro.readList(answer('managementpro/get-cliente-lista.answer'));
    if (!list.ok) throw new Error('not read');
    expect(list.value.claimed).toBe(2);
    const [full, short] = list.value.rows.map(managementpro.decodeCliente);
    expect(full).toMatchObject({
      ok: true,
      record: {
        key: '0000000002',
        name: 'Cliente de mostrador',
        email: 'caja@mostrador.mx',
        phone: '9994000050',
        salesperson: '0000000001',
        salespersonName: 'Vendedor 1',
        shop: '0001',
        active: true,
        rest: { state: 'Yucatán', crossStreet1: '12', deliveryLine1: '63 No.300' },
      },
    });
    expect(short).toMatchObject({ ok: true, record: { rfc: 'XAXX0101010009', legalName: 'Cliente 9 ' } });
    expect(short?.ok && short.record.email).toBeUndefined();
    expect(short?.ok && short.record.active).toBeUndefined();
  });

  it('GetCliente, in its other shape', () => {
    const read = managementpro.readDetail(answer('managementpro/get-cliente.answer'));
    if (!read.ok || !read.value.ok) throw new Error('not read');
    expect(managementpro.recordOf(read.value.cliente)).toMatchObject({
      key: '0000000019',
      shop: '0002',
      salesperson: undefined,
      active: true,
      legalName: 'Rosa Cituk SA de CV ',
      rest: { segment: '0001', lineOfBusiness: '0002', priceScheme: '1' },
    });
  });

  it('addCliente, and both its structures', () => {
    expect(managementpro.readWritten(answer('managementpro/add-cliente.answer'))).toEqual({
      ok: true,
      value: '0000000019',
    });
    const customer = {
      name: 'Rosa Cituk',
      legalName: 'Rosa Cituk SA de CV',
      rfc: 'XAXX010101000',
      email: 'Beto@mail.com',
      phone: '9991234567',
      shop: '0002',
      segment: '0001',
      lineOfBusiness: '0002',
      salesperson: '0000000003',
      group: '0000000001',
      terms: 'CRED',
    };
    const simple = fixture('managementpro/add-cliente-simplified.request') as { data: { direccion: object } };
    const address = simple.data.direccion as Record<string, string>;
    expect(managementpro.simpleForm({ ...customer, address })).toEqual(simple.data);
    const complete = fixture('managementpro/add-cliente-complete.request') as { data: object };
    expect(complete.data).toMatchObject(managementpro.completeForm({ ...customer, address }));
  });

  it.each(['add-cliente', 'get-cliente', 'get-cliente-lista'])('ManagementPro error of %s', (name) => {
    expect(managementpro.readEnvelope(answer(`managementpro/${name}.error`))).toMatchObject({
      ok: false,
      verdict: { errorClass: 'unknown', clearNo: false },
      detail: 'Algo no salió bien',
    });
  });

  it('Aceptabits customers with all their quirks', () => {
    const page = aceptabits.readPage(answer('aceptabits/get-customers.answer'), aceptabits.decodeCustomer);
    if (!page.ok) throw new Error('not read');
    expect(page.value).toMatchObject({ received: 4, page: 1, lastPage: 1, perPage: 10, total: 4 });
    expect(page.value.rows.map((row) => row.ok && row.record)).toMatchObject([
      { name: 'Delia', lastname: 'Uc Poot', phone: '', editable: true, agent: 'pgbage1111222233334444' },
      { lastname: '', phone: '99 12 34 56 78', email: 'mail@xyz' },
      { phone: '', email: '', editable: false },
      { agent: '', agentName: '', createdAt: '2024-09-01T13:00:00.000000Z' },
    ]);
  });

  it('Aceptabits creations, agents, services and errors', () => {
    expect(aceptabits.readCreated(answer('aceptabits/add-customer.answer'))).toMatchObject({
      ok: true,
      value: { key: 'pgbcus10000000000000001', editable: true },
    });
    const agents = aceptabits.readPage(answer('aceptabits/get-agents.answer'), aceptabits.decodeAgent);
    expect(agents).toMatchObject({ value: { rows: [{ record: { name: 'Ramona', active: true } }] } });
    expect(aceptabits.readService(answer('aceptabits/add-service.answer'))).toMatchObject({
      value: { key: 'pgbser10000000000000001', priceMxn: '0' },
    });
    const classes = ['add-customer', 'get-customers', 'get-agents', 'add-service'].map((name) => {
      const read = aceptabits.readEnvelope(answer(`aceptabits/${name}.error`, 400));
      return read.ok ? 'ok' : read.verdict.errorClass;
    });
    expect(classes).toEqual(['reference', 'request', 'request', 'data']);
  });
});

describe('quirks and poison', () => {
  const customer = (fields: object) => aceptabits.decodeCustomer({ code: 'c1', ...fields });
  const cliente = (fields: object) => managementpro.decodeCliente({ clave: 'k1', ...fields });

  it.each([
    [-1, true],
    ['-1', true],
    [0, false],
    ['0', false],
    [null, undefined],
    ['si', undefined],
    [undefined, undefined],
  ])('isEditable %j', (isEditable, editable) => {
    expect(customer({ isEditable })).toMatchObject({ ok: true, record: { editable } });
  });

  it('takes a missing key for silence, and null and "" for empty', () => {
    expect(customer({})).toEqual({ ok: true, record: expect.objectContaining({ phone: undefined }) });
    expect(customer({ phone: null })).toMatchObject({ record: { phone: '' } });
    expect(cliente({})).toMatchObject({ ok: true, record: { salesperson: undefined, email: undefined } });
    expect(cliente({ vendedor: null, email_1: null })).toMatchObject({
      record: { salesperson: '', email: '' },
    });
  });

  it('takes a value that has lost letters for silence, and a key that has for none', () => {
    expect(cliente({ descripcion: 'Mu\uFFFDoz', rfc: 'X' })).toEqual(cliente({ rfc: 'X' }));
    expect(customer({ name: 'Mu\uFFFDoz' })).toEqual(customer({}));
    expect(managementpro.decodeCliente({ clave: '00\uFFFD1' })).toMatchObject({ ok: false, key: undefined });
    expect(aceptabits.decodeCustomer({ code: '\uFFFD' })).toMatchObject({ ok: false, key: undefined });
  });

  it.each([
    { descripcion: 'Mu\uFFFDoz' },
    { direccion: { calle: 'Av. Ju\uFFFDrez', ciudad: 'Mérida' } },
    { vendedor: { clave: '0\uFFFD1', descripcion: 'Ana' } },
    { segmento: '\uFFFD' },
  ])('names %j as unread, so that it is never sent back without it', (fields) => {
    const read = managementpro.readCliente({ clave: 'k1', ...fields });
    expect(read).toMatchObject({ ok: true, unread: Object.keys(fields) });
  });

  const row = { clave: '0000000100', descripcion: 'Ana Uc' };
  it.each([
    [[row], 1],
    [row, 1],
    [{ 100: row, 7: row }, 2],
    [[], 0],
    [{}, 0],
    [null, 0],
    ['', 0],
  ])('reads the list %j as so many rows', (list, rows) => {
    const body = { type: 'info', code: '200', message: '', data: { cliente: list } };
    const read = managementpro.readList({ status: 200, body, retryAfterMs: undefined });
    expect(read).toMatchObject({ ok: true, value: { rows: Array(rows).fill(row) } });
    const asCodes = JSON.parse(JSON.stringify(list).replaceAll('clave', 'code'));
    const page = { status: true, success: { code: '0051' }, data: { data: asCodes, total: rows } };
    const answered = aceptabits.readPage(
      { status: 200, body: page, retryAfterMs: undefined },
      aceptabits.decodeCustomer,
    );
    expect(answered).toMatchObject({ ok: true, value: { received: rows, total: rows } });
  });

  it.each(['text', 7, true, { foo: 1 }])('does not take %j for a list', (list) => {
    const body = { type: 'info', code: '200', message: '', data: { cliente: list } };
    expect(managementpro.readList({ status: 200, body, retryAfterMs: undefined })).toMatchObject({
      ok: false,
    });
  });

  it('keeps a key byte for byte: blanks and zeros are part of it', () => {
    expect(managementpro.decodeCliente({ clave: ' 0015 ' })).toMatchObject({ record: { key: ' 0015 ' } });
    expect(managementpro.decodeCliente({ clave: 15 })).toMatchObject({ record: { key: '15' } });
  });

  it('takes numbers for text, and passes over what it does not know', () => {
    expect(
      managementpro.decodeCliente({ clave: 19, telefono_1: 9991234567, nuevo: { a: [1] } }),
    ).toMatchObject({
      ok: true,
      record: { key: '19', phone: '9991234567' },
    });
  });

  it.each([
    [{ clave: 'k1', descripcion: { texto: 'SECRETO' } }, 'k1'],
    [{ clave: 'k1', telefono_1: ['SECRETO'] }, 'k1'],
    [{ clave: 'k1', vendedor: ['SECRETO'] }, 'k1'],
    [{ descripcion: 'SECRETO' }, undefined],
    [{ clave: ' ', descripcion: 'SECRETO' }, undefined],
    [{ clave: { a: 'SECRETO' } }, undefined],
    ['SECRETO', undefined],
    [null, undefined],
    [[], undefined],
  ])('sets aside %j with a reason that holds no data', (row, key) => {
    const decoded = managementpro.decodeCliente(row);
    expect(decoded).toMatchObject({ ok: false, key });
    expect(JSON.stringify(decoded)).not.toContain('SECRETO');
  });

  it.each([
    { direccion: [] },
    { direccion: '' },
    { direccion: null },
    { vendedor: [], sucursal: [], segmento: [] },
  ])('takes %j, as PHP writes what is not there, for silence', (fields) => {
    expect(cliente(fields)).toEqual(cliente({}));
    expect(managementpro.readCliente({ clave: 'k1', ...fields })).toMatchObject({ ok: true, unread: [] });
  });

  it.each([
    { direccion: 'Calle 60' },
    { segmento: ['0001'] },
    { grupo_comercial: { clave: {} } },
    { telefono_2: { casa: '999' } },
    { email_2: true },
  ])('reads the rest of a customer of whom %j is shown only, and names what it could not read', (fields) => {
    const read = managementpro.readCliente({ clave: 'k1', email_1: 'a@b.mx', ...fields });
    expect(read).toMatchObject({ ok: true, cliente: { email_1: 'a@b.mx' }, unread: Object.keys(fields) });
    expect(cliente(fields)).toEqual(cliente({}));
  });

  it.each([
    'x'.repeat(5000),
    'Niña 👩‍👩‍👧 🎉',
    'مرحبا ‮abc',
    '__proto__',
    'nul \u0000 inside',
    '<script>alert(1)</script>',
    "'; DROP TABLE clientes; --",
  ])('lets a hostile text through as it is: %.20j', (hostile) => {
    const row = JSON.parse(JSON.stringify({ code: 'c1', name: hostile, email: hostile }));
    expect(aceptabits.decodeCustomer(row)).toMatchObject({ record: { name: hostile, email: hostile } });
    expect(cliente({ descripcion: hostile, direccion: { calle: hostile } })).toMatchObject({
      record: { name: hostile, rest: { street: hostile } },
    });
  });

  it('is not moved by __proto__ as a key', () => {
    const row = JSON.parse(
      '{"clave":"k1","__proto__":{"active":true},"direccion":{"__proto__":"x","calle":"1"}}',
    );
    expect(managementpro.decodeCliente(row)).toMatchObject({ ok: true, record: { active: undefined } });
    expect(({} as Record<string, unknown>).active).toBeUndefined();
  });
});

describe('what is not the envelope', () => {
  const shapes = [
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { type: 'info' },
    { status: 'true' },
    { resultado: 'ok' },
  ];
  it.each(shapes)('%j is unreadable on both sides', (body) => {
    const wrong = { status: 200, body, retryAfterMs: undefined };
    for (const read of [managementpro.readEnvelope(wrong), aceptabits.readEnvelope(wrong)]) {
      expect(read).toMatchObject({ ok: false, verdict: { code: 'unreadable', clearNo: false } });
    }
  });

  it('nor is an envelope without its content', () => {
    const info = { type: 'info', code: 200, message: 'ok', data: { registros: 0 } };
    const empty = { status: 200, body: info, retryAfterMs: undefined };
    expect(managementpro.readList(empty)).toMatchObject({ ok: false });
    expect(managementpro.readWritten(empty)).toEqual({ ok: true, value: undefined });
    const created = { status: 200, body: { status: true, data: { name: 'Delia' } }, retryAfterMs: undefined };
    expect(aceptabits.readCreated(created)).toMatchObject({ ok: false, verdict: { code: 'unreadable' } });
  });
});
