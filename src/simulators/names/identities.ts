import { between, digits, pick } from '../random.ts';
import { foldedName, withoutAccents } from './spelling.ts';
import * as vocabulary from './vocabulary.ts';

/** Somebody who could be a customer, before anyone has typed them into a system. */
export type Identity = {
  business: boolean;
  /** The whole name in proper spelling; for a person, `given` and `surnames`. */
  name: string;
  given: string;
  surnames: string;
  /** With the legal form, for a business. */
  legalName: string;
  rfc: string;
  email: string;
  /** Ten national digits. */
  phone: string;
};

export type IdentityIssuer = {
  next(): Identity;
  /** Somebody else of whom one value is the same as `of`'s: see `Relation`. */
  relative(relation: Relation, of: Identity): Identity;
  /** Another e-mail or phone that nobody has. */
  email(name: string): string;
  phone(): string;
};

/**
 * What two customers have in common though they are two: a family its phone and surnames, branches their e-mail,
 * legal name and RFC, twins their name.
 */
export type Relation = 'family' | 'branch' | 'twin';

const genericRfc = 'XAXX010101000';
const foreignRfc = 'XEXX010101000';
/** After so many names that are taken, small shops and persons of three words give way to longer names. */
const shortNamesTried = 5;

/**
 * Makes identities whose name, e-mail and phone are nobody else's: neither in `taken` (folded names, e-mails in
 * lower case, ten digits) nor issued before. Relatives share what their relation says.
 */
export function identityIssuer(random: () => number, taken: Iterable<string> = []): IdentityIssuer {
  const used = new Set<string>();
  for (const value of taken) used.add(inAnyOrder(value));
  const unused = <T>(make: (attempt: number) => T, canonical: (made: T) => string): T => {
    let made = make(0);
    for (let attempt = 1; used.has(canonical(made)); attempt += 1) made = make(attempt);
    used.add(canonical(made));
    return made;
  };
  const email = (name: string) => unused(() => emailFor(random, name), String);
  const phone = () => unused(() => nationalNumber(random), String);
  const named = (make: (random: () => number, attempt: number) => NameParts) =>
    unused(
      (attempt) => make(random, attempt),
      (made) => inAnyOrder(foldedName(wholeName(made))),
    );
  return {
    email,
    phone,
    next() {
      const business = random() < 0.55;
      const parts = named(business ? businessName : personName);
      const name = wholeName(parts);
      const legalName = business ? `${name} ${pick(random, vocabulary.legalForms)}` : name;
      const rfc = rfcOf(random, business, name);
      return { business, ...parts, name, legalName, rfc, email: email(name), phone: phone() };
    },
    relative(relation, of) {
      if (relation === 'twin') return { ...of, rfc: genericRfc, email: email(of.name), phone: phone() };
      const make = relation === 'branch' ? branchOf(of) : siblingOf(of);
      const parts = named(make);
      const name = wholeName(parts);
      if (relation === 'branch') return { ...of, ...parts, name, phone: phone() };
      const own = { rfc: rfcOf(random, false, name), email: email(name) };
      return { ...of, ...parts, name, legalName: name, ...own };
    },
  };
}

/** One form for every order of the words: two people whose surnames are swapped look like one to whoever has no more. */
function inAnyOrder(text: string): string {
  return text.split(' ').sort().join(' ');
}

type NameParts = { given: string; surnames: string };

function wholeName({ given, surnames }: NameParts): string {
  return `${given} ${surnames}`.trim();
}

/** Four in five are companies of about seven words, the others shops of three or four. */
function businessName(random: () => number, attempt: number): NameParts {
  const { trades, activities, goods, brands, regions } = vocabulary;
  const small = attempt < shortNamesTried && random() < 0.2;
  const beginning = small ? pick(random, trades) : `${pick(random, activities)} ${pick(random, goods)}`;
  return { given: `${beginning} ${pick(random, brands)} ${pick(random, regions)}`, surnames: '' };
}

function branchOf({ given }: Identity) {
  return (random: () => number, attempt: number): NameParts => {
    const number = attempt < shortNamesTried ? '' : ` ${between(random, 2, 999)}`;
    return { given: `${given} ${pick(random, vocabulary.branchNames)}${number}`, surnames: '' };
  };
}

/** Two given names and two surnames, as most people have; one in five uses one given name only. */
function personName(random: () => number, attempt: number): NameParts {
  return {
    given: givenName(random, attempt),
    surnames: `${pick(random, vocabulary.surnames)} ${pick(random, vocabulary.surnames)}`,
  };
}

function siblingOf({ surnames }: Identity) {
  return (random: () => number): NameParts => ({ given: givenName(random, shortNamesTried), surnames });
}

function givenName(random: () => number, attempt: number): string {
  const first = pick(random, vocabulary.givenNames);
  const second = pick(random, vocabulary.givenNames);
  const single = attempt < shortNamesTried && random() < 0.2;
  return single || first === second ? first : `${first} ${second}`;
}

function emailFor(random: () => number, name: string): string {
  const words = foldedName(name)
    .replace(/[^a-z ]/g, '')
    .split(' ')
    .filter((word) => word.length > 2);
  return `${words.slice(0, 2).join('.')}${between(random, 1, 99_999)}@${pick(random, vocabulary.domains)}`;
}

function nationalNumber(random: () => number): string {
  const lada = pick(random, vocabulary.areaCodes);
  return lada + digits(random, 10 - lada.length);
}

/** Valid in form, 12 characters or 13; two in five have none of their own, and bear one that many share. */
function rfcOf(random: () => number, business: boolean, name: string): string {
  const own = random();
  if (own < 0.4) return own < 0.02 ? foreignRfc : genericRfc;
  const letters = withoutAccents(name)
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .padEnd(4, 'X')
    .slice(0, business ? 3 : 4);
  const two = (low: number, high: number) => String(between(random, low, high)).padStart(2, '0');
  const homoclave = `${pick(random, 'ABCDEFGHJKLMN')}${pick(random, '123456789PQRS')}${pick(random, '0123456789A')}`;
  return letters + two(60, 99) + two(1, 12) + two(1, 28) + homoclave;
}
