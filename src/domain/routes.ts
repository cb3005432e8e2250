/** Where a salesperson's route leads, and why a salesperson or an agent cannot be told to the other side. */
import type { Routes } from './customer.ts';
import { byReference } from './keys.ts';
import type { Unreachable } from './link.ts';

/** Where a route leads from a clave in whatever form (`"0002 "` for 2), though a side has made it up: `__proto__`. */
export function routed(map: Readonly<Record<string, string>>, clave: string | undefined): string | undefined {
  return clave === undefined ? undefined : byReference(map, clave);
}

/** Why a vendedor cannot be said in Aceptabits' terms for a customer of this shop; nobody is missed where no routes are. */
export function unreachableIn(
  salesperson: string | undefined,
  shop: string | undefined,
  routes: Routes,
): Unreachable | undefined {
  if (!salesperson || Object.keys(routes.salespeople).length === 0) return undefined;
  const clave = salesperson;
  if (routed(routes.salespeople, clave) === undefined) return { clave, reason: 'no-route' };
  return servesShop(clave, shop, routes) ? undefined : { clave, reason: 'other-shop' };
}

/** An agent to whom no vendedor leads, where others have routes. Aceptabits' codes never fold. */
export function unroutedAgent(agent: string | undefined, { salespeople }: Routes): string | undefined {
  const routedOnes = Object.values(salespeople);
  return !agent || routedOnes.length === 0 || routedOnes.includes(agent) ? undefined : agent;
}

/** True when a vendedor's route leads to an agent who may serve a customer of this shop, or leads to nobody. */
export function servesShop(
  salesperson: string | undefined,
  shop: string | undefined,
  routes: Routes,
): boolean {
  const agent = routed(routes.salespeople, salesperson);
  // Aceptabits' codes never fold.
  const { agentShops = {} } = routes;
  const home = agent !== undefined && Object.hasOwn(agentShops, agent) ? agentShops[agent] : undefined;
  return home === undefined || shop === undefined || home === shop;
}
