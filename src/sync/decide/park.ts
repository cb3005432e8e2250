/** Takes a write aside with its reason, and frees it again when a person says so. */
import type { Cause } from '../../domain/causes.ts';
import type { Side } from '../../domain/customer.ts';
import type { Link, Parked } from '../../domain/link.ts';
import { withTriesAnew } from '../../domain/sent-note.ts';
import { record } from '../../store/history.ts';
import { linkText } from '../../store/packed.ts';
import { type Loaded, type LoneNote, pairOf, type Subject, subjectId } from '../../store/records.ts';
import { AGENTS_FOR, type Context } from '../context.ts';
import { markWork } from '../work.ts';
import { changeLink, changeLone } from './change-link.ts';
import { expectNote } from './file-decision.ts';

export type Reason = Omit<Parked, 'at'>;

/** No such agent, or one of another shop. */
const REFUSED_FOR_AGENT = new Set(['1287', '1288']);

/** A person who is busy with the customer at this very moment is not so for long. */
const TRIES = 3;

/**
 * Parks the write of a subject to a side with the reason. It is bound to the records and settings with which it
 * failed, which are not those of now where they have changed on its way: as soon as one of them changes it is tried
 * again (section 5). What a person says meanwhile of a customer without a link stays, and it is parked all the
 * same; one that could not be is still work, and fails again.
 */
export async function park(
  ctx: Context,
  side: Side,
  subject: Subject,
  reason: Reason,
  job: string,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [loaded] = await ctx.store.load([subject]);
    // Whoever has been linked since is no longer alone, and no longer parked as such.
    if (loaded === undefined || (tries > 0 && loaded.link !== undefined)) return;
    if ((await parkAsLoaded(ctx, side, loaded, reason, job)) || loaded.link !== undefined) return;
  }
}

async function parkAsLoaded(
  ctx: Context,
  side: Side,
  loaded: Loaded,
  reason: Reason,
  job: string,
): Promise<boolean> {
  const parked: Parked = { ...reason, at: ctx.now() };
  const tx = ctx.store.transaction();
  // The agents are not as they were when they were read: they are read anew, which frees whom it concerns.
  if (REFUSED_FOR_AGENT.has(reason.code)) tx.remove(ctx.store.keys.state, AGENTS_FOR);
  fileParked(ctx, tx, side, loaded, parked);
  // Shown from now on. What else it waits for is for the next poll to say, which such a wait makes look (`undecided`).
  const wait = { kind: 'parked', side, code: reason.code, detail: reason.detail } as const;
  const others = loaded.waits.filter((known) => known.kind !== 'parked' || known.side !== side);
  ctx.store.putWaits(tx, loaded, [...others, wait], ctx.now());
  const { clave, code } = pairOf(loaded);
  // What is set aside again before it was tried is on record already.
  const known = loaded.link?.parked?.[side];
  const isKnown = known?.code === reason.code && known.detail === reason.detail;
  if (!isKnown)
    record(ctx.store, tx, {
      at: ctx.now(),
      kind: 'parked',
      side,
      clave,
      code,
      cause: { code: 'parked', side, error: reason.code, detail: reason.detail },
      job,
    });
  markWork(ctx, tx, subjectId(loaded.subject));
  const done = await tx.commit();
  if (done)
    ctx.log.warn({ side, clave, code, job, errorClass: reason.errorClass, error: reason.code }, 'parked');
  return done;
}

function fileParked(
  ctx: Context,
  tx: ReturnType<Context['store']['transaction']>,
  side: Side,
  loaded: Loaded,
  parked: Parked,
): void {
  const { keys } = ctx.store;
  if (loaded.link !== undefined) {
    const anew = withTriesAnew(loaded.link, side);
    const link = { ...anew, parked: { ...anew.parked, [side]: parked } };
    tx.expect(keys.links, link.clave, loaded.rawLink).set(keys.links, link.clave, linkText(link));
    return;
  }
  tx.expect(keys.linkOf[loaded.subject.side], loaded.subject.key, undefined);
  expectNote(ctx, tx, loaded);
  tx.set(keys.lone, subjectId(loaded.subject), JSON.stringify({ ...loaded.lone, parked } satisfies LoneNote));
}

/** What was parked is tried again, although nothing that is known here has changed (section 5). */
export async function unpark(ctx: Context, asked: Subject, by: string): Promise<boolean> {
  const [loaded] = await ctx.store.load([asked]);
  if (loaded === undefined) return false;
  const cause: Cause = { code: 'tried-again' };
  if (loaded.link === undefined) {
    const { parked: was, ...lone } = loaded.lone;
    return was !== undefined && changeLone(ctx, loaded, lone, cause, by);
  }
  return changeLink(
    ctx,
    loaded.link.clave,
    (_, { parked, ...link }) => (parked === undefined ? undefined : { ...link, sent: untried(link.sent) }),
    { cause, by },
  );
}

/** A write that was accepted and did not land gets its tries anew (rule 5). */
function untried(sent: Link['sent']): Link['sent'] {
  const anew = (notes: NonNullable<Link['sent']>[Side]) =>
    Object.fromEntries(Object.entries(notes ?? {}).map(([field, note]) => [field, { ...note, tries: 0 }]));
  return sent && { managementpro: anew(sent.managementpro), aceptabits: anew(sent.aceptabits) };
}
