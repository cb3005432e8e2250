import type { Routes } from './customer.ts';
import { loose } from './equality.ts';

/**
 * A vendedor without a route is matched to the one agent of the same name (design section 3).
 * `salespeople` is clave → name, `agents` code and whole name. Answers the routes found, never more than one
 * vendedor to an agent: a route must lead back.
 */
export function matchSalespeople(
  salespeople: Readonly<Record<string, string>>,
  agents: readonly { readonly code: string; readonly name: string }[],
  routes: Routes['salespeople'],
): Record<string, string> {
  const taken = new Set(Object.values(routes));
  const open = Object.entries(salespeople).filter(
    ([clave, name]) => !Object.hasOwn(routes, clave) && loose(name) !== '',
  );
  const free = agents.filter(({ code }) => !taken.has(code));
  return Object.fromEntries(
    open.flatMap(([clave, name]) => {
      const same = free.filter((agent) => loose(agent.name) === loose(name));
      const namesakes = open.filter(([, other]) => loose(other) === loose(name));
      const [agent] = same;
      return agent !== undefined && same.length === 1 && namesakes.length === 1 ? [[clave, agent.code]] : [];
    }),
  );
}

/** Where a route leads from a key that a side has made up, `__proto__` included. */
export function routed(map: Readonly<Record<string, string>>, key: string | undefined): string | undefined {
  return key !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** True when a vendedor's route leads to an agent who may serve a customer of this shop, or leads to nobody. */
export function servesShop(
  salesperson: string | undefined,
  shop: string | undefined,
  routes: Routes,
): boolean {
  const agent = routed(routes.salespeople, salesperson);
  const home = routed(routes.agentShops ?? {}, agent);
  return home === undefined || shop === undefined || home === shop;
}
