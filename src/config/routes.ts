/** ROUTES_FILE: which ManagementPro sucursal is which Aceptabits shop, and which vendedor which agent. */
import { z } from 'zod';
import type { Routes } from '../domain/customer.ts';

const code = z
  .string({ error: 'must be text between quotes' })
  .regex(/^\S(.*\S)?$/, 'must not be empty nor begin or end with a space');

const table = z.record(code, code, {
  error: (issue) => (issue.code === 'invalid_type' ? 'must be an object of clave and code' : undefined),
});

const wire = z.strictObject(
  { sucursales: table.default({}), vendedores: table.default({}).superRefine(refuseSharedAgents) },
  { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : 'must be a JSON object') },
);

/** No routes at all: what holds when ROUTES_FILE is not set. */
export const NO_ROUTES: Routes = { shops: bare({}), salespeople: bare({}) };

/** The schema from the parsed JSON to the routes. */
export const routes = wire.transform(
  (given): Routes => ({ shops: bare(given.sucursales), salespeople: bare(given.vendedores) }),
);

/**
 * Two salespeople of one agent could not be told apart when Aceptabits changes the agent of a customer, so
 * they are refused. Two sucursales of one shop are fine: the shop is set at creation only.
 */
function refuseSharedAgents(vendedores: Record<string, string>, context: z.RefinementCtx): void {
  const first = new Map<string, string>();
  for (const [clave, agent] of Object.entries(vendedores)) {
    const other = first.get(agent);
    if (other !== undefined) {
      context.addIssue({
        code: 'custom',
        message: `gives "${other}" and "${clave}" the same agent "${agent}"`,
      });
    }
    first.set(agent, clave);
  }
}

/** A table without a prototype: a clave that reads `constructor` must find nothing. */
function bare(table: Record<string, string>): Record<string, string> {
  return Object.assign(Object.create(null), table);
}
