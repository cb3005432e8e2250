import { SideError } from '../domain/errors.ts';
import { salespeopleView } from '../report/salespeople.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say, table } from './print.ts';
import { withApp } from './session.ts';
import { said, term } from './words/words.ts';

/** The agents of Aceptabits, and where each vendedor of ManagementPro leads to. */
export function agents(options: { readonly json?: boolean }): Promise<void> {
  return withApp(async ({ context }) => {
    const known = await asked(() => context.clients.aceptabits.agents());
    const salespeople = await salespeopleView(context);
    if (options.json) return printJson({ agents: known, salespeople });
    const led = (code: string) =>
      salespeople.flatMap(({ agent, clave }) => (agent === code ? [clave] : [])).join(', ');
    const cells = known.map(({ key, name, lastname, email, shop, active }) => [
      key,
      `${name} ${lastname}`.trim(),
      email,
      shop,
      active === undefined ? '' : term(active ? 'yes' : 'no'),
      led(key),
    ]);
    say(table(['code', 'agent', 'e-mail', 'shop', 'active', 'vendedores'].map(term), cells));
    const without = salespeople.filter(({ agent }) => agent === undefined);
    if (without.length === 0) return;
    say(
      said('These vendedores have no route, so the agents of their customers are left alone (ROUTES_FILE):'),
    );
    say(
      table(
        ['vendedor', 'name'].map(term),
        without.map(({ clave, name }) => [clave, name]),
      ),
    );
  });
}

/** The side's answer, or one clear line why there is none. */
export async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof SideError)) throw error;
    const { side, errorClass, code, detail = '' } = error.facts;
    throw new Exit(
      EXIT.failed,
      said('{side} answers {said}', { side: term(side), said: `${errorClass} ${code} ${detail}`.trim() }),
    );
  }
}
