/** Flaws of records that a person should mend, and texts that are none. */
import { expect, test } from 'vitest';
import { doubleBy, flawsOf, isPhone, isRfc } from '../../src/domain/quality.ts';
import { searchedWords, wordsOf } from '../../src/domain/search-words.ts';

test.each([
  ['XAXX010101000', true],
  ['XEXX010101000', true],
  ['muñp800229ab1', true],
  ['ABC991231XY1', true],
  [' ABC991231XY1 ', true],
  ['ABC991331XY1', false],
  ['ABC990230XY1', false],
  ['ABCD991231XY12', false],
  ['AB991231XY1', false],
  ['', false],
])('the RFC %s is one: %s', (text, valid) => expect(isRfc(text)).toBe(valid));

test('a phone is one that somebody can be called on', () => {
  for (const phone of ['999 123 4567', '+52 1 999 123 4567', '+1 212 555 0123'])
    expect(isPhone(phone)).toBe(true);
  for (const phone of ['0000000000', '1234567890', 'sin teléfono', '123']) expect(isPhone(phone)).toBe(false);
});

test('an address that means nobody is a flaw, and so is what stands around one', () => {
  for (const email of ['no@tiene.com', 'sincorreo@gmail.com', 'x@x.com', '<ana@ruiz.mx>'])
    expect(flawsOf({ name: 'Ana', email })).toEqual([['invalid-email', email]]);
  expect(flawsOf({ name: 'Ana', email: ' Ana@X.com' })).toEqual([]);
});

test('an empty value is no flaw, except a name', () => {
  expect(flawsOf({ name: ' ', email: '', phone: ' ' }, '')).toEqual([['empty-name', ' ']]);
  expect(flawsOf({ name: 'Ana', email: 'mail@tyr', phone: '123' }, 'X').map(([flaw]) => flaw)).toEqual([
    'invalid-email',
    'invalid-phone',
    'invalid-rfc',
  ]);
});

test('a text that went through a wrong encoding is a flaw of its own', () => {
  for (const name of ['Ana MuÃ±oz', 'Ana Mu?oz', 'Ana Mu\uFFFDoz'])
    expect(flawsOf({ name })).toEqual([['garbled-text', name]]);
});

test('two customers look like one by two pieces of evidence, or by one with nothing against it, but not by a phone', () => {
  const ana = { email: 'ana@correo.mx', phone: '+529991234567', name: 'ana ruiz' };
  expect(doubleBy(ana, { phone: ana.phone, name: ana.name })).toEqual(['phone', 'name']);
  expect(doubleBy(ana, { email: ana.email })).toEqual(['email']);
  expect(doubleBy(ana, { phone: ana.phone })).toBeUndefined();
  expect(doubleBy({ name: 'ana' }, { name: 'ana' })).toBeUndefined();
  expect(doubleBy(ana, { name: ana.name })).toEqual(['name']);
  expect(doubleBy(ana, { ...ana, email: 'otra@correo.mx', phone: '+529990000001' })).toBeUndefined();
});

test('a record is filed under its words, and a text is looked for by the beginnings of words', () => {
  const words = wordsOf({
    key: '0000000004',
    name: 'Muñoz  Pérez, José',
    legalName: 'José Muñoz Pérez',
    email: ' Jose.Munoz@Correo.mx ',
    phone: '+52 1 999 123 4567',
    rfc: 'MUPJ800101AB3',
    rest: { phone2: '5555555555' },
  });
  expect(words).toEqual([
    '4',
    'jose.munoz@correo.mx',
    '9991234567',
    '5555555555',
    'mupj800101ab3',
    'munoz',
    'perez',
    'jose',
  ]);
  expect(searchedWords(' ')).toEqual([]);
  expect(searchedWords('José  PÉREZ')).toEqual([['jose'], ['perez']]);
  expect(searchedWords('(999) 123-45-67')).toEqual([['9991234567']]);
  expect(searchedWords('0000000004')[0]).toContain('4');
  expect(searchedWords('jose.mu')).toEqual([
    ['jose', 'jose.mu'],
    ['mu', 'jose.mu'],
  ]);
  expect(searchedWords('x'.repeat(500))[0]?.[0]).toHaveLength(64);
  expect(wordsOf({ key: 'A', name: 'x '.repeat(50), rest: {} }).length).toBeLessThanOrEqual(16);
});
