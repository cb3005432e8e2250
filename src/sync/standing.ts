import type { Customer, Routes, Side } from '../domain/customer.ts';
import { getAceptabits, getManagementPro, nameInAceptabits } from '../domain/lens.ts';
import { type LinkState, newLink } from '../domain/link.ts';
import { changesPerson, mayChangePerson, tellsPerson } from '../domain/person.ts';
import { servesShop } from '../domain/routes.ts';
import type { Loaded, RecordOf, StoredRecord } from '../store/records.ts';
import type { Context } from './context.ts';

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

/**
 * What a parked write waits to see changed, and what a customer has passed the brake with: the records, and the
 * settings that its own references depend on. A route or an agent of others is none of them.
 */
export function fingerprintOf(ctx: Context, loaded: Loaded, routes: Routes): string {
  const [m, a] = [loaded.managementpro?.record, loaded.aceptabits?.record];
  const settings = {
    routes: routesConcerning(routes, loaded.link?.wanted?.salesperson?.value, m, a),
    shop: ctx.config.aceptabits.shop,
    defaults: ctx.config.managementpro.defaults,
  };
  return ctx.store.digest(JSON.stringify([m, a, settings]));
}

/** Those routes that concern one customer, from either end, in a steady order. */
function routesConcerning(
  { shops, salespeople, agentShops = {} }: Routes,
  wanted: string | undefined,
  m: RecordOf<'managementpro'> | undefined,
  a: RecordOf<'aceptabits'> | undefined,
) {
  const concerns = ([key, value]: [string, string]) =>
    [m?.salesperson, m?.shop, wanted].includes(key) || [a?.agent, a?.shop].includes(value);
  const own = [shops, salespeople].map((map) => Object.entries(map).filter(concerns).sort());
  const agents = new Set([a?.agent, ...own.flat().map(([, value]) => value)]);
  return [
    ...own,
    Object.entries(agentShops)
      .filter(([agent]) => agents.has(agent))
      .sort(),
  ];
}

/** How a linked (or about to be linked) pair stands now. */
export function linkStateOf(ctx: Context, loaded: Loaded, routes: Routes): LinkState {
  const { managementpro, aceptabits } = loaded;
  const link =
    loaded.link ??
    newLink(loaded.managementpro?.record.key ?? '', loaded.aceptabits?.record.key ?? '', ctx.now());
  return {
    link,
    shown: {
      managementpro:
        managementpro &&
        reachable(getManagementPro(managementpro.record, routes), aceptabits?.record.shop, routes),
      aceptabits: aceptabits && getAceptabits(aceptabits.record, routes),
    },
    nameIn: aceptabits && { aceptabits: (name) => nameInAceptabits(aceptabits.record, name) },
    active: managementpro?.record.active !== false,
    editable: aceptabits?.record.editable !== false,
    rfc: managementpro?.record.rfc,
    jumped: { managementpro: managementpro?.jumped === true, aceptabits: aceptabits?.jumped === true },
    unsure: { managementpro: managementpro?.unsure === true, aceptabits: aceptabits?.unsure === true },
    lacks: {
      managementpro: managementpro?.lacks !== undefined,
      aceptabits: aceptabits?.lacks !== undefined,
    },
    fingerprint: fingerprintOf(ctx, loaded, routes),
  };
}

/** A salesperson whose agent belongs to another shop than the customer is left alone, like one without a route. */
function reachable(customer: Customer, shop: string | undefined, routes: Routes): Customer {
  return servesShop(customer.salesperson, shop, routes) ? customer : { ...customer, salesperson: undefined };
}
