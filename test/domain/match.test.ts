/** Who is whom by e-mail, phone and name, and which doubts keep somebody from being linked or created (rule 3). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Customer } from '../../src/domain/customer.ts';
import {
  type Contact,
  EVIDENCE,
  type Evidence,
  evidenceOf,
  isEvident,
  isPlatformOwn,
  withShared,
} from '../../src/domain/evidence.ts';
import {
  type Candidate,
  compare,
  match,
  resembles,
  type Verdict,
  widowsIfGone,
} from '../../src/domain/match.ts';
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
  const kinds = (customer: Customer) => {
    const evidence = evidenceOf(customer);
    return EVIDENCE.filter((kind) => evidence[kind] !== undefined).join(' ');
  };

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
    ['digits as they stand on the keys', { phone: '1234567890' }, ''],
    ...[
      'x@x.com',
      'no@tiene.com',
      'sincorreo@gmail.com',
      'NoTiene@NoTiene.com.mx',
      'na@na.com',
      'correo@correo.com',
    ].map((email) => [`nobody\u2019s address ${email}`, { email }, ''] as const),
    ['somebody at a firm of one letter', { email: 'ana@x.com' }, 'email'],
    ['several addresses', { email: 'ana@ruiz.mx; luis@soto.mx' }, ''],
    ['the public at large', { name: 'PÚBLICO EN GENERAL' }, ''],
    ['the counter', { name: 'Mostrador' }, ''],
    ['signs for a name', { name: '---' }, ''],
    ['one word is a name', { name: 'Ana' }, 'name'],
  ] as const)('%s', (_, customer, expected) => expect(kinds(customer)).toBe(expected));

  test.each([
    ['accents and case', { name: 'JOSÉ PEREZ' }, { name: 'Jose Pérez' }],
    ['the order of the words', { name: 'Ruiz Gil Ana' }, { name: 'Ana Ruiz Gil' }],
    ['S.A. de C.V.', { name: 'Muebles Norte, S.A. de C.V.' }, { name: 'Muebles Norte' }],
    ['SA DE CV', { name: 'MUEBLES NORTE SA DE CV' }, { name: 'Muebles Norte' }],
    ['S.A. DE CV', { name: 'Muebles Norte S.A. DE CV' }, { name: 'Muebles Norte SA de C.V.' }],
    ['S. de R.L. de C.V.', { name: 'Taller Luz S. de R.L. de C.V.' }, { name: 'Taller Luz S de RL de CV' }],
    ['S. DE R.L. DE CV', { name: 'Taller Luz S. DE R.L. DE CV' }, { name: 'Taller Luz' }],
    ['S.A.P.I. de C.V.', { name: 'Datos Sur SAPI de CV' }, { name: 'Datos Sur, S.A.P.I. de C.V.' }],
    ['S.A.B. de C.V.', { name: 'Datos Sur S.A.B. de C.V.' }, { name: 'Datos Sur' }],
    ['S.A.S.', { name: 'Datos Sur SAS de CV' }, { name: 'Datos Sur S.A.S.' }],
    ['S. de R.L. M.I.', { name: 'Taller Luz S. de R.L. M.I.' }, { name: 'Taller Luz' }],
    ['S.P.R. de R.L.', { name: 'Rancho Luz S.P.R. de R.L. de C.V.' }, { name: 'Rancho Luz' }],
    ['S.A.C.V.', { name: 'Muebles Norte S.A.C.V.' }, { name: 'Muebles Norte, SA de CV' }],
    ['SOFOM', { name: 'Créditos Luz SOFOM ENR' }, { name: 'Creditos Luz' }],
    ['marks without width', { name: '\u200eMuebles\u200b Nor\u00adte' }, { name: 'Muebles Norte' }],
    ['an e-mail in capitals', { email: ' ANA@RUIZ.MX' }, { email: 'ana@ruiz.mx' }],
    ['what stands around an e-mail', { email: '<ana@ruiz.mx>;' }, { email: 'ana@ruiz.mx.' }],
    ['+52 1', { phone: '+52 1 55 1234 5678' }, { phone: '5512345678' }],
    ['01', { phone: '01 (55) 1234-5678' }, { phone: '+52 55 1234 5678' }],
    ['044', { phone: '0445512345678' }, { phone: '55-1234-5678' }],
    [
      'an extension does not make another company',
      { phone: '55 1234 5678 ext. 12' },
      { phone: '55 1234 5678' },
    ],
  ] as const)('one and the same: %s', (_, a, b) => {
    const found = compare(evidenceOf(a), candidate('k', b));
    expect([found.agree.length, found.differ]).toEqual([1, []]);
  });

  test.each([
    ['ñ is a letter of its own only in writing', { name: 'Ana Ruiz' }, { name: 'Ana Ruiz Gil' }],
    ['a tail inside a name is none', { name: 'Sac Norte' }, { name: 'Norte' }],
    ['another phone', { phone: '5512345678' }, { phone: '5512345679' }],
    ['ñ is a letter', { name: 'José Peña' }, { name: 'José Pena' }],
    ['two legal forms', { name: 'Colegio Luz A.C.' }, { name: 'Colegio Luz SC' }],
    ['of a person nothing is taken', { name: 'Ana Sa' }, { name: 'Ana' }],
    ['an e-mail with U+FFFD is none', { email: 'mu\uFFFDoz@correo.mx' }, { email: 'mu\uFFFDoz@correo.mx' }],
    ['a name with U+FFFD is none', { name: 'Ana Mu\uFFFDoz' }, { name: 'Ana Mu\uFFFDoz' }],
  ] as const)('not the same: %s', (_, a, b) => {
    expect(compare(evidenceOf(a), candidate('k', b)).agree).toEqual([]);
  });

  test.each([
    'PÚBLICO EN GENERAL', 'Publico General', 'Cliente General', 'cliente mostrador', 'Clientes de Mostrador', 'VENTA AL PÚBLICO',
    'Ventas de mostrador', 'Venta de contado', 'Cliente de contado', 'Consumidor Final', 'Sin nombre', 'N/A', '---', '',
    'PUBLICO EN GRAL.', 'VTA. MOSTRADOR', 'Público en general 2', 'S/N', 'XXX', 'NO USAR', 'Sin datos',
  ])('%s is nobody', (name) => {
    expect(isEvident(evidenceOf({ name, email: 'mail@tyr', phone: '0000000000' }))).toBe(false);
    expect(isEvident(evidenceOf({ name, email: 'ana@ruiz.mx' }))).toBe(true);
  }); // biome-ignore format: one list

  test.each([
    ['the platform’s own', { editable: false }, true],
    ['with empty values', { editable: false, email: '', phone: ' ' }, true],
    ['with values that mean nobody', { editable: false, email: 'mail@tyr', phone: '0000000000' }, true],
    ['with an e-mail of its own', { editable: false, email: 'ana@ruiz.mx' }, false],
    ['with a phone of its own', { editable: false, phone: '5512345678' }, false],
    ['with two e-mails', { editable: false, email: 'ana@ruiz.mx; luis@ku.mx', phone: '' }, false],
    ['with two phones', { editable: false, phone: '55 1234 5678 / 55 8765 4321' }, false],
    ['editable', { editable: true }, false],
    ['not said', {}, false],
  ])('rule 9: what Aceptabits has made by itself: %s', (_, record, expected) => {
    expect(
      isPlatformOwn({ key: 'AB-1', name: 'Cliente agente', lastname: 'General agente', ...record }),
    ).toBe(expected);
  });
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
    [
      'a linked one with the same single word and nothing against it',
      { name: 'ana' },
      [candidate('A', { name: 'ana' }, true)],
      'ambiguous A',
    ],
    [
      'a linked one with the same single word and another phone',
      { name: 'ana', phone: LUIS.phone },
      [candidate('A', { name: 'ana', phone: ANA.phone }, true)],
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

describe('rule 3: what leaves a doubt is neither linked nor new', () => {
  const shared = { email: 'mario@chavez.mx', phone: '999 123 4567' };
  const sharing = (customer: Customer): Evidence => withShared(evidenceOf(customer), () => true);
  const sharer = (key: string, customer: Customer, linked = false): Candidate => ({
    key,
    evidence: sharing(customer),
    linked,
  });
  const matched = (subject: Evidence, candidates: readonly Candidate[]) => {
    const found = match(subject, candidates);
    if (found.kind === 'one') return `one ${found.key}`;
    return found.kind === 'none' ? 'none' : `ambiguous ${found.candidates.map(({ key }) => key).join(' ')}`;
  };

  test.each([
    ['two legal forms', 'Transportes Alfa SA de CV', {}, 'Transportes Alfa S de RL de CV', {}, 'ambiguous A'],
    ['two legal forms, one e-mail', 'Transportes Alfa SA de CV', { email: shared.email }, 'Transportes Alfa SC', { email: shared.email }, 'ambiguous A'],
    ['two legal forms, one e-mail and phone: sisters under one roof', 'Transportes Alfa SA', shared, 'Transportes Alfa SC', shared, 'ambiguous A'],
    ['two legal forms, two e-mails', 'Transportes Alfa SA', { email: 'a@b.mx' }, 'Transportes Alfa SC', { email: 'c@d.mx' }, 'ambiguous A'],
    ['one form is missing', 'Transportes Alfa SA de CV', {}, 'TRANSPORTES ALFA', {}, 'one A'],
    ['ñ and n', 'José Peña', {}, 'Jose Pena', {}, 'ambiguous A'],
    ['ñ and n, one e-mail', 'José Peña', { email: shared.email }, 'Jose Pena', { email: shared.email }, 'one A'],
    ['ñ and n, two phones', 'José Peña', { phone: '5512345678' }, 'Jose Pena', { phone: '5512345679' }, 'ambiguous A'],
    ['a form that no list has', 'Transportes Alfa SPQ de XX', {}, 'Transportes Alfa', {}, 'ambiguous A'],
    ['a name begins the other', 'Mario Chávez', {}, 'Mario Chávez Álvarez', {}, 'ambiguous A'],
    ['it does, the e-mails differ', 'Mario Chávez', { email: 'a@b.mx' }, 'Mario Chávez Álvarez', { email: 'c@d.mx' }, 'none'],
    ['it does, the phones differ', 'Mario Chávez', { phone: '5512345678' }, 'Mario Chávez Gil', { phone: '5512345679' }, 'none'],
    ['it does, one has no e-mail', 'Mario Chávez', { email: 'a@b.mx' }, 'Mario Chávez Álvarez', {}, 'ambiguous A'],
    ['an initial', 'J. Luis Pérez Soto', {}, 'PEREZ SOTO JOSE LUIS', {}, 'ambiguous A'],
    ['an initial, one phone', 'Ma. G. López Ruiz', { phone: shared.phone }, 'María Guadalupe López Ruiz', { phone: shared.phone, email: 'a@b.mx' }, 'one A'],
    ['an initial, the e-mails differ', 'J. Luis Pérez Soto', { email: 'a@b.mx' }, 'José Luis Pérez Soto', { email: 'c@d.mx' }, 'none'],
    ['two given names', 'Juan Luis Pérez Soto', {}, 'José Luis Pérez Soto', {}, 'none'],
    ['one word in common', 'Mario Chávez', {}, 'Mario Gil', {}, 'none'],
    ['one company\u2019s one word', 'Bimbo SA de CV', {}, 'Bimbo', {}, 'ambiguous A'],
  ] as const)('%s', (_, m, ofM, a, ofA, expected) => {
    expect(matched(evidenceOf({ name: m, ...ofM }), [candidate('A', { name: a, ...ofA })])).toBe(expected);
    expect(matched(evidenceOf({ name: a, ...ofA }), [candidate('A', { name: m, ...ofM })])).toBe(expected);
  }); // biome-ignore format: a table

  test.each([
    ['one begins the other, who is linked: another\u2019s', 'Mario Chávez', {}, 'Mario Chávez Álvarez', {}, 'none'],
    ['an initial of one who is linked: another\u2019s', 'J. Luis Pérez Soto', {}, 'José Luis Pérez Soto', {}, 'none'],
    ['ñ and n, and the other is linked: a double perhaps', 'José Peña', {}, 'Jose Pena', {}, 'ambiguous A'],
    ['ñ and n, linked, and the phones differ', 'José Peña', { phone: '5512345678' }, 'Jose Pena', { phone: '5512345679' }, 'none'],
    ['two legal forms, linked, and the e-mails differ', 'Colegio Luz AC', { email: 'a@b.mx' }, 'Colegio Luz SC', { email: 'c@d.mx' }, 'none'],
  ] as const)('%s', (_, m, ofM, a, ofA, expected) => {
    expect(matched(evidenceOf({ name: m, ...ofM }), [candidate('A', { name: a, ...ofA }, true)])).toBe(expected);
  }); // biome-ignore format: a table

  test.each([
    ['two like names', 'Mario Chavez', ['Mario Chavez Alvarez', 'Mario A. Chavez'], 'ambiguous A0 A1'],
    ['one like name', 'Mario Chavez', ['Mario A. Chavez', 'Eva Paz'], 'ambiguous A0'],
    ['an abbreviation', 'Ma. Guadalupe Pérez', ['María Guadalupe Pérez López'], 'ambiguous A0'],
    ['wholly different names', 'Mario Chavez', ['Eva Paz', 'Luis Soto'], 'none'],
    ['brothers and sisters', 'Juan Pérez López', ['Ana Pérez López', 'Luz Pérez López'], 'none'],
    ['the very name beside a like one', 'Mario Chavez', ['Mario A. Chavez', 'MARIO CHÁVEZ'], 'one A1'],
  ] as const)('a shared e-mail and %s', (_, subject, others, expected) => {
    const candidates = others.map((name, index) => sharer(`A${index}`, { name, email: shared.email }));
    expect(matched(sharing({ name: subject, email: shared.email }), candidates)).toBe(expected);
  });

  const two = { email: 'ana@ku.mx; ventas@ku.mx', phone: '999 123 4567 / 999 765 4321' };

  test.each([
    ['its second e-mail, a name begins the other', 'Mario Chávez', { email: two.email }, 'Mario Chávez Álvarez', { email: 'VENTAS@ku.mx' }, 'one A'],
    ['its second phone, ñ and n', 'José Peña', { phone: two.phone }, 'Jose Pena', { phone: '+52 999 765 4321' }, 'one A'],
    ['its first e-mail, a name within the other', 'Mario Chávez', { email: two.email }, 'Mario A. Chávez', { email: 'ana@ku.mx' }, 'one A'],
    ['one e-mail in two lists', 'Mario Chávez', { email: two.email }, 'Mario Chávez Gil', { email: 'otra@ku.mx, ana@ku.mx' }, 'one A'],
    ['its e-mail, and the name is another', 'Mario Chávez', { email: two.email }, 'Eva Paz', { email: 'ana@ku.mx' }, 'ambiguous A'],
    ['its e-mail, and the phone is another', 'Ana Ku', { email: two.email, phone: '5512345678' }, 'Ana Ku', { email: 'ana@ku.mx', phone: '5512345679' }, 'one A'],
    ['none of its e-mails: nothing tells the two apart', 'Mario Chávez', { email: two.email }, 'Mario Chávez Álvarez', { email: 'otra@ku.mx' }, 'ambiguous A'],
    ['none of its e-mails, the very name', 'Mario Chávez', { email: two.email }, 'MARIO CHAVEZ', { email: 'otra@ku.mx' }, 'one A'],
    ['none of its e-mails, another name', 'Mario Chávez', { email: two.email }, 'Mario Gil', { email: 'otra@ku.mx' }, 'none'],
    ['nobody\u2019s address beside its own', 'Mario Chávez', { email: 'no@tiene.com; ana@ku.mx' }, 'Mario Chávez Gil', { email: 'no@tiene.com' }, 'ambiguous A'],
    ['an extension is no second phone', 'Mario Chávez', { phone: '999 123 4567;ext=12' }, 'Mario Chávez Gil', { phone: '5512345679' }, 'none'],
  ] as const)('several values in one field: %s', (_, m, ofM, a, ofA, expected) => {
    expect(matched(evidenceOf({ name: m, ...ofM }), [candidate('A', { name: a, ...ofA })])).toBe(expected);
    expect(matched(evidenceOf({ name: a, ...ofA }), [candidate('A', { name: m, ...ofM })])).toBe(expected);
  }); // biome-ignore format: a table

  test('of several e-mails the shared one links nobody, and the other may', () => {
    const isVentas = ([, value]: Contact) => value === 'ventas@ku.mx';
    const subject = withShared(evidenceOf({ name: 'Mario Chávez', email: two.email }), isVentas);
    const like = (email: string) => ({ name: 'Mario A. Chávez', email });
    expect(matched(subject, [candidate('A', like('ana@ku.mx'))])).toBe('one A');
    expect(matched(subject, [candidate('A', like('ventas@ku.mx'))])).toBe('ambiguous A');
    expect(matched(subject, [candidate('A', { name: 'Eva Paz', email: 'ventas@ku.mx' })])).toBe('none');
  });

  test('an e-mail shared on one side alone', () => {
    const subject = evidenceOf({ name: 'Mario Chavez', email: shared.email });
    expect(matched(subject, [sharer('A', { name: 'Mario A. Chavez', email: shared.email })])).toBe(
      'ambiguous A',
    );
    expect(matched(subject, [sharer('A', { name: 'Mario A. Chavez', email: 'otro@correo.mx' })])).toBe(
      'none',
    );
  });

  test('an e-mail and a phone shared on one side: whoever has one of them is asked about, whoever has neither is not', () => {
    const subject = sharing({ name: 'Mario Chavez', ...shared });
    const like = (more: Customer) => candidate('A', { name: 'Mario A. Chavez', ...more });
    expect(matched(subject, [like({ phone: shared.phone })])).toBe('ambiguous A');
    expect(matched(subject, [like({ email: shared.email, phone: '5512345679' })])).toBe('ambiguous A');
    expect(matched(subject, [like({ email: 'otro@correo.mx', phone: '5512345679' })])).toBe('none');
  });

  test('a shared phone, like names, and each an e-mail of their own: asked about, but not where one is linked', () => {
    const [father, son] = [
      { name: 'Mario Chavez', email: 'a@b.mx', phone: shared.phone },
      { name: 'Mario A. Chavez', email: 'c@d.mx', phone: shared.phone },
    ];
    const own = (customer: Customer) => withShared(evidenceOf(customer), ([kind]) => kind === 'phone');
    const other = (linked: boolean): Candidate => ({ key: 'A', evidence: own(son), linked });
    expect(matched(own(father), [other(false)])).toBe('ambiguous A');
    expect(matched(own(father), [other(true)])).toBe('none');
  });
});

describe('rule 3: who is linked with somebody who is gone', () => {
  const alone = (customer: Customer, widowed: boolean): Candidate => ({
    ...candidate('A', customer, true),
    widowed,
  });

  test('may be the one who was made anew: a namesake whatever else differs', () => {
    const anew = { ...ANA, email: 'nueva@ruiz.mx', phone: '55 0000 0001' };
    expect(said(anew, [alone(ANA, true)])).toBe('ambiguous A');
    expect(said(anew, [alone(ANA, false)])).toBe('none');
    expect(said({ ...anew, name: LUIS.name }, [alone(ANA, true)])).toBe('none');
  });

  test('is nobody to link with unasked, however much agrees', () => {
    expect(said(ANA, [alone(ANA, true)])).toBe('ambiguous A');
  });

  test('is told before anybody has missed that one: whose namesake is linked, and not called different', () => {
    const anew = evidenceOf({ ...ANA, email: 'nueva@ruiz.mx', phone: '55 0000 0001' });
    const told = (candidates: readonly Candidate[], verdict?: Verdict) =>
      widowsIfGone(anew, candidates, new Map(verdict && [['A', verdict]]));
    expect(told([alone(ANA, false), { ...alone(LUIS, false), key: 'B' }])).toEqual(['A']);
    expect(told([alone(ANA, false)], 'different')).toEqual([]);
    expect(told([candidate('A', ANA, false)])).toEqual([]);
    expect(told([alone(LUIS, false)])).toEqual([]);
  });
});

describe('rule 3: an inactive double does not hold the active one', () => {
  const double = (key: string, customer: Customer, active: boolean, linked = false): Candidate => ({
    ...candidate(key, customer, linked),
    active,
  });
  const [NO_PHONE, NAME] = [{ ...ANA, phone: '' }, { name: ANA.name }];

  test.each([
    ['one is active', [double('M1', ANA, true), double('M2', ANA, false)], 'one M1'],
    ['two are active', [double('M1', ANA, true), double('M2', ANA, true)], 'ambiguous M1 M2'],
    ['none is active', [double('M1', ANA, false), double('M2', ANA, false)], 'ambiguous M1 M2'],
    ['the active one has less', [double('M1', NO_PHONE, true), double('M2', ANA, false)], 'ambiguous M1 M2'],
    ['the active one has more', [double('M1', ANA, true), double('M2', NO_PHONE, false)], 'one M1'],
    ['as much, but something speaks against the active one', [double('M1', { ...ANA, phone: LUIS.phone }, true), double('M2', NO_PHONE, false)], 'ambiguous M1 M2'],
    ['as much, and something speaks against the inactive one', [double('M1', NO_PHONE, true), double('M2', { ...ANA, phone: LUIS.phone }, false)], 'one M1'],
    ['the active one does not agree by itself', [double('M1', { ...LUIS, email: ANA.email }, true), double('M2', NAME, false)], 'ambiguous M2 M1'],
    ['the inactive one is linked', [double('M1', ANA, true), double('M2', ANA, false, true)], 'ambiguous M1 M2'],
    ['the active one is linked', [double('M1', ANA, true, true), double('M2', ANA, false)], 'ambiguous M1 M2'],
    ['three of them', [double('M1', ANA, false), double('M2', ANA, true), double('M3', NAME, false)], 'one M2'],
  ] as const)('%s', (_, candidates, expected) => expect(said(ANA, candidates)).toBe(expected)); // biome-ignore format: a table
});

describe('rule 3: for any two customers', () => {
  const pick = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const customer = fc.record({
    name: pick(
      'Ana Ruiz',
      'ANA RUIZ GIL',
      'Ana',
      'Luis Soto',
      'Ruiz Ana',
      'Mostrador',
      'Ana Ruiz SA',
      'Ana Ruíz Peña',
      'Ana Ruiz Pena AC',
    ),
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

describe('rule 8: who may be one that somebody has edited since', () => {
  test.each([
    [
      'an e-mail',
      { email: 'ana@ruiz.mx', phone: '5512345678' },
      { email: 'ana@ruiz.mx', phone: '3387654321' },
      true,
    ],
    ['a phone alone', { phone: '5512345678' }, { phone: '+52 55 1234 5678', email: 'x@y.mx' }, true],
    ['two words of the name', { name: 'Ana Ruiz Gil Soto' }, { name: 'Ruiz Soto Marisol' }, true],
    ['the only long word of the shorter name', { name: 'Ana Ruiz' }, { name: 'Marisol Ruiz Paz' }, true],
    ['one word of two longer names', { name: 'Marisol Ruiz Soto' }, { name: 'Ernestina Ruiz Tamayo' }, false],
    ['short words alone', { name: 'Ana Gil Sol' }, { name: 'Ana Gil Paz' }, false],
    ['letters in common', { name: 'Marisol' }, { name: 'Solmari' }, false],
    ['nothing', { name: 'Ana Ruiz' }, { name: 'Luis Soto' }, false],
    ['nobody has a name', { email: 'a@b.mx' }, { phone: '5512345678' }, false],
    ['one has no name', { name: 'Stryker Ruiz' }, { email: 'a@b.mx' }, false],
    ['neither has any evidence', {}, {}, false],
  ])('%s', (_, one, other, expected) => {
    expect(resembles(evidenceOf(one), evidenceOf(other))).toBe(expected);
    expect(resembles(evidenceOf(other), evidenceOf(one))).toBe(expected);
  });
});

describe('rule 3: what is answered, word for word', () => {
  const [ana, luis] = [candidate('c1', ANA), candidate('c2', LUIS)];
  const inactive = (one: Candidate): Candidate => ({ ...one, active: false });

  test('a person\u2019s word names no evidence', () => {
    expect(match(evidenceOf(ANA), [luis], new Map([['c2', 'same']]))).toEqual({
      kind: 'one',
      key: 'c2',
      agree: [],
    });
  });

  test('a person\u2019s word on somebody who is linked by now is asked anew', () => {
    const linked = { ...luis, linked: true };
    expect(match(evidenceOf(ANA), [linked], new Map([['c2', 'same']]))).toEqual({
      kind: 'ambiguous',
      candidates: [{ key: 'c2', linked: true, agree: [], differ: ['email', 'phone', 'name'] }],
    });
  });

  test('several', () => {
    expect(match(evidenceOf(ANA), [ana, { ...ana, key: 'c3' }])).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ key: 'c1' }, { key: 'c3' }],
    });
  });

  test.each([
    ['the only one, though inactive', [inactive(ana)], 'one c1'],
    ['the active one of two', [inactive(ana), { ...ana, key: 'c3' }], 'one c3'],
    ['two inactive ones', [inactive(ana), inactive({ ...ana, key: 'c3' })], 'ambiguous c1 c3'],
    [
      'an active one of whom nothing is said counts as such',
      [ana, { ...ana, key: 'c3', active: true }],
      'ambiguous c1 c3',
    ],
    [
      'the active one with less evidence',
      [inactive(ana), candidate('c3', { name: ANA.name })],
      'ambiguous c1 c3',
    ],
    [
      'the active one with something against it',
      [
        inactive(candidate('c1', { email: ANA.email, phone: ANA.phone })),
        candidate('c3', { ...ANA, phone: LUIS.phone }),
      ],
      'ambiguous c1 c3',
    ],
  ] as const)('%s', (_, others, expected) => expect(said(ANA, others)).toBe(expected));

  test('a value that only one of the two sides shares leaves a doubt all the same', () => {
    const one = { name: 'Mario Chávez', email: 'mario@chavez.mx', phone: '5512345678' };
    const other = { name: 'Mario Chávez Álvarez', email: 'mario@chavez.mx', phone: '3387654321' };
    const mine = withShared(evidenceOf(one), ([kind]) => kind === 'email');
    const theirs = { key: 'c1', evidence: evidenceOf(other), linked: false };
    expect(match(mine, [theirs]).kind).toBe('ambiguous');
    expect(match(theirs.evidence, [{ ...theirs, evidence: mine }]).kind).toBe('ambiguous');
    // A value of their own that differs is none that they share.
    expect(match(evidenceOf({ ...one, email: 'otro@chavez.mx' }), [theirs]).kind).toBe('none');
  });
});
