/** Names at the first merge of a link and after it, through Aceptabits' lens. */
import { describe, expect, test } from 'vitest';
import type { AceptabitsRecord, Customer, Field } from '../../src/domain/customer.ts';
import { getAceptabits, nameInAceptabits, putAceptabits } from '../../src/domain/lens.ts';
import type { Link } from '../../src/domain/link.ts';
import { type FieldState, merge, POLICIES, type Policy, policiesWith } from '../../src/domain/merge.ts';
import { planLink } from '../../src/domain/plan-link.ts';
import { accepted, noteSent } from '../../src/domain/sent-note.ts';
import { settle } from '../../src/domain/settle.ts';
import { linkWith, NOW, rulesWith, sentBy, stateWith } from './states.ts';

const ROUTES = { shops: {}, salespeople: {} };
const HALVES: AceptabitsRecord = { key: 'AB-77', name: 'Juan Carlos', lastname: 'Pérez López' };

/** What the planner says of a link whose one field shows this, seen through the lens of Aceptabits. */
function planOf(link: Link, m: string, a: AceptabitsRecord, policy: Policy) {
  const shown = { managementpro: { name: m }, aceptabits: getAceptabits(a, ROUTES) };
  const nameIn = { aceptabits: (name: string) => nameInAceptabits(a, name) };
  return planLink(stateWith({ link, shown, nameIn }), rulesWith(policy));
}

describe('section 3: at the first merge names of the same words agree, however they are written', () => {
  test.each(
    [
      ['in capitals, surnames first', 'PEREZ LOPEZ JUAN CARLOS'],
      ['without accents', 'Juan Carlos Perez Lopez'],
      ['with a comma', 'Pérez López, Juan Carlos'],
      ['as it is', 'Juan Carlos Pérez López'],
    ].flatMap(([title, m]) => POLICIES.map((policy) => [title, m ?? '', policy] as const)),
  )('%s: %s (%s)', (_, m, policy) => {
    const plan = planOf(linkWith({}), m, HALVES, policy);
    expect([sentBy(plan.writes), plan.waits]).toEqual([{}, []]);
    expect(plan.link.base.managementpro.name).toBe(m);
    expect(plan.link.base.aceptabits.name).toBe('Juan Carlos Pérez López');
  });

  test.each([
    ['another word', 'name', 'Juan Carlos Pérez', 'Juan Carlos Gómez'],
    ['a word more', 'name', 'Juan Carlos Pérez López', 'Juan Carlos Pérez'],
    ['ñ is a letter', 'name', 'José Peña', 'José Pena'],
    ['two legal forms', 'name', 'Alfa Norte SA de CV', 'Alfa Norte SC'],
    ['signs', 'name', '***', '!!!'],
    ['another number', 'phone', '9994234567', '9994234568'],
    ['another mailbox', 'email', 'ana@ruiz.mx', 'ana@soto.mx'],
  ] as const)('a conflict as ever: %s', (_, field: Field, m, a) => {
    const shown = { managementpro: { [field]: m }, aceptabits: { [field]: a } };
    const plan = planLink(stateWith({ link: linkWith({}), shown }), rulesWith('review'));
    expect(plan.waits).toMatchObject([{ kind: 'conflict', field, first: true }]);
  });

  test.each([
    ['the dots of a legal form', 'name', 'Alfa Norte S.A. de C.V.', 'ALFA NORTE SA DE CV'],
    ['whose phone it is', 'phone', '999 423 4567 Juan', '9994234567'],
  ] as const)('%s: each side keeps its own', (_, field: Field, m, a) => {
    const shown = { managementpro: { [field]: m }, aceptabits: { [field]: a } };
    const plan = planLink(stateWith({ link: linkWith({}), shown }), rulesWith('review'));
    expect([sentBy(plan.writes), plan.waits]).toEqual([{}, []]);
    expect(plan.link.base).toMatchObject({ managementpro: { [field]: m }, aceptabits: { [field]: a } });
  });
});

describe('section 3: later a change of case, accents or order is an edit, and the halves stay halves', () => {
  const based = (m: string): Link =>
    linkWith({ base: { managementpro: { name: m }, aceptabits: { name: 'Juan Carlos Pérez López' } } });

  /** Sends what the plan asks for, and reads it back. */
  function delivered(link: Link, m: string) {
    const { writes } = planOf(link, m, HALVES, 'managementpro');
    const value = writes.aceptabits?.name?.value ?? '';
    const note = { value, before: 'Juan Carlos Pérez López', from: m, at: NOW, job: 'job' };
    const sent = accepted(noteSent(link, 'aceptabits', 'name', note), 'aceptabits', { name: value });
    const record = putAceptabits(HALVES, { name: value }, ROUTES);
    const shown = getAceptabits(record, ROUTES);
    const settled = settle(sent, 'aceptabits', shown, { readBack: true, now: NOW, lagMs: 60_000 });
    return { record, settled, after: planOf(settled, m, record, 'managementpro') };
  }

  test.each([
    ['case', 'PEREZ LOPEZ JUAN CARLOS', 'Perez Lopez Juan Carlos', 'Juan Carlos', 'Perez Lopez'],
    ['accents', 'Juan Carlos Perez Lopez', 'Juan Carlos Pérez Lopez', 'Juan Carlos', 'Pérez Lopez'],
    [
      'the order within a half',
      'Juan Carlos Pérez López',
      'Carlos Juan Pérez López',
      'Carlos Juan',
      'Pérez López',
    ],
    ['a tilde', 'Juan Carlos Pérez López', 'Juan Carlos Pérez Lópeñ', 'Juan Carlos', 'Pérez Lópeñ'],
  ])('%s', (_, before, now, name, lastname) => {
    const { record, settled, after } = delivered(based(before), now);
    expect([record.name, record.lastname]).toEqual([name, lastname]);
    expect(settled.sent?.aceptabits?.name).toBeUndefined();
    expect([sentBy(after.writes), after.waits]).toEqual([{}, []]);
    expect(after.link.base.managementpro.name).toBe(now);
  });

  test('an order that Aceptabits cannot show otherwise is no write', () => {
    const plan = planOf(based('PEREZ LOPEZ JUAN CARLOS'), 'Pérez López Juan Carlos', HALVES, 'managementpro');
    expect([sentBy(plan.writes), plan.waits]).toEqual([{}, []]);
    expect(plan.link.base.managementpro.name).toBe('Pérez López Juan Carlos');
  });

  test('a person\u2019s answer that Aceptabits shows in its halves is there', () => {
    const seen = { managementpro: 'Eva Gil', aceptabits: 'Juan Carlos Pérez López' };
    const answer: Customer & { value: string } = { value: 'Pérez López Juan Carlos' };
    const link = { ...based('Eva Gil'), wanted: { name: { value: answer.value, seen, by: 'Eva', at: NOW } } };
    expect(sentBy(planOf(link, 'Eva Gil', HALVES, 'managementpro').writes)).toEqual({
      managementpro: { name: { value: 'Pérez López Juan Carlos' } },
    });
    expect(planOf(link, 'Pérez López Juan Carlos', HALVES, 'managementpro').link.wanted).toEqual({});
  });
});

describe('section 3: what agrees at the first merge, and what does not', () => {
  const state = (
    field: Field,
    managementpro: string,
    aceptabits: string,
    base: string | undefined,
  ): FieldState => ({
    field,
    base: { managementpro: base, aceptabits: base },
    now: { managementpro, aceptabits },
  });

  test.each([
    ['phone', '999 123 4567', '9991234567 Juan', { kind: 'settled' }],
    ['email', '9991234567@correo.mx', '9991234567@ruiz.mx', { kind: 'conflict', first: true }],
    ['salesperson', '999 123 4567', '9991234567 Juan', { kind: 'conflict', first: true }],
  ] as const)('%s', (field, m, a, expected) => {
    expect(merge(state(field, m, a, undefined), 'review')).toEqual(expected);
  });

  test('nothing has changed', () => {
    expect(merge(state('email', 'ana@ruiz.mx', 'ana@ruiz.mx', 'ana@ruiz.mx'), 'review')).toEqual({
      kind: 'still',
    });
  });

  test('a garbled edit goes over no clean value, and is no first merge', () => {
    const once = { ...state('name', 'MuÃ±oz Gil', 'Muñoz Gil', 'Muñoz Gil') };
    expect(merge(once, 'managementpro')).toEqual({ kind: 'conflict', first: false });
    expect(merge(state('name', 'MuÃ±oz Gil', 'Muñoz Paz', undefined), 'managementpro')).toEqual({
      kind: 'conflict',
      first: true,
    });
  });
});

test('rule 4: what a person has said of a field once and for all goes before the settings, until it is taken back', () => {
  const { policies } = rulesWith('review');
  const said = { email: { policy: 'aceptabits', by: 'Eva', at: NOW } } as const;
  expect(policiesWith(policies, said)).toEqual({ ...policies, email: 'aceptabits' });
  expect(policiesWith(policies, {})).toEqual(policies);
  expect(policiesWith(policies)).toEqual(policies);
});

describe('rule 4: a clerk\u2019s way of writing nothing is worth no more than an empty value', () => {
  const NOTHING = [
    ['phone', '0000000000', '999 423 4567'],
    ['phone', 's/n', '999 423 4567 / 999 765 4321'],
    ['phone', '1234567890', '9 26 14 33'],
    ['email', 'NO TIENE', 'ana@ruiz.mx'],
    ['email', 'sincorreo@sincorreo.com', 'ana@ruiz.mx; luis@soto.mx'],
  ] as const;
  const planOf = (link: Link, field: Field, m: string, a: string, policy: Policy) =>
    planLink(
      stateWith({ link, shown: { managementpro: { [field]: m }, aceptabits: { [field]: a } } }),
      rulesWith(policy),
    );

  test.each(NOTHING)(
    '%s %s gives way to %s at the first merge, whatever the policy',
    (field, nothing, value) => {
      for (const policy of POLICIES) {
        const inM = planOf(linkWith({}), field, nothing, value, policy);
        expect(sentBy(inM.writes)).toEqual({ managementpro: { [field]: { value, over: nothing } } });
        const inA = planOf(linkWith({}), field, value, nothing, policy);
        expect(sentBy(inA.writes)).toEqual({ aceptabits: { [field]: { value, over: nothing } } });
      }
    },
  );

  test.each(NOTHING)('%s %s goes over no %s by policy when both were edited', (field, nothing, value) => {
    const was = { managementpro: { [field]: '5511223344' }, aceptabits: { [field]: '5511223344' } };
    const plan = planOf(linkWith({ base: was }), field, nothing, value, 'managementpro');
    expect(sentBy(plan.writes)).toEqual({ managementpro: { [field]: { value, over: nothing } } });
    // By itself it is an edit like any: somebody has taken the value away.
    const alone = planOf(linkWith({ base: was }), field, nothing, '5511223344', 'managementpro');
    expect(sentBy(alone.writes)).toEqual({ aceptabits: { [field]: { value: nothing } } });
  });

  test.each(NOTHING)('%s %s is not copied where nothing stands, nor asked about', (field, nothing) => {
    for (const policy of POLICIES)
      for (const [m, a] of [[nothing, ''], ['', nothing], [nothing, '-']] as const) {
        const plan = planOf(linkWith({}), field, m, a, policy);
        expect([sentBy(plan.writes), plan.waits]).toEqual([{}, []]);
      } // biome-ignore format: three pairs
  });

  test('whoever is filed under \u201cPúblico en general\u201d is renamed by a person alone, and nobody to it', () => {
    for (const policy of POLICIES)
      for (const [m, a] of [['PUBLICO EN GENERAL', 'Ana Ruiz Gil'], ['Ana Ruiz Gil', 'Venta mostrador']] as const) {
        const plan = planOf(linkWith({}), 'name', m, a, policy);
        expect([sentBy(plan.writes), plan.waits]).toMatchObject([{}, [{ kind: 'conflict', field: 'name', first: true }]]);
      } // biome-ignore format: two pairs
  });
});
