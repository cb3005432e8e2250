import { changesPerson, mayChangePerson, tellsPerson } from './another-person.ts';
import type { AceptabitsRecord, Customer, ManagementProRecord, Routes, Side } from './customer.ts';
import { isEmpty } from './equality.ts';
import { getAceptabits, getManagementPro } from './lens.ts';
import type { Readings } from './link.ts';

/** A record as its side's client decodes it. */
export type RecordOf<S extends Side> = S extends 'managementpro' ? ManagementProRecord : AceptabitsRecord;

/** The last seen record of a customer with its place in the logical order of readings. */
export type StoredRecord<S extends Side = Side> = {
  readonly record: RecordOf<S>;
  /** Tick at which an answer first showed the customer, taken when the answer was there. */
  readonly firstSeen: number;
  /** Sequence at which the newest reading or write of this record began; an older answer is not believed. */
  readonly sequence: number;
} & Readings;

/** A record of either side in canonical form. */
export function customerOf(side: Side, stored: StoredRecord<Side>, routes: Routes): Customer {
  return shownBy(side, stored.record, routes);
}

/** The same of a record that is not remembered. */
export function shownBy(side: Side, record: RecordOf<Side>, routes: Routes): Customer {
  return side === 'managementpro'
    ? getManagementPro(record as RecordOf<'managementpro'>, routes)
    : getAceptabits(record as RecordOf<'aceptabits'>, routes);
}

/**
 * Once a record has borne another person from one reading to the next, it is looked at twice for ever (rule 2). A row
 * that does not tell everything may be the first to show that: nobody is sure before a whole one has come.
 */
export function personIn(
  side: Side,
  before: StoredRecord | undefined,
  now: StoredRecord,
  row: RecordOf<Side>,
  routes: Routes,
): Pick<StoredRecord, 'jumped' | 'unsure'> {
  if (before === undefined) return { jumped: false };
  const was = customerOf(side, before, routes);
  const told = customerOf(side, { ...now, record: row }, routes);
  const unsure = mayChangePerson(was, told) || (before.unsure === true && !tellsPerson(was, told));
  const jumped = before.jumped === true || changesPerson(was, customerOf(side, now, routes));
  return { jumped: jumped || unsure, ...(unsure && { unsure }) };
}

/** What the record had before and this row does not tell. */
function lackingNames(record: RecordOf<Side>, before: RecordOf<Side>): string[] {
  const had = before as Readonly<Record<string, unknown>>;
  const gone = Object.entries(record).filter(
    ([name, value]) => value === undefined && had[name] !== undefined,
  );
  return gone.map(([name]) => name);
}

/** What a write carries and a server may blank where it is left out. */
const CARRIED = new Set([
  'name',
  'lastname',
  'email',
  'phone',
  'salesperson',
  'agent',
  'shop',
  'legalName',
  'rfc',
]);

/** Those of them that a write carries. */
export function lackingCarried(record: RecordOf<Side>, before: RecordOf<Side>): string[] {
  return lackingNames(record, before).filter((name) => CARRIED.has(name));
}

/** Names of what a record tells and does not leave empty. */
export function filledNames(record: RecordOf<Side>): string[] {
  const texts = { ...('rest' in record && record.rest), ...record };
  const filled = Object.entries(texts).filter(([, text]) => typeof text === 'string' && !isEmpty(text));
  return filled.map(([name]) => name);
}

const SAYS_WHO = ['name', 'email', 'phone'];

/** Nobody is a customer without any of these: a row that has never told one of them lacks them all (section 3). */
export function lackingOf(row: RecordOf<Side>, before: RecordOf<Side> | undefined): string[] {
  const isTold = (record: RecordOf<Side>) => SAYS_WHO.some((name) => Reflect.get(record, name) !== undefined);
  if (before !== undefined && isTold(before)) return lackingNames(row, before);
  return isTold(row) ? [] : SAYS_WHO;
}
