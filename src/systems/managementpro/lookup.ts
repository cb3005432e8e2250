import type { Decoded, ManagementProRecord } from '../../domain/customer.ts';
import { verdictOf } from '../../domain/error-table.ts';
import { SideError } from '../../domain/errors.ts';
import type { ListEnd, RawRow } from './list-stream.ts';
import type { AskList } from './none-told.ts';
import { type Cliente, readCliente, recordOf } from './wire.ts';

/** Customers read by their claves, in both estados (rule 2). */

/** One question to the list, whose rows are handed over while they arrive. */
export type ReadList = AskList<RawRow, ListEnd>;

/** Claves asked for in one look-up; well below any cap that a server is likely to have. */
const LOOKUP_KEYS_MAX = 100;

/** A clave that the comma-separated filter cannot name is looked for by `busqueda` instead. */
function isPlain(key: string): boolean {
  return key.trim() === key && !key.includes(',');
}

export async function lookup(
  read: ReadList,
  keys: readonly string[],
): Promise<Map<string, Decoded<ManagementProRecord>>> {
  const wanted = [...new Set(keys)];
  const plain = wanted.filter(isPlain);
  const odd = wanted.filter((key) => !isPlain(key)).map((key) => [key]);
  const found = new Map<string, Decoded<ManagementProRecord>>();
  for (const chunk of [...chunks(plain, LOOKUP_KEYS_MAX), ...odd]) {
    for (const [key, row] of await lookupChunk(read, chunk)) found.set(key, row);
  }
  return found;
}

function chunks(keys: readonly string[], size: number): string[][] {
  const starts = Array.from({ length: Math.ceil(keys.length / size) }, (_, i) => i * size);
  return starts.map((start) => keys.slice(start, start + size));
}

/**
 * Asks for what is still missing until both estados answer with nothing: an answer that a silent cap has
 * shortened still holds something, so only an empty one is a clear absence.
 */
async function lookupChunk(
  read: ReadList,
  keys: readonly string[],
): Promise<Map<string, Decoded<ManagementProRecord>>> {
  const found = new Map<string, Decoded<ManagementProRecord>>();
  for (let before = -1; before < found.size && found.size < keys.length; ) {
    before = found.size;
    for (const active of [true, false]) {
      const missing = keys.filter((key) => !found.has(key));
      if (missing.length === 0) break;
      for (const { key, row } of await exact(read, active, missing)) found.set(key, row);
    }
  }
  return found;
}

/** `cliente` only where every part of the row was understood, so that it can be sent back. */
export type Exact = { key: string; row: Decoded<ManagementProRecord>; cliente: Cliente | undefined };

/** The customers of one estado with exactly these claves (all plain, or a single odd one). */
export async function exact(read: ReadList, active: boolean, keys: readonly string[]): Promise<Exact[]> {
  const odd = keys.find((key) => !isPlain(key));
  const limit = odd === undefined ? 2 * keys.length + 50 : 1_000;
  const query = odd === undefined ? { active, keys, limit } : { active, search: odd.trim(), limit };
  const rows: RawRow[] = [];
  const end = await read(query, async (batch) => void rows.push(...batch));
  if (end.broken === undefined) return exactAmong(rows, end, new Set(keys), limit);
  const [only, ...others] = keys;
  // Whoever breaks the syntax is there all the same; the others are read without them.
  if (only !== undefined && others.length === 0)
    return [{ key: only, row: { ok: false, key: only, reason: end.broken }, cliente: undefined }];
  const half = Math.ceil(keys.length / 2);
  const found: Exact[] = [];
  for (const part of [keys.slice(0, half), keys.slice(half)])
    found.push(...(await exact(read, active, part)));
  return found;
}

/** @throws SideError where the answer cannot tell who is absent */
function exactAmong(
  rows: readonly RawRow[],
  { claimed = 0 }: ListEnd,
  keys: ReadonlySet<string>,
  limit: number,
): Exact[] {
  const read = rows.map(({ value, failure }) => failure ?? readCliente(value));
  if (read.some((row) => !row.ok && row.key === undefined))
    throw notTold('A row of the look-up has no clave.');
  const found = read.flatMap((row) => exactOf(row, keys));
  const cutOff = rows.length >= limit || claimed > rows.length;
  if (found.length === 0 && cutOff) throw notTold('The look-up was cut off before it came to the clave.');
  return found;
}

function notTold(detail: string): SideError {
  const verdict = verdictOf('managementpro', 'unreadable');
  return new SideError({ side: 'managementpro', operation: 'GetClienteLista', ...verdict, detail });
}

function exactOf(row: ReturnType<typeof readCliente>, keys: ReadonlySet<string>): Exact[] {
  const key = row.ok ? row.cliente.clave : (row.key ?? '');
  if (!keys.has(key)) return [];
  if (!row.ok) return [{ key, row, cliente: undefined }];
  const { cliente, unread } = row;
  const decoded = { ok: true, record: recordOf(cliente) } as const;
  return [{ key, row: decoded, cliente: unread.length === 0 ? cliente : undefined }];
}
