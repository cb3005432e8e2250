/** `puente services add` and `list`: one service made exactly once, and those that Aceptabits has. */
import { asked } from './agents.ts';
import { EXIT, Exit } from './exit.ts';
import { printable, printJson, say, table } from './print.ts';
import { pushOne } from './push-services.ts';
import { withApp } from './session.ts';
import { said, term } from './words/words.ts';

type Options = { readonly price?: string; readonly shop?: string; readonly json?: boolean };

/** Adds one service to Aceptabits exactly once, the way of a list of one line. */
export function addService(name: string, options: Options): Promise<void> {
  return withApp(async (app) => {
    const { price, shop, end } = await pushOne(app, {
      line: 1,
      name,
      price: options.price ?? '',
      shop: options.shop ?? '',
    });
    if (end === undefined || end.kind === 'refused' || end.kind === 'unclear')
      throw new Exit(EXIT.failed, [end?.kind, end?.code, end?.detail].filter(Boolean).join(' '));
    if (options.json) return printJson({ key: end.key, name, priceMxn: price, shop, result: end.kind });
    const values = { key: end.key ?? '', name, price, shop };
    say(
      printable(
        end.kind === 'there'
          ? said('It is there already: {key} {name} {price} in {shop}', values)
          : said('Added: {key} {name} {price} in {shop}', values),
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
