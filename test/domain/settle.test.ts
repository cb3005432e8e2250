/** What became of an update, told from the reading-back, a late answer or a server's own form (rule 5). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Customer, FIELDS, type Field, type Side } from '../../src/domain/customer.ts';
import { TURNS_MAX, TURNS_WINDOW_MS } from '../../src/domain/freeze.ts';
import { fieldNoted, type Link, noted } from '../../src/domain/link.ts';
import { isUsedUp } from '../../src/domain/link-waits.ts';
import { planLink } from '../../src/domain/plan-link.ts';
import { accepted, LANDING_TRIES, notAccepted, noteSent, withTriesAnew } from '../../src/domain/sent-note.ts';
import { isLate, mayBeOlder, type Settling, settle } from '../../src/domain/settle.ts';
import { linkWith, NOW, RUNS, rulesWith, sentBy, stateWith } from './states.ts';

const LAG = 60_000;
const readBack: Settling = { readBack: true, now: NOW, lagMs: LAG };
const later: Settling = { readBack: false, now: NOW + 5_000, lagMs: LAG };
const afterLag: Settling = { ...later, now: NOW + LAG + 1 };

const based = (m: string, a: string): Link =>
  linkWith({ base: { managementpro: { name: m }, aceptabits: { name: a } } });

/** The link after noting that A is to be sent this name in place of `before`. */
function notedForA(link: Link, value: string, before: string, at = NOW): Link {
  return noteSent(link, 'aceptabits', 'name', { value, before, from: value, at, job: 'job' });
}

/** The same once A has accepted it. */
function sentToA(link: Link, value: string, before: string, at = NOW): Link {
  return accepted(notedForA(link, value, before, at), 'aceptabits', { name: value });
}

/** What the link waits for, once M and A show this. */
function waiting(link: Link, m: string, a: string): string[] {
  const shown = { managementpro: { name: m }, aceptabits: { name: a } };
  return planLink(stateWith({ link, shown }), rulesWith('managementpro')).waits.map(({ kind }) => kind);
}

/** What is sent next, once A shows this and M still shows what it showed. */
function next(link: Link, m: string, a: string): Record<string, object> {
  const shown = { managementpro: { name: m }, aceptabits: { name: a } };
  return sentBy(planLink(stateWith({ link, shown }), rulesWith('managementpro')).writes);
}

describe('rule 5: a write is recognised in what the side then shows', () => {
  // Every line: both sides held `before`; M changed to `sent`, which A was sent; A shows `returned`.
  test.each([
    ['as sent', 'Ana', 'Eva Paz', 'Eva Paz', readBack, 'landed'],
    ['as sent, seen later', 'Ana', 'Eva Paz', 'Eva Paz', later, 'landed'],
    ['upper-cased', 'Ana', 'Eva Paz', 'EVA PAZ', readBack, 'landed'],
    ['upper-cased, seen later', 'Ana', 'Eva Paz', 'EVA PAZ', later, 'landed'],
    ['cut off', 'Ana', 'Evangelina Paz', 'Evangeli', readBack, 'landed'],
    ['cut off, seen later (a crash came between)', 'Ana', 'Evangelina Paz', 'Evangeli', later, 'landed'],
    ['garbled, straight after', 'Ana', 'Eva Muñoz', 'Eva Mu?oz', readBack, 'landed'],
    ['in another encoding, straight after', 'Ana', 'Eva Muñoz', 'Eva MuÃ±oz', readBack, 'landed'],
    ['escaped, straight after', 'Ana', 'Paz & Hijos', 'Paz &amp; Hijos', readBack, 'landed'],
    ['garbled, seen while it may be the first to show', 'Ana', 'Eva Muñoz', 'Eva Mu?oz', later, 'landed'],
    // An edit by now, but one that no policy may let go over the clean name (section 1).
    ['garbled, but after all lag', 'Ana', 'Eva Muñoz', 'Eva Mu?oz', afterLag, 'asked'],
    ['garbled and cut off, straight after', 'Ana', 'Eva Muñoz Gil', 'Eva Mu?oz', readBack, 'landed'],
    ['something else altogether, straight after', 'Ana', 'Eva Paz', 'N/D', readBack, 'doubted'],
    ['emptied, straight after', 'Ana', 'Eva Paz', '', readBack, 'doubted'],
    ['something else, later: somebody edited what we wrote', 'Ana', 'Eva Paz', 'Eva Gil', later, 'edited'],
    ['still the old value', 'Ana', 'Eva Paz', 'Ana', readBack, 'again'],
    ['still the old value, later', 'Ana', 'Eva Paz', 'Ana', later, 'again'],
    [
      'the old value begins the new one; accepted, ignored',
      'Ana Ruiz',
      'Ana Ruiz Gil',
      'Ana Ruiz',
      readBack,
      'again',
    ],
    ['the old value begins the new one; never sent', 'Ana Ruiz', 'Ana Ruiz Gil', 'Ana Ruiz', later, 'again'],
    ['only an accent was mended; accepted, ignored', 'Jose Paz', 'José Paz', 'Jose Paz', readBack, 'again'],
    [
      'only the case changed, on a server that upper-cases',
      'EVA PAZ',
      'Eva Paz',
      'EVA PAZ',
      readBack,
      'landed',
    ],
    ['only the case changed; never sent', 'EVA PAZ', 'Eva Paz', 'EVA PAZ', later, 'again'],
  ] as const)('%s', (_, before, sent, returned, how, outcome) => {
    const link = settle(sentToA(based(before, before), sent, before), 'aceptabits', { name: returned }, how);
    const writes = next(link, sent, returned);
    if (outcome === 'again') {
      expect(writes).toEqual({ aceptabits: { name: { value: sent } } });
      expect(link.base.aceptabits.name).toBe(before);
    } else if (outcome === 'doubted') {
      // Somebody may have typed it in that moment: neither value goes over the other before a person has said.
      expect(writes).toEqual({});
      expect(waiting(link, sent, returned)).toEqual(['conflict']);
      expect(link.sent?.aceptabits?.name).toBeUndefined();
      expect(next(link, sent, 'Eva Gil')).toEqual({ aceptabits: { name: { value: sent, over: 'Eva Gil' } } });
    } else if (outcome === 'asked') {
      expect(writes).toEqual({});
      expect(waiting(link, sent, returned)).toEqual(['conflict']);
    } else {
      expect(writes).toEqual(outcome === 'edited' ? { managementpro: { name: { value: returned } } } : {});
      expect(link.sent?.aceptabits?.name).toBeUndefined();
    }
  });

  describe('a create is recognised in the first reading that shows it, whenever that is', () => {
    const born = (from: string): Link => {
      const note = { value: from, before: '', from, tries: 1, created: true, at: NOW, job: 'job' };
      return { ...linkWith({}), sent: { aceptabits: { name: note } } };
    };
    const much = { ...later, now: NOW + 1_000 * LAG };

    test.each([
      ['as sent', 'Eva Paz', 'Eva Paz'],
      ['garbled', 'Eva Muñoz', 'Eva Mu?oz'],
    ])('%s', (_, sent, returned) => {
      const link = settle(born(sent), 'aceptabits', { name: returned }, much);
      expect(link.base).toEqual({ managementpro: { name: sent }, aceptabits: { name: returned } });
      expect(next(link, sent, returned)).toEqual({});
    });

    test('something else altogether: whose it is, a person says', () => {
      const link = settle(born('Eva Paz'), 'aceptabits', { name: 'Luz' }, much);
      expect(next(link, 'Eva Paz', 'Luz')).toEqual({});
      expect(waiting(link, 'Eva Paz', 'Luz')).toEqual(['conflict']);
    });
  });

  test('a server known to cut off keeps what it can hold: an edit beyond the cut ends at the read-back', () => {
    const link = sentToA(
      based('Comercializadora del Norte', 'Comercializadora'),
      'Comercializadora del Sur',
      'Comercializadora',
    );
    const settled = settle(link, 'aceptabits', { name: 'Comercializadora' }, readBack);
    expect(settled.base).toMatchObject({
      managementpro: { name: 'Comercializadora del Sur' },
      aceptabits: { name: 'Comercializadora' },
    });
    expect(next(settled, 'Comercializadora del Sur', 'Comercializadora')).toEqual({});
  });

  test('a server known to write in capitals does not explain a missing end: a late answer does', () => {
    const link = sentToA(based('Ana Ruiz', 'ANA RUIZ'), 'Ana Ruiz Gil', 'ANA RUIZ');
    expect(settle(link, 'aceptabits', { name: 'ANA RUIZ' }, readBack)).toBe(link);
    const settled = settle(link, 'aceptabits', { name: 'ANA RUIZ GIL' }, readBack);
    expect(next(settled, 'Ana Ruiz Gil', 'ANA RUIZ GIL')).toEqual({});
  });

  test('a server known to write otherwise in one way explains no other: a tilde that does not show is still to land', () => {
    const link = sentToA(based('Ana Munoz', 'ANA MUNOZ'), 'Ana Muñoz', 'ANA MUNOZ');
    expect(settle(link, 'aceptabits', { name: 'ANA MUNOZ' }, readBack)).toBe(link);
    const bare = sentToA(based('Ana Peña', 'ANA PENA'), 'Ana Peñá', 'ANA PENA');
    expect(settle(bare, 'aceptabits', { name: 'ANA PENA' }, readBack)).toBe(bare);
    const same = sentToA(based('Ana Peña', 'ANA PENA'), 'Aña Peña', 'ANA PENA');
    expect(next(settle(same, 'aceptabits', { name: 'ANA PENA' }, readBack), 'Aña Peña', 'ANA PENA')).toEqual(
      {},
    );
  });

  describe('a write of another value was still on its way when this one was noted', () => {
    const noted = notedForA(sentToA(based('Ana', 'Ana'), 'Ana Ruiz', 'Ana'), 'Ana Ruiz Gil', 'Ana');

    test.each(['Ana Ruiz', 'ANA RUIZ'])('%s is that one, and this one is still to show', (returned) => {
      const link = settle(noted, 'aceptabits', { name: returned }, readBack);
      expect(link.base).toMatchObject({
        managementpro: { name: 'Ana Ruiz' },
        aceptabits: { name: returned },
      });
      expect(next(link, 'Ana Ruiz Gil', returned)).toEqual({
        aceptabits: { name: { value: 'Ana Ruiz Gil' } },
      });
      const landed = settle(link, 'aceptabits', { name: 'Ana Ruiz Gil' }, readBack);
      expect(next(landed, 'Ana Ruiz Gil', 'Ana Ruiz Gil')).toEqual({});
      expect(landed.sent?.aceptabits?.name).toBeUndefined();
    });

    test("once this one was accepted, the other is somebody's typing", () => {
      const link = settle(
        sentToA(sentToA(based('Ana', 'Ana'), 'Luz', 'Ana'), 'Eva Paz', 'Ana'),
        'aceptabits',
        { name: 'Luz' },
        readBack,
      );
      expect(waiting(link, 'Eva Paz', 'Luz')).toEqual(['conflict']);
    });

    test('long after it was sent, the other is an edit: both sides changed, and the policy decides', () => {
      const link = settle(noted, 'aceptabits', { name: 'Ana Ruiz' }, { ...later, now: NOW + LAG + 1 });
      expect(next(link, 'Ana Ruiz Gil', 'Ana Ruiz')).toEqual({
        aceptabits: { name: { value: 'Ana Ruiz Gil', over: 'Ana Ruiz' } },
      });
    });

    test('what another request was accepted for is no try of this one', () => {
      expect(accepted(noted, 'aceptabits', { name: 'Ana Ruiz' })).toEqual(noted);
    });

    test('this one, written otherwise, is this one', () => {
      const link = settle(noted, 'aceptabits', { name: 'ANA RUIZ GIL' }, readBack);
      expect(next(link, 'Ana Ruiz Gil', 'ANA RUIZ GIL')).toEqual({});
    });

    test('the old value says nothing: the note stays', () => {
      expect(settle(noted, 'aceptabits', { name: 'Ana' }, readBack)).toBe(noted);
    });
  });

  describe('what a create has left empty and comes back filled', () => {
    const born = (field: Field): Link => {
      const note = { value: '', before: '', from: '', tries: 1, created: true, at: NOW, job: 'job' };
      return { ...linkWith({}), sent: { managementpro: { [field]: note } } };
    };
    const outcome = (field: Field, value: string) => {
      const link = settle(born(field), 'managementpro', { [field]: value }, readBack);
      const shown = { managementpro: { [field]: value }, aceptabits: { [field]: '' } };
      const plan = planLink(stateWith({ link, shown }), rulesWith('aceptabits'));
      return [sentBy(plan.writes), plan.waits];
    };

    test.each([
      ['salesperson', 'V00'],
      ['phone', '999 123 4567'],
      ['email', 'ventas@tienda.mx'],
    ] as const)('%s %s is an edit of that side', (field, value) => {
      expect(outcome(field, value)).toEqual([{ aceptabits: { [field]: { value } } }, []]);
    });

    test.each([
      ['phone', '0000000000'],
      ['email', 'sin correo'],
    ] as const)('%s %s means nobody: its way of writing nothing', (field, value) => {
      expect(outcome(field, value)).toEqual([{}, []]);
    });

    test('empty it has landed', () => expect(outcome('phone', ' ')).toEqual([{}, []]));
  });

  describe('somebody types between a write and its reading back', () => {
    const cases = [
      ['M, policy managementpro: both stories say M\u2019s value', 'managementpro', 'managementpro', 'Luz', []],
      ['A, policy aceptabits: both stories say A\u2019s value', 'aceptabits', 'aceptabits', 'Luz', []],
      ['M, policy aceptabits: the stories differ', 'managementpro', 'aceptabits', 'Luz', ['conflict']],
      ['A, policy managementpro: the stories differ', 'aceptabits', 'managementpro', 'Luz', ['conflict']],
      ['M, policy review: the stories differ', 'managementpro', 'review', 'Luz', ['conflict']],
      ['M empties, policy managementpro: no emptying wins by policy', 'managementpro', 'managementpro', '', ['conflict']],
    ] as const; // biome-ignore format: one case per line

    test.each(cases.flatMap((row) => [0, 1].map((tries) => [...row, tries] as const)))(
      'in %s',
      (_, side, policy, typed, waits, tries) => {
        const other: Side = side === 'managementpro' ? 'aceptabits' : 'managementpro';
        const note = { value: 'Eva', before: 'Ana', from: 'Eva', at: NOW, job: 'job' };
        const noted = noteSent(based('Ana', 'Ana'), side, 'name', note);
        const link = tries === 0 ? noted : accepted(noted, side, { name: 'Eva' });
        const { policies } = rulesWith(policy);
        const settled = settle(link, side, { name: typed }, { ...readBack, policies });
        const shown = { [side]: { name: typed }, [other]: { name: 'Eva' } } as Record<Side, Customer>;
        const plan = planLink(stateWith({ link: settled, shown }), rulesWith(policy));
        expect(plan.waits.map(({ kind }) => kind)).toEqual(waits);
        expect(Object.keys(sentBy(plan.writes))).toEqual(waits.length > 0 ? [] : [other]);
      },
    );
  });

  test('an answer without the key says nothing: the note stays', () => {
    const link = sentToA(based('Ana', 'Ana'), 'Eva', 'Ana');
    expect(settle(link, 'aceptabits', {}, readBack)).toBe(link);
  });

  test('nothing was sent: nothing is recognised, whatever is shown', () => {
    const link = based('Ana', 'Ana');
    expect(settle(link, 'aceptabits', { name: 'Eva' }, readBack)).toBe(link);
  });

  test('one field lands, the other waits on', () => {
    const both = noteSent(sentToA(based('Ana', 'Ana'), 'Eva', 'Ana'), 'aceptabits', 'phone', {
      value: '2',
      before: '1',
      from: '2',
      at: NOW,
      job: 'job',
    });
    const link = settle(both, 'aceptabits', { name: 'Eva', phone: '1' }, readBack);
    expect(link.sent?.aceptabits).toEqual({ phone: both.sent?.aceptabits?.phone });
  });

  test('M moved while A was written: its newer value is delivered next', () => {
    const link = settle(sentToA(based('Ana', 'Ana'), 'Eva', 'Ana'), 'aceptabits', { name: 'Eva' }, readBack);
    expect(next(link, 'Luz', 'Eva')).toEqual({ aceptabits: { name: { value: 'Luz' } } });
  });

  test('recognising twice changes nothing more, for any values', () => {
    const value = fc.constantFrom(
      '',
      'Ana',
      'ANA',
      'Ana Ruiz',
      'Ana Ruiz Gil',
      'Eva',
      'Eva Muñoz',
      'Eva Mu?oz',
    );
    const when = fc.constantFrom(readBack, later, afterLag);
    fc.assert(
      fc.property(value, value, value, when, fc.boolean(), (before, sent, returned, how, created) => {
        const written = sentToA(based(before, before), sent, before);
        const note = written.sent?.aceptabits?.name;
        const noted1 =
          created && note ? noted(written.sent, 'aceptabits', 'name', { ...note, created }) : written.sent;
        const once = settle({ ...written, sent: noted1 }, 'aceptabits', { name: returned }, how);
        expect(settle(once, 'aceptabits', { name: returned }, how)).toEqual(once);
      }),
      RUNS,
    );
  });
});

describe('rule 5: accepted and not landed, three times in all', () => {
  /** Sends and reads back until the plan has nothing more to send; A always keeps `Ana`. */
  function tries(link: Link, value: string): { link: Link; count: number } {
    let [now, count] = [link, 0];
    while (!isUsedUp(now, 'aceptabits', 'name', value) && count < 10) {
      now = settle(sentToA(now, value, 'Ana'), 'aceptabits', { name: 'Ana' }, readBack);
      count += 1;
    }
    return { link: now, count };
  }

  const parked = (fingerprint: string) => ({
    aceptabits: { errorClass: 'not-landed', code: 'not-landed', detail: '', fingerprint, at: NOW } as const,
  });

  test('the third try is the last', () => {
    expect(tries(based('Ana', 'Ana'), 'Eva').count).toBe(LANDING_TRIES);
  });

  test('another value is a new beginning', () => {
    const { link } = tries(based('Ana', 'Ana'), 'Eva');
    expect(isUsedUp(link, 'aceptabits', 'name', 'Luz')).toBe(false);
    expect(tries(link, 'Luz').count).toBe(LANDING_TRIES);
  });

  test('what differs in nothing that counts is the same value', () => {
    const { link } = tries(based('Ana', 'Ana'), 'Eva');
    expect(isUsedUp(link, 'aceptabits', 'name', ' Eva ')).toBe(true);
  });

  test('parked, it holds up no other field of the customer', () => {
    const { link } = tries(based('Ana', 'Ana'), 'Eva');
    const state = stateWith({
      link: {
        ...link,
        base: {
          managementpro: { ...link.base.managementpro, phone: '1' },
          aceptabits: { ...link.base.aceptabits, phone: '1' },
        },
        vouched: { managementpro: { name: 'Eva', phone: '2' } },
        parked: parked('before the phone changed'),
      },
      shown: { managementpro: { name: 'Eva', phone: '2' }, aceptabits: { name: 'Ana', phone: '1' } },
    });
    const plan = planLink(state, rulesWith('managementpro'));
    expect(sentBy(plan.writes)).toEqual({ aceptabits: { phone: { value: '2' } } });
    expect(plan.waits).toMatchObject([{ kind: 'parked', side: 'aceptabits', code: 'not-landed' }]);
  });

  test('in step again, nothing is parked any more', () => {
    const link = { ...tries(based('Ana', 'Ana'), 'Eva').link, parked: parked('today') };
    const shown = { managementpro: { name: 'Eva' }, aceptabits: { name: 'Eva' } };
    const plan = planLink(stateWith({ link, shown, rfc: 'RUAA800101AB1' }), rulesWith('managementpro'));
    expect(plan.waits).toEqual([]);
    expect(plan.link).toMatchObject({ parked: undefined, rfc: 'RUAA800101AB1' });
  });

  test('whom a person has vouched for is not forgotten while the other side does not tell who it is', () => {
    const base = { name: 'Ana Ruiz', email: 'ana@ruiz.mx', phone: '55 1234 5678' };
    const luis = { name: 'Luis Soto', email: 'luis@soto.mx', phone: '33 8765 4321' };
    const link = linkWith({
      base: { managementpro: base, aceptabits: base },
      vouched: { managementpro: luis },
    });
    const state = stateWith({ link, shown: { managementpro: luis, aceptabits: {} } });
    const plan = planLink(state, rulesWith('managementpro'));
    expect(planLink({ ...state, link: plan.link }, rulesWith('managementpro')).waits).toEqual([]);
  });

  test('an answer without the RFC does not make it forgotten', () => {
    const link = { ...based('Ana', 'Ana'), rfc: 'RUAA800101AB1' };
    const shown = { managementpro: { name: 'Ana' }, aceptabits: { name: 'Ana' } };
    expect(planLink(stateWith({ link, shown }), rulesWith('managementpro')).link).toBe(link);
  });
});

describe('rule 5: an answer that still shows what we replaced is late, not an edit', () => {
  const landed = settle(sentToA(based('Ana', 'Ana'), 'Eva', 'Ana'), 'aceptabits', { name: 'Eva' }, readBack);
  const late = (shown: { name?: string }, now: number) =>
    isLate(landed, 'aceptabits', shown, { now, lagMs: LAG });

  test.each([
    ['the old value within the lag', { name: 'Ana' }, NOW + LAG - 1, true],
    ['the old value after the lag is an edit', { name: 'Ana' }, NOW + LAG, false],
    ['the new value', { name: 'Eva' }, NOW + 1, false],
    ['a third value is an edit', { name: 'Luz' }, NOW + 1, false],
    ['the key is missing', {}, NOW + 1, false],
    ['the old value, by a clock that was ahead when we wrote', { name: 'Ana' }, NOW - 3_600_000, false],
  ] as const)('%s', (_, shown, now, expected) => expect(late(shown, now)).toBe(expected));

  test('the old value, which we are just writing back ourselves', () => {
    const back = sentToA(landed, 'Ana', 'Eva');
    expect(isLate(back, 'aceptabits', { name: 'Ana' }, { now: NOW + 1, lagMs: LAG })).toBe(false);
  });

  test('the other side is not concerned', () => {
    expect(isLate(landed, 'managementpro', { name: 'Ana' }, { now: NOW + 1, lagMs: LAG })).toBe(false);
  });

  test('a link that never wrote anything has no late answers', () => {
    expect(isLate(based('Ana', 'Ana'), 'aceptabits', { name: 'Luz' }, { now: NOW, lagMs: LAG })).toBe(false);
  });
});

describe('rule 5: what a side shows may be older than our last write of the field there', () => {
  const landed = settle(sentToA(based('Ana', 'Ana'), 'Eva', 'Ana'), 'aceptabits', { name: 'Eva' }, readBack);
  const older = (shown: string | undefined, now: number, side: Side = 'aceptabits') =>
    mayBeOlder(landed, side, 'name', shown, now);

  test.each([
    ['what the write has replaced', 'Ana', NOW + 1, true],
    ['the same long after', 'Ana', NOW + 99 * LAG, true],
    ['anything else while answers may be late', 'Luz', NOW + LAG - 1, true],
    ['anything else from then on', 'Luz', NOW + LAG, false],
    ['nothing told', undefined, NOW + 1, false],
  ] as const)('%s', (_, shown, now, expected) => expect(older(shown, now)).toBe(expected));

  test('not where nothing was written: on the other side, of another field, by a link without writes', () => {
    expect(older('Ana', NOW + 1, 'managementpro')).toBe(false);
    expect(mayBeOlder(landed, 'aceptabits', 'phone', '1', NOW + 1)).toBe(false);
    expect(mayBeOlder(based('Ana', 'Ana'), 'aceptabits', 'name', 'Ana', NOW + 1)).toBe(false);
  });
});

describe('rule 5: a field that flips back and forth is frozen after three turns', () => {
  type Step = readonly [to: Side, value: string, before: string, afterMs: number];

  /** Sends each step and lets it land. */
  function played(steps: readonly Step[]): Link {
    let [link, at] = [based('x', 'x'), NOW];
    for (const [to, value, before, afterMs] of steps) {
      at += afterMs;
      link = noteSent(link, to, 'name', { value, before, from: value, at, job: 'job' });
      link = settle(link, to, { name: value }, { ...readBack, now: at });
    }
    return link;
  }

  const flip = (count: number, afterMs: number): Step[] =>
    Array.from({ length: count }, (_, index) =>
      index % 2 === 0 ? ['aceptabits', 'y', 'x', afterMs] : ['managementpro', 'x', 'y', afterMs],
    );

  test('the first change and two turns are people', () => {
    expect(played(flip(TURNS_MAX, 60_000)).frozen?.name).toBeUndefined();
  });

  test('the third turn freezes: it is not sent, and the wait says so', () => {
    const link = played(flip(TURNS_MAX + 1, 60_000));
    expect(link.frozen?.name).toBe(NOW + (TURNS_MAX + 1) * 60_000);
    expect(link.sent?.managementpro?.name).toBeUndefined();
    const shown = { managementpro: { name: 'x' }, aceptabits: { name: 'z' } };
    const plan = planLink(stateWith({ link, shown }), rulesWith('managementpro'));
    expect(sentBy(plan.writes)).toEqual({});
    expect(plan.waits).toEqual([{ kind: 'frozen', field: 'name' }]);
  });

  test('turns more than a day apart are people changing their minds', () => {
    expect(played(flip(20, TURNS_WINDOW_MS + 1)).frozen?.name).toBeUndefined();
  });

  test('ever new values are edits, however many', () => {
    const steps = Array.from({ length: 20 }, (_, n): Step => ['aceptabits', `v${n + 1}`, `v${n}`, 1_000]);
    expect(played(steps).frozen?.name).toBeUndefined();
  });

  test('trying again what did not land is no turn', () => {
    let link = based('x', 'x');
    for (let n = 0; n < 10; n += 1) link = sentToA(link, 'y', 'x', NOW + n);
    expect(link.frozen?.name).toBeUndefined();
    expect(link.sent?.aceptabits?.name?.tries).toBe(10);
  });

  test('one field is frozen, the others go on', () => {
    const link = {
      ...played(flip(TURNS_MAX + 1, 1)),
      vouched: { managementpro: { name: 'y', phone: '2' } },
      base: { managementpro: { name: 'x', phone: '1' }, aceptabits: { name: 'x', phone: '1' } },
    };
    const shown = { managementpro: { name: 'y', phone: '2' }, aceptabits: { name: 'x', phone: '1' } };
    const plan = planLink(stateWith({ link, shown }), rulesWith('managementpro'));
    expect(sentBy(plan.writes)).toEqual({ aceptabits: { phone: { value: '2' } } });
  });
});

describe('rule 5: a write without a clear yes, be it that its process was killed before it was sent', () => {
  const noted1 = notedForA(based('Ana', 'Ana'), 'Eva', 'Ana');

  test('a clear no leaves no note, and is no try', () => {
    expect(notAccepted(noted1, 'aceptabits', ['name']).sent?.aceptabits?.name).toBeUndefined();
  });

  test('a clear no to the second try leaves the note of the first', () => {
    const again = notedForA(sentToA(based('Ana', 'Ana'), 'Eva', 'Ana'), 'Eva', 'Ana');
    expect(notAccepted(again, 'aceptabits', ['name'])).toBe(again);
    expect(again.sent?.aceptabits?.name?.tries).toBe(1);
  });

  test('a clear no to the second leaves the note of a first without an answer, which may have landed', () => {
    const again = notedForA(noted1, 'Eva', 'Ana');
    expect(notAccepted(again, 'aceptabits', ['name'])).toBe(again);
  });

  test('the note recognises the value should it show after all', () => {
    expect(next(settle(noted1, 'aceptabits', { name: 'EVA' }, later), 'Eva', 'EVA')).toEqual({});
  });

  test('any number of failures uses up no try', () => {
    let link = based('Ana', 'Ana');
    for (let n = 0; n < 10; n += 1) link = notedForA(link, 'Eva', 'Ana');
    expect(isUsedUp(link, 'aceptabits', 'name', 'Eva')).toBe(false);
  });

  test('a third value may then be an edit of its own: both sides changed, and the policy decides', () => {
    const link = settle(noted1, 'aceptabits', { name: 'Luz' }, later);
    expect(next(link, 'Eva', 'Luz')).toEqual({ aceptabits: { name: { value: 'Eva', over: 'Luz' } } });
  });

  test('nothing was noted: nothing is counted', () => {
    expect(notAccepted(based('Ana', 'Ana'), 'aceptabits', ['name'])).toEqual(based('Ana', 'Ana'));
    expect(accepted(based('Ana', 'Ana'), 'aceptabits', { name: 'Eva' })).toEqual(based('Ana', 'Ana'));
  });

  test('a changed record gives a used-up value its tries again, and no other', () => {
    let link = based('Ana', 'Ana');
    for (let n = 0; n < LANDING_TRIES; n += 1) link = sentToA(link, 'Eva', 'Ana');
    expect(isUsedUp(withTriesAnew(link, 'aceptabits'), 'aceptabits', 'name', 'Eva')).toBe(false);
    expect(withTriesAnew(noted1, 'aceptabits')).toBe(noted1);
  });
});

describe('rule 5: a write that was taken back and never landed', () => {
  const noted1 = sentToA(based('Ana', 'Ana'), 'Eva', 'Ana');
  const seen = (source: string, scannedAt: number | undefined) =>
    settle(noted1, 'aceptabits', { name: 'Ana' }, { ...later, source: { name: source }, scannedAt }).sent
      ?.aceptabits?.name;

  test.each([
    ['M went back, and a scan after all lag shows the old value', 'Ana', NOW + LAG + 1, false],
    ['M went back, but the scan may still lag', 'Ana', NOW + LAG, true],
    ['M went back, and no scan is complete yet', 'Ana', undefined, true],
    ['M still asks for it', 'Eva', NOW + LAG + 1, true],
  ] as const)('%s', (_, source, scannedAt, stays) => {
    expect(seen(source, scannedAt) !== undefined).toBe(stays);
  });

  test('forgotten, the same value typed later by a person is that person\u2019s edit', () => {
    const forgotten = settle(
      noted1,
      'aceptabits',
      { name: 'Ana' },
      { ...later, source: { name: 'Ana' }, scannedAt: NOW + LAG + 1 },
    );
    expect(next(forgotten, 'Ana', 'Eva')).toEqual({ managementpro: { name: { value: 'Eva' } } });
  });
});

describe('notes on a link', () => {
  test('setting and removing one leaves the others', () => {
    const kept = noted(noted<number>(undefined, 'aceptabits', 'name', 1), 'aceptabits', 'phone', 2);
    expect(noted(kept, 'aceptabits', 'name', undefined)).toEqual({ aceptabits: { phone: 2 } });
    const all = FIELDS.reduce((soFar, field: Field) => fieldNoted(soFar, field, 1), {});
    expect(fieldNoted(all, 'email', undefined)).toEqual({ name: 1, phone: 1, salesperson: 1 });
  });
});
