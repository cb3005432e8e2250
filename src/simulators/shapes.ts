import { lineBreak } from './bytes.ts';
import { changedRecords } from './distortion.ts';
import { isObject } from './json.ts';
import type { Manners } from './manners.ts';
import type { Answer } from './wire.ts';

/** Where the two sides' answers carry their lists. */
const listNames = ['cliente', 'vendedor', 'data'] as const;
/** The first of the numeric keys of rows that are no array. */
const firstRow = 100;

/** The rows of an answer; none for an answer that is no list. */
export function rowsOf(answer: Answer): readonly unknown[] | undefined {
  if (!isObject(answer.body) || !isObject(answer.body.data)) return undefined;
  const { data } = answer.body;
  const name = listNames.find((one) => Array.isArray(data[one]));
  return name && (data[name] as unknown[]);
}

/** The answer in the shapes that are set. */
export function shaped(answer: Answer, manners: Manners): Answer {
  const whole = broken(answer, manners.brokenRows);
  if (!isObject(whole.body) || !isObject(whole.body.data)) return whole;
  const { data } = whole.body;
  const name = listNames.find((one) => Array.isArray(data[one]));
  if (!name) return whole;
  const rows = shapedRows(padded(data[name] as unknown[], manners.rowPadBytes), manners);
  return { ...whole, body: { ...whole.body, data: { ...data, [name]: rows } } };
}

function broken(answer: Answer, keys: readonly string[]): Answer {
  if (keys.length === 0) return answer;
  return changedRecords(answer, (record) => {
    if (!keys.includes(String(record.clave ?? record.code).trim())) return record;
    const field = 'descripcion' in record ? 'descripcion' : 'name';
    const text = String(record[field]);
    return { ...record, [field]: text.slice(0, 3) + lineBreak + text.slice(3) };
  });
}

function padded(rows: readonly unknown[], bytes: number): readonly unknown[] {
  if (bytes === 0) return rows;
  return rows.map((row) => (isObject(row) ? { ...row, observaciones: 'x'.repeat(bytes) } : row));
}

function shapedRows(rows: readonly unknown[], { listOfOne, emptyList, rowsAs }: Manners): unknown {
  if (rows.length === 0) return { array: [], null: null, text: '', object: {} }[emptyList];
  if (rows.length === 1 && listOfOne === 'object') return rows[0];
  if (rowsAs === 'array') return rows;
  return Object.fromEntries(rows.map((row, index) => [String(firstRow + index), row]));
}
