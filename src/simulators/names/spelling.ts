import { pick } from '../random.ts';

/** A name without case, accents and surplus blanks. */
export function foldedName(name: string): string {
  return withoutAccents(name).toLowerCase().trim().replace(/\s+/g, ' ');
}

const plain = /^\p{ASCII}*$/u;

export function withoutAccents(text: string): string {
  if (plain.test(text)) return text;
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

/** An e-mail as one of many spellings of it; undefined when it cannot reach anybody. */
export function canonicalEmail(email: string | null): string | undefined {
  const text = (email ?? '').trim().toLowerCase();
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? text : undefined;
}

/** The ten national digits of a Mexican phone; undefined when they cannot reach anybody. */
export function canonicalPhone(phone: string | null): string | undefined {
  const digits = (phone ?? '').replace(/\D/g, '').replace(/^521?(?=\d{10}$)/, '');
  return digits.length === 10 && !/^(\d)\1+$/.test(digits) ? digits : undefined;
}

/** One of the ways in which people write ten national digits; what is no phone stays as it is. */
export function spelledPhone(random: () => number, digits: string): string {
  if (!canonicalPhone(digits)) return digits;
  const lada = /^(33|55|81)/.test(digits) ? 2 : 3;
  const [area, first, last] = [digits.slice(0, lada), digits.slice(lada, 6), digits.slice(6)];
  return pick(random, [
    digits,
    digits,
    `+52${digits}`,
    `+52 ${area} ${first} ${last}`,
    `(${area}) ${first} ${last}`,
    `${area}-${first}-${last}`,
    digits.replace(/(\d\d)(?=\d)/g, '$1 '),
  ]);
}

/** One of the ways in which people write an e-mail; what is no e-mail stays as it is. */
export function spelledEmail(random: () => number, email: string): string {
  if (!canonicalEmail(email)) return email;
  const [local = '', domain = ''] = email.split('@');
  const capital = local.charAt(0).toUpperCase() + local.slice(1);
  return pick(random, [email, email, email, email.toUpperCase(), `${capital}@${domain}`, `${email} `]);
}

/** One of the ways in which people write a name: capitals, no accents, a blank at the end. */
export function spelledName(random: () => number, name: string): string {
  return pick(random, [
    name,
    name,
    name.toUpperCase(),
    withoutAccents(name),
    withoutAccents(name).toUpperCase(),
    `${name} `,
  ]);
}
