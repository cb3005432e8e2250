/** What is around the rows of Aceptabits' answers, and whether an answer is one at all. */
import { z } from 'zod';
import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import { classifyAceptabits, verdictOf } from '../../domain/error-table.ts';
import type { Answer, Reading } from '../answer.ts';
import { count, key, propertyOf, rowsOf } from '../wire-text.ts';
import { decodeCustomer, type Service, serviceSchema } from './wire.ts';

/** The service that `add-service` answers. */
export function readService(answer: Answer): Reading<Service> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const read = serviceSchema.safeParse(data.value);
  return read.success ? { ok: true, value: read.data } : unreadable('No service was answered.');
}

const envelope = z.union([
  z.object({ status: z.literal(true), data: z.unknown().optional() }),
  z.object({ status: z.literal(false), error: z.object({ code: key }) }),
]);

/** The `data` of a successful answer, or what the refusal means. */
export function readEnvelope({ status, body, retryAfterMs }: Answer): Reading<unknown> {
  const read = envelope.safeParse(body);
  const waits = retryAfterMs !== undefined;
  if (read.success && read.data.status && status < 300) return { ok: true, value: read.data.data };
  const code = read.success && !read.data.status ? read.data.error.code : undefined;
  return { ok: false, verdict: classifyAceptabits({ status, waits, code }), detail: messageOf(body) };
}

/** Web frameworks say what is wrong in `message`; the contract has no such field. */
function messageOf(body: unknown): string | undefined {
  const message = propertyOf(body, 'message');
  return typeof message === 'string' ? message : undefined;
}

/** A successful answer without the content that it should have. */
function unreadable(detail: string): Reading<never> {
  return { ok: false, verdict: verdictOf('aceptabits', 'unreadable'), detail };
}

const pageSchema = z.object({
  data: z.unknown().transform((list, { addIssue }) => {
    const rows = rowsOf(list, 'code');
    if (!rows) addIssue('no rows');
    return rows ?? [];
  }),
  current_page: count,
  last_page: count,
  per_page: count,
  total: count,
});

/** One page of a list, its rows decoded. */
export type PageOf<R> = {
  readonly rows: readonly R[];
  readonly received: number;
  readonly page: number | undefined;
  readonly lastPage: number | undefined;
  readonly perPage: number | undefined;
  readonly total: number | undefined;
  /** Who stands on it like the last time, where whoever asks has asked for that too: these are none of `rows`. */
  readonly seen?: readonly SeenRow[] | undefined;
};

export type Page<R> = PageOf<Decoded<R>>;

/** A row whose bytes have been seen before: nothing of it has been decoded. */
export type SeenRow = { readonly key: string; readonly shop: string | undefined };

/** A page of customers or agents. */
export function readPage<R>(answer: Answer, decode: (row: unknown) => R): Reading<PageOf<R>> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const read = pageSchema.safeParse(data.value);
  if (!read.success) return unreadable('The answer holds no page of rows.');
  const { data: rows, current_page, last_page, per_page, total } = read.data;
  return {
    ok: true,
    value: {
      rows: rows.map(decode),
      received: rows.length,
      page: current_page,
      lastPage: last_page,
      perPage: per_page,
      total,
    },
  };
}

/** The customer that `add-customer` answers; without a readable code the answer is no clear yes. */
export function readCreated(answer: Answer): Reading<AceptabitsRecord> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const decoded = decodeCustomer(data.value);
  return decoded.ok ? { ok: true, value: decoded.record } : unreadable(decoded.reason);
}

/** Whether a web server answered, because Aceptabits has no such method; a 5xx says nothing about that. */
export function hasNoMethod({ status, body, html }: Answer): boolean {
  return (
    (body === undefined || !envelope.safeParse(body).success) &&
    status < 500 &&
    (html || [404, 405].includes(status))
  );
}

/** What `show-customer` says of a code: its row, that nobody has it, or that there is no such method. */
export type Shown =
  | { readonly kind: 'row'; readonly row: Decoded<AceptabitsRecord> }
  | { readonly kind: 'nobody' | 'no-method' };

const NOBODY = '1375';

/** `show-customer` of this code. */
export function readShown(answer: Answer, code: string): Reading<Shown> {
  if (hasNoMethod(answer)) return { ok: true, value: { kind: 'no-method' } };
  const data = readEnvelope(answer);
  // A documented refusal is an absence (rule 2); one that a 5xx brings is their trouble.
  if (!data.ok && data.verdict.code === NOBODY && answer.status < 500)
    return { ok: true, value: { kind: 'nobody' } };
  if (!data.ok) return data;
  const row = decodeCustomer(data.value);
  if (row.ok && row.record.key !== code) return unreadable('The answer shows another customer.');
  if (!row.ok && row.key !== code) return unreadable('The answer shows no customer of this code.');
  return { ok: true, value: { kind: 'row', row } };
}

/** An update says yes by its envelope; what it holds beside that is not documented. */
export function readUpdated(answer: Answer): Reading<void> {
  if (hasNoMethod(answer)) return { ok: false, verdict: verdictOf('aceptabits', 'method-missing') };
  const data = readEnvelope(answer);
  return data.ok ? { ok: true, value: undefined } : data;
}
