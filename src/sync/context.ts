import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { RoutesFile } from '../config/routes-file.ts';
import type { Routes, Side } from '../domain/customer.ts';
import type { Notice } from '../domain/notice.ts';
import type { OwnShops } from '../domain/shops.ts';
import type { Transaction } from '../store/commit.ts';
import type { Gate } from '../store/gate.ts';
import type { Store } from '../store/store.ts';
import type { Aceptabits } from '../systems/aceptabits/client.ts';
import type { ManagementPro } from '../systems/managementpro/client.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** The spans of time that the rules mention, ms; tests compress them. */
export type Timings = {
  /** After an unclear create, before it may be sent again (rule 8). */
  readonly createQuietMs: number;
  /** The longest pause between two sends of a canary, while a side's creates end unclear (rule 8). */
  readonly createTroubleMs: number;
  /** Between a create's intent, or an update's reading, and its request; later it is not sent any more (rules 6, 8). */
  readonly sendWithinMs: number;
  /** How long a side may show an old value after a write (rule 5). */
  readonly lagMs: number;
  /** The first pause of a growing series of retries (rule 11). */
  readonly retryMs: number;
};

export type Clients = { readonly managementpro: ManagementPro; readonly aceptabits: Aceptabits };

/** Tells a person a new fact, once; never waits for the telling. */
export type Alert = (fact: string, notice: Notice) => void;

/** Redis between two starts of its own (`redis-epoch.ts`): what was read before one began no longer tells who is not there. */
export type Epoch = {
  /** Checks now and after every reconnection; for daemons, because it writes. */
  begin(): Promise<void>;
  /** Requires of a commit that what it was decided on was read in this epoch, whose `trustedFrom` that is. */
  expect(tx: Transaction, trustedFrom: number): Promise<void>;
  /**
   * Whether the epoch with this `trustedFrom` goes on. Asked after a commit as well: the driver sends one whose answer was
   * lost again as soon as a Redis answers, before anybody has asked which one it is.
   */
  lasts(trustedFrom: number): Promise<boolean>;
  end(): void;
};

/** Everything the sync works with; wired once in `app.ts`. */
export type Context = {
  readonly config: Pick<
    Config,
    'managementpro' | 'aceptabits' | 'brake' | 'initialSync' | 'historyKeepDays' | 'policies' | 'routes'
  >;
  /** Where `config.routes` come from: they change while we run. */
  readonly routesFile: RoutesFile;
  readonly store: Store;
  readonly clients: Clients;
  readonly gates: { readonly [S in Side]: Gate };
  readonly timings: Timings;
  readonly now: () => number;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly alert: Alert;
  readonly epoch: Epoch;
};

/** The shops of the account that belong to this company (`ACEPTABITS_SHOPS`). */
export function ownShopsOf({ config: { aceptabits, routes } }: Pick<Context, 'config'>): OwnShops {
  return aceptabits.shops ?? [...new Set([aceptabits.shop, ...Object.values(routes.shops)])];
}

/** What get-agents has told: the agents found by name, and the shop of each. */
export type Agents = {
  readonly matched: Routes['salespeople'];
  readonly shops: Readonly<Record<string, string>>;
};

/** State name of what get-agents has told. */
export const AGENTS = 'agents';
/** State name: for which salespeople and routes the agents were read, and when (ms): a refusal for an agent forgets it. */
export const AGENTS_FOR = 'agents-for';

/** State name: the tick from which on scans may be believed to show that somebody is missing. */
export const TRUSTED_FROM = 'trusted-from';
/** State name: when that was, by Redis' clock, ms. Nothing where nothing can have been lost, at the very first start. */
export const ERA_BEGAN_AT = 'epoch-began-at';

/** The routes in force: those of the file, completed by the agents of the same name (docs/rules.md, the customer). */
export async function routesOf(ctx: Context): Promise<Routes> {
  return routesWith(ctx, await ctx.store.getState<Agents>(AGENTS));
}

/** The same where the agents have been read already. */
export function routesWith({ config }: Context, agents: Agents | undefined): Routes {
  // Found by name before the file changed: an agent whom the file gives to somebody is nobody else's (section 3).
  const taken = new Set(Object.values(config.routes.salespeople));
  const matched = Object.entries(agents?.matched ?? {}).filter(([, agent]) => !taken.has(agent));
  return {
    shops: config.routes.shops,
    salespeople: { ...Object.fromEntries(matched), ...config.routes.salespeople },
    agentShops: agents?.shops,
  };
}
