/** When a key bears somebody else by now, and when an edit has left nothing of who it was (rule 2). */
import type { Customer } from './customer.ts';
import { equal, isEmpty } from './equality.ts';

const WHO = ['name', 'email', 'phone'] as const;

/** What is told of who somebody is. */
function toldOf(customer: Customer) {
  return WHO.filter((field) => !isEmpty(customer[field] ?? ''));
}

/** Nothing is left of the name, the e-mail and the phone, as far as there were any. */
export function isNothingLeft(before: Customer, now: Customer): boolean {
  return toldOf(before).every(
    (field) => now[field] !== undefined && !equal(field, before[field] ?? '', now[field]),
  );
}

/** Name, e-mail and phone are as they were. */
export function isSamePerson(before: Customer, now: Customer): boolean {
  return WHO.every((field) => equal(field, before[field] ?? '', now[field] ?? ''));
}

/**
 * Name, e-mail and phone have all changed, as far as there were any: two of them at least, and one is there now. The
 * next owner of a key may have told nothing but a name.
 */
export function changesPerson(before: Customer, now: Customer): boolean {
  return toldOf(before).length >= 2 && toldOf(now).length >= 1 && isNothingLeft(before, now);
}

/** The same of a reading that does not tell everything: all that it tells has changed, and the rest may have as well. */
export function mayChangePerson(before: Customer, told: Customer): boolean {
  const said = toldOf(before).filter((field) => told[field] !== undefined);
  if (said.length === 0 || tellsPerson(before, told)) return false;
  return said.every((field) => !equal(field, before[field] ?? '', told[field] ?? ''));
}

/** True for a reading that tells all that was known of who somebody is, be it changed or not. */
export function tellsPerson(before: Customer, told: Customer): boolean {
  return toldOf(before).every((field) => told[field] !== undefined);
}
