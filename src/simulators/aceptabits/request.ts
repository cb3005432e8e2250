import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { RawRequest } from '../server.ts';

/** The parameters of a request: the query, and over it the body, a JSON object or a form. */
export function parametersOf(raw: RawRequest): JsonObject {
  const query = Object.fromEntries(raw.url.searchParams);
  if (raw.method === 'GET' || raw.bytes.length === 0) return query;
  const text = raw.bytes.toString('utf8');
  if (/^application\/x-www-form-urlencoded/i.test(raw.headers['content-type'] ?? '')) {
    return { ...query, ...Object.fromEntries(new URLSearchParams(text)) };
  }
  const body = parseJson(text);
  return isObject(body) ? { ...query, ...body } : query;
}
