import { randomBytes } from 'node:crypto';
import { type KnownService, planServices, type ServicePlan, type WrittenLine } from '../domain/service.ts';
import { type CountedRun, fileServiceRun, type KeptLine, serviceRuns } from '../store/service-runs.ts';
import type { Context } from '../sync/context.ts';

/** A list of services as a person hands it over. */
export type ServiceList = {
  readonly file: string;
  readonly by: string;
  readonly lines: readonly WrittenLine[];
};

/** What Aceptabits has, asked before anything of a list is sent. */
export type CheckedList = ServicePlan & { readonly known: readonly KnownService[] };

/** The run that has not ended of exactly this list; it goes on by itself. */
export async function openRunOf({ store }: Context, list: ServiceList): Promise<CountedRun | undefined> {
  const digest = digestOf(store, list);
  return (await serviceRuns(store)).find((run) => run.digest === digest && run.open > 0);
}

/** Checks a list against the shops and the services of the account; sends nothing. */
export async function checkServices(
  { clients, config }: Context,
  { lines }: ServiceList,
): Promise<CheckedList> {
  const [known, shops] = await Promise.all([clients.aceptabits.services({}), clients.aceptabits.shops()]);
  const around = { known, shop: config.aceptabits.shop, shops: new Set(shops.map(({ key }) => key)) };
  return { ...planServices(lines, around), known };
}

/** Files a list all of whose lines are right, and answers the name of its run; its jobs are the caller's to queue. */
export async function beginRun(
  { store, now }: Context,
  list: ServiceList,
  { fresh, there, known }: CheckedList,
): Promise<string> {
  const at = now();
  const id = `${new Date(at).toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`;
  const ended: KeptLine[] = there.map(({ key, ...line }) => ({ ...line, end: { kind: 'there', key, at } }));
  const lines = [...fresh, ...ended].toSorted((a, b) => a.line - b.line);
  const { file, by } = list;
  const run = {
    id,
    file,
    by,
    at,
    digest: digestOf(store, list),
    lines: lines.length,
    newest: newestOf(known),
  };
  await fileServiceRun(store, run, lines);
  return id;
}

/** The list of services has the newest first. */
function newestOf(known: readonly KnownService[]): Record<string, string> {
  return Object.fromEntries(known.toReversed().map(({ shop, key }) => [shop, key]));
}

function digestOf(store: Context['store'], { lines }: ServiceList): string {
  return store.digest(JSON.stringify(lines));
}
