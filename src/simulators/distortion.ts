import type { Fault } from './faults.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Answer } from './wire.ts';

/**
 * Which keys a fault keeps out of every list. The same half is missing from all pages, and the counts of the
 * answer agree with what is left: the list looks whole.
 */
export function hides(fault: Fault): (key: string) => boolean {
  if (fault.kind === 'emptyList') return () => true;
  if (fault.kind === 'halfList') return isInTheHiddenHalf;
  return () => false;
}

function isInTheHiddenHalf(key: string): boolean {
  let hash = 2_166_136_261;
  for (const letter of key) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619);
  return ((hash >>> 15) & 1) === 1;
}

/** The answer after `missingKeys` or `blankField` has gone through its records; others leave it alone. */
export function distorted(answer: Answer, fault: Fault, emailKey: string): Answer {
  const field = fault.field ?? emailKey;
  if (fault.kind === 'missingKeys') return changedRecords(answer, (record) => without(record, field));
  if (fault.kind === 'blankField') return changedRecords(answer, (record) => blanked(record, field));
  return answer;
}

function without(record: JsonObject, field: string): JsonObject {
  const { [field]: _gone, ...rest } = record;
  return rest;
}

function blanked(record: JsonObject, field: string): JsonObject {
  return field in record ? { ...record, [field]: '' } : record;
}

/** Applies `change` to every customer or agent, wherever the shapes of answer carry them. */
export function changedRecords(answer: Answer, change: (record: JsonObject) => JsonObject): Answer {
  if (!isObject(answer.body) || !isObject(answer.body.data)) return answer;
  return { ...answer, body: { ...answer.body, data: changedData(answer.body.data, change) } };
}

function changedData(data: JsonObject, change: (record: JsonObject) => JsonObject): JsonObject {
  if ('cliente' in data) return { ...data, cliente: changedEach(data.cliente, change) };
  if ('vendedor' in data) return { ...data, vendedor: changedEach(data.vendedor, change) };
  if (Array.isArray(data.data)) return { ...data, data: changedEach(data.data, change) };
  return change(data);
}

function changedEach(records: unknown, change: (record: JsonObject) => JsonObject): unknown {
  if (Array.isArray(records)) return records.map((record) => changedEach(record, change));
  return isObject(records) ? change(records) : records;
}
