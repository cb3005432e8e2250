/** What a write has only sent back comes back in the server's own way of writing (rule 5). */
import { describe, expect, test } from 'vitest';
import type { Customer, Field } from '../../src/domain/customer.ts';
import type { Link } from '../../src/domain/link.ts';
import { accepted, besideWrite, noteSent } from '../../src/domain/sent-note.ts';
import { type Settling, settle } from '../../src/domain/settle.ts';
import { linkWith, NOW } from './states.ts';

const LAG = 60_000;
const READ_BACK: Settling = { readBack: true, now: NOW, lagMs: LAG };
const LISTED: Settling = { readBack: false, now: NOW + 99 * LAG, lagMs: LAG };

const BASE = { name: 'Ana Ruiz', phone: '1', email: 'ana@x.mx' };
const BASED = linkWith({ base: { managementpro: BASE, aceptabits: BASE } });

/** Aceptabits showed all this when it was to be sent another value of one field. */
function notedFor(link: Link, field: Field, value: string, shown: Customer = BASE, at = NOW): Link {
  const before = shown[field] ?? '';
  const beside = besideWrite(link, 'aceptabits', shown, [field]);
  return noteSent(link, 'aceptabits', field, { value, before, from: value, beside, at, job: 'job' });
}

const NOTED = notedFor(BASED, 'phone', '2');
const baseOf = (link: Link) => link.base.aceptabits.name;
const nameAfter = (link: Link, shown: Customer, how: Settling = LISTED) =>
  baseOf(settle(link, 'aceptabits', shown, how));

describe('rule 5: a name that a write of a phone has sent back', () => {
  test.each([
    ['the read-back', READ_BACK, 0],
    ['a list days later, where nobody knows what became of the write', LISTED, 0],
    ['a list days later, though the write was accepted', LISTED, 1],
  ])('%s is the first to show the write: capitals are the form of that side', (_, how, tries) => {
    const link = tries === 0 ? NOTED : accepted(NOTED, 'aceptabits', { phone: '2' });
    const settled = settle(link, 'aceptabits', { ...BASE, name: 'ANA RUIZ', phone: '2' }, how);
    expect(settled.base.aceptabits).toEqual({ ...BASE, name: 'ANA RUIZ', phone: '2' });
    expect(settled.base.managementpro).toEqual({ ...BASE, phone: '2' });
  });

  test.each([
    ['what a write that has not shown yet has made of it: somebody has typed them', NOTED, '1', 'ANA RUIZ'],
    ['its beginning alone', NOTED, '2', 'Ana'],
    ['another name', NOTED, '2', 'Eva'],
    [
      'written so before already',
      notedFor(BASED, 'phone', '2', { ...BASE, name: 'ana ruiz' }),
      '2',
      'ANA RUIZ',
    ],
    ['not told before', notedFor(BASED, 'phone', '2', { phone: '1' }), '2', 'ANA RUIZ'],
  ])('no form of that side, but an edit: %s', (_, link, phone, name) => {
    expect(nameAfter(link, { ...BASE, phone, name })).toBe('Ana Ruiz');
  });

  test('once the write has shown, whatever comes later is an edit', () => {
    const settled = settle(NOTED, 'aceptabits', { ...BASE, phone: '2' }, READ_BACK);
    expect(nameAfter(settled, { ...BASE, phone: '2', name: 'ANA RUIZ' })).toBe('Ana Ruiz');
  });

  test('without a write, and where the side does not tell it, nothing is recognised', () => {
    expect(settle(BASED, 'aceptabits', { ...BASE, name: 'ANA RUIZ' }, READ_BACK)).toBe(BASED);
    expect(nameAfter(NOTED, { phone: '2' })).toBe('Ana Ruiz');
  });

  test('what has no base yet gets none', () => {
    const unbased = linkWith({ base: { managementpro: { phone: '1' }, aceptabits: { phone: '1' } } });
    expect(nameAfter(notedFor(unbased, 'phone', '2'), { ...BASE, phone: '2' })).toBeUndefined();
  });

  test.each([
    ['phone', 'email'],
    ['email', 'phone'],
  ] as const)(
    'of two writes the newer one tells how it stood: first the %s, then the %s',
    (first, second) => {
      const typed = { ...BASE, name: 'ANA RUIZ' };
      const values = { phone: '2', email: 'eva@x.mx' };
      const two = (older: Customer, newer: Customer) =>
        notedFor(notedFor(BASED, first, values[first], older), second, values[second], newer, NOW + 1);
      expect(nameAfter(two(BASE, typed), { ...typed, ...values })).toBe('Ana Ruiz');
      expect(nameAfter(two(typed, BASE), { ...typed, ...values })).toBe('ANA RUIZ');
    },
  );

  test('what stood there is told field by field, those that are written left out', () => {
    expect(besideWrite(BASED, 'aceptabits', BASE, ['phone'])).toEqual(['name', 'email']);
    expect(besideWrite(BASED, 'aceptabits', { phone: '1', email: 'ana@x.mx' }, ['phone'])).toEqual(['email']);
  });

  test('a name that a write of its own is under way for is judged by that one', () => {
    const own = notedFor(notedFor(BASED, 'name', 'Eva Gil'), 'phone', '2', BASE, NOW + 1);
    const settled = settle(own, 'aceptabits', { ...BASE, name: 'ANA RUIZ', phone: '2' }, LISTED);
    expect(baseOf(settled)).toBe('Ana Ruiz');
  });

  test('a note of an earlier version does not tell how it stood', () => {
    const note = { value: '2', before: '1', from: '2', at: NOW, job: 'job' };
    const link = noteSent(BASED, 'aceptabits', 'phone', note);
    expect(nameAfter(link, { ...BASE, name: 'ANA RUIZ', phone: '2' }, READ_BACK)).toBe('Ana Ruiz');
  });
});
