/** What goes on record when notes settle, without a Redis (rule 12). */
import { describe, expect, it } from 'vitest';
import type { Customer } from '../../src/domain/customer.ts';
import {
  landedEvents,
  openConflictEvents,
  overruledEvents,
  suspensionEvents,
  unclearEvents,
} from '../../src/domain/events.ts';
import type { Link, Sent } from '../../src/domain/link.ts';
import { linkWith, NOW, stateWith } from './states.ts';

const [OLD, NEW] = [
  'Refacciones del Bajío, S.A. de C.V.',
  'Refacciones Industriales del Bajío, S.A. de C.V.',
];
const customer = (name: string): Customer => ({
  name,
  email: 'compras@bajio.mx, pagos@bajio.mx',
  phone: '+524421234567',
  salesperson: 'norte',
});
const base = { managementpro: customer(NEW), aceptabits: customer(NEW) };
const note: Sent = { value: NEW, before: OLD, from: NEW, tries: 1, at: NOW - 1, job: 'write-7' };
const wanted = { value: NEW, seen: { managementpro: OLD, aceptabits: OLD }, by: 'rosa', at: NOW - 2 };
const under = linkWith({ base, sent: { aceptabits: { name: note } } });
const shown = (name: string) => ({ managementpro: customer(NEW), aceptabits: customer(name) });
const ended = linkWith({ base });
const plan = (link: Link) => ({ link, writes: {}, waits: [], refused: [] });

describe('rule 12: what goes on record of a link', () => {
  const landed = linkWith({
    base,
    recent: { aceptabits: { name: { before: OLD, until: NOW } } },
  });

  it.each([
    ['nobody has decided', under, { code: 'changed-in', side: 'managementpro' }],
    ['a person has', { ...under, wanted: { name: wanted } }, { code: 'decided-by', by: 'rosa' }],
  ])('a write that has landed, where %s', (_, before, cause) => {
    const changes = [{ field: 'name', old: OLD, new: NEW }];
    expect(landedEvents(NOW, before, landed)).toMatchObject([
      { at: NOW, kind: 'updated', side: 'aceptabits', changes, cause, job: 'write-7' },
    ]);
    expect(unclearEvents(NOW, before, stateWith({ link: landed, shown: shown(NEW) }))).toEqual([]);
  });

  it('what was written, though both sides have been edited to another value since', () => {
    const since = { ...landed, base: { managementpro: customer('Ana'), aceptabits: customer('Ana') } };
    const changes = [{ field: 'name', old: OLD, new: NEW }];
    expect(landedEvents(NOW, under, since)).toMatchObject([{ kind: 'updated', changes }]);
  });

  it('what the server has made of it', () => {
    const form = NEW.toUpperCase();
    const changes = [{ field: 'name', old: OLD, new: form }];
    const shouted = { ...landed, base: { managementpro: customer(NEW), aceptabits: customer(form) } };
    expect(landedEvents(NOW, under, shouted)).toMatchObject([{ kind: 'updated', changes }]);
  });

  it.each([
    ['the old value shows still', OLD, 'taken-back'],
    ['something else is shown', 'Tornillos y Refacciones', 'typed-over'],
  ])('a write that nobody has seen land, where %s', (_, name, code) => {
    expect(unclearEvents(NOW, under, stateWith({ link: ended, shown: shown(name) }))).toMatchObject([
      { at: NOW, kind: 'updated', side: 'aceptabits', cause: { code }, job: 'write-7' },
    ]);
    expect(landedEvents(NOW, under, ended)).toEqual([]);
  });

  it('nothing while the write is under way', () => {
    expect(landedEvents(NOW, under, under)).toEqual([]);
    expect(unclearEvents(NOW, under, stateWith({ link: under, shown: shown(OLD) }))).toEqual([]);
  });

  it('a suspension and an open conflict once, however often they are looked at', () => {
    const suspended = { kind: 'suspended', side: 'aceptabits' } as const;
    const now = { managementpro: OLD, aceptabits: NEW };
    const conflict = { kind: 'conflict', field: 'name', first: true, base: now, now } as const;
    const found = { ...plan(ended), waits: [suspended, conflict] };
    expect(suspensionEvents(NOW, [], found)).toMatchObject([{ kind: 'suspended', side: 'aceptabits' }]);
    expect(suspensionEvents(NOW, [suspended], found)).toEqual([]);
    expect(suspensionEvents(NOW, [{ ...suspended, side: 'managementpro' }], found)).toHaveLength(1);
    const all = { field: 'name', base: OLD, ...now, winner: 'review' };
    expect(openConflictEvents(NOW, [], found)).toMatchObject([{ kind: 'conflict', conflict: all }]);
    expect(openConflictEvents(NOW, [conflict], found)).toEqual([]);
    expect(openConflictEvents(NOW, [{ ...conflict, field: 'phone' }], found)).toHaveLength(1);
  });

  it('a conflict that the policy decides, when it begins and when its values move', () => {
    const overruled = (value: string) =>
      linkWith({ base, overruled: { name: { side: 'aceptabits', value, over: NEW } } });
    const first = overruled(OLD);
    const state = (link: Link) => stateWith({ link, shown: shown(OLD) });
    const conflict = {
      field: 'name',
      base: NEW,
      managementpro: NEW,
      aceptabits: OLD,
      winner: 'managementpro',
    };
    expect(overruledEvents(NOW, ended, state(first))).toMatchObject([{ side: 'aceptabits', conflict }]);
    expect(overruledEvents(NOW, first, state(first))).toEqual([]);
    expect(overruledEvents(NOW, first, state(overruled('Refacciones')))).toHaveLength(1);
  });
});
