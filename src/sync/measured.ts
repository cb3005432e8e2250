import type { Side } from '../domain/customer.ts';
import type { Profile } from '../domain/profile.ts';
import { profileOf } from '../store/profiles.ts';
import type { Context } from './context.ts';

/** What `puente probe` has measured of a side as it is set up now: of this address with this key, or nothing. */
export function measuredOf(
  { config, store }: Pick<Context, 'config' | 'store'>,
  side: Side,
): Promise<Profile | undefined> {
  const secrets = { managementpro: config.managementpro.apikey, aceptabits: config.aceptabits.token };
  return profileOf(store, { side, url: config[side].url, secret: secrets[side] });
}
