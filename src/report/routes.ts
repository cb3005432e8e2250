/** Sucursales with their shops and vendedores with their agents, and what speaks for routes that are not there yet. */
import { z } from 'zod';
import { SideError } from '../domain/errors.ts';
import {
  proposeRoutes,
  type RouteCandidate,
  type RouteEnd,
  type RouteProposal,
  shopsBySalespeople,
} from '../domain/route-proposals.ts';
import { routed } from '../domain/routes.ts';
import { type Context, routesOf } from '../sync/context.ts';
import { agentEnd, agentsOf, listedSalespeople } from '../sync/observe/agents.ts';
import type { Agent, Shop } from '../systems/aceptabits/client.ts';
import type { Salesperson } from '../systems/managementpro/client.ts';

const end = z.object({
  key: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  /** The sucursal of a salesperson, the shop of an agent: its name, or its key where it tells none. */
  of: z.string(),
  active: z.boolean(),
});
/** A sucursal, a shop, a salesperson or an agent, as a person compares them. */
export type RouteEndRow = z.infer<typeof end>;

const routeRow = z.object({
  from: end,
  /** Where it leads to; missing without a route. */
  to: z.string().optional(),
  /** `file`: a route of ROUTES_FILE. `found`: the one agent of the same e-mail, phone or name. */
  by: z.enum(['file', 'found']).optional(),
  /** There is nobody, or no shop, of this code. */
  unknown: z.boolean(),
  candidates: z.array(
    z.object({ code: z.string(), evidence: z.array(z.enum(['email', 'phone', 'name', 'salespeople'])) }),
  ),
  /** The one candidate, where there is one. */
  proposed: z.string().optional(),
});
export type RouteRow = z.infer<typeof routeRow>;

export const routesShape = z.object({
  file: z.string().optional(),
  /** What is wrong with the file as it stands; the routes before it are in force. */
  wrong: z.string().optional(),
  /** The text of the file; who writes gives it back, so that nobody overwrites another. */
  seen: z.string(),
  sucursales: z.array(routeRow),
  vendedores: z.array(routeRow),
  shops: z.array(end),
  agents: z.array(end),
});
export type RoutesView = z.infer<typeof routesShape>;

/** Sucursales beside shops, and salespeople beside agents, with the evidence for each route that could be. */
export async function routesView(ctx: Context): Promise<RoutesView> {
  const listed = await listedSalespeople(ctx);
  const [agents, shops, told, routes] = await Promise.all([
    agentsOf(ctx),
    shopsOf(ctx),
    ctx.store.redis.hgetall(ctx.store.keys.salespeople),
    routesOf(ctx),
  ]);
  const file = ctx.config.routes;
  const inFile = Object.fromEntries(Object.keys(file.salespeople).map((key) => [key, '']));
  const salespeople = withOthers(listed === 'trouble' ? [] : listed, { ...inFile, ...told });
  const shopNames = new Map(shops.map(({ key, name }) => [key, name]));
  const shopOf = new Map(agents.map(({ key, shop }) => [key, shop]));
  const agentOf = (clave: string) => routed(routes.salespeople, clave);
  const ledTo = shopsBySalespeople(salespeople, agentOf, (agent) => shopOf.get(agent));
  const bySalespeople = (clave: string, code: string) =>
    ledTo.get(clave) === code ? (['salespeople'] as const) : [];
  const sucursales = sucursalesOf(salespeople, Object.keys(file.shops));
  return {
    file: ctx.routesFile.path,
    wrong: ctx.routesFile.wrong,
    seen: ctx.routesFile.text(),
    // Several sucursales may be one shop, so no shop is taken.
    sucursales: sucursales.map((from) => {
      const [proposal] = proposeRoutes([from], shops, bySalespeople).values();
      return rowOf(from, routed(file.shops, from.key), 'file', new Set(shopOf.values()), shopNames, proposal);
    }),
    vendedores: rowsOfSalespeople(salespeople, agents, routes.salespeople, file.salespeople),
    shops: shops.map(shopRow),
    agents: agents.map((agent) => agentRow(agent, shopNames)),
  };
}

/** None where there is no such method: the agents tell codes of shops, and no names. */
async function shopsOf({ clients }: Context): Promise<Shop[]> {
  try {
    return await clients.aceptabits.shops();
  } catch (error) {
    if (error instanceof SideError && error.facts.errorClass === 'unknown') return [];
    throw error;
  }
}

function rowsOfSalespeople(
  salespeople: readonly Salesperson[],
  agents: readonly Agent[],
  all: Readonly<Record<string, string>>,
  file: Readonly<Record<string, string>>,
): RouteRow[] {
  const taken = new Set(Object.values(file));
  const open = salespeople.filter(({ key }) => routed(file, key) === undefined);
  const free = agents.filter(({ key }) => !taken.has(key));
  const proposals = proposeRoutes(open, free.map(agentEnd));
  const known = new Set(agents.map(({ key }) => key));
  return salespeople.map((one): RouteRow => {
    const by = routed(file, one.key) === undefined ? 'found' : 'file';
    return rowOf(salespersonRow(one), routed(all, one.key), by, known, known, proposals.get(one.key));
  });
}

function rowOf(
  from: RouteEndRow,
  to: string | undefined,
  by: 'file' | 'found',
  served: ReadonlySet<string>,
  known: { has(code: string): boolean },
  proposal: RouteProposal | undefined,
): RouteRow {
  const unknown = to !== undefined && !known.has(to) && !served.has(to);
  const candidates = (proposal?.candidates ?? []).map(({ code, evidence }: RouteCandidate) => ({
    code,
    evidence: [...evidence],
  }));
  const proposed = proposal?.proposed;
  return {
    from,
    unknown,
    candidates,
    ...(to !== undefined && { to, by }),
    ...(proposed !== undefined && { proposed }),
  };
}

/**
 * Those whom customers' rows tell and `GetVendedorLista` does not are salespeople, too, and so is whom the file names:
 * what is shown is what is written, so that a list that is not there takes no route away.
 */
function withOthers(
  listed: readonly Salesperson[],
  told: Readonly<Record<string, string>>,
): readonly Salesperson[] {
  const known = new Set(listed.map(({ key }) => key));
  const others = Object.entries(told).filter(([key]) => !known.has(key));
  const unknown = { email: '', phone: '', shop: '', shopName: '', active: undefined };
  const all = [...listed, ...others.map(([key, name]) => ({ ...unknown, key, name }))];
  return all.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** The sucursales that salespeople belong to, and those that the file has. */
function sucursalesOf(salespeople: readonly Salesperson[], inFile: readonly string[]): RouteEndRow[] {
  const names = new Map(inFile.map((clave) => [clave, '']));
  for (const { shop, shopName } of salespeople) if (shop !== '') names.set(shop, shopName);
  return [...names].sort().map(([key, name]) => ({ ...bare(key, name), of: '' }));
}

function bare(key: string, name: string): RouteEndRow {
  return { key, name, email: '', phone: '', of: '', active: true };
}

function salespersonRow({ key, name, email, phone, shop, shopName, active }: Salesperson): RouteEndRow {
  return { key, name, email, phone, of: shopName || shop, active: active !== false };
}

function agentRow(agent: Agent, shopNames: ReadonlyMap<string, string>): RouteEndRow {
  const { key, name, email = '', phone = '' }: RouteEnd = agentEnd(agent);
  const of = shopNames.get(agent.shop) || agent.shop;
  return { key, name: name.trim(), email, phone, of, active: agent.active !== false };
}

function shopRow({ key, name, email, phone }: Shop): RouteEndRow {
  return { ...bare(key, name), email, phone };
}
