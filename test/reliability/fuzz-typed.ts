import type { AceptabitsRecord, Decoded, ManagementProRecord } from '../../src/domain/customer.ts';
import { SideError } from '../../src/domain/errors.ts';
import { evidenceOf } from '../../src/domain/evidence.ts';
import { getAceptabits, getManagementPro } from '../../src/domain/lens.ts';
import { wordsOf } from '../../src/domain/search-words.ts';

/** What is wrong with something that the inside will trust; undefined where it is as its type says. */

const NO_ROUTES = { shops: {}, salespeople: {} };
const M_FIELDS = ['name', 'email', 'phone', 'salesperson', 'salespersonName', 'shop', 'legalName', 'rfc'];
const A_FIELDS = ['name', 'lastname', 'email', 'phone', 'agent', 'agentName', 'shop', 'createdAt'];
const AGENT_FIELDS = ['name', 'lastname', 'email', 'phone', 'shop'];
const SERVICE_FIELDS = ['name', 'priceMxn', 'shop'];

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function faultOfRecord(record: object, fields: readonly string[]): string | undefined {
  const key: unknown = Reflect.get(record, 'key');
  if (typeof key !== 'string' || key.trim() === '') return 'a record without a key';
  const odd = fields.find((field) => !isTextOrNothing(Reflect.get(record, field)));
  return odd === undefined ? undefined : `${odd} is no text`;
}

function faultOfRow<R extends object>(row: Decoded<R>, ofRecord: (record: R) => string | undefined) {
  if (row.ok) return ofRecord(row.record);
  return typeof row.reason === 'string' && row.reason !== '' ? undefined : 'parked without a reason';
}

/** A record must also bear what is done with every one of them: its evidence and its words are taken. */
export function faultOfM(row: Decoded<ManagementProRecord>): string | undefined {
  return faultOfRow(row, (record) => {
    evidenceOf(getManagementPro(record, NO_ROUTES));
    wordsOf(record);
    const odd = Object.entries(record.rest).find(([, value]) => typeof value !== 'string');
    return odd === undefined ? faultOfRecord(record, M_FIELDS) : `${odd[0]} of the rest is no text`;
  });
}

export function faultOfA(row: Decoded<AceptabitsRecord>): string | undefined {
  return faultOfRow(row, (record) => {
    evidenceOf(getAceptabits(record, NO_ROUTES));
    wordsOf(record);
    return faultOfRecord(record, A_FIELDS);
  });
}

export function faultOfAgent(row: Decoded<object>): string | undefined {
  return faultOfRow(row, (agent) => faultOfRecord(agent, AGENT_FIELDS));
}

export function faultOfService(row: Decoded<object>): string | undefined {
  return faultOfRow(row, (service) => faultOfRecord(service, SERVICE_FIELDS));
}

/** What is known of a customer by its key alone. */
export function faultOfKey(row: Decoded<object>): string | undefined {
  return faultOfRow(row, (keyed) => faultOfRecord(keyed, []));
}

type Classed = { readonly errorClass: unknown; readonly code: unknown; readonly clearNo: unknown };

export function faultOfVerdict({ errorClass, code, clearNo }: Classed): string | undefined {
  return errorClass && code && typeof clearNo === 'boolean' ? undefined : 'an error without a class';
}

export function faultOfError(error: unknown): string | undefined {
  return error instanceof SideError ? faultOfVerdict(error.facts) : `another exception: ${String(error)}`;
}
