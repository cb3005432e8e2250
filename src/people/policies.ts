import type { Cause } from '../domain/causes.ts';
import type { Field, Side } from '../domain/customer.ts';
import { SAID_POLICIES, type SaidPolicies } from '../domain/merge.ts';
import { record } from '../store/history.ts';
import type { Context } from '../sync/context.ts';
import { reviveWaiting } from '../sync/decide/ask-again.ts';

/**
 * A person says who wins the conflicts of a field from now on, or takes that back (undefined): the settings hold again.
 * The rule stands before the customers who wait are marked as work: killed in between, the next night decides on them.
 */
export async function setPolicy(
  ctx: Context,
  field: Field,
  policy: Side | undefined,
  by: string,
): Promise<boolean> {
  const { store } = ctx;
  const { state } = store.keys;
  const raw = await store.redis.hget(state, SAID_POLICIES);
  const { [field]: before, ...others } = JSON.parse(raw ?? '{}') as SaidPolicies;
  if (before?.policy === policy) return true;
  const at = ctx.now();
  const said: SaidPolicies = policy === undefined ? others : { ...others, [field]: { policy, by, at } };
  const tx = store.transaction().expect(state, SAID_POLICIES, raw ?? undefined);
  tx.set(state, SAID_POLICIES, JSON.stringify(said));
  const cause: Cause =
    policy === undefined ? { code: 'rule-taken-back', field } : { code: 'rule', side: policy, field };
  record(store, tx, { at, kind: 'decision', cause, by });
  if (!(await tx.commit())) return false;
  await reviveWaiting(ctx);
  return true;
}
