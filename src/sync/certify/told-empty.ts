import type { Side } from '../../domain/customer.ts';
import type { SideError } from '../../domain/errors.ts';
import type { Store } from '../../store/store.ts';
import type { NoneTellerOptions, NoneTold, ToldEmpty } from '../../systems/none-told.ts';
import type { Context } from '../context.ts';
import { brake, notAgreed } from './brakes.ts';
import { isLasting, troubleOf } from './reading-trouble.ts';

/** State name of how a side says that nobody fits, as its control questions have shown it (rule 2). */
export const noneToldName = (side: Side) => `none-told:${side}`;

const REASON = 'empty-told';
const lineOf = ({ code, message }: ToldEmpty) =>
  ({ kind: 'told-empty', told: `${code} ${message}` }) as const;

/** What a side's client remembers here of the errors that mean *none*, and whom it asks. */
export function noneTelling(
  store: Store,
  side: Side,
  { log }: Pick<Context, 'log'>,
): Omit<NoneTellerOptions, 'now'> {
  return {
    // Only shown to people, so no answer waits for it.
    onLearned: (learned: NoneTold | undefined) => {
      log.info({ side, learned }, learned ? 'an error of this side means none' : 'no error means none here');
      store
        .setState(noneToldName(side), learned)
        .catch((err: unknown) => log.error({ side, err }, 'what an error means could not be noted'));
    },
    isEmptyConfirmed: async (told) =>
      (await notAgreed({ store }, side, 'told-empty', [lineOf(told)])).length === 0,
  };
}

/**
 * A side that seems wholly empty, and tells so by an error, is not acted on before a person has confirmed it. Where
 * customers are known, trouble is the likelier reason for as long as it has not lasted.
 */
export async function brakeToldEmpty(ctx: Context, side: Side, { facts }: SideError): Promise<void> {
  if (facts.toldEmpty === undefined) return;
  const [known, trouble] = await Promise.all([ctx.store.knownCount(side), troubleOf(ctx, side)]);
  if (known > 0 && !(trouble && isLasting(trouble, ctx.now()))) return;
  const lines = [lineOf(facts.toldEmpty)];
  await brake(ctx, side, { reason: REASON, count: known, of: known, keys: [], lines });
}
