import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { RawRequest } from '../server.ts';

/**
 * The request that the caller meant, from any of the ways the contract allows: a JSON body, or parameters or a
 * form whose field `data` holds the JSON, either the whole request or only its `data`.
 * @returns undefined when nothing readable was sent
 */
export async function parseRequest(raw: RawRequest): Promise<JsonObject | undefined> {
  const parameters = Object.fromEntries(raw.url.searchParams);
  const type = raw.headers['content-type'] ?? '';
  if (/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)) {
    return fromFields({ ...parameters, ...(await formFields(raw.bytes, type)) });
  }
  if (raw.bytes.length === 0) return 'data' in parameters ? fromFields(parameters) : undefined;
  const body = parseJson(raw.bytes.toString('utf8'));
  return isObject(body) ? body : undefined;
}

async function formFields(bytes: Buffer, type: string): Promise<Record<string, string>> {
  const response = new Response(new Uint8Array(bytes), { headers: { 'content-type': type } });
  const fields: Record<string, string> = {};
  try {
    for (const [name, value] of await response.formData()) {
      fields[name] = typeof value === 'string' ? value : await value.text();
    }
  } catch {
    return {}; // A broken form carries no field, and the missing apikey answers it.
  }
  return fields;
}

function fromFields(fields: Record<string, string>): JsonObject | undefined {
  const data = parseJson(fields.data ?? '');
  if (!isObject(data)) return undefined;
  return 'action' in data ? { ...fields, ...data } : { ...fields, data };
}
