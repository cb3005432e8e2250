/**
 * The shapes of single values, as schemas from the text of an environment variable to what the program uses.
 * No message here repeats the value: it may be a secret, or an address with a password in it.
 */
import { isIP } from 'node:net';
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const DURATION_MAX_MS = 7 * 24 * UNIT_MS.h;

/** Any text that is there at all. */
export function text(): z.ZodString {
  return z.string({ error: 'is missing' });
}

/** `2s`, `1m`, `1h`, `500ms` → milliseconds, from 100 ms to seven days. */
export function duration() {
  return text()
    .regex(/^\d{1,9}(ms|s|m|h)$/, 'must be a whole number and a unit (ms, s, m or h)')
    .transform(toMs)
    .pipe(z.number().min(100, 'must be at least 100ms').max(DURATION_MAX_MS, 'must be at most 168h'));
}

function toMs(value: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(value) ?? [];
  return Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** A decimal number in the given range. */
export function numberFrom(min: number, max: number) {
  const message = `must be a number from ${min} to ${max}`;
  return text()
    .regex(/^\d+(\.\d+)?$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message));
}

/** A whole number in the given range. */
export function wholeFrom(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return text()
    .regex(/^\d+$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message));
}

/** An absolute address of one of the given schemes, as `URL` writes it. */
export function address(...schemes: string[]) {
  return addresses((value) => [value], ...schemes);
}

/** The same of each of several, as `split` finds them. */
export function addresses(split: (value: string) => string[], ...schemes: string[]) {
  const beginning = schemes.map((s) => `${s}://`).join(' or ');
  const message = `must be a whole address that begins with ${beginning}; in a password write # as %23, / as %2F, ? as %3F and @ as %40`;
  return text().refine((value) => split(value).every((one) => schemes.includes(schemeOf(one))), message);
}

function schemeOf(value: string): string {
  const parsed = URL.parse(value);
  return parsed && parsed.host !== '' ? parsed.protocol.slice(0, -1) : '';
}

/** One of a closed set of words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, {
    error: (issue) => (issue.input === undefined ? 'is missing' : `must be one of ${words.join(', ')}`),
  });
}

/** `true` or `false`. */
export function flag() {
  return oneOf(['true', 'false']).transform((value) => value === 'true');
}

/** One or more of a closed set of words, with commas between them; doubles are dropped. */
export function someOf<const T extends readonly [string, ...string[]]>(words: T) {
  const split = (value: string) => [...new Set(value.split(',').map((word) => word.trim()))];
  const message = `must be one or more of ${words.join(', ')}, with commas between them`;
  return text()
    .transform(split)
    .pipe(z.array(z.enum(words, { error: message })));
}

/** `*`, or codes of shops with commas between them; doubles are dropped. */
export function shops() {
  const message = 'must be * or codes of shops, with commas between them';
  return text().transform((value, { addIssue }): 'all' | readonly string[] => {
    if (value === '*') return 'all';
    const codes = [...new Set(value.split(',').map((code) => code.trim()))];
    if (codes.some((code) => !/^[^\s*]+$/u.test(code))) addIssue({ code: 'custom', message });
    return codes;
  });
}

/** One or more e-mail addresses, with commas between them; doubles are dropped. */
export function emails() {
  const message = 'must be e-mail addresses, with commas between them';
  return text().transform((value, { addIssue }): readonly string[] => {
    const list = [...new Set(value.split(',').map((one) => one.trim()))];
    if (!list.every((one) => /^[^\s@,<>"]+@[^\s@,<>"]+$/u.test(one))) addIssue({ code: 'custom', message });
    return list;
  });
}

/** A cron expression of five fields (or six, seconds first). */
export function cron() {
  return text().refine(isCron, 'must be a cron expression of five fields');
}

function isCron(value: string): boolean {
  if (value.split(/\s+/).length !== 5) return false;
  try {
    CronExpressionParser.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone that this Node knows. */
export function timezone() {
  return text().refine(isTimezone, 'must be the IANA name of a time zone');
}

function isTimezone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** `$scrypt$ln=15,r=8,p=1$salt$hash`, both in base64; docs/dashboard.md says how to make one. */
export const SCRYPT_HASH =
  /^\$scrypt\$ln=(1[0-8]),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{16,}={0,2})\$([\w+/]{43,}={0,2})$/;

export const PASSWORD_CHARS_MIN = 12;

/** A password of twelve characters or more, or the hash of one. */
export function password() {
  return text()
    .min(PASSWORD_CHARS_MIN, `must have at least ${PASSWORD_CHARS_MIN} characters`)
    .refine(
      (value) => !value.startsWith('$scrypt$') || SCRYPT_HASH.test(value),
      'begins like a hash, and is none',
    );
}

const HOPS_MAX = 10;

/**
 * `false`, a number of proxies that stand in a row before us, or their addresses and networks with commas between them.
 * To believe everybody would let everybody say who they are.
 */
export function proxies() {
  const message = `must be false, a number of proxies up to ${HOPS_MAX}, or addresses and networks with commas between them`;
  return text().transform((value, { addIssue }): false | number | string[] => {
    if (value === 'false' || value === '0') return false;
    if (/^\d+$/.test(value) && Number(value) <= HOPS_MAX) return Number(value);
    const list = value.split(',').map((one) => one.trim());
    if (!list.every(isNetwork)) addIssue({ code: 'custom', message });
    return list;
  });
}

function isNetwork(value: string): boolean {
  const [ip = '', bits = '0', ...rest] = value.split('/');
  const family = isIP(ip);
  return (
    family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)
  );
}
