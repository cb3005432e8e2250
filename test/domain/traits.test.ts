import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Customer } from '../../src/domain/customer.ts';
import { landed } from '../../src/domain/equality.ts';
import { evidenceOf } from '../../src/domain/evidence.ts';
import { resembles } from '../../src/domain/match.ts';
import { askedFor, isLookedAt, type Trait, traitsOf } from '../../src/domain/traits.ts';

/** What the index would answer: the traits asked for that the other one has. */
function inCommon(shown: Customer, asked: Customer): Trait[] {
  const has = new Set(traitsOf(asked).map(({ kind, value }) => `${kind} ${value}`));
  return askedFor(traitsOf(shown)).filter(({ kind, value }) => has.has(`${kind} ${value}`));
}

function isFound(shown: Customer, asked: Customer): boolean {
  return isLookedAt(traitsOf(shown), inCommon(shown, asked));
}

const COMPANY = {
  name: 'Comercializadora de Productos del Mar Caribe y Asociados S.A. de C.V.',
  email: 'compras@marcaribe.mx',
  phone: '999 123 45 67',
};

describe('rule 8: what an open create is found by', () => {
  test.each<[string, Customer]>([
    ['as it was sent', COMPANY],
    ['another phone, the same e-mail, renamed', { ...COMPANY, name: 'Mariscos', phone: '' }],
    ['the phone alone, written otherwise', { name: 'Otro Nombre', email: '', phone: '+52 1 999 1234567' }],
    ['cut off', { name: 'Comercializadora de Pro', email: 'compras@marc', phone: '' }],
    [
      'upper case, without its legal form',
      { name: 'COMERCIALIZADORA DE PRODUCTOS DEL MAR CARIBE Y ASOCIADOS' },
    ],
    ['two words of it', { name: 'Caribe Productos' }],
  ])('%s: looked at', (_, shown) => {
    expect(isFound(shown, COMPANY)).toBe(true);
  });

  test.each<[string, Customer]>([
    ['one common word of many', { name: 'Distribuidora Caribe del Sureste' }],
    ['nothing', { name: 'Ana Ruiz', email: 'ana@correo.mx', phone: '999 765 43 21' }],
  ])('%s in common: not looked at', (_, shown) => {
    expect(isFound(shown, COMPANY)).toBe(false);
  });

  const word = fc.constantFrom(
    'Papelería',
    'Ana',
    'López',
    'SAPI',
    'Mar',
    'del',
    'Peña',
    'Li',
    'S.A.',
    'Comercial',
    'Ñ',
  );
  const customer = fc.record({
    name: fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
    email: fc.constantFrom('', 'ana@correo.mx', 'otra@correo.mx'),
    phone: fc.constantFrom('', '9991234567', '+52 999 123 4567', '123'),
  });

  test('whoever resembles it, or whose name a server may have made of it, is looked at', () => {
    fc.assert(
      fc.property(customer, customer, (shown, asked) => {
        const like = resembles(evidenceOf(shown), evidenceOf(asked));
        const isMade = landed('name', asked.name, shown.name);
        expect(!(like || isMade) || isFound(shown, asked)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
