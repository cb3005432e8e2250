import type { Side } from './customer.ts';

/** The classes of rule 11; the retry policy, the dashboard and the docs all switch on them. */
export const ERROR_CLASSES = [
  'credentials',
  'request',
  'data',
  'reference',
  'trouble',
  'pace',
  'unknown',
] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

export type SideErrorFacts = {
  readonly side: Side;
  /** The API's own name of the call, e.g. `addCliente` or `add-customer`. */
  readonly operation: string;
  readonly errorClass: ErrorClass;
  /** A documented code (`1287`), `http-502`, `timeout`, `reset`, `unreadable`… */
  readonly code: string;
  readonly httpStatus?: number | undefined;
  /** How long the side asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /**
   * True when the request certainly changed nothing: it never left, or the side answered with a clear no.
   * False is the only safe answer where this cannot be known (rule 8).
   */
  readonly clearNo: boolean;
  /** True when the request concerned one customer alone: its refusal may be that customer's own matter (rule 11). */
  readonly ofCustomer?: boolean | undefined;
  /** True for a create without a clear yes or no: its sends count its tries, and it is put aside by them (rule 8). */
  readonly unclearCreate?: boolean | undefined;
  /** The side seems to hold nobody at all, and tells so by this refusal only: a person has to confirm it (rule 2). */
  readonly toldEmpty?: { readonly code: string; readonly message: string } | undefined;
  /** The side's own words, already free of secrets. */
  readonly detail?: string | undefined;
};

/** The one error that a call to a side may throw. Its message holds no secret and no customer data. */
export class SideError extends Error {
  readonly facts: SideErrorFacts;

  constructor(facts: SideErrorFacts, options?: ErrorOptions) {
    super(`${facts.side} ${facts.operation}: ${facts.errorClass} ${facts.code}`, options);
    this.name = 'SideError';
    this.facts = facts;
  }
}
