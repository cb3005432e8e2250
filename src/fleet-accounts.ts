import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetConfig } from './config/companies.ts';
import type { Config } from './config/config.ts';
import type { Ground, Releaser } from './ground.ts';
import { claimAccounts, dropAccounts, type Holder } from './store/accounts.ts';
import { keysOf } from './store/keys.ts';
import { Store } from './store/store.ts';
import { ownShopsOf } from './sync/context.ts';

/** Why a company may not work with the accounts of its file, in one line; undefined where it may (`store/accounts.ts`). */
export async function accountsRefused(
  name: string,
  own: Config,
  fleet: FleetConfig,
  ground: Ground,
): Promise<string | undefined> {
  const releasers: Releaser[] = [];
  try {
    const store = await Store.open(ground.connections(fleet.namespace, releasers).state, fleet.namespace);
    const { managementpro, aceptabits } = own;
    const accounts = {
      managementpro: { url: managementpro.url, secret: managementpro.apikey },
      aceptabits: { url: aceptabits.url, secret: aceptabits.token },
      shops: ownShopsOf({ config: own }),
    };
    for (;;) {
      const holder = await claimAccounts(store, name, accounts);
      if (holder === undefined) return undefined;
      const hasFile = existsSync(join(fleet.companiesDir, `${holder.company}.env`));
      if (hasFile || (await hasState(holder.company, ground, releasers))) return refusal(holder, hasFile);
      await dropAccounts(store, holder.company);
    }
  } finally {
    for (const release of releasers.reverse()) await release();
  }
}

async function hasState(company: string, ground: Ground, releasers: Releaser[]): Promise<boolean> {
  const { state } = ground.connections(company, releasers);
  return (await state.exists(keysOf(company).schema)) === 1;
}

function refusal({ company, side }: Holder, hasFile: boolean): string {
  const variable = side === 'managementpro' ? 'MANAGEMENTPRO_APIKEY' : 'ACEPTABITS_TOKEN';
  return hasFile
    ? `${variable}: ${company} has this account; no two companies share one, but Aceptabits' by shops (ACEPTABITS_SHOPS)`
    : `${variable}: this is the account of ${company}, whose file is gone and whose links are kept; name the file ${company}.env again`;
}
