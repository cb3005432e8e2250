/** The record as its side has it this moment, whole, or not at all: what an update sends back (rule 6). */
import type { Customer, Routes, Side } from '../../domain/customer.ts';
import { putAceptabits, putManagementPro } from '../../domain/lens.ts';
import { filledNames, lackingCarried, type RecordOf, type StoredRecord } from '../../domain/record.ts';
import type { Loaded } from '../../store/records.ts';
import type { Turn } from '../../systems/http.ts';
import type { Context } from '../context.ts';
import { Later } from '../job-errors.ts';
import { isAsStored, observeLoaded } from '../observe/read-by-key.ts';
import { leaveToSend } from './send-deadline.ts';

export type Opened = Reading & {
  /** The customer as it stands with this reading; undefined where it is to be loaded anew. */
  readonly loaded: Loaded | undefined;
  /** The record with what no list tells: what a write could do harm to (rule 6). */
  readonly whole: RecordOf<Side>;
  readonly isUnderstood: boolean;
  readonly lacking: readonly string[];
  readonly isPoorer: boolean;
  /** For the reading back of what was saved. */
  readonly turn: Turn;
  save(changes: Customer): Promise<void>;
};

/** One answer may have lost a value, which would be sent back empty: whatever has gone is read once more (rule 6). */
export async function readWhole(
  ctx: Context,
  side: Side,
  key: string,
  loaded: Loaded,
  routes: Routes,
): Promise<Opened | undefined> {
  const open = await readFresh(ctx, side, key, loaded, routes);
  if (!open?.isPoorer) return open;
  const [again] = open.loaded === undefined ? await ctx.store.load([loaded.subject]) : [open.loaded];
  return readFresh(ctx, side, key, again ?? loaded, routes);
}

/** The record as the side has it this moment, observed, and the means to write it whole. */
async function readFresh(
  ctx: Context,
  side: Side,
  key: string,
  loaded: Loaded,
  routes: Routes,
): Promise<Opened | undefined> {
  const sequence = await ctx.store.nextSequence();
  const open = await OPEN[side](ctx, key, routes);
  if (open === undefined) return undefined;
  const mayStillSend = leaveToSend(ctx);
  const losses = lossesOf(ctx, side, open.record, loaded[side]);
  const after = open.isUnderstood
    ? await observeLoaded(ctx, { side, sequence, routes }, open.record, loaded)
    : undefined;
  return { ...open, ...losses, sequence, loaded: after, save: (changes) => open.save(changes, mayStillSend) };
}

/** A record that was read for changing it, and how it is sent back changed. */
type Open = Pick<Opened, 'record' | 'whole' | 'isUnderstood' | 'turn'> & {
  save(changes: Customer, mayStillSend: () => boolean): Promise<void>;
};

type Opening = (ctx: Context, key: string, routes: Routes) => Promise<Open | undefined>;

/** ManagementPro tells more of one customer than its list does; Aceptabits may show a row that cannot be understood. */
const OPEN: { readonly [S in Side]: Opening } = {
  managementpro: async ({ clients }, clave) => {
    const open = await clients.managementpro.open(clave);
    return (
      open && {
        record: open.record,
        whole: open.whole,
        isUnderstood: true,
        turn: open.turn,
        save: (changes, mayStillSend) => open.save(putManagementPro(open.record, changes), mayStillSend),
      }
    );
  },
  aceptabits: async ({ clients }, code, routes) => {
    const open = await clients.aceptabits.open(code);
    return (
      open && {
        record: open.record,
        whole: open.record,
        isUnderstood: open.understood,
        turn: open.turn,
        save: (changes, mayStillSend) => open.save(putAceptabits(open.record, changes, routes), mayStillSend),
      }
    );
  },
};

/** A record as one answer showed it. */
type Reading = {
  readonly record: RecordOf<Side>;
  /** The tick taken before the reading began. */
  readonly sequence: number;
};

/** A late answer is asked for again this often while its side may lag. */
const LATE_PARTS = 4;

/**
 * An update sends the whole record back. One that was not believed, because it was late or because a newer one has
 * been read meanwhile, would undo what was written since (rule 6), so the write is put off until the record can be read
 * anew. That ends with the lag: what a side still shows then is believed, as an edit.
 */
export function expectBelieved(
  { timings }: Context,
  stored: StoredRecord | undefined,
  { record, sequence }: Reading,
): void {
  if (stored === undefined || isAsStored(record, stored.record)) return;
  if (stored.sequence > sequence) throw new Later(0, 'the record was read anew while its write was prepared');
  throw new Later(
    Math.max(timings.retryMs, timings.lagMs / LATE_PARTS),
    'the answer still shows what our last write replaced',
  );
}

type Losses = {
  /** Names of what the record had before and this reading does not tell. */
  readonly lacking: readonly string[];
  /** True when a text that the record had before is empty in this reading, or is not told. */
  readonly isPoorer: boolean;
};

/** What has gone from the record since it was last read: sent back without it, it could be lost (rule 6). */
function lossesOf(
  ctx: Context,
  side: Side,
  record: RecordOf<Side>,
  stored: StoredRecord<Side> | undefined,
): Losses {
  if (stored === undefined) return { lacking: [], isPoorer: false };
  const lacking = lackingCarried(record, stored.record);
  if (lacking.length > 0)
    ctx.log.warn({ side, key: record.key, lacking }, 'the record was read without these keys');
  const now = new Set(filledNames(record));
  return { lacking, isPoorer: filledNames(stored.record).some((name) => !now.has(name)) };
}
