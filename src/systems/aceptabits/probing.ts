/** The bare questions that the probe asks of Aceptabits, with the answers as they come. */
import type { AceptabitsRecord } from '../../domain/customer.ts';
import type { ListShape } from '../../domain/profile.ts';
import type { Answer, Reading } from '../answer.ts';
import { createTransport } from '../http.ts';
import { type Ask, asker, shapeOf, type Told } from '../probing.ts';
import { propertyOf, rowsOf } from '../wire-text.ts';
import type { AceptabitsSetup } from './client.ts';
import {
  createForm,
  decodeCustomer,
  hasNoMethod,
  type NewAceptabitsCustomer,
  type Page,
  type PageQuery,
  type Parameters,
  pageForm,
  readCreated,
  readEnvelope,
  readPage,
} from './wire.ts';

export type ToldPage = Page<AceptabitsRecord> & {
  readonly shape: ListShape;
  readonly unknownFields: readonly string[];
};

/** An answer, or that no such method is there. */
export type ToldMethod<T> = Told<T> & { readonly missing: boolean };

export type AceptabitsProbing = {
  page(query: PageQuery): Promise<Told<ToldPage>>;
  show(code: string): Promise<ToldMethod<AceptabitsRecord>>;
  create(customer: NewAceptabitsCustomer): Promise<Told<AceptabitsRecord>>;
  /** Sends these fields and no others. */
  edit(code: string, fields: Readonly<Record<string, string>>): Promise<ToldMethod<unknown>>;
  remove(code: string): Promise<ToldMethod<unknown>>;
  /** Whether a list method that no document shows whole is there. */
  has(method: 'get-shops' | 'get-agents'): Promise<ToldMethod<unknown>>;
  withWrongToken(): Promise<Told<unknown>>;
  close(): void;
};

const ROW_NAMES = [
  'code', 'name', 'lastname', 'phone', 'email', 'created_at', 'created_at_format', 'code_shop', 'name_shop', 'code_agent',
  'name_agent', 'total_orders', 'total_agent_orders', 'total_no_agent_orders', 'isEditable',
]; // biome-ignore format: the row of the document

/** Asks one Aceptabits account what its documents leave open. */
export function probeAceptabits(setup: AceptabitsSetup, stop: () => void): AceptabitsProbing {
  const { url, token, authHeader = 'Authorization', authPrefix = 'Bearer ', updatePath, ...options } = setup;
  const transportOf = (secret: string) =>
    createTransport({
      side: 'aceptabits',
      secrets: [token],
      headers: { [authHeader]: `${authPrefix}${secret}` },
      ...options,
    });
  const transport = transportOf(token);
  const stranger = transportOf(wrong(token));
  const call = callerOf(asker(transport, options.now, stop), url);
  const asStranger = callerOf(asker(stranger, options.now, stop), url);
  const method = async <T>(path: string, request: Request, read: (answer: Answer) => Reading<T>) => {
    let missing = false;
    const told = await call(path, request, (answer) => {
      missing = hasNoMethod(answer);
      return read(answer);
    });
    return { ...told, missing };
  };
  return {
    page: (query) => call('get-customers', { query: pageForm(query), list: true }, readToldPage),
    show: (code) => method('show-customer', { query: { code } }, readCreated),
    create: (customer) => call('add-customer', { json: createForm(customer) }, readCreated),
    edit: (code, fields) =>
      method(updatePath ?? 'edit-customer', { json: { code, ...fields } }, readEnvelope),
    remove: (code) => method('delete-customer', { json: { code } }, readEnvelope),
    has: (path) => method(path, { query: { page: 1, limit: 1 } }, readEnvelope),
    withWrongToken: () =>
      asStranger('get-customers', { query: pageForm({ page: 1, limit: 1 }) }, readEnvelope),
    close() {
      transport.close();
      stranger.close();
    },
  };
}

/** Of the same length and letters: a token that is refused for its form would show another refusal. */
function wrong(token: string): string {
  return [...token]
    .reverse()
    .join('')
    .replace(/./, (letter) => (letter === '0' ? '1' : '0'));
}

type Request = { readonly query?: Parameters; readonly json?: unknown; readonly list?: boolean };
type Call = <T>(path: string, request: Request, read: (answer: Answer) => Reading<T>) => Promise<Told<T>>;

function callerOf(ask: Ask, url: string): Call {
  const base = url.endsWith('/') ? url : `${url}/`;
  return (path, request, read) =>
    ask(
      {
        operation: path,
        reads: request.json === undefined,
        method: request.json === undefined ? 'GET' : 'POST',
        url: new URL(path.replace(/^\/+/, ''), base).href,
        ...request,
      },
      read,
    );
}

function readToldPage(answer: Answer): Reading<ToldPage> {
  const read = readPage(answer, decodeCustomer);
  if (!read.ok) return read;
  const list = propertyOf(propertyOf(answer.body, 'data'), 'data');
  const [first] = rowsOf(list, 'code') ?? [];
  const unknownFields = Object.keys(first ?? {}).filter((name) => !ROW_NAMES.includes(name));
  return { ok: true, value: { ...read.value, shape: shapeOf(list, 'code'), unknownFields } };
}
