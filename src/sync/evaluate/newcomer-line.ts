import { customerOf } from '../../domain/record.ts';
import type { Loaded } from '../../store/records.ts';
import type { Context } from '../context.ts';
import type { Snapshot } from './snapshot.ts';

/** The line that would create a customer on the other side: its exact values, as a keyed digest. */
export function newcomerMark({ store }: Context, loaded: Loaded, { routes }: Snapshot): string {
  const { side, key } = loaded.subject;
  const stored = loaded[side];
  const { name, email, phone, salesperson } = stored === undefined ? {} : customerOf(side, stored, routes);
  return store.digest(JSON.stringify(['create', side, key, name, email, phone, salesperson]));
}

/** True when a person has agreed to the creation of this customer as it stands (rule 10). */
export function isAgreedTo(ctx: Context, loaded: Loaded, snapshot: Snapshot): boolean {
  return loaded.agreed !== undefined && loaded.agreed === newcomerMark(ctx, loaded, snapshot);
}

/** True for whom no newcomer's question is asked: known before the first sync was let go (`FIRST_SYNC`). */
export function isOfFirstSync(loaded: Loaded, firstSync: number | undefined): boolean {
  return firstSync === undefined || (loaded[loaded.subject.side]?.firstSeen ?? 0) <= firstSync;
}
