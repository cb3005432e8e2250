import { withReplacedShown } from '../../domain/agent-base.ts';
import type { Customer, Routes } from '../../domain/customer.ts';
import { foldKey } from '../../domain/keys.ts';
import { getAceptabits, getManagementPro, nameInAceptabits } from '../../domain/lens.ts';
import { type LinkState, newLink } from '../../domain/link.ts';
import type { RecordOf } from '../../domain/record.ts';
import { routed, servesShop, unreachableIn, unroutedAgent } from '../../domain/routes.ts';
import type { Loaded } from '../../store/records.ts';
import type { Context } from '../context.ts';

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
  const claves = [m?.salesperson, m?.shop, wanted].map((clave) => clave && foldKey(clave));
  const concerns = ([key, value]: [string, string]) =>
    claves.includes(foldKey(key)) || [a?.agent, a?.shop].includes(value);
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
  const vendedor = managementpro?.record.salesperson;
  // An agent whom the customer has by now is within reach, whichever shop either of them belongs to.
  const isTheirs = routed(routes.salespeople, vendedor) === aceptabits?.record.agent;
  const shop = isTheirs ? undefined : aceptabits?.record.shop;
  const link =
    loaded.link ??
    newLink(loaded.managementpro?.record.key ?? '', loaded.aceptabits?.record.key ?? '', ctx.now());
  return {
    link,
    shown: {
      managementpro: managementpro && reachable(getManagementPro(managementpro.record, routes), shop, routes),
      aceptabits:
        aceptabits &&
        withReplacedShown(getAceptabits(aceptabits.record, routes), aceptabits.record.agent, link),
    },
    agent: aceptabits?.record.agent,
    unreachable: unreachableIn(vendedor, shop, routes),
    unroutedAgent: unroutedAgent(aceptabits?.record.agent, routes),
    nameIn: aceptabits && { aceptabits: (name) => nameInAceptabits(aceptabits.record, name) },
    active: managementpro?.record.active !== false,
    editable: aceptabits?.record.editable !== false,
    rfc: managementpro?.record.rfc,
    readings: { managementpro, aceptabits },
    fingerprint: fingerprintOf(ctx, loaded, routes),
  };
}

/** A salesperson whose agent belongs to another shop than the customer is left alone, like one without a route. */
function reachable(customer: Customer, shop: string | undefined, routes: Routes): Customer {
  return servesShop(customer.salesperson, shop, routes) ? customer : { ...customer, salesperson: undefined };
}
