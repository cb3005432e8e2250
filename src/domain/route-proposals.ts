import type { Routes } from './customer.ts';
import { loose } from './equality.ts';
import { type EvidenceKind, evidenceOf } from './evidence.ts';
import { routed } from './routes.ts';

/**
 * Which salesperson of ManagementPro is which agent of Aceptabits, and which sucursal which shop, as far as e-mail,
 * phone and name tell (docs/rules.md, the customer). A route must lead back, so it is proposed only where each is the one candidate
 * of the other.
 */

/** A salesperson or an agent: a sucursal or a shop tells its name alone. */
export type RouteEnd = {
  readonly key: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** False for who has left: whoever is still there goes before. */
  readonly active?: boolean | undefined;
};

/** What speaks for a route; `salespeople`: those of the sucursal lead to agents of the shop, and of no other. */
export type RouteEvidence = EvidenceKind | 'salespeople';

export type RouteCandidate = { readonly code: string; readonly evidence: readonly RouteEvidence[] };

/** The candidates for the clave of a route, and the one that is proposed. */
export type RouteProposal = {
  readonly candidates: readonly RouteCandidate[];
  readonly proposed: string | undefined;
};

/** What both tell alike. A single word is a name here: few people are compared, and all of them sell. */
function agreeing(one: RouteEnd, other: RouteEnd): RouteEvidence[] {
  const [mine, theirs] = [evidenceOf(one), evidenceOf(other)];
  const contacts = (['email', 'phone'] as const).filter(
    (kind) => mine[kind] !== undefined && mine[kind] === theirs[kind],
  );
  const name = loose(one.name);
  return name !== '' && name === loose(other.name) ? [...contacts, 'name'] : contacts;
}

/** Proposes routes for those who have none, to those whom none leads to. */
export function proposeRoutes(
  open: readonly RouteEnd[],
  free: readonly RouteEnd[],
  more: (clave: string, code: string) => readonly RouteEvidence[] = () => [],
): Map<string, RouteProposal> {
  const found = open.map((end) => ({
    end,
    candidates: free.flatMap((other): RouteCandidate[] => {
      const evidence = [...agreeing(end, other), ...more(end.key, other.key)];
      return evidence.length === 0 ? [] : [{ code: other.key, evidence }];
    }),
  }));
  const rivalsFor = (code: string) => {
    const all = found.filter(({ candidates }) => candidates.some((one) => one.code === code));
    const active = all.filter(({ end }) => end.active !== false);
    return active.length > 0 ? active : all;
  };
  return new Map(
    found.map(({ end, candidates }) => {
      const [only, another] = candidates;
      const rivals = only === undefined ? [] : rivalsFor(only.code);
      const isMutual = another === undefined && rivals.length === 1 && rivals[0]?.end === end;
      return [end.key, { candidates, proposed: isMutual ? only?.code : undefined }];
    }),
  );
}

/**
 * A vendedor without a route is matched to the one agent of the same e-mail, phone or name (docs/rules.md, the customer). Answers
 * the routes found, never more than one vendedor to an agent: a route must lead back.
 */
export function matchSalespeople(
  salespeople: readonly RouteEnd[],
  agents: readonly RouteEnd[],
  routes: Routes['salespeople'],
): Record<string, string> {
  const taken = new Set(Object.values(routes));
  const open = salespeople.filter(({ key }) => routed(routes, key) === undefined);
  const free = agents.filter(({ key }) => !taken.has(key));
  const found = [...proposeRoutes(open, free)];
  return Object.fromEntries(
    found.flatMap(([clave, { proposed }]) => (proposed === undefined ? [] : [[clave, proposed]])),
  );
}

/** Sucursal → the one shop to which all its salespeople lead, where there is one. */
export function shopsBySalespeople(
  salespeople: readonly { readonly key: string; readonly shop: string }[],
  agentOf: (clave: string) => string | undefined,
  shopOf: (agent: string) => string | undefined,
): Map<string, string> {
  const led = new Map<string, Set<string>>();
  for (const { key, shop } of salespeople) {
    const to = shopOf(agentOf(key) ?? '');
    if (shop === '' || to === undefined || to === '') continue;
    led.set(shop, (led.get(shop) ?? new Set()).add(to));
  }
  return new Map(
    [...led].flatMap(([sucursal, [only, another]]): [string, string][] =>
      only === undefined || another !== undefined ? [] : [[sucursal, only]],
    ),
  );
}
