/** A company's customers on both sides, from a seed: shared ones, doubtful ones, and those of one side alone. */
import { createdAt } from './aceptabits/time.ts';
import { type Identity, type IdentityIssuer, identityIssuer, type Relation } from './names/identities.ts';
import { between, pick, seededRandom, shuffled } from './random.ts';
import { type CensusRow, census, type Person } from './world/census.ts';
import { clienteEvidence, customerEvidence, joinedEvidence } from './world/evidence.ts';
import {
  asClienteFields,
  asCustomerFields,
  type Place,
  type Simulators,
  somePlace,
} from './world/records.ts';
import { agreedKnowledge, type Knowledge, sharedKnowledge } from './world/variants.ts';

export type { CensusRow, Person } from './world/census.ts';
export type { Simulators } from './world/records.ts';

export type WorldOptions = {
  seed: number;
  /** How many customers ManagementPro has, shared ones included. */
  managementpro: number;
  /** How many customers Aceptabits has, shared ones included. */
  aceptabits: number;
  /** How many persons are customers of both. */
  shared: number;
  /** How many of the shared ones only a person can tell; 3 unless told. */
  ambiguous?: number;
};

export type World = {
  persons: Person[];
  /** Which records each person has on each side now; persons unknown at the beginning come last. */
  census(): CensusRow[];
};

/** A person before the systems know them; `quirk` numbers the persons of one kind. */
type Plan = { kind: 'shared' | 'ambiguous' | 'managementpro' | 'aceptabits'; quirk: number };

const dayMs = 86_400_000;
const importSize = 8;

/** Fills both simulators with realistic customers. The same seed makes the same world in fresh simulators. */
export function seedWorld(sims: Simulators, options: WorldOptions): World {
  const random = seededRandom(options.seed);
  const issuer = identityIssuer(random);
  const plans = shuffled(random, plansOf(options));
  const dates = creationDates(sims.aceptabits.now(), plans.length);
  const heads: Heads = new Map();
  const persons = plans.map((plan, index) => {
    const created_at = dates[index] ?? createdAt(sims.aceptabits.now());
    return settle(sims, { id: index + 1, plan, created_at, issuer, random, heads });
  });
  return { persons, census: () => census(sims, persons) };
}

function plansOf({ managementpro, aceptabits, shared, ambiguous = 3 }: WorldOptions): Plan[] {
  const disputed = Math.min(ambiguous, shared);
  if (shared > Math.min(managementpro, aceptabits)) {
    throw new Error('More customers are shared than one of the sides has.');
  }
  const several = (kind: Plan['kind'], count: number) =>
    Array.from({ length: count }, (_, quirk): Plan => ({ kind, quirk }));
  return [
    ...several('shared', shared - disputed),
    ...several('ambiguous', disputed),
    ...several('managementpro', managementpro - shared),
    ...several('aceptabits', aceptabits - shared),
  ];
}

/** Oldest first, spread over a year; imports of several customers share one second. */
function creationDates(nowMs: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const batch = Math.floor(index / importSize) * importSize;
    const turn = batch % (3 * importSize) === 0 ? batch : index;
    return createdAt(nowMs - Math.round(((count - turn) / count) * 365 * dayMs));
  });
}

/** Whoever was the first of some relatives to arrive. */
type Heads = Map<string, Identity>;

type Arrival = {
  id: number;
  plan: Plan;
  created_at: string;
  issuer: IdentityIssuer;
  random: () => number;
  heads: Heads;
};

const relations: readonly Relation[] = ['family', 'branch', 'twin'];
/** Of so many neighbours of one kind, the last two are relatives. */
const neighbourhood = 20;

function relationOf({ kind, quirk }: Plan): Relation | undefined {
  if (kind === 'ambiguous' || quirk % neighbourhood < neighbourhood - 2) return undefined;
  return relations[Math.floor(quirk / neighbourhood) % relations.length];
}

/** Somebody new, or the relative of somebody who has arrived before. */
function identityOf({ plan, issuer, heads }: Arrival, relation: Relation | undefined): Identity {
  if (relation === undefined) return issuer.next();
  const home = `${plan.kind} ${Math.floor(plan.quirk / neighbourhood)}`;
  const head = heads.get(home);
  if (head !== undefined) return issuer.relative(relation, head);
  const first = firstOf(relation, issuer);
  heads.set(home, first);
  return first;
}

/** Branches are of a business, families and twins are persons. */
function firstOf(relation: Relation, issuer: IdentityIssuer): Identity {
  let first = issuer.next();
  while (first.business !== (relation === 'branch')) first = issuer.next();
  return first;
}

function settle(sims: Simulators, arrival: Arrival): Person {
  const { plan, issuer, random, id } = arrival;
  const relation = relationOf(plan);
  const identity = identityOf(arrival, relation);
  const place = somePlace(sims, random);
  const ambiguous = plan.kind === 'ambiguous';
  const who = { id, ambiguous, ...(relation && { relation }) };
  if (plan.kind === 'shared' || ambiguous) {
    const known = relation
      ? agreedKnowledge(identity)
      : sharedKnowledge(identity, plan.quirk, ambiguous, issuer);
    const managementpro = intoManagementPro(sims, arrival, identity, known.managementpro, place);
    const aceptabits = intoAceptabits(sims, arrival, identity, known.aceptabits, place);
    return person(sims, who, { managementpro, aceptabits });
  }
  const known = relation ? identity : soleKnowledge(identity, plan, random);
  return plan.kind === 'managementpro'
    ? person(sims, who, { managementpro: intoManagementPro(sims, arrival, identity, known, place) })
    : person(sims, who, { aceptabits: intoAceptabits(sims, arrival, identity, known, place) });
}

function person(
  sims: Simulators,
  who: Omit<Person, 'evidence'>,
  keys: Pick<Person, 'managementpro' | 'aceptabits'>,
): Person {
  const cliente = sims.managementpro.people.get(keys.managementpro ?? '');
  const customer = sims.aceptabits.people.get(keys.aceptabits ?? '');
  const evidence = [
    cliente ? clienteEvidence(cliente) : [],
    customer ? customerEvidence(customer) : [],
  ].flat();
  return { ...who, ...keys, evidence: joinedEvidence(evidence) };
}

/** A customer of one side only: the first two bear junk, some others lack the e-mail or the phone. */
function soleKnowledge(identity: Identity, { kind, quirk }: Plan, random: () => number): Knowledge {
  const { email, phone } = identity;
  const name = random() < 0.5 ? identity.name : identity.legalName;
  if (quirk < 2) return { name, phone: '0000000000', email: kind === 'aceptabits' ? 'mail@tyr' : email };
  const gap = random();
  return { name, email: gap < 0.08 ? undefined : email, phone: gap > 0.9 ? undefined : phone };
}

function intoManagementPro(
  { managementpro }: Simulators,
  { plan, random }: Arrival,
  identity: Identity,
  known: Knowledge,
  place: Place,
): string {
  const fields = asClienteFields(identity, known, place, random);
  return managementpro.people.create({ ...fields, estado: isInactive(plan) ? 'BA' : 'AC' });
}

/** One shared person, and one in thirty of those whom only ManagementPro knows. */
function isInactive({ kind, quirk }: Plan): boolean {
  return kind === 'shared' ? quirk === 1 : kind === 'managementpro' && quirk % 30 === 3;
}

function intoAceptabits(
  { aceptabits }: Simulators,
  { plan, created_at, random }: Arrival,
  identity: Identity,
  known: Knowledge,
  place: Place,
): string {
  const fields = asCustomerFields(identity, known, place, random);
  const total_no_agent_orders = random() < 0.3 ? between(random, 1, 9) : 0;
  const total_agent_orders = place.code_agent ? pick(random, [0, 0, 1, 4]) : 0;
  const isEditable = isLocked(plan) ? 0 : -1;
  return aceptabits.people.create({
    ...fields,
    created_at,
    total_agent_orders,
    total_no_agent_orders,
    isEditable,
  });
}

/** One shared person on whom both sides agree, and one whom only Aceptabits knows. */
function isLocked({ kind, quirk }: Plan): boolean {
  return (kind === 'shared' && quirk === 0) || (kind === 'aceptabits' && quirk === 3);
}
