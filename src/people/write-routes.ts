import type { Cause } from '../domain/causes.ts';
import type { Routes } from '../domain/customer.ts';
import { record } from '../store/history.ts';
import type { Context } from '../sync/context.ts';

/**
 * A person says where salespeople and sucursales lead to: the file is written, which is in force at once and goes past
 * the brake with the next poll (rule 10). Answers why it cannot be. `seen` is the file as the person saw it.
 */
export async function writeRoutes(
  ctx: Context,
  routes: Pick<Routes, 'shops' | 'salespeople'>,
  seen: string,
  by: string,
): Promise<string | undefined> {
  const wrong = ctx.routesFile.write(routes, seen);
  if (wrong !== undefined) return wrong;
  const [shops = 0, salespeople = 0] = [routes.shops, routes.salespeople].map((of) => Object.keys(of).length);
  const tx = ctx.store.transaction();
  const cause: Cause = { code: 'routes-written', shops, salespeople };
  record(ctx.store, tx, { at: ctx.now(), kind: 'decision', cause, by });
  await tx.commit();
  return undefined;
}
