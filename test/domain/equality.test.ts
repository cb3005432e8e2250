import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS, type Field } from '../../src/domain/customer.ts';
import { equal, isEmpty, landed, phoneNumber } from '../../src/domain/equality.ts';
import { RUNS } from './states.ts';

type Pair = readonly [title: string, field: Field, a: string, b: string];

const EQUAL: readonly Pair[] = [
  ['byte for byte', 'name', 'Ana Ruiz', 'Ana Ruiz'],
  ['leading, trailing and double blanks', 'name', '  Ana   Ruiz ', 'Ana Ruiz'],
  ['tabs, line breaks and no-break spaces', 'name', 'Ana\t\u00a0\nRuiz', 'Ana Ruiz'],
  ['an accent as one sign or as two (NFC)', 'name', 'Jose\u0301', 'José'],
  ['marks without width', 'name', '\u200bAna\u200d\ufeff Ru\u00adiz', 'Ana Ruiz'],
  ['marks of direction', 'email', '\u202aana@ruiz.mx\u202c', 'ana@ruiz.mx'],
  ['a phone copied from a web page', 'phone', '\u202d55 1234 5678\u202c', '55 1234 5678'],
  ['nothing but marks', 'name', '\u200e\u2060', ''],
  ['the words beside a phone, the number spelt differently', 'phone', '55 1234 5678 Juan', 'JUAN 5512345678'],
  [
    'words between two numbers',
    'phone',
    '5512345678 Juan / 5587654321 Eva',
    '55 1234 5678 Juan, 55 8765 4321 Eva',
  ],
  ['both empty', 'phone', '', ''],
  ['empty and blank', 'email', '', '   '],
  ['an e-mail in capitals', 'email', 'ANA@Ruiz.MX', 'ana@ruiz.mx'],
  ['an e-mail that is none, in capitals', 'email', 'MAIL@TYR', 'mail@tyr'],
  ['a phone with and without blanks', 'phone', '55 1234 5678', '5512345678'],
  ['a phone with signs', 'phone', '(55) 1234-5678', '55.1234.5678'],
  ['with the country code', 'phone', '+52 55 1234 5678', '55 1234 5678'],
  ['with the country code, without plus', 'phone', '525512345678', '5512345678'],
  ['with the mobile 1 of before 2019', 'phone', '+52 1 55 1234 5678', '55 1234 5678'],
  ['the same without plus', 'phone', '5215512345678', '+52 55 1234 5678'],
  ['dialled from a landline, 044', 'phone', '044 55 1234 5678', '55 1234 5678'],
  ['dialled from afar, 045', 'phone', '045 (55) 1234 5678', '55 1234 5678'],
  ['long distance, 01', 'phone', '01 55 1234 5678', '55 1234 5678'],
  ['free of charge, 01 800', 'phone', '01 800 123 4567', '8001234567'],
  ['dialled from abroad, 00', 'phone', '00 52 55 1234 5678', '5512345678'],
  ['the contract\u2019s example', 'phone', '89 56 23 12 78', '8956231278'],
  ['a number too short to parse, as digits', 'phone', '123-4567', '1234567'],
  ['two numbers in one field, as digits', 'phone', '5512345678 / 5587654321', '55 1234 5678, 55 8765 4321'],
  ['an extension, spelt differently', 'phone', '55 1234 5678 ext. 12', '5512345678 x12'],
  ['a foreign number', 'phone', '+1 (202) 555-0123', '+12025550123'],
  ['words instead of a number', 'phone', ' sin teléfono', 'sin  teléfono '],
];

const DIFFERENT: readonly Pair[] = [
  ['a name in capitals is another spelling, and synced', 'name', 'ANA', 'Ana'],
  ['an accent is part of a name', 'name', 'Jose', 'José'],
  ['a name and nothing', 'name', 'Ana', ''],
  ['an e-mail with other punctuation', 'email', 'ana-b@ruiz.mx', 'ana.b@ruiz.mx'],
  ['an e-mail with an accent', 'email', 'jose@ruiz.mx', 'josé@ruiz.mx'],
  ['another digit', 'phone', '55 1234 5678', '55 1234 5679'],
  ['another country', 'phone', '+1 55 1234 5678', '+52 55 1234 5678'],
  ['an extension is added', 'phone', '55 1234 5678', '55 1234 5678 ext. 12'],
  ['an extension is changed', 'phone', '55 1234 5678 ext. 12', '55 1234 5678 ext. 13'],
  ['an extension is added to an old mobile', 'phone', '+52 1 55 1234 5678', '+52 1 55 1234 5678 ext. 3'],
  ['a second number is added', 'phone', '5512345678', '5512345678 / 5587654321'],
  ['a second number is added after a semicolon', 'phone', '5512345678', '5512345678;5587654321'],
  ['whose phone it is has changed', 'phone', '9994234567 Juan', '9994234567 Pedro'],
  ['whose phone it is is added', 'phone', '9994234567', '9994234567 Juan'],
  ['whose phone it is, beside an extension', 'phone', '9994234567 ext. 12 Juan', '9994234567 ext. 12'],
  ['whose phones they are has changed', 'phone', '9994234567 Juan 9991112222', '9994234567 Pedro 9991112222'],
  ['two phrases without a digit', 'phone', 'sin teléfono', 'pendiente'],
  ['a phrase and a number', 'phone', 'pendiente', '5512345678'],
  ['a clave that begins another', 'salesperson', 'V1', 'V10'],
  ['a clave in other case', 'salesperson', 'v1', 'V1'],
  ['leading zeros of a clave', 'salesperson', '01', '1'],
];

describe('section 3: equal values', () => {
  test.each(EQUAL)('equal: %s (%s)', (_, field, a, b) => {
    expect(equal(field, a, b)).toBe(true);
    expect(equal(field, b, a)).toBe(true);
  });

  test.each(DIFFERENT)('different: %s (%s)', (_, field, a, b) => {
    expect(equal(field, a, b)).toBe(false);
    expect(equal(field, b, a)).toBe(false);
  });

  test('for any values: the same is equal, and the order does not matter', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...EQUAL.flatMap(([, , a, b]) => [a, b]), ...DIFFERENT.flatMap(([, , a, b]) => [a, b])),
    );
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), value, value, (field, a, b) => {
        expect(equal(field, a, a)).toBe(true);
        expect(equal(field, a, ` ${a} `)).toBe(true);
        expect(equal(field, a, b)).toBe(equal(field, b, a));
        expect(equal(field, a, '')).toBe(isEmpty(a));
      }),
      RUNS,
    );
  });
});

describe('section 3: phones as E.164', () => {
  test.each([
    ['55 1234 5678', '+525512345678'],
    ['+52 1 55 1234 5678', '+525512345678'],
    ['044 55 1234 5678', '+525512345678'],
    ['01 800 123 4567', '+528001234567'],
    ['+1 202 555 0123', '+12025550123'],
    ['+52 1 55 1234 56', undefined],
    ['12345', undefined],
    ['sin teléfono', undefined],
    ['', undefined],
  ])('%s is %s', (text, expected) => expect(phoneNumber(text)).toBe(expected));
});

describe('rule 5: what a server may have made of a value that it was sent', () => {
  test.each([
    ['as sent', 'name', 'Ana Ruiz', 'Ana Ruiz', true],
    ['upper-cased', 'name', 'Ana Ruiz', 'ANA RUIZ', true],
    ['without accents', 'name', 'José Peña', 'JOSE PENA', true],
    ['cut off', 'name', 'Comercializadora del Norte', 'Comercializadora d', true],
    ['upper-cased and cut off', 'name', 'Comercializadora del Norte', 'COMERCIALIZADORA D', true],
    ['cut off to less than proves anything', 'name', 'Comercializadora', 'Com', false],
    ['another name', 'name', 'Ana Ruiz', 'Ana Soto', false],
    ['longer than what was sent', 'name', 'Ana Ruiz', 'Ana Ruiz Gil', false],
    ['emptied', 'name', 'Ana Ruiz', '', false],
    ['an emptying that did not happen', 'name', '', 'Ana Ruiz', false],
    ['an e-mail cut off', 'email', 'ana.ruiz@correo.com.mx', 'ana.ruiz@correo', true],
    ['an e-mail with other punctuation is another mailbox', 'email', 'ana-b@ruiz.mx', 'ana.b@ruiz.mx', false],
    ['a phone without its extension', 'phone', '55 1234 5678 ext. 12', '55 1234 5678', true],
    ['a clave that begins the one sent', 'salesperson', 'V0012', 'V001', false],
    ['a clave in other case', 'salesperson', 'v0012', 'V0012', false],
  ] as const)('%s (%s)', (_, field, sent, returned, expected) => {
    expect(landed(field, sent, returned)).toBe(expected);
  });
});
