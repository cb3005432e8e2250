/**
 * Which company of a fleet works with which accounts, in the fleet's own namespace. Two that share one would each create the
 * other's newcomers once more (rule 8), and show them; so whoever has had an account first keeps it, also under a file that
 * was renamed: what is on record of it, open creates among it, stands under the old name.
 */
import type { Side } from '../domain/customer.ts';
import type { OwnShops } from '../domain/shops.ts';
import { systemId } from './profiles.ts';
import type { Store } from './store.ts';

export type Accounts = {
  readonly [S in Side]: { readonly url: string; readonly secret: string };
} & { readonly shops: OwnShops };

type Claim = {
  readonly managementpro: string;
  readonly aceptabits: string;
  readonly shops: OwnShops;
  /** By Redis' clock: the earlier one holds. */
  readonly since: number;
};

export type Holder = { readonly company: string; readonly side: Side };

/**
 * Notes what a company works with. Noted before `accountsHolder` is asked, so that of two replicas that open two companies at
 * once none overlooks the other.
 */
export async function claimAccounts(store: Store, company: string, accounts: Accounts): Promise<void> {
  const own = await claimOf(store, company, accounts);
  await store.redis.hset(store.keys.accounts, company, JSON.stringify(own));
}

/** Who had one of a company's accounts before it; undefined where nobody had. */
export async function accountsHolder({ redis, keys }: Store, company: string): Promise<Holder | undefined> {
  const { [company]: noted, ...others } = await redis.hgetall(keys.accounts);
  if (noted === undefined) return undefined;
  const own = JSON.parse(noted) as Claim;
  for (const [other, text] of Object.entries(others)) {
    const claim = JSON.parse(text) as Claim;
    const side = sharedSide(own, claim);
    const isFirst = claim.since < own.since || (claim.since === own.since && other < company);
    if (side !== undefined && isFirst) return { company: other, side };
  }
  return undefined;
}

/** The company works with nothing any more: whoever comes may have what it had. */
export async function dropAccounts({ redis, keys }: Store, company: string): Promise<void> {
  await redis.hdel(keys.accounts, company);
}

/** The one that is noted, where nothing has changed but what may. */
async function claimOf(store: Store, company: string, accounts: Accounts): Promise<Claim> {
  const before = await store.redis.hget(store.keys.accounts, company);
  const { since, ...known } = before === null ? { since: 0 } : (JSON.parse(before) as Claim);
  const systems = {
    managementpro: accountId(store, 'managementpro', accounts.managementpro),
    aceptabits: accountId(store, 'aceptabits', accounts.aceptabits),
    shops: accounts.shops === 'all' ? accounts.shops : [...accounts.shops].sort(),
  };
  const isSame = JSON.stringify(known) === JSON.stringify(systems);
  return { ...systems, since: isSame ? since : await store.time() };
}

/** With TLS or without, it is the same account. */
function accountId(store: Store, side: Side, { url, secret }: Accounts[Side]): string {
  return systemId(store, { side, url: url.replace(/^http:/i, 'https:'), secret });
}

/** Companies may share an account of Aceptabits where each has shops of its own. */
function sharedSide(one: Claim, other: Claim): Side | undefined {
  if (one.managementpro === other.managementpro) return 'managementpro';
  return one.aceptabits === other.aceptabits && overlap(one.shops, other.shops) ? 'aceptabits' : undefined;
}

function overlap(some: OwnShops, others: OwnShops): boolean {
  return some === 'all' || others === 'all' || some.some((shop) => others.includes(shop));
}
