import { z } from 'zod';
import type { Decoded } from '../domain/customer.ts';

/**
 * How both APIs' loosely typed values are read. A missing key stays `undefined` (it says nothing), `null`
 * and `''` are both `''` (they say empty), numbers count as text, and anything else is not understood.
 */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === undefined ? undefined : value === null ? '' : String(value)));

/** A key of a customer: text or number, never empty. */
export const key = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => value.trim() !== '', 'empty');

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
