import type { Relation } from '../names/identities.ts';
import { clienteEvidence, customerEvidence, type Evidence, joinedEvidence, valuesOf } from './evidence.ts';
import type { Simulators } from './records.ts';

/** A real customer, with the keys under which the two systems knew them at the beginning. */
export type Person = {
  id: number;
  managementpro?: string;
  aceptabits?: string;
  /** Both sides know this person, but what they know disagrees: only a person can tell. */
  ambiguous: boolean;
  /** Somebody else has a value in common with this person: what, the relation says. */
  relation?: Relation;
  evidence: Evidence;
};

export type CensusRow = { person: Person; managementpro: string[]; aceptabits: string[] };

type Side = 'managementpro' | 'aceptabits';
type Sighting = { side: Side; key: string; evidence: Evidence };

/** Who bears a value, or that several do: then it tells nobody apart. */
type Owners = Map<string, CensusRow | 'several'>;

/**
 * Who stands behind each record that is stored now. Records that came later belong to whom they share an e-mail,
 * a phone or a name with that only one person had at the beginning; those that belong to nobody make new persons
 * at the end of the list.
 */
export function census(sims: Simulators, persons: readonly Person[]): CensusRow[] {
  const rows = persons.map((person): CensusRow => ({ person, managementpro: [], aceptabits: [] }));
  const owners: Owners = new Map();
  for (const row of rows) {
    for (const value of valuesOf(row.person.evidence)) owners.set(value, owners.has(value) ? 'several' : row);
  }
  let unknown: Sighting[] = [];
  const originals = originalKeys(rows);
  for (const sighting of sightings(sims)) {
    const row = originals.get(`${sighting.side} ${sighting.key}`);
    if (row) attribute(owners, row, sighting);
    else unknown.push(sighting);
  }
  while (unknown.length > 0) {
    const left = unknown.filter((sighting) => !recognised(owners, sighting));
    if (left.length === unknown.length) addStranger(rows, owners, left.shift());
    unknown = left;
  }
  return rows;
}

function originalKeys(rows: readonly CensusRow[]): Map<string, CensusRow> {
  const originals = new Map<string, CensusRow>();
  for (const row of rows) {
    for (const side of ['managementpro', 'aceptabits'] as const) {
      if (row.person[side] !== undefined) originals.set(`${side} ${row.person[side]}`, row);
    }
  }
  return originals;
}

function sightings(sims: Simulators): Sighting[] {
  const clientes = sims.managementpro.people.all();
  const customers = sims.aceptabits.people.all();
  return [
    ...clientes.map(
      (one): Sighting => ({ side: 'managementpro', key: one.clave, evidence: clienteEvidence(one) }),
    ),
    ...customers.map(
      (one): Sighting => ({ side: 'aceptabits', key: one.code, evidence: customerEvidence(one) }),
    ),
  ];
}

/** Gives the record to whom its evidence belongs, and its other evidence with it. */
function recognised(owners: Owners, sighting: Sighting): boolean {
  for (const value of valuesOf(sighting.evidence)) {
    const row = owners.get(value);
    if (row === undefined || row === 'several') continue;
    attribute(owners, row, sighting);
    return true;
  }
  return false;
}

function attribute(owners: Owners, row: CensusRow, sighting: Sighting): void {
  row[sighting.side].push(sighting.key);
  claim(owners, row, sighting.evidence);
}

/** What already belongs to somebody stays with them. */
function claim(owners: Owners, row: CensusRow, evidence: Evidence): void {
  for (const value of valuesOf(evidence)) if (!owners.has(value)) owners.set(value, row);
}

function addStranger(rows: CensusRow[], owners: Owners, sighting: Sighting | undefined): void {
  if (!sighting) return;
  const id = rows.reduce((highest, { person }) => Math.max(highest, person.id), 0) + 1;
  const person: Person = { id, ambiguous: false, evidence: joinedEvidence([sighting.evidence]) };
  const row: CensusRow = { person, managementpro: [], aceptabits: [] };
  rows.push(row);
  attribute(owners, row, sighting);
}
