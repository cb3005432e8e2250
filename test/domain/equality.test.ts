/** Which values are equal, field by field, with any two texts and with those that occur. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS, type Field } from '../../src/domain/customer.ts';
import {
  equal,
  isCutOff,
  isEmpty,
  isSameNumber,
  isServersForm,
  landed,
  loose,
  looseName,
  phoneNumber,
  waysOfWriting,
} from '../../src/domain/equality.ts';
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
  ['an old mobile and its extension', 'phone', '+52 1 55 1234 5678 ext. 3', '55 1234 5678 x3'],
  ['words instead of a number', 'phone', ' sin teléfono', 'sin  teléfono '],
];

const DIFFERENT: readonly Pair[] = [
  ['a name in capitals is another spelling, and synced', 'name', 'ANA', 'Ana'],
  ['an accent is part of a name', 'name', 'Jose', 'José'],
  ['a blank more', 'name', 'Ana Bel Ruiz', 'Anabel Ruiz'],
  ['an extension of an old mobile is changed', 'phone', '+52 1 55 1234 5678 ext. 3', '55 1234 5678 ext. 4'],
  ['a word that announces no extension', 'phone', '55 1234 5678 anexo', '55 1234 5678'],
  ['whose phone it is, with a blank more', 'phone', '9994234567 Ana Bel', '9994234567 Anabel'],
  ['whose phone it is, glued to the number', 'phone', '12345 Anabel', 'Ana12345bel'],
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

describe('section 3: one number, whatever words stand beside it', () => {
  test.each([
    ['words beside it', '999 423 4567 Juan', '9994234567', true],
    ['a number too short to parse', '123-4567 Juan', '1234567', true],
    ['another extension', '55 1234 5678 ext. 12', '55 1234 5678 ext. 13', false],
    ['another number', '9994234567', '9994234568', false],
    ['a number that parses and one that does not', '55 1234 5678', '1234567', false],
    ['no digit on either side', 'sin teléfono', 'pendiente', false],
  ] as const)('%s: %s and %s', (_, a, b, expected) => {
    expect(isSameNumber(a, b)).toBe(expected);
    expect(isSameNumber(b, a)).toBe(expected);
  });
});

describe('rule 3: the loosest forms, in which people are compared', () => {
  test.each([
    ['case, accents, signs and blanks', '  JOSÉ  Peña-Gil. ', 'jose pena gil', 'jose peña gil'],
    ['signs at the beginning', '* Ana / Eva', 'ana eva', 'ana eva'],
    ['marks without width', 'A\u200bna\u00ad Ruiz', 'ana ruiz', 'ana ruiz'],
    ['an ñ of two signs', 'Pen\u0303a', 'pena', 'peña'],
    ['an Ñ in capitals', 'NUÑEZ', 'nunez', 'nuñez'],
    ['a tilde on another letter', 'São João', 'sao joao', 'sao joao'],
    ['an accent on an n is none', 'Poznań', 'poznan', 'poznan'],
    ['a digit and a ligature', 'Oﬁcina 24', 'oficina 24', 'oficina 24'],
    ['nothing but signs', ' *** ', '', ''],
  ])('%s: %s', (_, text, without, withTilde) => {
    expect(loose(text)).toBe(without);
    expect(looseName(text)).toBe(withTilde);
  });
});

describe('rule 5: what a server may have made of a value that it was sent', () => {
  test.each([
    ['as sent', 'name', 'Ana Ruiz', 'Ana Ruiz', true],
    ['upper-cased', 'name', 'Ana Ruiz', 'ANA RUIZ', true],
    ['without accents', 'name', 'José Peña', 'JOSE PENA', true],
    ['cut off', 'name', 'Comercializadora del Norte', 'Comercializadora d', true],
    ['upper-cased and cut off', 'name', 'Comercializadora del Norte', 'COMERCIALIZADORA D', true],
    ['cut off to less than proves anything', 'name', 'Comercializadora', 'Com', false],
    ['cut off to just what proves something', 'name', 'Comercializadora', 'Come', true],
    ['the halves in another order', 'name', 'Ana Ruiz', 'RUIZ ANA', true],
    ['letters in another order', 'name', 'Ana Ruiz', 'Ana Riuz', false],
    ['without its blank', 'name', 'Ana Ruiz', 'AnaRuiz', false],
    ['words in another order are another phone', 'phone', '123 456', '456 123', false],
    ['signs', 'name', '***', '!!!', false],
    ['a phone that is none, in another spelling', 'phone', 'S/N', 's n', true],
    ['a clave as it was sent', 'salesperson', 'V0012', 'V0012', true],
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

describe('rule 5: only the beginning of what was sent, as a server leaves it that cuts off', () => {
  test.each([
    ['cut off', 'Comercializadora del Norte', 'COMERCIALIZADORA D', true],
    ['as sent', 'Ana Ruiz', 'Ana Ruiz', false],
    ['upper-cased', 'Ana Ruiz', 'ANA RUIZ', false],
    ['another name, which is shorter', 'Ana Ruiz', 'Eva', false],
  ])('%s', (_, sent, returned, expected) => expect(isCutOff('name', sent, returned)).toBe(expected));
});

describe('rule 5: read straight after the write, what a server may have made of the value', () => {
  test.each([
    ['as sent', 'name', 'Ana Ruiz', 'Ana Ruiz', true],
    ['cut off, before anything that proves more', 'name', 'Peña Gil', 'PEÑA', true],
    ['garbled', 'name', 'Muñoz', 'Mu?oz', true],
    ['garbled and cut off to less than proves anything', 'name', 'Muñoz', 'Mu?o', false],
    ['doubly encoded', 'name', 'Eva Muñoz', 'Eva MuÃ±oz', true],
    ['escaped by name', 'name', 'Pérez & Gil', 'P&eacute;rez &amp; Gil', true],
    ['escaped by number', 'name', 'Pérez Gil', 'P&#233;rez Gil', true],
    ['garbled, in capitals and cut off', 'name', 'Eva Muñoz Gil', 'EVA MU?OZ', true],
    ['a word more', 'name', 'Eva Muñoz', 'Eva Mu?oz Gil', false],
    ['the first word is gone', 'name', 'Eva Muñoz', 'Mu?oz', false],
    ['emptied', 'name', 'Ana Ruiz', '', false],
    ['an emptying that did not happen', 'name', '', 'Ana Ruiz', false],
    ['a clave filled up with zeros', 'salesperson', '15', '0000000015', true],
    ['a clave whose zeros are lost, in capitals', 'salesperson', '00v15', 'V15', true],
    ['a zero within a clave', 'salesperson', '105', '15', false],
    ['another clave', 'salesperson', '15', '150', false],
    ['a clave of zeros where none was sent', 'salesperson', '', '000', false],
    ['a clave of zeros that was emptied', 'salesperson', '000', '', false],
    ['less of a phone\u2019s digits', 'phone', '+52 999 123 4567', '1234567', true],
    ['more of a phone\u2019s digits', 'phone', '123 4567', '999 123 4567', true],
    ['too few of a phone\u2019s digits', 'phone', '+52 999 123 4567', '234567', false],
    ['another phone', 'phone', '999 123 4567', '999 123 4568', false],
    ['an e-mail without what is not plain', 'email', 'josé.ruiz@correo.mx', 'jos?.ruiz@correo.mx', true],
  ] as const)('%s (%s)', (_, field, sent, returned, expected) => {
    expect(isServersForm(field, sent, returned)).toBe(expected);
  });
});

describe('the ways in which one text is written twice', () => {
  test.each([
    ['Ana Ruiz', 'ANA  RUIZ', ['case']],
    ['José', 'Jose', ['accents']],
    ['Peña', 'Pena', ['tilde']],
    ['Ñ', 'n', ['case', 'tilde']],
    ['S.A. de C.V.', 'S A de C V', ['marks']],
    ['Ruiz Ana', 'Ana Ruiz', ['order']],
    ['PÉREZ, Ana', 'Ana Perez', ['case', 'accents', 'marks', 'order']],
    ['\u200bAna', 'Ana ', []],
  ])('%s, %s: %j', (a, b, ways) => {
    expect([...waysOfWriting(a, b)]).toEqual(ways);
    expect([...waysOfWriting(b, a)]).toEqual(ways);
  });
});
