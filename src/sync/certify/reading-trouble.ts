import type { Certificate, ReadingTrouble } from '../../domain/certificate.ts';
import type { Side } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { SideClosed } from '../job-errors.ts';

/** Whatever keeps a side from being read whole is on record from the first time on, until a reading is whole. */

const troubleName = (side: Side) => `trouble:${side}`;
/** A person is told of what has lasted for so long. */
const TOLD_AFTER_MS = 3_600_000;

export function troubleOf(ctx: Pick<Context, 'store'>, side: Side): Promise<ReadingTrouble | undefined> {
  return ctx.store.getState<ReadingTrouble>(troubleName(side));
}

/** True for what has lasted long enough for a person to be told. */
export function isLasting({ since }: ReadingTrouble, now: number): boolean {
  return now - since >= TOLD_AFTER_MS;
}

/** After a reading that came to its end; one that was not meant to be whole says nothing. */
export async function noteReading(ctx: Context, side: Side, certificate: Certificate): Promise<void> {
  if (certificate.complete) return ctx.store.setState(troubleName(side), undefined);
  if (certificate.partial) return;
  await note(ctx, side, { code: 'incomplete', detail: certificate.why });
}

/** After a reading that broke off. */
export async function noteFailure(ctx: Context, side: Side, error: unknown): Promise<void> {
  // The circuit says so itself, and what has opened it is on record here.
  if (error instanceof SideClosed) return;
  if (!(error instanceof SideError)) return note(ctx, side, { code: 'internal' });
  const { errorClass, code, operation, detail } = error.facts;
  await note(ctx, side, { errorClass, code, operation, detail });
}

async function note(ctx: Context, side: Side, what: Omit<ReadingTrouble, 'since' | 'at'>): Promise<void> {
  const at = ctx.now();
  const before = await troubleOf(ctx, side);
  // Told by a clock that was ahead, its beginning says nothing.
  const since = Math.min(before?.since ?? at, at);
  const trouble = { ...what, since, at } satisfies ReadingTrouble;
  await ctx.store.setState(troubleName(side), trouble);
  if (!isLasting(trouble, at)) return;
  const { code, detail } = what;
  ctx.alert(`unread:${side}:${since}`, { kind: 'unread', side, code, detail });
}
