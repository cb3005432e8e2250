/** The legal forms of Mexico as they are really spelled, and names that merely look like them. */
import { describe, expect, test } from 'vitest';
import { loose } from '../../src/domain/equality.ts';
import { formsAgree, withoutForm } from '../../src/domain/legal-form.ts';

const said = (name: string) => {
  const { bare, form } = withoutForm(loose(name));
  return `${bare.join(' ')} | ${form}`;
};

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  sa: ['S.A. de C.V.', 'SA DE CV', 'S.A. DE CV', 'S A de C V', 'SADECV', 'S.A.C.V.', 'SA CV', 'S. A.', 'sa', 'S.A.de C.V.'],
  sab: ['S.A.B. de C.V.', 'SAB DE CV', 'S A B de C V', 'SAB'],
  sapi: ['S.A.P.I. de C.V.', 'SAPI de CV', 'S. A. P. I.', 'SAPI'],
  sapib: ['S.A.P.I.B. de C.V.', 'SAPIB de CV'],
  sas: ['S.A.S. de C.V.', 'SAS de CV', 'S.A.S.', 'SAS'],
  srl: ['S. de R.L. de C.V.', 'S de RL de CV', 'S DE R L DE C V', 'SRL', 'S. de R.L.', 'SdeRLdeCV', 'S RL CV'],
  srlmi: ['S. de R.L. M.I.', 'S de RL MI', 'S de RL de MI', 'S. DE R.L. M.I. DE C.V.', 'SRLMI'],
  sc: ['S.C.', 'SC', 'S C'],
  scrl: ['S.C. de R.L. de C.V.', 'SC de RL', 'S C DE R L DE C V', 'S.C.R.L.'],
  scp: ['S.C. de P.', 'SC de P'],
  spr: ['S.P.R.', 'SPR'],
  sprrl: ['S.P.R. de R.L. de C.V.', 'SPR de RL', 'S P R DE R L', 'SPR DE RL DE CV'],
  ac: ['A.C.', 'AC', 'A C'],
  abp: ['A.B.P.', 'ABP'],
  iap: ['I.A.P.', 'IAP'],
  snc: ['S.N.C.', 'SNC'],
  senc: ['S. en C.', 'S en C', 'S EN C DE CV'],
  sofom: ['SOFOM ENR', 'SOFOM, E.N.R.', 'SOFOM ER'],
}; // biome-ignore format: one form per line

describe('rule 3: the legal form at the end of a name', () => {
  test.each(Object.entries(SPELLINGS).flatMap(([form, all]) => all.map((spelt) => [spelt, form])))(
    '%s is %s',
    (spelt, form) => expect(said(`Transportes Alfa, ${spelt}`)).toBe(`transportes alfa | ${form}`),
  );

  test.each([
    ['SA de CV, SOFOM ENR is an SA', 'Créditos Alfa S.A. de C.V., SOFOM, E.N.R.', 'creditos alfa | sa'],
    ['a person is no company', 'Ana Sa', 'ana sa | '],
    ['of one word nothing is taken', 'Bimbo S.A. de C.V.', 'bimbo s a de c v | '],
    ['nor a part of its form', 'Bimbo S. en C.', 'bimbo s en c | '],
    ['only at the end', 'Transportes SA Alfa', 'transportes sa alfa | '],
    ['a form inside a word is none', 'Transportes Alfasa', 'transportes alfasa | '],
    ['"de CV" alone is none', 'Transportes Alfa de CV', 'transportes alfa de cv | '],
    ['"de RL de CV" without its S is none', 'Transportes Alfa de RL de CV', 'transportes alfa de rl de cv | '],
    ['a particle is no form', 'María Ruiz de', 'maria ruiz de | '],
    ['no form', 'Juan Pérez López', 'juan perez lopez | '],
    ['nothing', '', ' | '],
    ['seven words', 'Distribuidora y Comercializadora de Materiales del Norte y Asociados S de RL de CV',
      'distribuidora y comercializadora de materiales del norte y asociados | srl'],
  ])('%s', (_, name, expected) => expect(said(name)).toBe(expected)); // biome-ignore format: a table

  test.each([
    ['sa', 'sa', true],
    ['sa', '', true],
    ['', '', true],
    ['sa', 'srl', false],
  ])('%s and %s agree: %s', (a, b, expected) => {
    expect(formsAgree(a, b)).toBe(expected);
    expect(formsAgree(b, a)).toBe(expected);
  });
});
