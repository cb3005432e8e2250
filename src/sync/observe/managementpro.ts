/** How ManagementPro's list is read: as one without an offset, and newcomers by the claves that come next. */
import type { ScanState } from '../../domain/certificate.ts';
import { highestKeys, nextKeys } from '../../domain/next-keys.ts';
import { pagingOf } from '../../domain/profile.ts';
import { memoryFrom, type ScanMemory, scanManagementPro } from '../../systems/managementpro/scan.ts';
import type { Context } from '../context.ts';
import { measuredOf } from '../measured.ts';
import type { NewestRead, NewestReading, Reader, ReadingASide, Scanning } from './reading-a-side.ts';
import { seenByBytes } from './seen-bytes.ts';

export const managementpro: ReadingASide = {
  scan,
  readNewest: readNext,
  highest: highestKeys,
};

async function scan(ctx: Context, { thorough, onPage, onSeen }: Scanning) {
  const profile = await measuredOf(ctx, 'managementpro');
  const known = (await ctx.store.getState<ScanMemory>('scan-memory')) ?? memoryFrom(profile, ctx.now());
  // Only a list that is cut off is completed by the claves known from before.
  const knownKeys =
    known.cap === undefined ? [] : (await Array.fromAsync(ctx.store.knownKeys('managementpro'))).flat();
  const state = await ctx.store.getState<ScanState>('scan:managementpro');
  const result = await scanManagementPro(ctx.clients.managementpro, {
    known,
    knownKeys,
    paging: pagingOf(profile),
    // Until a list is believed, each reading must be able to confirm the one before.
    thorough: thorough || state?.complete === undefined,
    now: ctx.now,
    onPage,
    isSeen: thorough ? undefined : seenByBytes(ctx, 'managementpro', onSeen),
  });
  await ctx.store.setState('scan-memory', result.memory);
  return result;
}

/** With the known one beside them below the ten rows that a server gives whatever it is asked for. */
const NEXT_KEYS = 8;

/** The claves that come next after the highest ones of the last reading, until nobody has one of them. */
async function readNext(reader: Reader, newest: NewestReading | undefined): Promise<NewestRead> {
  const before = newest?.highest ?? (await highestKnown(reader.ctx));
  if (before === undefined) return { isWhole: false };
  const highest: string[] = [];
  for (const one of before) {
    const last = await readAfter(reader, one);
    if (last === undefined) return { isWhole: false };
    highest.push(last);
  }
  return { isWhole: true, highest };
}

async function highestKnown({ store }: Context): Promise<string[] | undefined> {
  let highest: string[] | undefined = [];
  for await (const keys of store.knownKeys('managementpro')) {
    highest = highestKeys(keys, highest);
    if (highest === undefined) return undefined;
  }
  return highest;
}

/**
 * Asked beside a known one, so that the answer is no empty list. New customers are born active. What we have created
 * meanwhile is known, and is passed over. Answers the highest clave that somebody has.
 */
async function readAfter(reader: Reader, known: string): Promise<string | undefined> {
  const { clients, store } = reader.ctx;
  let highest = known;
  while (reader.mayAsk) {
    const next = nextKeys(highest, NEXT_KEYS);
    const seen = await store.seenDigests('managementpro', next);
    const unknown = next.filter((_, index) => seen[index] === null);
    const there = new Set(next.filter((_, index) => seen[index] !== null));
    if (unknown.length > 0) {
      const keys = [known, ...unknown];
      const { rows } = await clients.managementpro.list({ active: true, keys, limit: keys.length });
      await reader.saw(rows);
      for (const row of rows) there.add((row.ok ? row.record.key : row.key) ?? '');
    }
    const last = next.findLast((key) => there.has(key));
    if (last === undefined) return highest;
    highest = last;
  }
  return undefined;
}
