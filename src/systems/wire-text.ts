import { z } from 'zod';
import type { Decoded } from '../domain/customer.ts';

/** What a decoder puts in the place of bytes that it cannot read. */
const LOST = '\uFFFD';

/**
 * How both APIs' loosely typed values are read. A missing key stays `undefined` (it says nothing), and so does a value
 * that has lost letters on its way; `null` and `''` are both `''` (they say empty), numbers count as text, and
 * anything else is not understood.
 */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    if (value === undefined) return undefined;
    const written = value === null ? '' : String(value);
    return written.includes(LOST) ? undefined : written;
  });

/**
 * A key of a customer: text or number, never empty, byte for byte as it came. Blanks and zeros around it are part of
 * it: a link keeps and sends the list's exact form.
 */
export const key = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => value.trim() !== '', 'empty')
  .refine((value) => !value.includes(LOST), 'has lost letters');

/**
 * The rows of a list in each of its shapes: an array, one row as an object (told by its key `keyName`), rows under
 * numbers, none as null, `''` or `{}`. Undefined where it is none of them.
 */
export function rowsOf(list: unknown, keyName: string): unknown[] | undefined {
  if (Array.isArray(list)) return list;
  if (list === null || list === '') return [];
  if (typeof list !== 'object') return undefined;
  if (Object.hasOwn(list, keyName)) return [list];
  return Object.keys(list).every((name) => /^\d+$/.test(name)) ? Object.values(list) : undefined;
}

/** A whole number from zero up, as number or text; anything else says nothing. */
export const count = z
  .unknown()
  .optional()
  .transform((value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
  });

/** Why a value was not understood: paths and expectations only, never the value itself. */
function reasonOf(error: z.core.$ZodError): string {
  return error.issues
    .slice(0, 3)
    .map(({ path, code, message }) => {
      const where = path.map(String).join('.') || 'record';
      return `${where}: ${message === 'empty' ? 'is empty' : code === 'custom' ? message : 'is of an unexpected type'}`;
    })
    .join('; ');
}

/** A row set aside, with its key when that at least could be read. */
export function notUnderstood(
  rowKey: unknown,
  error: z.core.$ZodError,
): Extract<Decoded<never>, { ok: false }> {
  const found = key.safeParse(rowKey);
  return { ok: false, key: found.success ? found.data : undefined, reason: reasonOf(error) };
}

/** The property of a value that may be anything. */
export function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
