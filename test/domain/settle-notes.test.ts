/** Notes of several writes in a row, and what a later reading makes of the earlier ones (rule 5). */
import { describe, expect, test } from 'vitest';
import type { Field, Side } from '../../src/domain/customer.ts';
import type { Link, Sent } from '../../src/domain/link.ts';
import { accepted, notAccepted, noteSent } from '../../src/domain/sent-note.ts';
import { isLate, type Settling, settle } from '../../src/domain/settle.ts';
import { linkWith, NOW } from './states.ts';

const LAG = 60_000;
const READ_BACK: Settling = { readBack: true, now: NOW, lagMs: LAG };
const LATER: Settling = { readBack: false, now: NOW + LAG, lagMs: LAG };

const BASED = linkWith({ base: { managementpro: { name: 'Ana' }, aceptabits: { name: 'Ana' } } });

/** What Aceptabits is to be sent in place of `Ana`. */
const writeOf = (value: string, at = NOW) => ({ value, before: 'Ana', from: value, at, job: 'job' });
const notedFor = (link: Link, value: string, at = NOW) =>
  noteSent(link, 'aceptabits', 'name', writeOf(value, at));
const sentTo = (link: Link, value: string) => accepted(notedFor(link, value), 'aceptabits', { name: value });
const settled = (link: Link, name: string, how: Settling = READ_BACK) =>
  settle(link, 'aceptabits', { name }, how);

describe('rule 5: what a write leaves on its link once it has landed', () => {
  test('until the lag is over, what it has replaced is a late answer', () => {
    const link = settled(sentTo(BASED, 'Eva Paz'), 'Eva Paz');
    expect(link.recent).toEqual({ aceptabits: { name: { before: 'Ana', until: NOW + LAG } } });
    expect(link).not.toHaveProperty('doubted');
    expect(link).not.toHaveProperty('wanted');
  });

  test('nobody need be asked about that field any more, and others are still to be', () => {
    const doubted = {
      name: { side: 'aceptabits', value: 'Luz' },
      phone: { side: 'aceptabits', value: '1' },
    } as const;
    const link = settled(sentTo({ ...BASED, doubted }, 'Eva Paz'), 'Eva Paz');
    expect(link.doubted).toEqual({ phone: doubted.phone });
  });

  const seen = { managementpro: 'Luz', aceptabits: 'Ana' };
  const wantedOf = (value: string, before = seen) => ({ name: { value, seen: before, by: 'Eva', at: NOW } });

  test.each([
    [
      'it was that word: this is what the side has made of it',
      wantedOf('Eva Paz'),
      { value: 'Eva Paz', seen, took: { aceptabits: 'EVA PAZ' } },
    ],
    [
      'it was on its way under the word: what the person saw there is what it has become',
      wantedOf('Eva Gil'),
      { value: 'Eva Gil', seen: { managementpro: 'Luz', aceptabits: 'EVA PAZ' } },
    ],
    [
      'the person had seen something else there: the word stands as it was given',
      wantedOf('Eva Gil', { managementpro: 'Luz', aceptabits: 'Sol' }),
      { value: 'Eva Gil', seen: { managementpro: 'Luz', aceptabits: 'Sol' } },
    ],
  ])('a person has said a word on the field: %s', (_, wanted, expected) => {
    const link = settled(sentTo({ ...BASED, wanted }, 'Eva Paz'), 'EVA PAZ');
    expect(link.wanted?.name).toEqual({ by: 'Eva', at: NOW, ...expected });
  });

  test('what ManagementPro took before is kept beside it', () => {
    const wanted = { name: { ...wantedOf('Eva Paz').name, took: { managementpro: 'Eva Páz' } } };
    const link = settled(sentTo({ ...BASED, wanted }, 'Eva Paz'), 'EVA PAZ');
    expect(link.wanted?.name?.took).toEqual({ managementpro: 'Eva Páz', aceptabits: 'EVA PAZ' });
  });
});

describe('rule 5: a write that is noted over another of whose fate nobody knows', () => {
  const earlier = (value: string, at = NOW) => ({ value, before: 'Ana', from: value, at });

  test('the first remembers none', () => {
    expect(notedFor(BASED, 'Eva Paz').sent?.aceptabits?.name).toEqual({ ...writeOf('Eva Paz'), tries: 0 });
  });

  test('it remembers that one, and those before it', () => {
    const first = notedFor(BASED, 'Eva Paz', NOW - 2);
    const second = notedFor(first, 'Eva Gil', NOW - 1);
    expect(second.sent?.aceptabits?.name?.earlier).toEqual([earlier('Eva Paz', NOW - 2)]);
    const third = notedFor(second, 'Eva Luz');
    expect(third.sent?.aceptabits?.name?.earlier).toEqual([
      earlier('Eva Paz', NOW - 2),
      earlier('Eva Gil', NOW - 1),
    ]);
  });

  test('the same value again is no earlier one, but may have been sent before', () => {
    const back = notedFor(notedFor(notedFor(BASED, 'Eva Paz'), 'Eva Gil'), 'Eva Paz');
    expect(back.sent?.aceptabits?.name?.earlier).toEqual([earlier('Eva Gil')]);
    const again = notedFor(notedFor(BASED, 'Eva Paz'), 'Eva Paz');
    expect(again.sent?.aceptabits?.name).toEqual({ ...writeOf('Eva Paz'), tries: 0, repeated: true });
  });

  test('nor is what differs from it in nothing that counts: the value that was noted goes out once more', () => {
    const emailed = (link: Link, value: string) =>
      noteSent(link, 'aceptabits', 'email', { ...writeOf(value), before: 'ana@x.mx' });
    const first = accepted(emailed(BASED, 'eva@x.mx'), 'aceptabits', { email: 'eva@x.mx' });
    const again = emailed(first, 'EVA@X.MX');
    expect(again.sent?.aceptabits?.email).toEqual({
      ...writeOf('eva@x.mx'),
      before: 'ana@x.mx',
      from: 'EVA@X.MX',
      tries: 1,
      repeated: true,
    });
    expect(again.turns).toEqual(first.turns);
    expect(emailed(first, 'eva.gil@x.mx').sent?.aceptabits?.email).toMatchObject({
      value: 'eva.gil@x.mx',
      tries: 0,
    });
  });

  test('the earlier one shows: it is in the bases, the noted one is still to show, over it', () => {
    const link = settled(notedFor(notedFor(BASED, 'Eva Paz'), 'Eva Gil'), 'EVA PAZ', {
      ...READ_BACK,
      now: NOW + LAG,
    });
    expect(link.base).toEqual({ managementpro: { name: 'Eva Paz' }, aceptabits: { name: 'EVA PAZ' } });
    expect(link.sent?.aceptabits?.name).toEqual({ ...writeOf('Eva Gil'), tries: 0, before: 'EVA PAZ' });
    expect(link.recent?.aceptabits?.name).toEqual({ before: 'Ana', until: NOW + LAG });
  });

  test('what stood there all along is none of them, though an earlier one would have written it otherwise', () => {
    const link = notedFor(notedFor(BASED, 'ANA'), 'Eva Gil');
    expect(settled(link, 'Ana')).toBe(link);
  });
});

describe('rule 5: what counts as the first sight of a write', () => {
  test.each([
    ['the last moment in which a read-back may have been late', LATER, 1, 'Eva Mu?oz'],
    [
      'without a clear answer, the first reading, be it days later',
      { ...LATER, now: NOW + 99 * LAG },
      0,
      'Eva Mu?oz',
    ],
    ['after all lag it is an edit of what we wrote', { ...LATER, now: NOW + LAG + 1 }, 1, 'Eva Muñoz'],
  ] as const)('%s', (_, how, tries, base) => {
    const link = tries === 0 ? notedFor(BASED, 'Eva Muñoz') : sentTo(BASED, 'Eva Muñoz');
    expect(settled(link, 'Eva Mu?oz', how).base.aceptabits.name).toBe(base);
  });

  test('the side\u2019s own form, seen when it is the first no more, is still that side\u2019s base', () => {
    const how = { ...LATER, now: NOW + 99 * LAG };
    expect(settled(sentTo(BASED, 'Eva Muñoz'), 'EVA MUÑOZ', how).base.aceptabits.name).toBe('EVA MUÑOZ');
  });

  test('an update that empties a field, which somebody fills in: a person says whose it is', () => {
    const link = settled(sentTo(BASED, ''), 'Luz');
    expect(link.doubted?.name).toEqual({ side: 'aceptabits', value: 'Luz' });
  });

  test.each(['managementpro', 'aceptabits'] as const)(
    'accepted to no effect, and the base of %s is not known: a form of the new value may be the old one',
    (unknown: Side) => {
      const base = { ...{ managementpro: { name: 'Ana Ruiz' }, aceptabits: { name: 'ANA' } }, [unknown]: {} };
      const link = accepted(
        noteSent(linkWith({ base }), 'aceptabits', 'name', {
          ...writeOf('Ana Ruiz Gil'),
          before: 'Ana Ruiz',
        }),
        'aceptabits',
        { name: 'Ana Ruiz Gil' },
      );
      expect(settled(link, 'Ana Ruiz')).toBe(link);
    },
  );
});

describe('rule 5: a link that has notes of other fields or of the other side only', () => {
  const elsewhere: Sent = { ...writeOf('2'), tries: 3 };
  const link: Link = {
    ...BASED,
    sent: { managementpro: { phone: elsewhere } },
    recent: { aceptabits: { name: { before: 'Luz', until: NOW + LAG } } },
  };

  test('recognises, counts and takes back nothing', () => {
    const fields: readonly Field[] = ['name', 'phone'];
    expect(settled(link, 'Eva')).toBe(link);
    expect(accepted(link, 'aceptabits', { name: 'Eva' })).toBe(link);
    expect(notAccepted(link, 'aceptabits', fields)).toBe(link);
  });

  test('has late answers all the same, up to the last moment', () => {
    expect(isLate(link, 'aceptabits', { name: 'Luz' }, { now: NOW, lagMs: LAG })).toBe(true);
    expect(
      isLate({ ...link, sent: undefined }, 'aceptabits', { name: 'Luz' }, { now: NOW, lagMs: LAG }),
    ).toBe(true);
    expect(isLate(link, 'aceptabits', { name: 'Luz' }, { now: NOW - 1, lagMs: LAG })).toBe(false);
  });

  test('a late answer is one, whether the base is known or not', () => {
    const unbased = { ...link, base: { managementpro: {}, aceptabits: {} } };
    expect(isLate(unbased, 'aceptabits', { name: 'Luz' }, { now: NOW, lagMs: LAG })).toBe(true);
    const emptied = { ...unbased, recent: { aceptabits: { name: { before: '', until: NOW + LAG } } } };
    expect(isLate(emptied, 'aceptabits', { name: '' }, { now: NOW, lagMs: LAG })).toBe(false);
  });
});

test('rule 5: a clear no to a write that was accepted before leaves its note', () => {
  const link = sentTo(BASED, 'Eva');
  expect(notAccepted(link, 'aceptabits', ['name'])).toBe(link);
});

test('rule 5: a turn exactly a day later is one, and the third is sent no more', () => {
  const day = 24 * 3_600_000;
  let played = BASED;
  for (const turn of [0, 1, 2, 3]) {
    const [value = '', before = ''] = turn % 2 === 0 ? ['Eva', 'Ana'] : ['Ana', 'Eva'];
    const write = { ...writeOf(value), before, at: NOW + turn * day };
    played = noteSent({ ...played, sent: undefined }, 'aceptabits', 'name', write);
  }
  expect(played.frozen?.name).toBe(NOW + 3 * day);
  expect(played.sent).toBeUndefined();
});
