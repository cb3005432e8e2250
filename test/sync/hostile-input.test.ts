/** Servers that answer nonsense, and records that no document foresees: parked or waited for, never believed. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import type { FaultKind } from '../../src/simulators/faults.ts';
import { resyncOne } from '../../src/sync/jobs/resync.ts';
import { type Between, changed, type Passed, startProxy } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  counts,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  linkOf,
  movableClock,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
let between: Between | undefined;
afterEach(async () => {
  await rig.close();
  await between?.close();
  between = undefined;
});

/** Reads a side as soon as its circuit lets somebody ask: a list that fails is asked for one row too, so it opens soon. */
const askedAgain = (side: Side) => vi.waitFor(() => rig.poll(side), { timeout: 10_000, interval: 50 });

const LISTS = { managementpro: 'GetClienteLista', aceptabits: 'get-customers' } as const;
/** The same, and how one customer is read by its key. */
const READS = { managementpro: 'GetClienteLista', aceptabits: /^(get-customers|show-customer)$/ } as const;

async function throughProxy(side: Side): Promise<Between> {
  const proxy = await startProxy(rig[side].url);
  between = proxy;
  await rig.restart(
    side === 'managementpro'
      ? { managementpro: { ...rig.config.managementpro, url: proxy.url } }
      : { aceptabits: { ...rig.config.aceptabits, url: proxy.url } },
  );
  return proxy;
}

function editEmail(side: Side, { clave, code }: Pair, email: string): void {
  if (side === 'managementpro') rig.managementpro.people.edit(clave, { email_1: email });
  else rig.aceptabits.people.edit(code, { email });
}

function editPhone(side: Side, { clave, code }: Pair, phone: string): void {
  if (side === 'managementpro') rig.managementpro.people.edit(clave, { telefono_1: phone });
  else rig.aceptabits.people.edit(code, { phone });
}

async function expectInStep(count: number): Promise<void> {
  expect(counts(rig)).toEqual([count, count]);
  expect(await rig.status()).toMatchObject({
    differing: 0,
    waiting: { missing: 0, parked: 0, unreadable: 0 },
  });
  const writes = rig.writes();
  await rig.cycles(2);
  expect(rig.writes()).toBe(writes);
}

describe('an answer of the whole list that has lost the e-mail of its customers', () => {
  test.each(SIDES)('of %s: nobody loses theirs on the other side', async (side) => {
    rig = await startRig();
    const pairs = await linkedPairs(rig, 3);
    const writes = rig.writes();
    rig[side].faults.add({ on: LISTS[side], when: 'before', kind: 'blankField', matches: isWholeList });
    await rig.cycles(1);
    expect(rig[side].faults.hits()).toBe(1);
    expect(rig.writes()).toBe(writes);
    for (const [index, pair] of pairs.entries())
      expect(both(rig, pair, 'email')).toEqual([person(index + 1).email, person(index + 1).email]);
    await expectInStep(3);
    const [pair] = pairs as [Pair];
    editEmail(side, pair, '');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['', '']);
  });
});

test.each(SIDES)(
  'an edit in %s that is shown without its other keys, and then taken back: both arrive',
  async (side) => {
    rig = await startRig();
    const [pair] = (await linkedPairs(rig, 1)) as [Pair];
    const { phone } = person(1);
    editPhone(side, pair, '9990001122');
    rig[side].faults.add({ on: LISTS[side], when: 'before', kind: 'missingKeys', matches: isWholeList });
    await rig.cycles(1);
    expect(rig[side].faults.hits()).toBe(1);
    expect(both(rig, pair, 'phone')).toEqual(['9990001122', '9990001122']);
    editPhone(side, pair, phone);
    await rig.cycles(2);
    expect(both(rig, pair, 'phone')).toEqual([phone, phone]);
    await expectInStep(1);
  },
);

test.each(SIDES)(
  'an emptying that cannot be read once more in %s waits, and holds up nobody else',
  async (side) => {
    rig = await startRig();
    const [emptied, edited] = (await linkedPairs(rig, 2)) as [Pair, Pair];
    const key = side === 'managementpro' ? emptied.clave : emptied.code;
    rig[side].faults.add({
      on: READS[side],
      when: 'before',
      kind: 'html502',
      times: Number.POSITIVE_INFINITY,
      matches: (body) => JSON.stringify(body).includes(key),
    });
    editEmail(side, emptied, '');
    editEmail(side, edited, 'editado@correo.mx');
    await rig.poll(side);
    expect(both(rig, edited, 'email')).toEqual(['editado@correo.mx', 'editado@correo.mx']);
    expect(new Set(both(rig, emptied, 'email'))).toEqual(new Set([person(1).email, '']));
    expect(rig[side].faults.hits()).toBeGreaterThan(0);
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(both(rig, emptied, 'email')).toEqual(['', '']);
    await expectInStep(2);
  },
);

/** The list as a poll asks for it, for nobody in particular. */
function isWholeList(body: unknown): boolean {
  const { search, data } = body as { search?: string; data?: Record<string, string> };
  return !search && !data?.busqueda && !data?.clave;
}

const KINDS: [FaultKind, 'connection' | 'json' | undefined][] = [
  ['reset', undefined],
  ['error500', undefined],
  ['html502', undefined],
  ['cutoff', 'connection'],
  ['cutoff', 'json'],
  ['empty', undefined],
  ['garbage', undefined],
  ['wrongShape', undefined],
];

describe.each(SIDES)('hostile input: answers of %s that cannot be read', (side) => {
  test.each(KINDS)(
    '%s (%s): the reading fails with a reason, and nothing is lost or concluded',
    async (kind, cut) => {
      rig = await startRig();
      const pair = await linkedPair(rig);
      editEmail(side, pair, 'new@correo.mx');
      // A reset is met twice: a read that found its kept connection dead is sent once more.
      const times = Number.POSITIVE_INFINITY;
      rig[side].faults.add({ on: LISTS[side], when: 'before', kind, times, ...(cut && { cut }) });
      for (let round = 0; round < 3; round += 1)
        await expect(rig.poll(side)).rejects.toThrow(/trouble|closed/);
      rig[side].faults.clear();
      await askedAgain(side);
      await rig.poll(otherSide(side));
      expect(both(rig, pair, 'email')).toContain('new@correo.mx');
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
      await expectInStep(1);
    },
  );

  const shapes: [string, unknown][] = [
    ['null', null],
    ['a text', 'nada'],
    ['a number', 7],
    ['an array', []],
    ['an object without data', side === 'aceptabits' ? { status: true } : { type: 'info', code: '200' }],
    [
      'a success without a list',
      side === 'aceptabits'
        ? { status: true, data: {} }
        : { type: 'info', code: '200', data: { cliente: {} } },
    ],
    [
      'a list of nonsense',
      side === 'aceptabits'
        ? { status: true, data: { data: [1, null, 'x', [], {}], total: 5, last_page: 1 } }
        : { type: 'info', code: '200', data: { cliente: [1, null, 'x', [], {}], registros: 5 } },
    ],
    ['an error without a code', side === 'aceptabits' ? { status: false } : { type: 'error' }],
    [
      'pages without end',
      side === 'aceptabits'
        ? { status: true, data: { data: [], total: -1, last_page: 'many' } }
        : { type: 'info', code: '200', data: { cliente: [], registros: 1e9 } },
    ],
  ];

  test.each(shapes)('%s instead of a list concludes nothing about anybody', async (_, body) => {
    rig = await startRig();
    const proxy = await throughProxy(side);
    const pair = await linkedPair(rig);
    const nonsense: Passed = { status: 200, body: JSON.stringify(body) };
    const isList = (path: string, action: unknown) =>
      side === 'aceptabits' ? path.includes('get-customers') : action === 'GetClienteLista';
    proxy.rule = async ({ path, body: sent }, forward) => (isList(path, sent?.action) ? nonsense : forward());
    for (let round = 0; round < 3; round += 1) await rig.poll(side).catch(() => undefined);
    await rig.poll(otherSide(side));
    expect((await rig.status()).waiting.missing).toBe(0);
    proxy.rule = undefined;
    await askedAgain(side);
    await rig.cycles(2);
    expect((await linkOf(rig, pair.clave))?.missing ?? {}).toEqual({});
    await expectInStep(1);
  });
});

/** Requests that would create somebody on a side, whatever became of them. */
/** Rows of a side's list, the platform's own among them. */
const rowsIn = (side: Side) =>
  side === 'managementpro' ? rig.managementpro.people.all().length : rig.aceptabits.people.listed().length;

function creates(side: Side): number {
  const { byAction } = rig.managementpro.requests;
  const { byPath } = rig.aceptabits.requests;
  return (side === 'managementpro' ? byAction.addCliente : byPath['add-customer']) ?? 0;
}

type Row = Record<string, unknown>;

/** Changes the rows of a list as they pass, whichever side they come from. */
function rowsOf(side: Side, change: (row: Row) => unknown): (answer: Promise<Passed>) => Promise<Passed> {
  return (answer) =>
    changed(answer, (body: Row) => {
      const data = body.data as Row | undefined;
      const name = side === 'aceptabits' ? 'data' : 'cliente';
      const rows = data?.[name];
      if (Array.isArray(rows)) return { ...body, data: { ...data, [name]: rows.map(change) } };
      if (side === 'managementpro' && rows)
        return { ...body, data: { ...data, [name]: change(rows as Row) } };
      if (side === 'aceptabits' && data?.code) return { ...body, data: change(data) };
      return body;
    });
}

describe.each(SIDES)('hostile input: records of %s with wrong fields', (side) => {
  const [name, email, key] =
    side === 'managementpro' ? ['descripcion', 'email_1', 'clave'] : ['name', 'email', 'code'];
  const wrongs: [string, (row: Row) => unknown][] = [
    ['the name an object', (row) => ({ ...row, [name]: { es: 'Ana' } })],
    ['the e-mail an array', (row) => ({ ...row, [email]: ['a@correo.mx'] })],
    ['the e-mail true', (row) => ({ ...row, [email]: true })],
  ];

  test.each(wrongs)(
    '%s: set aside with the reason, the others go on, and it is cured when it is mended',
    async (_, wrong) => {
      rig = await startRig();
      const proxy = await throughProxy(side);
      const [bad, good] = await linkedPairs(rig, 2);
      if (bad === undefined || good === undefined) return;
      const badKey = side === 'managementpro' ? bad.clave : bad.code;
      const distort = rowsOf(side, (row) => (row[key] === badKey ? wrong(row) : row));
      proxy.rule = (_request, forward) => distort(forward());
      editEmail(side, good, 'good@correo.mx');
      editEmail(otherSide(side), bad, 'bad@correo.mx');
      await rig.cycles(2);
      expect(both(rig, good, 'email')).toEqual(['good@correo.mx', 'good@correo.mx']);
      const [loaded] = await rig.app.context.store.load([{ side: 'managementpro', key: bad.clave }]);
      const reason = loaded?.waits.find((wait) => wait.kind === 'unreadable');
      expect(reason).toMatchObject({ reason: expect.stringContaining('is of an unexpected type') });
      expect((await rig.status()).sides[side].lastScan).toMatchObject({ complete: true, unreadable: 1 });
      expect((await rig.status()).waiting.missing).toBe(0);
      expect(rig[side].people.get(badKey)).toBeDefined();
      proxy.rule = undefined;
      editEmail(otherSide(side), bad, 'better@correo.mx');
      await rig.cycles(3);
      expect(both(rig, bad, 'email')).toEqual(['better@correo.mx', 'better@correo.mx']);
      await expectInStep(2);
    },
  );

  test('a newcomer that cannot be understood is not created on the other side until it can', async () => {
    rig = await startRig();
    const proxy = await throughProxy(side);
    if (side === 'managementpro') inManagementPro(rig, person(1));
    else inAceptabits(rig, person(1));
    const distort = rowsOf(side, (row) => ({ ...row, [name]: { es: 'Ana' } }));
    proxy.rule = (_request, forward) => distort(forward());
    await rig.cycles(3);
    expect(rig.writes()).toBe(0);
    expect((await rig.status()).waiting.unreadable).toBe(rowsIn(side));
    proxy.rule = undefined;
    await rig.cycles(3);
    await expectInStep(1);
  });

  test('a customer that cannot be understood, and is read by its key: stays set aside, and nothing is sent for it', async () => {
    rig = await startRig();
    const proxy = await throughProxy(side);
    await rig.cycles(2);
    const subject = {
      side,
      key: side === 'managementpro' ? inManagementPro(rig, person(1)) : inAceptabits(rig, person(1)),
    };
    const distort = rowsOf(side, (row) => ({ ...row, [name]: { es: 'Ana' } }));
    proxy.rule = (_request, forward) => distort(forward());
    expect(await resyncOne(rig.app.context, subject)).toEqual([]);
    await rig.cycles(2);
    expect(await resyncOne(rig.app.context, subject)).toEqual([]);
    await rig.cycles(2);
    expect(creates(otherSide(side))).toBe(0);
    expect((await rig.status()).waiting).toMatchObject({ unreadable: rowsIn(side), parked: 0 });
    proxy.rule = undefined;
    await rig.cycles(3);
    await expectInStep(1);
  });

  test('a newcomer whose name is not told is not created without one', async () => {
    rig = await startRig();
    const proxy = await throughProxy(side);
    await rig.cycles(2);
    const key = side === 'managementpro' ? inManagementPro(rig, person(1)) : inAceptabits(rig, person(1));
    const distort = rowsOf(side, ({ [name]: _, ...row }) => row);
    proxy.rule = (_request, forward) => distort(forward());
    await rig.cycles(3);
    expect(creates(otherSide(side))).toBe(0);
    expect(await waitsOf(rig, side, key)).toEqual(['parked']);
    proxy.rule = undefined;
    await rig.cycles(3);
    await expectInStep(1);
  });

  test('the same person, whom a list cannot tell, is found by the search and not created again', async () => {
    rig = await startRig();
    const proxy = await throughProxy(side);
    inManagementPro(rig, person(1));
    inAceptabits(rig, person(1));
    const distort = rowsOf(side, (row) => ({ ...row, [name]: { es: 'Ana' } }));
    proxy.rule = (_request, forward) => distort(forward());
    await rig.cycles(3);
    expect(counts(rig)).toEqual([1, 1]);
    expect((await rig.status()).waiting).toMatchObject({ parked: 1, unreadable: rowsIn(side) });
    proxy.rule = undefined;
    await rig.cycles(3);
    expect((await rig.status()).links).toBe(1);
    await expectInStep(1);
  });

  test('rows without a key, and extra fields of any kind, disturb nobody', async () => {
    rig = await startRig();
    const proxy = await throughProxy(side);
    const pair = await linkedPair(rig);
    const extra = JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"nuevo":[{"x":null}],"":"y"}');
    const distort = rowsOf(side, (row) => ({ ...row, ...extra }));
    proxy.rule = (_request, forward) => distort(forward());
    editEmail(side, pair, 'new@correo.mx');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
    expect(({} as Row).polluted).toBeUndefined();
    await expectInStep(1);
  });
});

describe('hostile input: parts of a ManagementPro record that are shown only', () => {
  test.each([[[]], ['']])('an address that PHP writes as %j: linked, and written', async (direccion) => {
    rig = await startRig({ managementpro: { omitted: 'blank' } });
    const proxy = await throughProxy('managementpro');
    const distort = rowsOf('managementpro', (row) => ({ ...row, direccion }));
    proxy.rule = (_request, forward) => distort(forward());
    const pair = { clave: inManagementPro(rig, person(1)), code: inAceptabits(rig, person(1)) };
    await rig.cycles(3);
    expect((await linkOf(rig, pair.clave))?.code).toBe(pair.code);
    editEmail('aceptabits', pair, 'nuevo@correo.mx');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
    await expectInStep(1);
  });

  test('an address of another form: linked, and not written by a reading that would blank it', async () => {
    rig = await startRig({ managementpro: { omitted: 'blank' } });
    const proxy = await throughProxy('managementpro');
    const distort = rowsOf('managementpro', (row) => ({ ...row, direccion: 'Calle 60 #491, Centro' }));
    proxy.rule = (_request, forward) => distort(forward());
    const direccion = { calle: 'Calle 60', colonia: 'Centro' };
    const pair = {
      clave: inManagementPro(rig, person(1), { direccion }),
      code: inAceptabits(rig, person(1)),
    };
    await rig.cycles(3);
    expect((await linkOf(rig, pair.clave))?.code).toBe(pair.code);
    editEmail('aceptabits', pair, 'nuevo@correo.mx');
    await rig.cycles(2);
    expect(rig.managementpro.people.get(pair.clave)).toMatchObject({ email_1: person(1).email, direccion });
    expect((await rig.status()).waiting.parked).toBe(1);
    proxy.rule = undefined;
    editEmail('aceptabits', pair, 'mejor@correo.mx');
    await rig.cycles(2);
    expect(rig.managementpro.people.get(pair.clave)).toMatchObject({ email_1: 'mejor@correo.mx', direccion });
    await expectInStep(1);
  });
});

const TEXTS: [string, string][] = [
  ['5,000 characters', `Zoila ${'Ñandú'.repeat(998)}`],
  ['emoji', 'Tacos 🌮 El Güero 👨‍👩‍👧‍👦 🇲🇽'],
  ['right to left', 'شركة النخيل للتجارة'],
  ['an override of direction', 'Ana \u202eoiraM\u202c López'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['NUL', 'Ana\u0000 Nul\u0000a'],
  ['control characters', 'Ana\u0007\u001b[31m Bell'],
  ['HTML', '<script>alert("1")</script> & <b>Hijos</b>'],
  ['quotes and SQL', `O'Brien"; DROP TABLE clientes;--`],
  ['a template', `\${jndi:ldap://x} {{7*7}} %s %00`],
  ['half a surrogate pair', 'Ana \ud83c rota'],
  ['commas', 'Pérez, García y Asociados, S.C.'],
];

/** As many edits at once as there are texts would be an accident. */
const NO_ACCIDENTS = {
  missingPercent: 90,
  changedPercent: 90,
  emptiedPercent: 90,
  minCustomers: 1_000,
  newPercent: 25,
  newMin: 100,
};
const ALL = TEXTS.map(([, text]) => text);

describe.each(SIDES)('hostile input: texts written in %s', (side) => {
  test(`${TEXTS.map(([what]) => what).join(', ')}: created on the other side exactly`, async () => {
    rig = await startRig();
    for (const text of ALL)
      if (side === 'managementpro') rig.managementpro.people.create({ descripcion: text });
      else rig.aceptabits.people.create({ name: text });
    await rig.cycles(3);
    expect(
      rig.managementpro.people
        .all()
        .map(({ descripcion }) => descripcion)
        .sort(),
    ).toEqual([...ALL].sort());
    expect(
      rig.aceptabits.people
        .all()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...ALL].sort());
    await expectInStep(ALL.length);
  });

  test('the same as edits arrive exactly, in the name, the e-mail and the phone', async () => {
    rig = await startRig({ config: { brake: NO_ACCIDENTS } });
    const pairs = await linkedPairs(rig, ALL.length);
    for (const [index, { clave, code }] of pairs.entries()) {
      const text = ALL[index] ?? '';
      if (side === 'managementpro')
        rig.managementpro.people.edit(clave, { descripcion: text, telefono_1: text });
      else rig.aceptabits.people.edit(code, { name: text, lastname: null, phone: text });
    }
    await rig.cycles(2);
    for (const [index, pair] of pairs.entries()) {
      const text = ALL[index] ?? '';
      expect(both(rig, pair, 'name')).toEqual([text, text]);
      expect(both(rig, pair, 'phone')).toEqual([text, text]);
      editEmail(side, pair, text);
    }
    await rig.cycles(2);
    for (const [index, pair] of pairs.entries())
      expect(both(rig, pair, 'email')).toEqual([ALL[index], ALL[index]]);
    await expectInStep(ALL.length);
  });
});

const KEYS = ['__proto__', 'constructor', 'a b', 'a:b', '😀-1', '"<i>\'&=?#/../%', '日本', 'x'.repeat(300)];

describe('hostile input: keys', () => {
  test.each(KEYS)('%s as clave and as code: linked, edited both ways, looked up, created', async (key) => {
    const clock = movableClock();
    rig = await startRig({ now: clock.now });
    const pair = { clave: key, code: `A${key}` };
    inManagementPro(rig, person(1), { clave: key });
    inAceptabits(rig, person(1), { code: `A${key}` });
    inManagementPro(rig, person(2), { clave: `B${key}` });
    inAceptabits(rig, person(3), { code: key });
    await rig.cycles(4);
    expect((await linkOf(rig, key))?.code).toBe(`A${key}`);
    expect(counts(rig)).toEqual([3, 3]);
    editEmail('managementpro', pair, 'm@correo.mx');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['m@correo.mx', 'm@correo.mx']);
    editEmail('aceptabits', pair, 'a@correo.mx');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['a@correo.mx', 'a@correo.mx']);
    await expectInStep(3);
    rig.managementpro.people.remove(key);
    // A link so young that its listing may be late is not looked up yet.
    clock.advance(10_000);
    await rig.cycles(3);
    expect((await rig.status()).waiting.missing).toBe(1);
    expect(counts(rig)).toEqual([2, 3]);
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    '%s as vendedor and sucursal routes nobody anywhere',
    async (key) => {
      rig = await startRig();
      const clave = inManagementPro(rig, person(1), { vendedor: key, sucursal: key });
      await rig.cycles(3);
      expect(counts(rig)).toEqual([1, 1]);
      expect(rig.aceptabits.people.all()[0]).toMatchObject({
        code_agent: null,
        code_shop: rig.config.aceptabits.shop,
      });
      rig.managementpro.people.edit(clave, { telefono_1: '9991112233' });
      await rig.cycles(2);
      expect(rig.aceptabits.people.all()[0]?.phone).toBe('9991112233');
      await expectInStep(1);
    },
  );
});

test('hostile input: an answer larger than allowed is refused, and the next one is read', async () => {
  rig = await startRig({ app: { transportLimits: { bodyBytesMax: 200_000 } } });
  const proxy = await throughProxy('aceptabits');
  const pair = await linkedPair(rig);
  proxy.rule = async () => ({ status: 200, body: Buffer.alloc(2_000_000, ' ') });
  await expect(rig.poll('aceptabits')).rejects.toThrow('trouble');
  proxy.rule = undefined;
  editEmail('aceptabits', pair, 'new@correo.mx');
  await rig.cycles(1);
  expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
});
