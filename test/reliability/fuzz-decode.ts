import fc from 'fast-check';
import type { Decoded } from '../../src/domain/customer.ts';
import { evidenceOf } from '../../src/domain/evidence.ts';
import { getAceptabits, getManagementPro } from '../../src/domain/lens.ts';
import { wordsOf } from '../../src/domain/words.ts';
import * as aceptabits from '../../src/systems/aceptabits/wire.ts';
import type { Answer, Reading } from '../../src/systems/http.ts';
import * as managementpro from '../../src/systems/managementpro/wire.ts';
import { fixture } from '../fixtures/fixture.ts';
import { mutated } from './mutations.ts';

/** Every answer that the clients read, and what each makes of one; a text says what is wrong with it. */
export type Endpoint = {
  readonly name: string;
  readonly examples: readonly unknown[];
  readonly read: (answer: Answer) => string | undefined;
};

const NO_ROUTES = { shops: {}, salespeople: {} };
const M_FIELDS = ['name', 'email', 'phone', 'salesperson', 'salespersonName', 'shop', 'legalName', 'rfc'];
const A_FIELDS = ['name', 'lastname', 'email', 'phone', 'agent', 'agentName', 'shop', 'createdAt'];

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function faultOfRecord(record: object, fields: readonly string[]): string | undefined {
  const key: unknown = Reflect.get(record, 'key');
  if (typeof key !== 'string' || key.trim() === '') return 'a record without a key';
  const odd = fields.find((field) => !isTextOrNothing(Reflect.get(record, field)));
  return odd === undefined ? undefined : `${odd} is no text`;
}

function faultOfRow<R extends object>(
  row: Decoded<R>,
  fields: readonly string[],
  use: (record: R) => unknown,
) {
  if (!row.ok)
    return typeof row.reason === 'string' && row.reason !== '' ? undefined : 'parked without a reason';
  use(row.record);
  return faultOfRecord(row.record, fields);
}

function faultOfReading<T>(
  reading: Reading<T>,
  ofValue: (value: T) => string | undefined,
): string | undefined {
  if (reading.ok) return ofValue(reading.value);
  const { errorClass, code, clearNo } = reading.verdict;
  return errorClass && code && typeof clearNo === 'boolean' ? undefined : 'an error without a class';
}

const first = <T>(rows: readonly T[], fault: (row: T) => string | undefined) =>
  rows.map(fault).find((found) => found !== undefined);

type MRow = ReturnType<typeof managementpro.decodeCliente>;
type ARow = ReturnType<typeof aceptabits.decodeCustomer>;

function faultOfM(row: MRow): string | undefined {
  return faultOfRow(row, M_FIELDS, (record) => [
    evidenceOf(getManagementPro(record, NO_ROUTES)),
    wordsOf(record),
  ]);
}

function faultOfA(row: ARow): string | undefined {
  return faultOfRow(row, A_FIELDS, (record) => [
    evidenceOf(getAceptabits(record, NO_ROUTES)),
    wordsOf(record),
  ]);
}

function mExamples(name: string): unknown[] {
  return [fixture(`managementpro/${name}.answer`), fixture(`managementpro/${name}.error`)];
}

function aExamples(name: string): unknown[] {
  return [fixture(`aceptabits/${name}.answer`), fixture(`aceptabits/${name}.error`)];
}

export const ENDPOINTS: readonly Endpoint[] = [
  {
    name: 'GetClienteLista',
    examples: mExamples('get-cliente-lista'),
    read: (answer) =>
      faultOfReading(managementpro.readList(answer), ({ rows }) =>
        first(rows.map(managementpro.decodeCliente), faultOfM),
      ),
  },
  {
    name: 'GetCliente',
    examples: mExamples('get-cliente'),
    read: (answer) =>
      faultOfReading(managementpro.readDetail(answer), (row) =>
        row.ok ? faultOfM({ ok: true, record: managementpro.recordOf(row.cliente) }) : faultOfM(row),
      ),
  },
  {
    name: 'addCliente',
    examples: mExamples('add-cliente'),
    read: (answer) =>
      faultOfReading(managementpro.readWritten(answer), (key) =>
        key === undefined || key.trim() !== '' ? undefined : 'an empty clave',
      ),
  },
  {
    name: 'get-customers',
    examples: aExamples('get-customers'),
    read: (answer) =>
      faultOfReading(aceptabits.readPage(answer, aceptabits.decodeCustomer), ({ rows }) =>
        first(rows, faultOfA),
      ),
  },
  {
    name: 'get-agents',
    examples: aExamples('get-agents'),
    read: (answer) =>
      faultOfReading(aceptabits.readPage(answer, aceptabits.decodeAgent), ({ rows }) =>
        first(rows, (row) =>
          faultOfRow(row, ['name', 'lastname', 'email', 'phone', 'shop'], () => undefined),
        ),
      ),
  },
  {
    name: 'add-customer',
    examples: aExamples('add-customer'),
    read: (answer) =>
      faultOfReading(aceptabits.readCreated(answer), (record) => faultOfA({ ok: true, record })),
  },
  {
    name: 'update',
    examples: aExamples('add-customer'),
    read: (answer) => faultOfReading(aceptabits.readUpdated(answer), () => undefined),
  },
  {
    name: 'add-service',
    examples: aExamples('add-service'),
    read: (answer) =>
      faultOfReading(aceptabits.readService(answer), (service) =>
        faultOfRecord(service, ['name', 'priceMxn', 'shop']),
      ),
  },
];

const status = fc.constantFrom(
  200,
  200,
  200,
  200,
  201,
  204,
  301,
  400,
  401,
  403,
  404,
  405,
  418,
  429,
  500,
  502,
  503,
);

/** Reads `inputs` answers of one endpoint. Undefined, or the smallest answer found that breaks the promise. */
export function fuzzDecoding(endpoint: Endpoint, inputs: number, seed: number): string | undefined {
  const answers = fc.record({
    status,
    body: mutated(endpoint.examples),
    retryAfterMs: fc.option(fc.nat(5_000), { nil: undefined }),
  });
  const outcome = fc.check(
    fc.property(answers, (answer) => {
      const fault = endpoint.read(answer);
      if (fault !== undefined) throw new Error(fault);
    }),
    { numRuns: inputs, seed },
  );
  return outcome.failed ? `${endpoint.name}: ${fc.defaultReportMessage(outcome)}` : undefined;
}
