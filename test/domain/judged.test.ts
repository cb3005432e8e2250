import { describe, expect, test } from 'vitest';
import { isWave, scopeOf } from '../../src/domain/brake.ts';
import { unjudged, type Withheld, withJudged } from '../../src/domain/judged.ts';
import { planLink } from '../../src/domain/plan-link.ts';
import { linkWith, rulesWith, sentBy, stateWith } from './states.ts';

/** Rule 10: what has been judged is values, and a brake about values stops those alone. */

const held = { name: 'Comercializadora Peninsular', email: 'compras@peninsular.mx', phone: '9991234567' };
const base = { managementpro: held, aceptabits: held };
const edited = { ...held, email: 'ventas@peninsular.mx', phone: '9997654321' };
const shown = { managementpro: edited, aceptabits: held };

test('a value that a poll lets past stands with the link, in whatever spelling, until it is in step', () => {
  const judged = withJudged(linkWith({ base }), shown);
  expect(judged.judged).toEqual({ managementpro: { email: edited.email, phone: edited.phone } });
  expect(unjudged(judged, 'managementpro', { ...edited, phone: '+52 (999) 765-4321' })).toEqual([]);
  expect(unjudged(judged, 'managementpro', { ...edited, phone: '9990000001' })).toEqual(['phone']);
  expect(withJudged(judged, shown)).toBe(judged);
  expect(withJudged(judged, { managementpro: held, aceptabits: held }).judged).toBeUndefined();
});

test('what is withheld is not judged, and what was judged there before goes on being so', () => {
  const withheld: Withheld = { managementpro: { email: 'braked' } };
  expect(withJudged(linkWith({ base }), shown, withheld).judged).toEqual({
    managementpro: { phone: edited.phone },
  });
  const before = linkWith({ base, judged: { managementpro: { email: 'antes@peninsular.mx' } } });
  expect(withJudged(before, shown, withheld).judged?.managementpro).toEqual({
    email: 'antes@peninsular.mx',
    phone: edited.phone,
  });
});

describe('a braked field', () => {
  const state = stateWith({ link: linkWith({ base }), shown });

  test('is not copied, waits, and stops no other field', () => {
    const plan = planLink(state, rulesWith('managementpro'), { managementpro: { email: 'braked' } });
    expect(sentBy(plan.writes)).toEqual({ aceptabits: { phone: { value: edited.phone } } });
    expect(plan.waits).toEqual([{ kind: 'braked', side: 'managementpro', field: 'email' }]);
    expect(plan.unjudged).toBeUndefined();
  });

  test('that both sides have changed alike moves no base before it is agreed to', () => {
    const both = stateWith({
      link: linkWith({ base }),
      shown: { managementpro: edited, aceptabits: edited },
    });
    const plan = planLink(both, rulesWith('managementpro'), { managementpro: { email: 'braked' } });
    expect(plan.link.base.managementpro.email).toBe(held.email);
    expect(plan.link.base.managementpro.phone).toBe(edited.phone);
  });

  test('is left alone by a writer that is the first to see it, without a word', () => {
    const plan = planLink(state, rulesWith('managementpro'), { managementpro: { email: 'unjudged' } });
    expect(sentBy(plan.writes)).toEqual({ aceptabits: { phone: { value: edited.phone } } });
    expect(plan.waits).toEqual([]);
    expect(plan.unjudged).toBe(true);
  });
});

test.each([
  ['400 beside 40 linked', 400, 0, 40, true],
  ['99 beside 40 linked: fewer than anybody is asked about', 99, 0, 40, false],
  ['100 beside 400 linked: a quarter', 100, 0, 400, false],
  ['101 beside 400 linked', 101, 0, 400, true],
  ['few by few over a day', 20, 90, 130, true],
  ['nobody waits', 0, 400, 440, false],
])('a wave of newcomers: %s', (_, waiting, ofLastDay, linked, expected) => {
  const limits = { missingPercent: 10, changedPercent: 25, emptiedPercent: 10, minCustomers: 10 };
  expect(isWave(waiting, ofLastDay, linked, { ...limits, newPercent: 25, newMin: 100 })).toBe(expected);
});

test('what brakes stop: a list everything, values their fields, newcomers those who are new', () => {
  expect(scopeOf([])).toBeUndefined();
  expect(scopeOf([{ reason: 'shrunken-list' }])).toEqual({ fields: [], whole: true, newcomers: false });
  expect(
    scopeOf([{ reason: 'mass-change', field: 'email', fields: ['email', 'phone'] }, { reason: 'newcomers' }]),
  ).toEqual({ fields: ['email', 'phone'], whole: false, newcomers: true });
  expect(scopeOf([{ reason: 'another-company', fields: ['name'] }])?.whole).toBe(true);
});
