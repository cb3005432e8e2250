import type { Customer, Decoded, Field, Side } from '../../domain/customer.ts';
import { keyOn, type Link } from '../../domain/link.ts';
import { type RecordOf, shownBy } from '../../domain/record.ts';
import { compareWrite, type SideEffect, signatureOf } from '../../domain/side-effect.ts';
import { kindsTelling, type UpdateTrial } from '../../domain/update-trial.ts';
import type { Store } from '../../store/store.ts';
import { type Context, routesOf } from '../context.ts';
import { readByKey } from '../observe/read-by-key.ts';
import { leaveTrial, noteLanded } from './trial.ts';

/**
 * A write is compared with the whole record before and after (rule 6). While updates run singly, what stood there before
 * is kept until it has been compared, however often the answer is late; and read is all that the side tells of a customer.
 * Later the reading-back is compared that is made anyway.
 */

type Row = Decoded<RecordOf<Side>>;
type Reader = () => Promise<RecordOf<Side> | undefined>;

/** What stood there before an update. */
type Uncompared = {
  readonly before: RecordOf<Side>;
  readonly sent: readonly Field[];
  readonly at: number;
};

/** In the commit that notes the update: a crash after the write finds it. */
export function fileBefore(
  { store, now }: Context,
  tx: ReturnType<Store['transaction']>,
  side: Side,
  before: RecordOf<Side>,
  sent: readonly Field[],
): void {
  const uncompared: Uncompared = { before, sent, at: now() };
  tx.set(store.keys.uncompared(side), before.key, JSON.stringify(uncompared));
}

/** Compares an update that has landed. */
export async function compareLanded(
  ctx: Context,
  side: Side,
  link: Link,
  {
    before,
    shown,
    sent,
    row,
    isAlone,
    trial,
  }: {
    before: RecordOf<Side>;
    /** The same as the merged fields. */
    shown: Customer;
    sent: Customer;
    row: Row | undefined;
    isAlone: boolean;
    trial: UpdateTrial;
  },
): Promise<void> {
  if (isAlone) return compareAlone(ctx, side, link, sent);
  const key = keyOn(side, link);
  const fields = Object.keys(sent) as Field[];
  let read: Row | undefined = row;
  const effects = await seenTwice(before, fields, async () => {
    const now = read ?? (await readByKey(ctx, side, [key])).get(key);
    read = undefined;
    return now?.ok ? now.record : undefined;
  });
  const kinds = kindsTelling(sent, shown);
  await noteLanded(ctx, side, link, { kinds, effects: effects ?? [] }, trial);
}

/**
 * Compares the update of the customer who is tried alone, once nothing of it is open any more. What was never seen to
 * land in all the time that an answer may be late is compared no more: clerks have been at it.
 */
export async function compareAlone(ctx: Context, side: Side, link: Link, sent?: Customer): Promise<void> {
  const { store, clients, timings } = ctx;
  const key = keyOn(side, link);
  const raw = await store.redis.hget(store.keys.uncompared(side), key);
  const open = raw === null ? undefined : (JSON.parse(raw) as Uncompared);
  const isUnlanded = sent === undefined && Object.keys(link.sent?.[side] ?? {}).length > 0;
  if (open === undefined || isUnlanded || ctx.now() - open.at > timings.createQuietMs + timings.lagMs)
    return leaveTrial(ctx, side, key);
  const read: Reader = async () => {
    const opened = await clients[side].open(key);
    if (opened === undefined) return undefined;
    return 'whole' in opened ? opened.whole : opened.understood ? opened.record : undefined;
  };
  const effects = await seenTwice(open.before, open.sent, read);
  if (effects === undefined) return leaveTrial(ctx, side, key);
  // Noted before it is forgotten: a crash between compares it again.
  const landed = sent ?? Object.fromEntries(open.sent.map((field) => [field, link.base[side][field] ?? '']));
  const kinds = kindsTelling(landed, shownBy(side, open.before, await routesOf(ctx)));
  await noteLanded(ctx, side, link, { kinds, effects });
  await store.redis.hdel(store.keys.uncompared(side), key);
}

/** What two readings show alike; undefined where the record cannot be read. */
async function seenTwice(
  before: RecordOf<Side>,
  sent: readonly Field[],
  read: Reader,
): Promise<readonly SideEffect[] | undefined> {
  const first = await read();
  if (first === undefined) return undefined;
  const effects = compareWrite(before, first, sent);
  if (effects.length === 0) return effects;
  const second = await read();
  const again = new Set(second && compareWrite(before, second, sent).map(identityOf));
  return effects.filter((effect) => again.has(identityOf(effect)));
}

const identityOf = (effect: SideEffect) => `${effect.field} ${signatureOf(effect)}`;
