/** Names that are written otherwise word by word, and those that say something else. */
import { expect, test } from 'vitest';
import { betterSpelt, differsInSpellingOnly } from '../../src/domain/spelling.ts';

test.each([
  ['name', 'JOSÉ LUIS PEÑA DE LA CRUZ', 'Jose Luis Pena de la Cruz', true],
  ['name', 'Refacciones  del Norte S.A. de C.V.', 'RefaccionesdelNorte S.A. de C.V.', true],
  ['email', 'josé@correo.mx', 'jose@correo.mx', true],
  ['name', 'María Pérez', 'María Péres', false],
  ['email', 'Ana@correo.mx', 'ana@correo.mx', false],
  ['phone', '999 123 4567', '9991234567', false],
  ['salesperson', 'V1', 'v1', false],
  ['name', '', ' ', false],
] as const)('%s: %s and %s differ in spelling only: %s', (field, one, other, expected) => {
  expect(differsInSpellingOnly(field, one, other)).toBe(expected);
});

test.each([
  [{ managementpro: 'JOSE PENA', aceptabits: 'José Peña' }, 'aceptabits'],
  [{ managementpro: 'JOSÉ PEÑA', aceptabits: 'Jose Pena' }, 'managementpro'],
  [{ managementpro: 'ANA RUIZ', aceptabits: 'Ana Ruiz' }, 'aceptabits'],
  [{ managementpro: 'Ana Ruiz', aceptabits: 'Ana  Ruiz' }, 'managementpro'],
] as const)('of %o the better spelling is that of %s', (now, side) => {
  expect(betterSpelt(now)).toBe(side);
});
