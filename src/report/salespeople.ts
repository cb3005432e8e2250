/** The vendedores that customers have, and which of them lead to an agent. */
import { z } from 'zod';
import { type Context, routesOf } from '../sync/context.ts';

export const salespersonRow = z.object({
  clave: z.string(),
  name: z.string(),
  /** Where the vendedor leads to; missing without a route. */
  agent: z.string().optional(),
  /** `file`: a route of ROUTES_FILE. `name`: the one agent of the same name. */
  by: z.enum(['file', 'name']).optional(),
});
export type SalespersonRow = z.infer<typeof salespersonRow>;

/** Every vendedor that a customer has, with its route; those without one first, because their agents are left alone. */
export async function salespeopleView(ctx: Context): Promise<SalespersonRow[]> {
  const known = await ctx.store.redis.hgetall(ctx.store.keys.salespeople);
  const { salespeople } = await routesOf(ctx);
  const inFile = ctx.config.routes.salespeople;
  const rows = Object.entries(known).map(([clave, name]): SalespersonRow => {
    if (!Object.hasOwn(salespeople, clave)) return { clave, name };
    return { clave, name, agent: salespeople[clave], by: Object.hasOwn(inFile, clave) ? 'file' : 'name' };
  });
  const order = ({ agent, clave }: SalespersonRow) => `${agent === undefined ? 0 : 1} ${clave}`;
  return rows.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
