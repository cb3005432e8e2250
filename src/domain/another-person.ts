/** When a key bears somebody else by now, and when an edit has left nothing of who it was (rule 2). */
import { type Customer, type Field, SIDES, type Side } from './customer.ts';
import { equal, folded, isEmpty } from './equality.ts';
import { meansSomebody } from './evidence.ts';
import type { BySide, Link, LinkState, Readings, Vouched } from './link.ts';

/** The RFCs that many customers share; they say nothing about who somebody is (docs/rules.md, servers like these). */
const GENERIC_RFC = new Set(['', 'XAXX010101000', 'XEXX010101000']);

const UNKNOWN: Readings = { jumped: true };

/**
 * The key bears another person (rule 2): all changed at once, in ManagementPro the RFC too. What changed bit by
 * bit while it could not be delivered is the same customer, however different from the base by now; and whoever has
 * got the key may edit and empty what is theirs as they like, it stays another person's, unless a person has vouched
 * for them.
 */
export function isAnotherPerson(state: LinkState, side: Side): boolean {
  const { link, shown, rfc, readings } = state;
  const now = shown[side];
  if (now === undefined) return false;
  const base = link.base[side];
  const { jumped, unsure } = readings?.[side] ?? UNKNOWN;
  const changes = unsure === true || (jumped === true && changesPerson(base, now));
  if (!changes && !(link.strange?.[side] === true && isNothingLeft(base, now))) return false;
  return !(side === 'managementpro' && keepsRfc(link.rfc, rfc)) && !isVouchedFor(state, side);
}

/** An RFC of one's own that has not changed tells who somebody is, whatever else has; so does one that is not told. */
function keepsRfc(before: string | undefined, now: string | undefined): boolean {
  const own = canonicalRfc(before ?? '');
  return !GENERIC_RFC.has(own) && (now === undefined || canonicalRfc(now) === own);
}

/**
 * Whom a person has called this customer stays it as long as something is left of them: all of it gone at once is
 * somebody else anew, and nobody is sure of a reading that does not tell everything.
 */
function isVouchedFor({ link, shown, rfc, readings }: LinkState, side: Side): boolean {
  const [vouched, now] = [link.vouched?.[side], shown[side]];
  if (vouched === undefined || now === undefined) return false;
  if (isSamePerson(vouched, now) || keepsRfc(vouched.rfc, rfc)) return true;
  return readings?.[side]?.unsure !== true && !isNothingLeft(vouched, now);
}

/** Whom the two sides show, for a person to vouch for. */
export function personsShown({ shown, rfc }: LinkState): BySide<Vouched> {
  const of = (customer: Customer | undefined): Vouched | undefined =>
    customer && { name: customer.name, email: customer.email, phone: customer.phone };
  const managementpro = of(shown.managementpro);
  return {
    managementpro: managementpro && { ...managementpro, rfc },
    aceptabits: of(shown.aceptabits),
  };
}

/** Follows whom a person has vouched for as they are edited, so that bit by bit nothing of them need be left. */
export function followVouched(link: Link, state: LinkState): Link {
  const persons = personsShown(state);
  const edited = SIDES.flatMap((side) => {
    const [known, now] = [link.vouched?.[side], persons[side]];
    if (known === undefined || now === undefined) return [];
    const rfc = now.rfc ?? known.rfc;
    return isSamePerson(known, now) && known.rfc === rfc ? [] : [[side, { ...now, rfc }] as const];
  });
  return edited.length === 0
    ? link
    : { ...link, vouched: { ...link.vouched, ...Object.fromEntries(edited) } };
}

function canonicalRfc(rfc: string): string {
  return folded(rfc).toUpperCase();
}

const WHO = ['name', 'email', 'phone'] as const;

/** What is told of who somebody is: any name, and an e-mail and phone that are not a clerk's way of writing nothing. */
function toldOf(customer: Customer) {
  const isTold = (field: Field, value: string) =>
    field === 'name' ? !isEmpty(value) : meansSomebody(field, value);
  return WHO.filter((field) => isTold(field, customer[field] ?? ''));
}

/** Nothing is left of the name, the e-mail and the phone, as far as there were any. */
function isNothingLeft(before: Customer, now: Customer): boolean {
  return toldOf(before).every(
    (field) => now[field] !== undefined && !equal(field, before[field] ?? '', now[field]),
  );
}

/** Name, e-mail and phone are as they were. */
function isSamePerson(before: Customer, now: Customer): boolean {
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
