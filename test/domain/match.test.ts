import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Customer } from '../../src/domain/customer.ts';
import { type Evidence, evidenceOf } from '../../src/domain/evidence.ts';
import { type Candidate, compare, match, type Verdict } from '../../src/domain/match.ts';
import { RUNS } from './states.ts';

const ANA = { name: 'Ana Ruiz Gil', email: 'ana@ruiz.mx', phone: '55 1234 5678' };
const LUIS = { name: 'Luis Soto Paz', email: 'luis@soto.mx', phone: '33 8765 4321' };

const candidate = (key: string, customer: Customer, linked = false): Candidate => ({
  key,
  evidence: evidenceOf(customer),
  linked,
});

/** What the match says, in one word, with the keys concerned. */
function said(
  subject: Customer,
  others: readonly Candidate[],
  verdicts: Record<string, Verdict> = {},
): string {
  const found = match(evidenceOf(subject), others, new Map(Object.entries(verdicts)));
  if (found.kind === 'one') return `one ${found.key}`;
  return found.kind === 'none' ? 'none' : `ambiguous ${found.candidates.map(({ key }) => key).join(' ')}`;
}

describe('rule 3: evidence', () => {
  const kinds = (customer: Customer) => Object.keys(evidenceOf(customer)).join(' ');

  test.each([
    ['a customer with everything', ANA, 'email phone name'],
    ['nothing', {}, ''],
    ['empty values', { name: '', email: ' ', phone: '' }, ''],
    ['the contract\u2019s mail@tyr', { email: 'mail@tyr' }, ''],
    ['an e-mail with a blank inside', { email: 'ana ruiz@correo.mx' }, ''],
    ['0000000000', { phone: '0000000000' }, ''],
    ['the same digit all along', { phone: '55 5555 5555' }, ''],
    ['a number too short', { phone: '1234567' }, ''],
    ['words for a phone', { phone: 'sin teléfono' }, ''],
    ['the public at large', { name: 'PÚBLICO EN GENERAL' }, ''],
    ['the counter', { name: 'Mostrador' }, ''],
    ['signs for a name', { name: '---' }, ''],
    ['one word is a name', { name: 'Ana' }, 'name'],
  ] as const)('%s', (_, customer, expected) => expect(kinds(customer)).toBe(expected));

  test.each([
    ['accents and case', { name: 'JOSÉ PEÑA' }, { name: 'Jose Pena' }],
    ['the order of the words', { name: 'Ruiz Gil Ana' }, { name: 'Ana Ruiz Gil' }],
    ['S.A. de C.V.', { name: 'Muebles Norte, S.A. de C.V.' }, { name: 'Muebles Norte' }],
    ['SA DE CV', { name: 'MUEBLES NORTE SA DE CV' }, { name: 'Muebles Norte' }],
    ['S.A. DE CV', { name: 'Muebles Norte S.A. DE CV' }, { name: 'Muebles Norte SA de C.V.' }],
    ['S. de R.L. de C.V.', { name: 'Taller Luz S. de R.L. de C.V.' }, { name: 'Taller Luz S de RL de CV' }],
    ['S. DE R.L. DE CV', { name: 'Taller Luz S. DE R.L. DE CV' }, { name: 'Taller Luz' }],
    ['S.A.P.I. de C.V.', { name: 'Datos Sur SAPI de CV' }, { name: 'Datos Sur, S.A.P.I. de C.V.' }],
    ['S.A.B. de C.V.', { name: 'Datos Sur S.A.B. de C.V.' }, { name: 'Datos Sur' }],
    ['S.A.S.', { name: 'Datos Sur SAS de CV' }, { name: 'Datos Sur S.A.S.' }],
    ['S.C. and A.C.', { name: 'Colegio Luz A.C.' }, { name: 'Colegio Luz SC' }],
    ['marks without width', { name: '\u200eMuebles\u200b Nor\u00adte' }, { name: 'Muebles Norte' }],
    ['an e-mail in capitals', { email: ' ANA@RUIZ.MX' }, { email: 'ana@ruiz.mx' }],
    ['+52 1', { phone: '+52 1 55 1234 5678' }, { phone: '5512345678' }],
    ['01', { phone: '01 (55) 1234-5678' }, { phone: '+52 55 1234 5678' }],
    ['044', { phone: '0445512345678' }, { phone: '55-1234-5678' }],
    [
      'an extension does not make another company',
      { phone: '55 1234 5678 ext. 12' },
      { phone: '55 1234 5678' },
    ],
  ] as const)('one and the same: %s', (_, a, b) => expect(evidenceOf(a)).toEqual(evidenceOf(b)));

  test.each([
    ['ñ is a letter of its own only in writing', { name: 'Ana Ruiz' }, { name: 'Ana Ruiz Gil' }],
    ['a tail inside a name is none', { name: 'Sac Norte' }, { name: 'Norte' }],
    ['another phone', { phone: '5512345678' }, { phone: '5512345679' }],
  ] as const)('not the same: %s', (_, a, b) => expect(evidenceOf(a)).not.toEqual(evidenceOf(b)));
});

describe('rule 3: the match', () => {
  const others = [candidate('B', LUIS)];

  test.each([
    ['everything agrees', ANA, [candidate('A', ANA), ...others], 'one A'],
    ['nobody shares anything', ANA, others, 'none'],
    ['nobody is there', ANA, [], 'none'],
    ['e-mail alone, nothing against it', { email: ANA.email }, [candidate('A', ANA)], 'one A'],
    ['phone alone, nothing against it', { phone: ANA.phone }, [candidate('A', ANA)], 'one A'],
    [
      'a name of two words alone, nothing against it',
      { name: 'Ana Ruiz Gil' },
      [candidate('A', ANA)],
      'one A',
    ],
    [
      'a name of one word alone proves nothing',
      { name: 'Ana' },
      [candidate('A', { name: 'Ana' })],
      'ambiguous A',
    ],
    [
      'e-mail and name agree, the phone differs',
      { ...ANA, phone: LUIS.phone },
      [candidate('A', ANA)],
      'one A',
    ],
    [
      'e-mail agrees, name is part of the other',
      { name: 'Ana Ruiz', email: ANA.email },
      [candidate('A', ANA)],
      'one A',
    ],
    [
      'e-mail agrees, the name differs',
      { name: 'Eva Paz', email: ANA.email },
      [candidate('A', ANA)],
      'ambiguous A',
    ],
    [
      'phone agrees, the e-mail differs',
      { email: 'x@y.mx', phone: ANA.phone },
      [candidate('A', ANA)],
      'ambiguous A',
    ],
    [
      'a namesake with other e-mail and phone',
      { ...LUIS, name: ANA.name },
      [candidate('A', ANA)],
      'ambiguous A',
    ],
    [
      'a linked namesake with other e-mail and phone',
      { ...LUIS, name: ANA.name },
      [candidate('A', ANA, true)],
      'none',
    ],
    ['a linked one that agrees: a double', ANA, [candidate('A', ANA, true)], 'ambiguous A'],
    [
      'a linked one shares the e-mail, all else differs',
      { ...LUIS, email: ANA.email },
      [candidate('A', ANA, true)],
      'none',
    ],
    ['two candidates agree', ANA, [candidate('A', ANA), candidate('C', ANA)], 'ambiguous A C'],
    ['two agree, one of them linked', ANA, [candidate('A', ANA), candidate('C', ANA, true)], 'ambiguous A C'],
    [
      'one agrees, another is a mere namesake',
      ANA,
      [candidate('A', ANA), candidate('C', { ...LUIS, name: ANA.name })],
      'one A',
    ],
    [
      'one agrees, another has the phone',
      { ...ANA, phone: LUIS.phone },
      [candidate('A', ANA), candidate('B', LUIS)],
      'ambiguous A B',
    ],
    [
      'one agrees, a linked other has the phone',
      { ...ANA, phone: LUIS.phone },
      [candidate('A', ANA), candidate('B', LUIS, true)],
      'one A',
    ],
    [
      'e-mail of the one, phone of the other',
      { email: ANA.email, phone: LUIS.phone },
      [candidate('A', ANA), candidate('B', LUIS)],
      'ambiguous A B',
    ],
  ] as const)('%s', (_, subject, candidates, expected) => expect(said(subject, candidates)).toBe(expected));

  test.each([
    ['a person says the same, though the evidence disagrees', LUIS, { A: 'same' }, false, 'one A'],
    ['a person says different, though everything agrees', ANA, { A: 'different' }, false, 'none'],
    ['a person says the same, but it has been linked since', ANA, { A: 'same' }, true, 'ambiguous A'],
    ['a person says different of somebody else', ANA, { B: 'different' }, false, 'one A'],
  ] as const)('%s', (_, subject, verdicts, linked, expected) => {
    expect(said(subject, [candidate('A', ANA, linked)], verdicts)).toBe(expected);
  });

  test('a person\u2019s “different” leaves the one that remains', () => {
    expect(said(ANA, [candidate('A', ANA), candidate('C', ANA)], { C: 'different' })).toBe('one A');
  });
});

describe('rule 3: for any two customers', () => {
  const pick = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const customer = fc.record({
    name: pick('Ana Ruiz', 'ANA RUIZ GIL', 'Ana', 'Luis Soto', 'Ruiz Ana', 'Mostrador'),
    email: pick('ana@ruiz.mx', 'ANA@RUIZ.MX', 'luis@soto.mx', 'mail@tyr'),
    phone: pick('55 1234 5678', '+52 1 55 1234 5678', '33 8765 4321', '0000000000'),
  });

  test('the comparison is the same from both ends', () => {
    fc.assert(
      fc.property(customer, customer, (a, b) => {
        const [here, there]: [Evidence, Evidence] = [evidenceOf(a), evidenceOf(b)];
        const one = compare(here, { key: 'k', evidence: there, linked: false });
        expect(compare(there, { key: 'k', evidence: here, linked: false })).toEqual(one);
        expect(match(here, [{ key: 'k', evidence: there, linked: false }])).toEqual(
          match(there, [{ key: 'k', evidence: here, linked: false }]),
        );
      }),
      RUNS,
    );
  });

  test('the order of the candidates changes nothing', () => {
    fc.assert(
      fc.property(customer, fc.array(fc.tuple(customer, fc.boolean()), { maxLength: 5 }), (subject, rest) => {
        const candidates = rest.map(([other, linked], index) => candidate(`k${index}`, other, linked));
        const words = (text: string) => text.split(' ').toSorted();
        expect(words(said(subject, candidates.toReversed()))).toEqual(words(said(subject, candidates)));
      }),
      RUNS,
    );
  });

  test('no match is ever made with somebody who is linked', () => {
    fc.assert(
      fc.property(customer, fc.array(fc.tuple(customer, fc.boolean()), { maxLength: 5 }), (subject, rest) => {
        const found = match(
          evidenceOf(subject),
          rest.map(([other, linked], index) => candidate(String(index), other, linked)),
        );
        if (found.kind === 'one') expect(rest[Number(found.key)]?.[1]).toBe(false);
      }),
      RUNS,
    );
  });
});
