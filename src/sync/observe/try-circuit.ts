import type { Side } from '../../domain/customer.ts';
import type { Context } from '../context.ts';

/**
 * Before a customer's job asks anything of a side whose circuit is open: the circuit is tried by a request that
 * concerns no customer (rule 11). So an outage uses up nobody's attempts, and a customer who cannot be read uses up
 * its own, as it should: were its job the trial, it would keep the side closed for everybody, and for ever.
 * Throws `SideClosed` while no trial is due, and the `SideError` of one that fails.
 */
export async function tryCircuit({ gates, clients }: Context, side: Side): Promise<void> {
  if (await gates[side].isCircuitOpen()) await clients[side].ping();
}
