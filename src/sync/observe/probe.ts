import type { Side } from '../../domain/customer.ts';
import type { Context } from '../context.ts';

/**
 * Before a customer's job asks anything of a side whose circuit is open: the circuit's probe is a request that
 * concerns no customer (rule 11). So an outage uses up nobody's attempts, and a customer who cannot be read uses up
 * its own, as it should: were its job the probe, it would keep the side closed for everybody, and for ever.
 * Throws `SideClosed` while no probe is due, and the `SideError` of a probe that fails.
 */
export async function probe({ gates, clients }: Context, side: Side): Promise<void> {
  if ((await gates[side].circuit()).open) await clients[side].ping();
}
