/** The laws of both lenses for any records: what was got is put without a change, what was put is got. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AceptabitsRecord, Customer, ManagementProRecord, Routes } from '../../src/domain/customer.ts';
import { FIELDS } from '../../src/domain/customer.ts';
import { equal, folded, isEmpty, loose } from '../../src/domain/equality.ts';
import {
  fillMissing,
  getAceptabits,
  getManagementPro,
  putAceptabits,
  putManagementPro,
} from '../../src/domain/lens.ts';
import { RUNS } from './states.ts';

const ROUTES: Routes = { shops: { S1: 'T1' }, salespeople: { V1: 'A1', V2: 'A2', V3: 'A3' } };

/** Texts as they occur, and texts as nobody expects them. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'Ana',
    'Ana  Ruiz ',
    'ANA RUIZ',
    'José Peña Gil',
    'de la O',
    '\u202eRTL',
    '__proto__',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const said = fc.option(text, { nil: undefined });
/** Nobody asks for U+FFFD to be written: whoever holds it has told nothing. */
const wanted = said.map((value) => value?.replaceAll('\uFFFD', ''));
const salesperson = fc.constantFrom(undefined, '', 'V1', 'V2', 'V9', '__proto__', 'constructor');
const agent = fc.constantFrom(undefined, '', 'A1', 'A2', 'A9', '__proto__');

const managementpro: fc.Arbitrary<ManagementProRecord> = fc.record({
  key: fc.constant('000123'),
  name: said,
  email: said,
  phone: said,
  salesperson,
  salespersonName: said,
  shop: said,
  active: fc.option(fc.boolean(), { nil: undefined }),
  rfc: said,
  rest: fc.dictionary(fc.string({ maxLength: 8 }), text, { maxKeys: 4 }),
});

const aceptabits: fc.Arbitrary<AceptabitsRecord> = fc.record({
  key: fc.constant('AB-77'),
  name: said,
  lastname: said,
  email: said,
  phone: said,
  agent,
  agentName: said,
  shop: said,
  editable: fc.option(fc.boolean(), { nil: undefined }),
  createdAt: said,
});

/** A customer as the merge may ask for it: salespeople come through the routes, everything else is free. */
const customer: fc.Arbitrary<Customer> = fc.record({
  name: wanted,
  email: wanted,
  phone: wanted,
  salesperson: fc.constantFrom(undefined, '', 'V1', 'V2', 'V3'),
});

const bytes = (record: object) => JSON.stringify(record);

/** The words of a name in any order: its halves stay halves, whatever the order in which the other side has them. */
const wordsOf = (name: string) => folded(name).split(' ').toSorted();

/** Every field that was asked for is there; every other one is what it was. */
function expectHeld(asked: Customer, before: Customer, after: Customer): void {
  for (const field of FIELDS) {
    const wanted = asked[field] ?? before[field];
    if (wanted === undefined) expect(after[field], field).toBeUndefined();
    else if (field === 'name') expect(wordsOf(after.name ?? '')).toEqual(wordsOf(wanted));
    else
      expect(equal(field, after[field] ?? '', wanted), `${field}: ${after[field]} is not ${wanted}`).toBe(
        true,
      );
  }
}

describe('section 3: the lens of ManagementPro', () => {
  test('put what you got, and nothing changes byte for byte', () => {
    fc.assert(
      fc.property(managementpro, (record) => {
        expect(bytes(putManagementPro(record, getManagementPro(record, ROUTES)))).toBe(bytes(record));
      }),
      RUNS,
    );
  });

  test('get what you put, and you have it', () => {
    fc.assert(
      fc.property(managementpro, customer, (record, asked) => {
        const after = getManagementPro(putManagementPro(record, asked), ROUTES);
        expectHeld(asked, getManagementPro(record, ROUTES), after);
      }),
      RUNS,
    );
  });

  test('what it does not cover stays as it is', () => {
    fc.assert(
      fc.property(managementpro, customer, (record, asked) => {
        const { name, email, phone, salesperson: _, ...rest } = record;
        expect(putManagementPro(record, asked)).toMatchObject(rest);
      }),
      RUNS,
    );
  });

  test.each([
    ['a vendedor with a route', 'V1', 'V1'],
    ['a vendedor without a route says nothing', 'V9', undefined],
    ['no vendedor', '', ''],
    ['the key is missing', undefined, undefined],
    ['a clave that names a property of every object', 'constructor', undefined],
  ])('%s', (_, shown, expected) => {
    expect(getManagementPro({ key: '1', salesperson: shown, rest: {} }, ROUTES).salesperson).toBe(expected);
  });
});

describe('section 3: the lens of Aceptabits', () => {
  test('put what you got, and nothing changes byte for byte', () => {
    fc.assert(
      fc.property(aceptabits, (record) => {
        expect(bytes(putAceptabits(record, getAceptabits(record, ROUTES), ROUTES))).toBe(bytes(record));
      }),
      RUNS,
    );
  });

  test('get what you put, and you have it', () => {
    fc.assert(
      fc.property(aceptabits, customer, (record, asked) => {
        const after = getAceptabits(putAceptabits(record, asked, ROUTES), ROUTES);
        expectHeld(asked, getAceptabits(record, ROUTES), after);
      }),
      RUNS,
    );
  });

  test('what is not asked for stays byte for byte', () => {
    fc.assert(
      fc.property(aceptabits, text, (record, phone) => {
        expect(bytes({ ...putAceptabits(record, { phone }, ROUTES), phone: record.phone })).toBe(
          bytes({ ...record, phone: record.phone }),
        );
      }),
      RUNS,
    );
  });

  test('a name that is equal but for its blanks changes neither half', () => {
    fc.assert(
      fc.property(aceptabits, (record) => {
        const { name } = getAceptabits(record, ROUTES);
        fc.pre(name !== undefined);
        const after = putAceptabits(record, { name: `  ${name.replaceAll(' ', '  ')} ` }, ROUTES);
        expect([after.name, after.lastname]).toEqual([record.name, record.lastname]);
      }),
      RUNS,
    );
  });
});

describe('section 3: for any name of any words, the halves stay halves', () => {
  const word = fc.constantFrom(
    'Juan',
    'JUAN',
    'José',
    'Jose',
    'Pérez',
    'PEREZ',
    'Peña',
    'de',
    'la',
    'O',
    'López',
    '***',
  );
  const words = (minLength: number) => fc.array(word, { minLength, maxLength: 4 });
  const put = (name: string, lastname: string, asked: string) =>
    putAceptabits({ key: 'AB-77', name, lastname }, { name: asked }, ROUTES);

  test('words in another order, case or accents: as many words in each half, and never an empty lastname', () => {
    const respelt = fc.tuple(words(1), words(1), fc.boolean(), fc.nat(7));
    fc.assert(
      fc.property(respelt, ([given, last, isUpper, turn]) => {
        const all = [...given, ...last];
        const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
        const asked = turned.map((one) => (isUpper ? one.toUpperCase() : one)).join(' ');
        const after = put(given.join(' '), last.join(' '), asked);
        expect(after.name?.split(' ')).toHaveLength(given.length);
        expect(after.lastname?.split(' ')).toHaveLength(last.length);
      }),
      RUNS,
    );
  });

  test('no word is lost and none is made up, and put twice is put once', () => {
    fc.assert(
      fc.property(words(0), words(0), words(0), (given, last, asked) => {
        const name = asked.join(' ');
        const after = put(given.join(' '), last.join(' '), name);
        expect(wordsOf(`${after.name} ${after.lastname}`)).toEqual(wordsOf(name));
        // A word that stands twice may stand in either half.
        fc.pre(new Set(asked.map(loose)).size === asked.length);
        expect(put(after.name ?? '', after.lastname ?? '', name)).toEqual(after);
      }),
      RUNS,
    );
  });
});

describe('section 3: the split of name and lastname that Aceptabits has', () => {
  const split = (name: string | undefined, lastname: string | undefined, asked: string) => {
    const after = putAceptabits({ key: 'AB-77', name, lastname }, { name: asked }, ROUTES);
    return [after.name, after.lastname];
  };

  test.each([
    ['the last half changed', 'Juan', 'Pérez', 'Juan Gómez', ['Juan', 'Gómez']],
    ['a second last name is added', 'Juan', 'Pérez', 'Juan Pérez Gil', ['Juan', 'Pérez Gil']],
    ['the first half changed', 'Juan', 'Pérez', 'Pedro Pérez', ['Pedro', 'Pérez']],
    [
      'the first half changed to two words',
      'Juan',
      'Pérez Gil',
      'Juan José Pérez Gil',
      ['Juan José', 'Pérez Gil'],
    ],
    [
      'another first half of two words',
      'Juan',
      'Pérez Gil',
      'Luis José Pérez Gil',
      ['Luis José', 'Pérez Gil'],
    ],
    [
      'two given names, the last half changed',
      'María José',
      'Ruiz',
      'María José de la O',
      ['María José', 'de la O'],
    ],
    ['the half that stays keeps its blanks', ' Juan ', 'Pérez', 'Juan Gómez', [' Juan ', 'Gómez']],
    [
      'the other half that stays keeps its blanks',
      'Juan',
      'Pérez  Gil ',
      'Pedro Pérez Gil',
      ['Pedro', 'Pérez  Gil '],
    ],
    ['an accent is mended in both halves', 'Jose', 'Perez', 'José Pérez', ['José', 'Pérez']],
    ['an accent is mended and the last half changed', 'Jose', 'Perez', 'José Gómez', ['José', 'Gómez']],
    ['a server upper-cases; the last half changed', 'JUAN', 'PÉREZ', 'Juan Gómez', ['Juan', 'Gómez']],
    [
      'a server upper-cases; the first half changed',
      'JUAN',
      'PÉREZ GIL',
      'Pedro Pérez Gil',
      ['Pedro', 'Pérez Gil'],
    ],
    ['the last half is emptied', 'Juan', 'Pérez', 'Juan', ['Juan', '']],
    ['the last half is emptied, the first keeps its blanks', 'Juan ', 'Pérez', 'Juan', ['Juan ', '']],
    ['everything is emptied', 'Juan', 'Pérez', '', ['', '']],
    ['neither half stands: no guess', 'Juan', 'Pérez', 'Eva Luz Gómez', ['Eva Luz Gómez', '']],
    ['the words are turned round: each stays in its half', 'Juan', 'Pérez', 'Pérez Juan', ['Juan', 'Pérez']],
    [
      'turned round and written otherwise',
      'Juan Carlos',
      'Pérez López',
      'PEREZ LOPEZ JUAN CARLOS',
      ['JUAN CARLOS', 'PEREZ LOPEZ'],
    ],
    [
      'turned round, and the last half as it was',
      'Juan Carlos',
      ' Pérez  López',
      'Pérez López JUAN CARLOS',
      ['JUAN CARLOS', ' Pérez  López'],
    ],
    ['two given names change places', 'Juan Carlos', 'Pérez', 'Carlos Juan Pérez', ['Carlos Juan', 'Pérez']],
    ['a tilde is mended', 'Jose', 'Pena Gil', 'José Peña Gil', ['José', 'Peña Gil']],
    ['a second given name, one surname', 'Juan', 'Pérez', 'Juan José Pérez', ['Juan', 'José Pérez']],
    [
      'a second given name, a surname of three words',
      'María',
      'de la O',
      'María Luz de la O',
      ['María', 'Luz de la O'],
    ],
    [
      'a second given name, two surnames with particles',
      'María',
      'de la O del Río',
      'María Luz de la O del Río',
      ['María Luz', 'de la O del Río'],
    ],
    ['a given name before the others', 'Juan', 'Pérez', 'Luis Juan Pérez', ['Luis Juan', 'Pérez']],
    [
      'a second given name after the surnames',
      'Juan',
      'Pérez López',
      'PEREZ LOPEZ JUAN CARLOS',
      ['JUAN CARLOS', 'PEREZ LOPEZ'],
    ],
    ['a second surname before the given name', 'Juan', 'Pérez', 'PEREZ LOPEZ JUAN', ['JUAN', 'PEREZ LOPEZ']],
    ['a word between two surnames', 'Juan', 'Pérez López', 'Juan Pérez de López', ['Juan', 'Pérez de López']],
    ['a given name is taken away', 'Juan Carlos', 'Pérez López', 'Juan Pérez López', ['Juan', 'Pérez López']],
    ['the same, surnames first', 'Juan Carlos', 'Pérez López', 'Pérez López Juan', ['Juan', 'Pérez López']],
    ['one word of each half is taken away', 'Juan Carlos', 'Pérez López', 'Juan López', ['Juan', 'López']],
    [
      'another surname, surnames first',
      'Juan Carlos',
      'Pérez López',
      'GOMEZ RUIZ JUAN CARLOS',
      ['JUAN CARLOS', 'GOMEZ RUIZ'],
    ],
    [
      'another given name, surnames first',
      'Juan',
      'Pérez López',
      'PEREZ LOPEZ EVA LUZ',
      ['EVA LUZ', 'PEREZ LOPEZ'],
    ],
    [
      'one of two surnames is another',
      'Juan Carlos',
      'Pérez López',
      'Juan Carlos Gómez López',
      ['Juan Carlos', 'Gómez López'],
    ],
    [
      'a word that stands in both halves',
      'Juan Luis',
      'Luis Gil',
      'LUIS GIL JUAN LUIS',
      ['JUAN LUIS', 'LUIS GIL'],
    ],
    ['one word twice in a half', 'Ana', 'Pérez Pérez', 'PEREZ PEREZ ANA', ['ANA', 'PEREZ PEREZ']],
    ['half a word is no half: no guess', 'Juan', 'Pérez', 'Juana Gómez', ['Juana Gómez', '']],
    ['no split before: none is made', 'Juan Pérez', '', 'Juan Pérez Gil', ['Juan Pérez Gil', '']],
    [
      'the lastname is not carried: it stays unsaid',
      'Juan',
      undefined,
      'Juan Pérez',
      ['Juan Pérez', undefined],
    ],
    [
      'a new customer: never a guessed split',
      undefined,
      undefined,
      'Juan Pérez Gil',
      ['Juan Pérez Gil', undefined],
    ],
    ['a new customer with an empty lastname', '', '', 'Juan Pérez Gil', ['Juan Pérez Gil', '']],
    ['only a lastname before; a first half is added', '', 'Pérez', 'Juan Pérez', ['Juan', 'Pérez']],
    ['signs only', '***', '!!!', '??? !!!', ['???', '!!!']],
  ] as const)('%s', (_, name, lastname, asked, expected) => {
    expect(split(name, lastname, asked)).toEqual(expected);
  });

  test.each([
    ['both halves', { name: 'Juan', lastname: 'Pérez' }, 'Juan Pérez'],
    ['an empty lastname', { name: 'Juan Pérez', lastname: '' }, 'Juan Pérez'],
    ['a lastname of blanks', { name: 'Juan', lastname: '  ' }, 'Juan'],
    ['a missing lastname', { name: 'Juan' }, 'Juan'],
    ['a missing name says nothing, whatever the lastname', { lastname: 'Pérez' }, undefined],
    ['both empty', { name: '', lastname: '' }, ''],
  ] as const)('read: %s', (_, halves, expected) => {
    expect(getAceptabits({ key: '1', ...halves }, ROUTES).name).toBe(expected);
  });
});

describe('section 3: agents go through the routes', () => {
  const shown = (code: string | undefined) => getAceptabits({ key: '1', agent: code }, ROUTES).salesperson;
  const put = (code: string | undefined, clave: string | undefined) =>
    putAceptabits({ key: '1', agent: code }, { salesperson: clave }, ROUTES).agent;

  test.each([
    ['an agent with a route', 'A2', 'V2'],
    ['an agent without a route says nothing', 'A9', undefined],
    ['no agent', '', ''],
    ['the key is missing', undefined, undefined],
    ['a code that names a property of every object', '__proto__', undefined],
  ])('read: %s', (_, code, expected) => expect(shown(code)).toBe(expected));

  test.each([
    ['another salesperson', 'A1', 'V2', 'A2'],
    ['the same salesperson', 'A1', 'V1', 'A1'],
    ['nobody', 'A1', '', ''],
    ['nothing asked', 'A9', undefined, 'A9'],
    ['a salesperson without a route: the agent is left alone', 'A1', 'V9', 'A1'],
    ['a clave that names a property of every object', 'A1', '__proto__', 'A1'],
  ])('written: %s', (_, code, clave, expected) => expect(put(code, clave)).toBe(expected));
});

describe('section 3: a missing key says nothing, an empty value says that it is empty', () => {
  const before: AceptabitsRecord = { key: 'AB-77', name: 'Ana', phone: '55 1234 5678', email: 'ana@ruiz.mx' };

  test('what an answer did not say is taken from the one before', () => {
    const now: AceptabitsRecord = { key: 'AB-77', name: 'Ana Ruiz', phone: undefined, email: '' };
    expect(fillMissing(now, before)).toEqual({ ...before, name: 'Ana Ruiz', email: '' });
  });

  test('what holds U+FFFD is taken from the one before, and stays as it is where there is none', () => {
    const now: AceptabitsRecord = {
      key: 'AB-77',
      name: 'Mu\uFFFDoz',
      lastname: '\uFFFD',
      phone: '',
      email: 'a@b.mx',
    };
    expect(fillMissing(now, before)).toEqual({ ...now, name: 'Ana' });
  });

  test('with nothing before, an answer stays as it is', () => {
    const now: AceptabitsRecord = { key: 'AB-77', phone: undefined };
    expect(fillMissing(now, undefined)).toBe(now);
    expect(isEmpty(getAceptabits(now, ROUTES).phone ?? 'unsaid')).toBe(false);
  });
});

describe('section 2: a reference in another form is the same one, and stays as it stands', () => {
  const put = (kept: string | undefined, salesperson: string | undefined) =>
    putManagementPro({ key: '1', salesperson: kept, rest: {} }, { salesperson }).salesperson;

  test.each([
    ['padded with blanks', 'V1 ', 'V1', 'V1 '],
    ['padded with zeros', '0002', '2', '0002'],
    ['another one', '0002', '3', '3'],
    ['given for the first time', '', 'V1', 'V1'],
    ['taken away', 'V1', '', ''],
    ['not asked for', 'V1', undefined, 'V1'],
    ['not told before', undefined, 'V1', 'V1'],
  ])('%s', (_, kept, asked, expected) => expect(put(kept, asked)).toBe(expected));

  test('a half of the name that is not told at all is no broken one', () => {
    expect(getAceptabits({ key: 'AB-77', name: 'Ana' }, ROUTES).name).toBe('Ana');
    expect(getAceptabits({ key: 'AB-77', name: 'Ana', lastname: 'Ru\uFFFDz' }, ROUTES).name).toBeUndefined();
  });

  test('a text that nothing can be made of leaves the one before; what is no text is taken as it is', () => {
    const before = { key: '1', name: 'Ana Ruiz', active: true, rest: {} };
    expect(fillMissing({ key: '1', name: 'Ana Ru\uFFFDz', active: false, rest: {} }, before)).toMatchObject({
      name: 'Ana Ruiz',
      active: false,
    });
  });
});
