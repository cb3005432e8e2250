import fc from 'fast-check';
import * as aceptabitsRows from '../../src/systems/aceptabits/wire.ts';
import * as aceptabitsAnswers from '../../src/systems/aceptabits/wire-answers.ts';
import type { Answer, Reading } from '../../src/systems/answer.ts';
import * as managementproRows from '../../src/systems/managementpro/wire.ts';
import * as managementproAnswers from '../../src/systems/managementpro/wire-answers.ts';
import { fixture } from '../fixtures/fixture.ts';
import {
  faultOfA,
  faultOfAgent,
  faultOfKey,
  faultOfM,
  faultOfService,
  faultOfVerdict,
} from './fuzz-typed.ts';
import { mutated } from './mutations.ts';

/** Every answer that the clients read, and what its reader makes of one; a text says what is wrong with that. */
export type Endpoint = {
  readonly name: string;
  readonly examples: readonly unknown[];
  readonly read: (answer: Answer) => string | undefined;
};

function faultOfReading<T>(
  reading: Reading<T>,
  ofValue: (value: T) => string | undefined,
): string | undefined {
  if (reading.ok) return ofValue(reading.value);
  return faultOfVerdict(reading.verdict);
}

const first = <T>(rows: readonly T[], fault: (row: T) => string | undefined) =>
  rows.map(fault).find((found) => found !== undefined);

/** Answers more often than errors, in which there is little to read. */
function examplesOf(name: string): unknown[] {
  const answer = fixture(`${name}.answer`);
  return [answer, answer, answer, fixture(`${name}.error`)];
}

export const ENDPOINTS: readonly Endpoint[] = [
  {
    name: 'GetClienteLista',
    examples: examplesOf('managementpro/get-cliente-lista'),
    read: (answer) =>
      faultOfReading(managementproAnswers.readList(answer), ({ rows }) =>
        first(rows.map(managementproRows.decodeCliente), faultOfM),
      ),
  },
  {
    name: 'GetCliente',
    examples: examplesOf('managementpro/get-cliente'),
    read: (answer) =>
      faultOfReading(managementproAnswers.readDetail(answer), (row) =>
        row.ok ? faultOfM({ ok: true, record: managementproRows.recordOf(row.cliente) }) : faultOfM(row),
      ),
  },
  {
    name: 'addCliente',
    examples: examplesOf('managementpro/add-cliente'),
    read: (answer) =>
      faultOfReading(managementproAnswers.readWritten(answer), (key) =>
        key === undefined ? undefined : faultOfKey({ ok: true, record: { key } }),
      ),
  },
  {
    name: 'get-customers',
    examples: examplesOf('aceptabits/get-customers'),
    read: (answer) =>
      faultOfReading(aceptabitsAnswers.readPage(answer, aceptabitsRows.decodeCustomer), ({ rows }) =>
        first(rows, faultOfA),
      ),
  },
  {
    name: 'get-agents',
    examples: examplesOf('aceptabits/get-agents'),
    read: (answer) =>
      faultOfReading(aceptabitsAnswers.readPage(answer, aceptabitsRows.decodeAgent), ({ rows }) =>
        first(rows, faultOfAgent),
      ),
  },
  {
    name: 'add-customer',
    examples: examplesOf('aceptabits/add-customer'),
    read: (answer) =>
      faultOfReading(aceptabitsAnswers.readCreated(answer), (record) => faultOfA({ ok: true, record })),
  },
  {
    name: 'update',
    examples: examplesOf('aceptabits/add-customer'),
    read: (answer) => faultOfReading(aceptabitsAnswers.readUpdated(answer), () => undefined),
  },
  {
    name: 'add-service',
    examples: examplesOf('aceptabits/add-service'),
    read: (answer) =>
      faultOfReading(aceptabitsAnswers.readService(answer), (service) =>
        faultOfService({ ok: true, record: service }),
      ),
  },
];

export const status = fc.constantFrom(
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
