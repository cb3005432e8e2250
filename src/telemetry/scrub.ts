/**
 * What must not reach the log is taken out here, at any depth of what is logged.
 *
 * The convention: data about people is logged under the key `customer` and nowhere else, for example
 * `log.info({ customer: { clave, code, name, email } }, 'created')`. Without LOG_PII only the keys of the
 * customer are left of it. Keys that can only mean personal data are hidden elsewhere too, as a safety net.
 */
const SECRET = /(api_?key|token|password|authorization|secret)$/i;
const PERSONAL =
  /^(e-?mail|phone|telefono|lastname|descripcion|razon_social|legalname|rfc|contacto)(_|\d|$)/i;
/** What is left of a `customer` without LOG_PII: what a person needs to find it, and the side. */
const CUSTOMER_KEYS = new Set(['clave', 'code', 'key', 'link', 'side']);
/** Deeper values are cut off: a log line is no dump. */
const DEPTH_MAX = 6;

export type Scrub = (bindings: Record<string, unknown>) => Record<string, unknown>;

/** A function that returns a clean copy of what is to be logged. `pii` lets personal data through, never secrets. */
export function createScrub({ pii }: { pii: boolean }): Scrub {
  return (bindings) => cleanObject(bindings, { pii }, 0);
}

type Rules = { pii: boolean };

function cleanObject(given: object, rules: Rules, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, cleanEntry(key, value, rules, depth)]),
  );
}

function cleanEntry(key: string, value: unknown, rules: Rules, depth: number): unknown {
  if (value === undefined) return undefined;
  if (SECRET.test(key)) return '[secret]';
  if (!rules.pii && PERSONAL.test(key)) return '[personal]';
  if (!rules.pii && key === 'customer') return keysOnly(value);
  return cleanValue(value, rules, depth + 1);
}

function cleanValue(value: unknown, rules: Rules, depth: number): unknown {
  if (typeof value === 'string') return withoutCredentials(value);
  if (value instanceof Error) return describeError(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH_MAX) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, rules, depth + 1));
  return isPlain(value) ? cleanObject(value, rules, depth) : value;
}

function keysOnly(customer: unknown): unknown {
  if (typeof customer !== 'object' || customer === null) return '[personal]';
  return Object.fromEntries(Object.entries(customer).filter(([key]) => CUSTOMER_KEYS.has(key)));
}

/**
 * Errors of HTTP clients carry the whole request, headers and body included, so only what is named here is
 * taken over.
 */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutCredentials(error.message),
    ...(code === undefined ? {} : { code }),
    stack: withoutCredentials(error.stack ?? ''),
    ...(error.cause instanceof Error && depth < DEPTH_MAX
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}

/** `redis://:password@host` → `redis://[secret]@host`. */
function withoutCredentials(text: string): string {
  return text.replace(/(:\/\/)[^/\s@]+@/g, '$1[secret]@');
}

/** Dates, URLs and the like write themselves as JSON. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
