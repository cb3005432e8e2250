import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Customer, FIELDS, type Field, otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { equal, landed } from '../../src/domain/equality.ts';
import type { Link, Wanted } from '../../src/domain/link.ts';
import { isUsedUp, type Rules } from '../../src/domain/link-waits.ts';
import { changed, POLICIES, type Policies } from '../../src/domain/merge.ts';
import { type LinkPlan, planLink } from '../../src/domain/plan-link.ts';
import { accepted, noteSent } from '../../src/domain/sent-note.ts';
import { settle } from '../../src/domain/settle.ts';
import { linkWith, NOW, RUNS, sentBy, stateWith } from './states.ts';

/**
 * Two simulated servers and one link, moved the way the engine moves them. The three records (base, M, A) come
 * from one record by perturbation, so that they overlap in every way.
 */

const POOL: Readonly<Record<Field, readonly string[]>> = {
  name: ['Ana Ruiz', 'ANA RUIZ', 'Ana Ruiz Gil', 'Ana', 'José Peña', 'Comercializadora del Norte y del Sur'],
  email: ['ana@ruiz.mx', 'ANA@ruiz.mx', 'ana-ruiz@correo.mx', 'ana.ruiz@correo.mx', 'x@y.mx'],
  phone: [
    '55 1234 5678',
    '+52 1 55 1234 5678',
    '33 8765 4321',
    '5512345678 ext. 12',
    'pendiente',
    '0000000000',
  ],
  salesperson: ['V1', 'V10', 'V100', 'V2'],
};

/** What a server makes of what it is given (rule 5). Each is idempotent, as a real one is. */
type Server = (field: Field, value: string) => string;
const SERVERS: Readonly<Record<string, Server>> = {
  faithful: (_, value) => value,
  upperCasing: (field, value) => (field === 'salesperson' ? value : value.toUpperCase()),
  trimming: (_, value) => value.trim(),
  cuttingOff: (field, value) => (field === 'salesperson' ? value : value.slice(0, 20).trim()),
  shouting: (field, value) => (field === 'name' ? value.toUpperCase().slice(0, 24).trim() : value),
};

type World = {
  link: Link;
  readonly shown: Record<Side, Customer>;
  readonly servers: Readonly<Record<Side, Server>>;
  readonly rules: Rules;
  /** What went on record: losers of conflicts, and the values that our writes replaced. */
  readonly losers: string[];
  readonly replaced: string[];
};

const perturbation = fc.constantFrom('keep', 'keep', 'respell', 'change', 'change', 'empty', 'unsaid');

function perturbed(field: Field, value: string, how: string, pick: number): string | undefined {
  if (how === 'respell') return ` ${value}  `;
  if (how === 'change') return POOL[field][pick % POOL[field].length];
  if (how === 'empty') return '';
  return how === 'unsaid' ? undefined : value;
}

const moves = fc.array(fc.tuple(perturbation, fc.nat(9)), {
  minLength: FIELDS.length,
  maxLength: FIELDS.length,
});

function perturbedRecord(
  record: Customer,
  how: readonly (readonly [string, number])[],
  server: Server,
): Customer {
  const kept = FIELDS.map((field, index) => {
    const [kind, pick] = how[index] ?? ['keep', 0];
    const value = perturbed(field, record[field] ?? '', kind, pick);
    return [field, value === undefined ? undefined : server(field, value)];
  });
  return Object.fromEntries(kept);
}

const record: fc.Arbitrary<Customer> = fc.record({
  name: fc.constantFrom(...POOL.name, ''),
  email: fc.constantFrom(...POOL.email, ''),
  phone: fc.constantFrom(...POOL.phone, ''),
  salesperson: fc.constantFrom(...POOL.salesperson, ''),
});

const policies: fc.Arbitrary<Policies> = fc.record({
  name: fc.constantFrom(...POLICIES),
  email: fc.constantFrom(...POLICIES),
  phone: fc.constantFrom(...POLICIES),
  salesperson: fc.constantFrom(...POLICIES),
});

const server = fc
  .constantFrom(...Object.keys(SERVERS))
  .map((name): Server => SERVERS[name] ?? ((_, value) => value));

/** Fields whose base is lost: the link is new, or an older state was restored. */
const lost = fc.subarray([...FIELDS]);

function serverKept(base: Customer, kept: Server): Customer {
  return Object.fromEntries(FIELDS.map((field) => [field, kept(field, base[field] ?? '')]));
}

const world: fc.Arbitrary<World> = fc
  .record({
    record,
    m: moves,
    a: moves,
    serverM: server,
    serverA: server,
    policies,
    canUpdate: fc.boolean(),
    lost,
  })
  .map(({ record: origin, m, a, serverM, serverA, policies: by, canUpdate, lost: without }) => {
    const based = serverKept(origin, serverM);
    const bases = { managementpro: based, aceptabits: serverKept(based, serverA) };
    const known = (base: Customer) =>
      Object.fromEntries(Object.entries(base).filter(([field]) => !without.includes(field as Field)));
    const shown = {
      managementpro: perturbedRecord(bases.managementpro, m, serverM),
      aceptabits: perturbedRecord(bases.aceptabits, a, serverA),
    };
    return {
      // A person has vouched for the link, or many of these histories would end as "another person" (rule 2).
      link: linkWith({
        vouched: shown,
        base: { managementpro: known(bases.managementpro), aceptabits: known(bases.aceptabits) },
      }),
      shown,
      servers: { managementpro: serverM, aceptabits: serverA },
      rules: { policies: by, canUpdateAceptabits: canUpdate },
      losers: [],
      replaced: [],
    };
  });

/** The same, with a person's answer to one field, given to what is shown or to something that has moved since. */
const answeredWorld: fc.Arbitrary<World> = fc
  .tuple(world, fc.constantFrom(...FIELDS), fc.nat(9), fc.boolean())
  .map(([given, field, pick, moved]) => {
    const seen = (side: Side) => (moved ? 'something else' : (given.shown[side][field] ?? ''));
    const value = POOL[field][pick % POOL[field].length] ?? '';
    const wanted: Wanted = {
      value,
      seen: { managementpro: seen('managementpro'), aceptabits: seen('aceptabits') },
      by: 'Eva',
      at: NOW,
    };
    return { ...given, link: { ...given.link, wanted: { [field]: wanted } } };
  });

const anyWorld = fc.oneof({ arbitrary: world, weight: 3 }, { arbitrary: answeredWorld, weight: 1 });

function copied(given: World): World {
  const shown = {
    managementpro: { ...given.shown.managementpro },
    aceptabits: { ...given.shown.aceptabits },
  };
  return { ...given, shown, losers: [], replaced: [] };
}

function planned(now: World): LinkPlan {
  return planLink(stateWith({ link: now.link, shown: now.shown }), now.rules);
}

/** One visit of one side's writer: look again, note, write, read back. Answers what was written. */
function visit(now: World, side: Side): Field[] {
  const plan = planned(now);
  now.link = plan.link;
  const written: Field[] = [];
  const sent: { [F in Field]?: string } = {};
  for (const [field, change] of Object.entries(plan.writes[side] ?? {}) as [
    Field,
    { value: string; over?: string },
  ][]) {
    if (isUsedUp(now.link, side, field, change.value)) continue;
    const [before, from] = [now.shown[side][field] ?? '', now.shown[otherSide(side)][field] ?? ''];
    if (change.over !== undefined) now.losers.push(change.over);
    now.replaced.push(before);
    now.link = noteSent(now.link, side, field, { value: change.value, before, from, at: NOW, job: 'job' });
    now.shown[side] = { ...now.shown[side], [field]: now.servers[side](field, change.value) };
    written.push(field);
    sent[field] = change.value;
  }
  // This side takes every request; whether it keeps the value is another matter.
  now.link = accepted(now.link, side, sent);
  now.link = settle(now.link, side, now.shown[side], { readBack: true, now: NOW, lagMs: 60_000 });
  return written;
}

function pass(now: World, order: readonly Side[] = SIDES): Field[] {
  return order.flatMap((side) => visit(now, side));
}

/** True when a side was sent a value and shows what it showed before: a write that does not land (rule 5). */
function refusedBy(now: World, side: Side, field: Field): boolean {
  const note = now.link.sent?.[side]?.[field];
  return note !== undefined && equal(field, note.before, now.shown[side][field] ?? '');
}

function isOn(now: World, field: Field, value: string): boolean {
  return SIDES.some(
    (side) =>
      landed(field, value, now.shown[side][field] ?? '') || equal(field, value, now.shown[side][field] ?? ''),
  );
}

describe('the planner, for any three overlapping records', () => {
  test('Rule 4: planning twice changes nothing more', () => {
    fc.assert(
      fc.property(anyWorld, (given) => {
        const first = planned(given);
        const second = planned({ ...given, link: first.link });
        expect(second).toEqual({ ...first, refused: [] });
      }),
      RUNS,
    );
  });

  test('Rule 4: the order of the two sides\u2019 writes does not matter', () => {
    fc.assert(
      fc.property(anyWorld, (given) => {
        const [here, there] = [copied(given), copied(given)];
        for (let round = 0; round < 3; round += 1) {
          pass(here, SIDES);
          pass(there, [...SIDES].reverse());
        }
        expect(here.shown).toEqual(there.shown);
        expect(here.link.base).toEqual(there.link.base);
        expect(here.losers.toSorted()).toEqual(there.losers.toSorted());
      }),
      RUNS,
    );
  });

  test('Rule 4: every value that a person set is on one of the sides, or on record as the loser', () => {
    fc.assert(
      fc.property(world, (given) => {
        const now = copied(given);
        for (let round = 0; round < 3; round += 1) pass(now);
        for (const field of FIELDS)
          for (const side of SIDES) {
            const value = given.shown[side][field];
            if (value === undefined) continue;
            const edited = !equal(field, given.link.base[side][field] ?? '', value);
            const kept = edited ? now.losers : [...now.losers, ...now.replaced];
            expect(isOn(now, field, value) || kept.includes(value), `${field} "${value}" of ${side}`).toBe(
              true,
            );
          }
      }),
      RUNS,
    );
  });

  test('Rule 4: an edit on one side alone is never lost, and reaches the other where that can be written', () => {
    fc.assert(
      fc.property(world, (given) => {
        const now = copied(given);
        for (let round = 0; round < 3; round += 1) pass(now);
        for (const field of FIELDS) {
          const states = edits(given, field);
          if (states === undefined || states.length !== 1) continue;
          const [side] = states as [Side];
          const other = otherSide(side);
          const value = given.shown[side][field] ?? '';
          expect(now.shown[side][field]).toBe(value);
          if (other === 'aceptabits' && !given.rules.canUpdateAceptabits) continue;
          if (refusedBy(now, other, field)) continue;
          expect(now.shown[other][field], field).toSatisfy(
            (there: string) => equal(field, there, value) || there === given.servers[other](field, value),
          );
        }
      }),
      RUNS,
    );
  });

  test('Rule 4: a conflict in one field never touches another', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(...FIELDS), (given, field) => {
        const [m, a] = POOL[field].slice(-2) as [string, string];
        const quarrel = copied(given);
        const base = {
          managementpro: { ...given.link.base.managementpro, [field]: 'before' },
          aceptabits: { ...given.link.base.aceptabits, [field]: 'before' },
        };
        quarrel.shown.managementpro = { ...given.shown.managementpro, [field]: m };
        quarrel.shown.aceptabits = { ...given.shown.aceptabits, [field]: a };
        quarrel.link = { ...given.link, base, vouched: quarrel.shown };
        const [calm, loud] = [planned(given), planned(quarrel)];
        for (const other of FIELDS.filter((one) => one !== field)) {
          for (const side of SIDES) {
            expect(loud.writes[side]?.[other]).toEqual(calm.writes[side]?.[other]);
            expect(loud.link.base[side][other]).toBe(calm.link.base[side][other]);
          }
          const waits = ({ waits: all }: LinkPlan) =>
            all.filter((wait) => 'field' in wait && wait.field === other);
          expect(waits(loud)).toEqual(waits(calm));
        }
      }),
      RUNS,
    );
  });

  test('Rule 5: it ends within two passes; only a server that refuses a value is tried again, three times in all', () => {
    fc.assert(
      fc.property(anyWorld, (given) => {
        const now = copied(given);
        pass(now);
        pass(now);
        const left = sentBy(planned(now).writes);
        for (const [side, changes] of Object.entries(left) as [Side, object][])
          for (const field of Object.keys(changes) as Field[])
            expect(refusedBy(now, side, field), `${field} to ${side}`).toBe(true);
        pass(now);
        expect(pass(now)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('Rule 5: when nobody edits, whatever the servers make of values, nothing is written', () => {
    fc.assert(
      fc.property(world, (given) => {
        const still = copied(given);
        const calm: World = {
          ...still,
          shown: {
            managementpro: { ...given.link.base.managementpro },
            aceptabits: { ...given.link.base.aceptabits },
          },
        };
        expect(sentBy(planned(calm).writes)).toEqual({});
        expect(planned(calm).waits).toEqual([]);
      }),
      RUNS,
    );
  });

  test('Rule 4: neither side is favoured: mirrored records and policies give the mirrored plan', () => {
    fc.assert(
      fc.property(world, (given) => {
        const open = { ...given, rules: { ...given.rules, canUpdateAceptabits: true } };
        const [plan, back] = [planned(open), planned(mirrored(open))];
        expect(back.writes).toEqual({
          managementpro: plan.writes.aceptabits,
          aceptabits: plan.writes.managementpro,
        });
      }),
      RUNS,
    );
  });
});

/** The sides that changed a field, undefined where that cannot be said (a lost base, a key that is missing). */
function edits({ link, shown }: World, field: Field): Side[] | undefined {
  const [m, a] = [shown.managementpro[field], shown.aceptabits[field]];
  const base = { managementpro: link.base.managementpro[field], aceptabits: link.base.aceptabits[field] };
  if (m === undefined || a === undefined || base.managementpro === undefined) return undefined;
  return SIDES.filter((side) => changed({ field, base, now: { managementpro: m, aceptabits: a } }, side));
}

function mirrored(given: World): World {
  const flip = { managementpro: 'aceptabits', aceptabits: 'managementpro', review: 'review' } as const;
  const by = Object.fromEntries(
    FIELDS.map((field) => [field, flip[given.rules.policies[field]]]),
  ) as Policies;
  const flipped = <T>(sides: { readonly [S in Side]: T }) => ({
    managementpro: sides.aceptabits,
    aceptabits: sides.managementpro,
  });
  const shown = flipped(given.shown);
  return {
    ...given,
    link: { ...given.link, base: flipped(given.link.base), vouched: shown },
    shown,
    rules: { ...given.rules, policies: by },
  };
}
