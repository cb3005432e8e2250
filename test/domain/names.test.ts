/** How two names relate, and that whoever may be the same is found by the index (rule 3). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loose, looseName } from '../../src/domain/equality.ts';
import { initialsKey } from '../../src/domain/initials.ts';
import {
  beginningsOf,
  initialsOf,
  nameKeys,
  ownInitialsOf,
  relationOf,
  wholesOf,
} from '../../src/domain/names.ts';
import { RUNS } from './states.ts';

const relation = (a: string, b: string) => relationOf(looseName(a), looseName(b));

/** Each of the two finds the other. */
function areFoundByInitials(a: string, b: string): boolean {
  const finds = (one: string, other: string) =>
    initialsOf(one).some((key) => ownInitialsOf(other).includes(key)) ||
    ownInitialsOf(one).some((key) => nameKeys(other).some((name) => initialsKey(name.split(' ')) === key));
  return finds(a, b) && finds(b, a);
}

const TABLE = [
  ['same', 'Juan Pérez López', 'LOPEZ PEREZ, JUAN'],
  ['same', 'Transportes Alfa SA de CV', 'Transportes Alfa'],
  ['same', 'Transportes Alfa S.A. de C.V.', 'TRANSPORTES ALFA, S.A.'],
  ['same', 'José Peña', 'JOSE\u0301 PEN\u0303A'],
  ['form', 'Transportes Alfa SA de CV', 'Transportes Alfa S de RL de CV'],
  ['form', 'Colegio Peña Luz AC', 'Colegio Pena Luz S.C.'],
  ['letter', 'José Peña', 'Jose Pena'],
  ['letter', 'Muebles Muñoz SA de CV', 'Muebles Munoz'],
  ['begins', 'Transportes Alfa SPQ de XX', 'Transportes Alfa'],
  ['begins', 'Transportes Alfa SPQ de XX', 'Transportes Alfa SA de CV'],
  ['begins', 'Mario Chávez', 'Mario Chavez Álvarez'],
  ['begins', 'Bimbo S.A. de C.V.', 'Bimbo'],
  ['begins', 'C.P. Juan Pérez López', 'PEREZ LOPEZ, JUAN'],
  ['begins', 'Sra. Lic. Ana Ruiz', 'Ana Ruiz Gil'],
  ['begins', 'Ma. del Carmen Ruiz Gil', 'MARIA DEL CARMEN RUIZ GIL'],
  ['begins', 'Hdez. Ku, Fco. Javier', 'Ing. Francisco Javier Hernández Ku'],
  ['begins', 'Ferretería 3 Hnos.', 'Ferreteria 3 Hermanos SA de CV'],
  ['begins', 'Juan O’Farrill Ku', 'JUAN OFARRILL KU'],
  ['begins', 'Auto Partes Díaz SA de CV', 'AUTOPARTES DIAZ'],
  ['begins', 'Mini Súper', 'Minisuper'],
  ['begins', 'J. Luis Pérez Soto', 'JOSE LUIS PEREZ SOTO'],
  ['begins', 'J. Luis Pérez Soto', 'PEREZ SOTO JUAN LUIS'],
  ['begins', 'María G. López Ruiz', 'Ma. Guadalupe López Ruiz'],
  ['begins', 'LOPEZ RUIZ M. G.', 'Sra. María Guadalupe López Ruiz'],
  ['begins', 'José L. Pérez Soto', 'J. Luis Pérez Soto'],
  ['begins', 'José J. Pérez Soto', 'J. Jesús Pérez Soto'],
  ['begins', 'J. Ku Uc', 'Juana Ku Uc'],
  ['other', 'José Luis Pérez Soto', 'Juan Luis Pérez Soto'],
  ['other', 'J. Luis Pérez Soto', 'Ana Luis Pérez Soto'],
  ['other', 'J. Luis Pérez Soto', 'M. Luis Pérez Soto'],
  ['alike', 'J. Carlos Pérez Soto', 'José C. Luis Pérez Soto'],
  ['begins', 'J. Luis Pérez', 'José Luis Pérez'],
  ['alike', 'J. Pérez', 'José Pérez'],
  ['alike', 'J. L. Pérez', 'José Luis Pérez'],
  ['alike', 'Grupo A', 'Grupo Alfa'],
  ['other', 'Grupo A', 'Grupo B'],
  ['alike', 'Transportes B', 'Transportes Beatriz'],
  ['alike', 'José J. Pérez Soto', 'Juan J. Pérez Soto'],
  ['alike', 'Transportes B del Sureste', 'Transportes Balam del Sureste'],
  ['alike', 'Transportes B del Sureste', 'Transportes C del Sureste'],
  ['alike', 'Ana Luisa Ku', 'Luisa Ana Kuana'],
  ['same', 'Dr. Simi', 'DR SIMI'],
  ['other', 'Dr. Simi', 'Simi'],
  ['within', 'Mario Chávez', 'Mario A. Chávez'],
  ['within', 'Chávez Mario', 'Mario Chávez Álvarez'],
  ['alike', 'M. Guadalupe Pérez', 'María Guadalupe Pérez López'],
  ['begins', 'Ma. Guadalupe Pérez', 'María Guadalupe Pérez López'],
  ['alike', 'Mario A. Chávez', 'Mario Chávez Álvarez'],
  ['other', 'Juan Pérez López', 'Ana Pérez López'],
  ['other', 'Juan', 'Juan Pérez'],
  ['other', 'Ana Sa', 'Ana'],
  ['other', 'Ana Mis', 'Beto Ku'],
  ['other', 'Ana', ''],
] as const;

describe('rule 3: how two names relate', () => {
  test.each(TABLE)('%s: %s and %s', (expected, a, b) => {
    expect(relation(a, b)).toBe(expected);
    expect(relation(b, a)).toBe(expected);
  });

  test('whatever the order of the two, and one name is the same as itself', () => {
    const word = fc.constantFrom('Ana', 'Peña', 'Pena', 'SA', 'de', 'CV', 'RL', 'S', 'Ma', 'María', 'López');
    const name = fc.array(word, { maxLength: 7 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(relation(a, b)).toBe(relation(b, a));
        expect(relation(a, a)).toBe('same');
      }),
      RUNS,
    );
  });

  const WORDS = [
    'Ana',
    'Peña',
    'Pena',
    'SA',
    'de',
    'CV',
    'RL',
    'S',
    'López',
    'Norte',
    'AnaPena',
    'Ing',
    'Ma',
  ];
  const GIVEN = ['José', 'J.', 'Luis', 'L.', 'María', 'Ma.', 'M.'];

  test.each([
    ['by the key, by the beginnings, or by the whole', WORDS, []],
    ['by its initials, or by what stands for them', GIVEN, ['Ku', 'Soto']],
  ])('who may be the same is found: %s', (_, words, surnames) => {
    const some = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 - 2 * surnames.length });
    const name = fc
      .tuple(some, fc.boolean())
      .map(([found, isFirst]) =>
        looseName((isFirst ? [...surnames, ...found] : [...found, ...surnames]).join(' ')),
      );
    fc.assert(
      fc.property(name, name, (a, b) => {
        if (!['same', 'form', 'letter', 'begins'].includes(relationOf(a, b))) return;
        const isFound =
          nameKeys(a).some((key) => nameKeys(b).includes(key)) ||
          areFoundByInitials(a, b) ||
          beginningsOf(a).some((start) => wholesOf(b).includes(start)) ||
          beginningsOf(b).some((start) => wholesOf(a).includes(start));
        expect(isFound, `${a} / ${b}`).toBe(true);
      }),
      RUNS,
    );
  });

  test.each([
    ['Peña', 'peña'],
    ['PEN\u0303A', 'peña'],
    ['José Õlan', 'jose olan'],
    ['\u200bAna\u00ad', 'ana'],
  ])('%s is loosely %s, and ñ is a letter', (text, expected) => {
    expect(looseName(text)).toBe(expected);
    expect(loose(looseName(text))).toBe(loose(text));
  });
});
