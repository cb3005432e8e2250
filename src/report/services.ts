/** Lists of services that were handed over, and how each line ended. */
import { z } from 'zod';
import { type KeptLine, SERVICE_ENDS, serviceLines, serviceRun, serviceRuns } from '../store/service-runs.ts';
import type { Context } from '../sync/context.ts';

export const serviceRunRow = z.object({
  id: z.string(),
  file: z.string(),
  by: z.string(),
  at: z.number(),
  lines: z.number(),
  /** Lines that have not ended. */
  open: z.number(),
  ends: z.partialRecord(z.enum(SERVICE_ENDS), z.number()),
});
export type ServiceRunRow = z.infer<typeof serviceRunRow>;

/** Every list of services that was handed over within 90 days, the newest first. */
export async function serviceRunsView({ store }: Context): Promise<ServiceRunRow[]> {
  const runs = await serviceRuns(store);
  return runs.map(({ id, file, by, at, lines, open, ends }) => ({ id, file, by, at, lines, open, ends }));
}

export const SERVICE_COLUMNS = ['line', 'name', 'price_mxn', 'shop', 'result', 'code', 'error', 'detail'];

export function serviceCells({ line, name, price, shop, end }: KeptLine): (string | number | undefined)[] {
  return [line, name, price, shop, end?.kind ?? 'waiting', end?.key, end?.code, end?.detail];
}

/** What became of each line of a run; undefined where there is no such run. */
export async function serviceRunLines({ store }: Context, id: string): Promise<KeptLine[] | undefined> {
  return (await serviceRun(store, id)) === undefined ? undefined : serviceLines(store, id);
}
