/** Whether a company of a fleet may work with the accounts of its file: asked as it starts, and by whoever only looks. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetConfig } from './config/companies.ts';
import type { Config } from './config/config.ts';
import type { Ground, Releaser } from './ground.ts';
import { accountsHolder, claimAccounts, dropAccounts, type Holder } from './store/accounts.ts';
import { keysOf } from './store/keys.ts';
import { Store } from './store/store.ts';
import { ownShopsOf } from './sync/context.ts';

type Fleet = { readonly config: FleetConfig; readonly ground: Ground };

/** Why a company may not work with the accounts of its file, in one line; undefined where it may (`store/accounts.ts`). */
export async function claimFor(name: string, own: Config, fleet: Fleet): Promise<string | undefined> {
  const { managementpro, aceptabits } = own;
  const accounts = {
    managementpro: { url: managementpro.url, secret: managementpro.apikey },
    aceptabits: { url: aceptabits.url, secret: aceptabits.token },
    shops: ownShopsOf({ config: own }),
  };
  return inStore(fleet, async (store, releasers) => {
    await claimAccounts(store, name, accounts);
    for (;;) {
      const holder = await accountsHolder(store, name);
      if (holder === undefined) return undefined;
      if (hasFile(holder, fleet) || (await hasState(holder.company, fleet.ground, releasers)))
        return refusal(holder, fleet);
      await dropAccounts(store, holder.company);
    }
  });
}

/** The same for whoever only looks: by what the company's process has noted last. */
export async function refusedOf(name: string, fleet: Fleet): Promise<string | undefined> {
  const holder = await inStore(fleet, (store) => accountsHolder(store, name));
  return holder && refusal(holder, fleet);
}

async function inStore<T>(
  { config: { namespace }, ground }: Fleet,
  work: (store: Store, releasers: Releaser[]) => Promise<T>,
): Promise<T> {
  const releasers: Releaser[] = [];
  try {
    return await work(await Store.open(ground.connections(namespace, releasers).state, namespace), releasers);
  } finally {
    for (const release of releasers.reverse()) await release();
  }
}

const hasFile = ({ company }: Holder, { config }: Fleet) =>
  existsSync(join(config.companiesDir, `${company}.env`));

async function hasState(company: string, ground: Ground, releasers: Releaser[]): Promise<boolean> {
  const { state } = ground.connections(company, releasers);
  return (await state.exists(keysOf(company).schema)) === 1;
}

function refusal(holder: Holder, fleet: Fleet): string {
  const { company, side } = holder;
  const variable = side === 'managementpro' ? 'MANAGEMENTPRO_APIKEY' : 'ACEPTABITS_TOKEN';
  return hasFile(holder, fleet)
    ? `${variable}: ${company} has this account; no two companies share one, but Aceptabits' by shops (ACEPTABITS_SHOPS)`
    : `${variable}: this is the account of ${company}, whose file is gone and whose links are kept; name the file ${company}.env again`;
}
