import type { AceptabitsRecord, Customer, ManagementProRecord, Routes } from './customer.ts';
import { folded } from './equality.ts';
import { told } from './garbled.ts';
import { splitName } from './halves.ts';
import { foldKey, listedForm } from './keys.ts';
import { routed } from './routes.ts';

/**
 * The lenses of the customer (docs/rules.md). `get` reads a canonical customer from a record, `put` writes one back
 * without disturbing what it does not cover. Laws (held by property tests): put(r, get(r)) = r, and
 * get(put(r, c)) = c on every field that the routes cover.
 */

function flipped(map: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(map).map(([from, to]) => [to, from]));
}

/** A vendedor without a route says nothing, so that its customers' agents are left alone. */
export function getManagementPro(record: ManagementProRecord, routes: Routes): Customer {
  const { name, email, phone, salesperson } = record;
  return {
    name: told(name),
    email: told(email),
    phone: told(phone),
    salesperson: routeKey(salesperson, routes),
  };
}

/** The clave under which the routes have a salesperson, whatever its form; '' for none. */
function routeKey(salesperson: string | undefined, { salespeople }: Routes): string | undefined {
  if (salesperson === undefined || salesperson === '') return salesperson;
  return listedForm(salesperson, Object.keys(salespeople));
}

/** A clave in another form is the same salesperson, and stays as it is. */
function sameReference(kept: string | undefined, wanted: string | undefined): string | undefined {
  if (wanted === undefined || kept === undefined) return wanted ?? kept;
  return foldKey(kept) === foldKey(wanted) ? kept : wanted;
}

export function putManagementPro(record: ManagementProRecord, customer: Customer): ManagementProRecord {
  return {
    ...record,
    name: customer.name ?? record.name,
    email: customer.email ?? record.email,
    phone: customer.phone ?? record.phone,
    salesperson: sameReference(record.salesperson, customer.salesperson),
  };
}

/** Aceptabits' two halves as one name; undefined when the answer did not carry the first half. */
function wholeName(record: AceptabitsRecord): string | undefined {
  if (told(record.name) === undefined || told(record.lastname ?? '') === undefined) return undefined;
  if (folded(record.lastname ?? '') === '') return record.name;
  return `${record.name} ${record.lastname}`;
}

function salespersonOf(agent: string | undefined, routes: Routes): string | undefined {
  return agent === undefined || agent === '' ? agent : flipped(routes.salespeople).get(agent);
}

export function getAceptabits(record: AceptabitsRecord, routes: Routes): Customer {
  return {
    name: wholeName(record),
    email: told(record.email),
    phone: told(record.phone),
    salesperson: salespersonOf(record.agent, routes),
  };
}

/** What Aceptabits shows of a name once it was put: the words that each half has stay there, in whatever order. */
export function nameInAceptabits(record: AceptabitsRecord, name: string): string {
  return wholeName({ ...record, ...splitName(record, name) }) ?? name;
}

export function putAceptabits(
  record: AceptabitsRecord,
  customer: Customer,
  routes: Routes,
): AceptabitsRecord {
  const { salesperson } = customer;
  const agent = salesperson === '' ? '' : routed(routes.salespeople, salesperson);
  return {
    ...record,
    ...(customer.name === undefined ? {} : splitName(record, customer.name)),
    email: customer.email ?? record.email,
    phone: customer.phone ?? record.phone,
    agent: agent ?? record.agent,
  };
}

/** What a record did not say is taken from the one seen before it (section 3: a missing key says nothing). */
export function fillMissing<R extends ManagementProRecord | AceptabitsRecord>(
  record: R,
  before: R | undefined,
): R {
  if (before === undefined) return record;
  const had = before as Readonly<Record<string, unknown>>;
  const isSaid = (value: unknown) => (typeof value === 'string' ? told(value) : value) !== undefined;
  const said = Object.fromEntries(
    Object.entries(record).filter(([name, value]) => isSaid(value) || had[name] === undefined),
  );
  return { ...before, ...said } as R;
}
