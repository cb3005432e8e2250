/** The words by which somebody would be found under any spelling (rule 3). */
import { describe, expect, test } from 'vitest';
import { highestKeys, nextKeys } from '../../src/domain/next-keys.ts';
import { termsToSearch, wordsToSearch } from '../../src/domain/search-terms.ts';

const COMPANY = {
  name: 'Comercializadora de Productos del Mar S.A. de C.V.',
  email: 'compras@mar.mx',
  phone: '999 123 45 67',
};
const KNOWN: Record<string, number> = { Comercializadora: 40, Productos: 12, Mar: 3 };
const known = (word: string) => KNOWN[word] ?? 0;

describe('rule 3: what a search made for the purpose asks', () => {
  test('in Aceptabits the e-mail, the phone and the rarest words', () => {
    expect(termsToSearch('aceptabits', COMPANY, known, 100)).toEqual([
      COMPANY.email,
      COMPANY.phone,
      'Mar',
      'Productos',
    ]);
  });

  test('each of several e-mails and phones', () => {
    const several = {
      name: 'Ana Ku',
      email: 'ana@ku.mx; ventas@ku.mx',
      phone: '999 123 4567 / 999 765 4321',
    };
    expect(termsToSearch('aceptabits', several, known, 100)).toEqual([
      'ana@ku.mx',
      'ventas@ku.mx',
      '999 123 4567',
      '999 765 4321',
      'Ana',
    ]);
  });

  test('in ManagementPro the words alone', () => {
    expect(termsToSearch('managementpro', COMPANY, known, 100)).toEqual(['Mar', 'Productos']);
  });

  test('no word that as many have as an answer holds', () => {
    expect(termsToSearch('managementpro', COMPANY, known, 10)).toEqual(['Mar']);
    expect(termsToSearch('managementpro', COMPANY, known, 3)).toBeUndefined();
  });

  test('each word once, however it is written, and of two equally rare the one without accents', () => {
    expect(wordsToSearch('López LOPEZ y lopez')).toEqual(['lopez']);
    expect(
      termsToSearch('managementpro', { name: 'Óscar Peña Ruiz', email: '', phone: '' }, () => 1, 9),
    ).toEqual(['Ruiz', 'Óscar']);
  });

  test('no title and no word that is written short: others write it out', () => {
    expect(wordsToSearch('C.P. Ma. Gpe. Hdez. Poot, Ing.')).toEqual(['Poot']);
    expect(wordsToSearch('Hdez. Ku')).toEqual([]);
  });

  test('no given names alone, of which others have the initials, unless there is nothing else', () => {
    const terms = (name: string, max: number) =>
      termsToSearch(
        'managementpro',
        { name, email: '', phone: '' },
        (word) => ({ Ruiz: 7, Luis: 2 })[word] ?? 1,
        max,
      );
    expect(terms('José Luis Ruiz', 9)).toEqual(['José', 'Ruiz']);
    expect(terms('José Luis Ruiz', 7)).toEqual(['José', 'Luis']);
    expect(terms('José Soto Ruiz', 9)).toEqual(['Soto', 'José']);
  });

  test('nothing where there is no word to ask for', () => {
    expect(
      termsToSearch('aceptabits', { name: 'A y B', email: 'a@b.mx', phone: '' }, () => 0, 9),
    ).toBeUndefined();
  });
});

describe('rule 1: the claves that come next', () => {
  test.each<[string[], string[] | undefined]>([
    [['0000000007', '0000000012', '0000000003'], ['0000000012']],
    [['9', '10'], ['10']],
    [
      ['C001', 'C010', '77'],
      ['C010', '77'],
    ],
    [['ANA'], undefined],
    [['A1', 'B1', 'C1', 'D1'], undefined],
    [[], []],
  ])('of %j: after %j', (keys, highest) => {
    expect(highestKeys(keys)).toEqual(highest);
  });

  test('are written as the highest is', () => {
    expect(nextKeys('C099', 2)).toEqual(['C100', 'C101']);
    expect(nextKeys('0000000009', 2)).toEqual(['0000000010', '0000000011']);
  });
});
