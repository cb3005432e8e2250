import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Store } from './store.ts';

/**
 * The sheets of lines that were shown to a person (rule 10): a first plan, or what a brake is about. Each is kept for a
 * day under its hash, so that an agreement is good for its lines however much has changed since. It is cut into packed
 * pieces where the lines themselves say, not at every so many: one that is new, or gone, makes one piece new, and all
 * others are shared with the sheet before.
 */

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** How long a sheet is good after it was last the one that is shown. */
const KEPT_S = 86_400;
/** A piece ends after a line whose digest begins so: one in sixty-four. */
const CUT = 'A';
const PIECE_MAX_LINES = 512;
/** Pieces that are sent or asked for in one round trip. */
const AT_ONCE = 64;

/** What a sheet is about, and how many lines it has. */
export type SheetHead<A> = { readonly about: A; readonly count: number; readonly pieces: readonly string[] };

type Piece = { readonly digest: string; readonly text: string };

/**
 * Keeps a sheet, line by line, and answers its hash, which depends on each of its lines and on no order. `each` sees
 * every line as it is kept.
 */
export async function keepSheet<A, L>(
  store: Store,
  about: A,
  lines: AsyncIterable<L> | Iterable<L>,
  each?: (line: L) => void,
): Promise<string> {
  const digests: string[] = [];
  const pieces: string[] = [];
  let [open, waiting]: [string[], Piece[]] = [[], []];
  const cut = () => {
    const text = `[${open.join(',')}]`;
    const digest = store.digest(text);
    pieces.push(digest);
    waiting.push({ digest, text });
    open = [];
  };
  for await (const line of lines) {
    each?.(line);
    const text = JSON.stringify(line);
    const digest = store.digest(text);
    digests.push(digest);
    open.push(text);
    if (digest.startsWith(CUT) || open.length >= PIECE_MAX_LINES) cut();
    if (waiting.length < AT_ONCE) continue;
    await keepPieces(store, waiting);
    waiting = [];
  }
  if (open.length > 0) cut();
  await keepPieces(store, waiting);
  const hash = store.digest(JSON.stringify([about, digests.sort()]));
  // After its pieces: whoever finds the head finds them all.
  const head: SheetHead<A> = { about, count: digests.length, pieces };
  await store.redis.set(store.keys.sheet(hash), JSON.stringify(head), 'EX', KEPT_S);
  return hash;
}

/** Those that are kept already last another day; only the others are packed and sent. */
async function keepPieces({ redis, keys }: Store, pieces: readonly Piece[]): Promise<void> {
  const known = await Promise.all(pieces.map(({ digest }) => redis.expire(keys.sheetPiece(digest), KEPT_S)));
  await Promise.all(
    pieces.map(async ({ digest, text }, index) => {
      if (known[index] === 1) return;
      await redis.set(keys.sheetPiece(digest), await pack(text), 'EX', KEPT_S);
    }),
  );
}

/** Undefined where the sheet is not known, or not any more. */
export async function sheetOf<A>({ redis, keys }: Store, hash: string): Promise<SheetHead<A> | undefined> {
  const raw = await redis.get(keys.sheet(hash));
  return raw === null ? undefined : (JSON.parse(raw) as SheetHead<A>);
}

/** The sheet that is still the one that is shown lasts another day from now. */
export async function touchSheet(store: Store, hash: string): Promise<void> {
  const { redis, keys } = store;
  const { pieces } = (await sheetOf(store, hash)) ?? { pieces: [] };
  for (let at = 0; at < pieces.length; at += AT_ONCE)
    await Promise.all(
      pieces.slice(at, at + AT_ONCE).map((digest) => redis.expire(keys.sheetPiece(digest), KEPT_S)),
    );
  await redis.expire(keys.sheet(hash), KEPT_S);
}

/** The lines of a sheet in the order in which they were shown, batch by batch. */
export async function* linesOf<L>(
  { redis, keys }: Store,
  { pieces }: Pick<SheetHead<unknown>, 'pieces'>,
): AsyncGenerator<L[]> {
  for (const digest of pieces) {
    const packed = await redis.getBuffer(keys.sheetPiece(digest));
    if (packed === null) throw new Error('A sheet of lines has lost a piece: ask for it anew.');
    yield JSON.parse((await unpack(packed)).toString()) as L[];
  }
}
