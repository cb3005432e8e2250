import { describe, expect, test } from 'vitest';
import type { Customer, Side } from '../../src/domain/customer.ts';
import { isDoublyEncoded, isGarbled, spoils, told } from '../../src/domain/garbled.ts';
import { getAceptabits, getManagementPro, putManagementPro } from '../../src/domain/lens.ts';
import { POLICIES } from '../../src/domain/merge.ts';
import { planLink } from '../../src/domain/plan-link.ts';
import { linkWith, rulesWith, sentBy, stateWith } from './states.ts';

/** What a text becomes when its UTF-8 is read as one character per byte. */
const readAs = (encoding: string) => (text: string) =>
  new TextDecoder(encoding).decode(new TextEncoder().encode(text));

const CLEAN = [
  'María José Muñoz Peña', 'Ángel Íñiguez Óscar', 'Güera Ñandú, S.A. de C.V.', 'RESTAURANTE “EL CAFÉ”',
  '“JOSÉ’S” TACOS', 'JOÃO DA CONCEIÇÃO', 'Peluquería Niña Nº 5', '¿Dónde? Café', 'Straße „Süd“', 'Núñez',
]; // biome-ignore format: one list, read at a glance

describe('section 1: doubly encoded values are known from clean ones', () => {
  test.each(CLEAN)('%s is clean', (text) => expect(isDoublyEncoded(text)).toBe(false));

  test.each(
    [
      'García',
      'Muñoz',
      'PEÑA',
      'Ángel',
      'Óscar',
      'Pérez',
      'Güera',
      'N° 5',
      '“El Café”',
      'à',
      'RAMÍREZ',
    ].flatMap((text) => [readAs('windows-1252')(text), readAs('windows-1252')(text).replace(/\u00AD/gu, '')]),
  )('%s is doubly encoded', (text) => expect(isDoublyEncoded(text)).toBe(true));

  test.each([
    ['Mu\uFFFDoz', undefined],
    ['Muñoz', 'Muñoz'],
    ['', ''],
    [undefined, undefined],
  ])('U+FFFD tells nothing: %s', (text, expected) => expect(told(text)).toBe(expected));

  test.each([
    ['Mu?oz', true],
    ['Mu??oz', true],
    ['Mu\uFFFDoz', true],
    ['MuÃ±oz', true],
    ['¿Dónde? Café', false],
    ['Muñoz', false],
  ])('quality reports %s: %s', (text, expected) => expect(isGarbled(text)).toBe(expected));
});

describe('section 1: a garbled value never goes over its clean twin', () => {
  test.each([
    ['doubly encoded', 'Ana MuÃ±oz', 'Ana Muñoz', true],
    ['doubly encoded and edited', 'Ana MuÃ±oz Gil', 'Ana Muñoz', true],
    ['doubly encoded, where the other is as well', 'Ana MuÃ±oz Gil', 'Ana MuÃ±oz', false],
    ['the clean one over the doubly encoded', 'Ana Muñoz', 'Ana MuÃ±oz', false],
    ['a question mark', 'Ana Mu?oz', 'Ana Muñoz', true],
    ['two question marks, one for each byte', 'Ana Mu??oz', 'Ana Muñoz', true],
    ['question marks in capitals', 'ANA MU?OZ', 'Ana Muñoz', true],
    ['a question mark, and another edit', 'Eva Mu?oz', 'Ana Muñoz', true],
    ['the clean one over the question mark', 'Ana Muñoz', 'Ana Mu?oz', false],
    ['a question', 'Ana Muñoz?', 'Ana Muñoz', false],
    ['a question mark for a plain letter is no garbled form', 'Ana Mu?oz', 'Ana Munoz', false],
    ['nothing to lose', 'Ana MuÃ±oz', ' ', false],
    ['another name altogether', 'Eva Paz', 'Ana Muñoz', false],
  ])('%s', (_, value, over, expected) => expect(spoils('name', value, over)).toBe(expected));

  const named = (name: string): Customer => ({ name, email: 'ana@ruiz.mx', phone: '55 1234 5678' });

  test.each(
    [
      ['a robot garbles M', 'Ana Muñoz', 'Ana Muñoz', 'Ana MuÃ±oz', 'Ana Muñoz', ['conflict']],
      ['a robot garbles A', 'Ana Muñoz', 'Ana Muñoz', 'Ana Muñoz', 'Ana Mu?oz', ['conflict']],
      ['a person mends what was garbled', 'Ana MuÃ±oz', 'Ana MuÃ±oz', 'Ana Muñoz', 'Ana MuÃ±oz', []],
      ['M has always kept it so', 'Ana MuÃ±oz', 'Ana Muñoz', 'Ana MuÃ±oz', 'Ana Muñoz', []],
    ].flatMap((row) => POLICIES.map((policy) => [...row, policy] as const)),
  )('%s: base %s / %s, now %s / %s waits for %s (%s)', (...row) => {
    const [, baseM, baseA, m, a, waits, policy] = row as [
      string,
      string,
      string,
      string,
      string,
      string[],
      'review',
    ];
    const link = linkWith({ base: { managementpro: named(baseM), aceptabits: named(baseA) } });
    const shown = { managementpro: named(m), aceptabits: named(a) };
    const plan = planLink(stateWith({ link, shown }), rulesWith(policy));
    expect(plan.waits.map(({ kind }) => kind)).toEqual(waits);
    const overTheClean = Object.entries(sentBy(plan.writes)).filter(
      ([side]) => !shown[side as Side].name?.includes('Ã'),
    );
    expect(overTheClean).toEqual([]);
  });

  test.each([
    [
      'managementpro',
      'Ana Muñoz',
      'Ana MuÃ±oz',
      { aceptabits: { name: { value: 'Ana Muñoz', over: 'Ana MuÃ±oz' } } },
    ],
    ['aceptabits', 'Ana Muñoz', 'Ana MuÃ±oz', {}],
    ['managementpro', 'Ana Mu?oz', 'Ana Muñoz', {}],
  ] as const)('the first merge, policy %s: %s beside %s', (policy, m, a, writes) => {
    const shown = { managementpro: named(m), aceptabits: named(a) };
    const plan = planLink(stateWith({ link: linkWith({}), shown }), rulesWith(policy));
    expect(sentBy(plan.writes)).toEqual(writes);
    expect(plan.waits).toMatchObject(
      'aceptabits' in writes ? [] : [{ kind: 'conflict', field: 'name', first: true }],
    );
  });
});

describe('section 3: a value with U+FFFD says nothing about its field', () => {
  const routes = { shops: {}, salespeople: {} };

  test('it is not read', () => {
    const m = { key: '1', name: 'Mu\uFFFDoz', email: 'a\uFFFD@b.mx', phone: '1', rest: {} };
    expect(getManagementPro(m, routes)).toEqual({ name: undefined, email: undefined, phone: '1' });
    const a = { key: '1', name: 'Ana', lastname: 'Mu\uFFFDoz', email: 'a@b.mx', phone: '\uFFFD' };
    expect(getAceptabits(a, routes)).toEqual({ name: undefined, email: 'a@b.mx', phone: undefined });
  });

  test('nothing is merged by it', () => {
    const base = { name: 'Ana Muñoz', email: 'ana@ruiz.mx', phone: '55 1234 5678' };
    const link = linkWith({ base: { managementpro: base, aceptabits: base } });
    const m = { key: '1', ...base, name: 'Ana Mu\uFFFDoz', rest: {} };
    const shown = { managementpro: getManagementPro(m, routes), aceptabits: base };
    const plan = planLink(stateWith({ link, shown }), rulesWith('managementpro'));
    expect([sentBy(plan.writes), plan.waits, plan.link.base]).toEqual([{}, [], link.base]);
    expect(putManagementPro(m, { phone: '2' }).name).toBe(m.name);
  });
});
