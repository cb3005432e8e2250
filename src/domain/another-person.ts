import { type Customer, SIDES, type Side } from './customer.ts';
import { folded } from './equality.ts';
import type { BySide, Link, LinkState, Vouched } from './link.ts';
import { changesPerson, isNothingLeft, isSamePerson } from './person.ts';

/** The RFCs that many customers share; they say nothing about who somebody is (docs/rules.md, servers like these). */
const GENERIC_RFC = new Set(['', 'XAXX010101000', 'XEXX010101000']);

/**
 * The key bears another person (rule 2): all changed at once, in ManagementPro the RFC too. What changed bit by
 * bit while it could not be delivered is the same customer, however different from the base by now; and whoever has
 * got the key may edit and empty what is theirs as they like, it stays another person's, unless a person has vouched
 * for them.
 */
export function isAnotherPerson(state: LinkState, side: Side): boolean {
  const { link, shown, rfc, jumped, unsure } = state;
  const now = shown[side];
  if (now === undefined) return false;
  const base = link.base[side];
  const changes = unsure?.[side] === true || (jumped?.[side] !== false && changesPerson(base, now));
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
function isVouchedFor({ link, shown, rfc, unsure }: LinkState, side: Side): boolean {
  const [vouched, now] = [link.vouched?.[side], shown[side]];
  if (vouched === undefined || now === undefined) return false;
  if (isSamePerson(vouched, now) || keepsRfc(vouched.rfc, rfc)) return true;
  return unsure?.[side] !== true && !isNothingLeft(vouched, now);
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
