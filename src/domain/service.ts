/**
 * Services of Aceptabits (docs/services.md): when two are one, what a price is, and what is wrong with a list of them.
 */

import { folded, looseName } from './equality.ts';
import { isDoublyEncoded, told } from './garbled.ts';

/** A line of a list as a person wrote it. */
export type WrittenLine = {
  readonly line: number;
  readonly name: string;
  readonly price: string;
  readonly shop: string;
};

/** A line that may become a service. */
export type ServiceLine = {
  readonly line: number;
  readonly name: string;
  /** In pesos, such as `100.55`. */
  readonly price: string;
  readonly shop: string;
};

/** A service that Aceptabits has. */
export type KnownService = {
  readonly key: string;
  readonly name: string;
  readonly priceMxn: string;
  readonly shop: string;
};

export type Complaint = { readonly line: number; readonly wrong: string };

/** Marks as servers that escape write them; `loose` forms hold none of them either way. */
const ESCAPED = /&(?:amp;)*(?:amp|lt|gt|quot|apos|nbsp|#0?39|#34);/giu;

/**
 * What makes two services one: the shop and the name, whatever the case, accents, punctuation and blanks; `ñ` counts.
 * The price is no part of it, so that a list with new prices makes no second service of each.
 */
export function serviceId({ shop, name }: Pick<KnownService, 'shop' | 'name'>): string {
  const plain = folded(name.replaceAll(ESCAPED, ' '));
  return `${shop} ${looseName(plain) || plain}`;
}

/** `1,234` and `1,234.50`, or with a comma before the cents `1.234,50` and `1234,5`: never both ways at once. */
const PRICE = /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?$/u;
const COMMA_PRICE = /^(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}$/u;
/** Nine digits before the point; more is no price. */
const PESOS_DIGITS_MAX = 9;

/** The price that a person wrote, as `100.55`; empty is `0.00`, as Aceptabits has it; undefined where it is none. */
export function priceOf(text: string): string | undefined {
  const bare = text.replaceAll(/[\s$]|MXN?/giu, '');
  if (bare === '') return text.trim() === '' ? '0.00' : undefined;
  const plain = PRICE.test(bare)
    ? bare.replaceAll(',', '')
    : COMMA_PRICE.test(bare)
      ? bare.replaceAll('.', '').replace(',', '.')
      : undefined;
  if (plain === undefined) return undefined;
  const [whole = '', cents = ''] = plain.split('.');
  const pesos = whole.replace(/^0+(?=\d)/u, '');
  return pesos.length > PESOS_DIGITS_MAX ? undefined : `${pesos}.${cents.padEnd(2, '0')}`;
}

/** Whether a service costs this much; a price that cannot be read is another one. */
export function costs({ priceMxn }: Pick<KnownService, 'priceMxn'>, price: string): boolean {
  return priceOf(priceMxn) === price;
}

export type ServicePlan = {
  readonly fresh: ServiceLine[];
  readonly there: (ServiceLine & { readonly key: string })[];
  readonly complaints: Complaint[];
};

export type Around = {
  readonly shops: ReadonlySet<string>;
  /** The shop of a line that names none. */
  readonly shop: string;
  readonly known: readonly KnownService[];
};

/** Everything that is wrong with a list, by line; only where nothing is may any of it be sent. */
export function planServices(written: readonly WrittenLine[], { shops, shop, known }: Around): ServicePlan {
  const plan: ServicePlan = { fresh: [], there: [], complaints: [] };
  const byId = new Map<string, KnownService[]>();
  for (const one of known) byId.set(serviceId(one), [...(byId.get(serviceId(one)) ?? []), one]);
  const firstLine = new Map<string, number>();
  for (const one of written) {
    const name = folded(one.name);
    const line = { line: one.line, name, price: priceOf(one.price) ?? '', shop: one.shop.trim() || shop };
    const id = serviceId(line);
    const wrong = [
      ...wrongIn(one, line, shops),
      ...(name === '' ? [] : twice(firstLine.get(id))),
      ...otherwise(byId.get(id), line.price),
    ];
    if (!firstLine.has(id)) firstLine.set(id, one.line);
    for (const words of wrong) plan.complaints.push({ line: one.line, wrong: words });
    if (wrong.length > 0) continue;
    const key = byId.get(id)?.find((service) => costs(service, line.price))?.key;
    if (key === undefined) plan.fresh.push(line);
    else plan.there.push({ ...line, key });
  }
  return plan;
}

function wrongIn(written: WrittenLine, { name, price, shop }: ServiceLine, shops: ReadonlySet<string>) {
  const wrong: string[] = [];
  if (name === '') wrong.push('a service needs a name');
  if (told(name) === undefined || isDoublyEncoded(name))
    wrong.push(`the name has lost letters on its way (${name}): save the file as CSV UTF-8`);
  if (price === '')
    wrong.push(`${written.price} is no price in pesos with at most two decimals, such as 1,234.50`);
  if (!shops.has(shop)) wrong.push(`Aceptabits has no shop ${shop}`);
  return wrong;
}

function twice(line: number | undefined): string[] {
  return line === undefined ? [] : [`line ${line} is the same service: one shop has a name once`];
}

/** A service of this name at another price: to create a second one would be no change of the first. */
function otherwise(found: readonly KnownService[] | undefined, price: string): string[] {
  if (price === '' || found === undefined || found.some((one) => costs(one, price))) return [];
  const [{ key, priceMxn }] = found as [KnownService];
  return [`Aceptabits has it as ${key} at ${priceMxn}: change the price there, or take it from the list`];
}
