import type { Config } from '../config/config.ts';
import type { Side } from '../domain/customer.ts';
import { createAceptabits } from '../systems/aceptabits/client.ts';
import type { TransportOptions } from '../systems/http.ts';
import { createManagementPro } from '../systems/managementpro/client.ts';
import type { NoneTellerOptions } from '../systems/none-told.ts';
import type { Context } from './context.ts';

/** A client of each side; who needs no gate before its requests gives none. */
export function openClients(
  config: Pick<Config, Side>,
  transport: (side: Side) => TransportOptions & { readonly none?: Omit<NoneTellerOptions, 'now'> },
): Pick<Context['clients'], Side> {
  const { url, token, authHeader, authPrefix, customerUpdatePath: updatePath } = config.aceptabits;
  return {
    managementpro: createManagementPro({
      ...transport('managementpro'),
      url: config.managementpro.url,
      apikey: config.managementpro.apikey,
    }),
    aceptabits: createAceptabits({
      ...transport('aceptabits'),
      url,
      token,
      authHeader,
      authPrefix,
      updatePath,
    }),
  };
}
