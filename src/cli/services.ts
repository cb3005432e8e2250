import { z } from 'zod';
import { SideError } from '../domain/errors.ts';
import { asked } from './agents.ts';
import { EXIT, Exit } from './exit.ts';
import { printable, printJson, say, table } from './print.ts';
import { withApp } from './session.ts';
import { said, term } from './words/words.ts';

const newService = z.strictObject({
  name: z.string().trim().min(1, 'a service needs a name'),
  price: z
    .string()
    .regex(/^\d+(\.\d{1,2})?$/u, 'a price is in pesos with at most two decimals, such as 100.55')
    .optional(),
  shop: z.string().min(1).optional(),
});

type Options = { readonly price?: string; readonly shop?: string; readonly json?: boolean };

/** Adds one service to Aceptabits. It is sent once: without a clear answer a person looks before repeating it. */
export function addService(name: string, { price, shop, json }: Options): Promise<void> {
  const parsed = newService.safeParse({ name, price, shop });
  if (!parsed.success) throw new Exit(EXIT.usage, z.prettifyError(parsed.error));
  return withApp(async ({ context }, config) => {
    const { aceptabits } = context.clients;
    const service = {
      shop: parsed.data.shop ?? config.aceptabits.shop,
      name: parsed.data.name,
      priceMxn: parsed.data.price,
    };
    const made = await asked(async () => {
      try {
        return await aceptabits.addService(service);
      } catch (error) {
        if (error instanceof SideError && !error.facts.clearNo)
          throw new Exit(
            EXIT.failed,
            said(
              'no clear answer ({code}): look in Aceptabits whether the service is there before you repeat this',
              { code: error.facts.code },
            ),
          );
        throw error;
      }
    });
    if (json) printJson(made);
    else
      say(
        printable(
          said('Added: {key} {name} {price} in {shop}', {
            key: made.key,
            name: made.name,
            price: made.priceMxn,
            shop: made.shop,
          }),
        ),
      );
  });
}

type ListOptions = { readonly search?: string; readonly shop?: string; readonly json?: boolean };

/** The services of Aceptabits, the newest first. */
export function listServices({ search, shop, json }: ListOptions): Promise<void> {
  return withApp(async ({ context }) => {
    const services = await asked(() => context.clients.aceptabits.services({ search, shop }));
    if (json) return printJson(services);
    if (services.length === 0) return say(said('There are no such services.'));
    const cells = services.map((one) => [one.key, one.name, one.priceMxn, one.shop]);
    say(table(['code', 'service', 'price (MXN)', 'shop'].map(term), cells));
  });
}
