import type { Normalisation } from '../normalise.ts';

/** Every point on which the contract leaves the server free, and its speed. All may change at any time. */
export type AceptabitsSettings = {
  /** The path of an update method, such as `update-customer`; none is documented, so none by default. */
  updatePath: string | undefined;
  /** What an update does to the fields that it does not carry. */
  omitted: 'keep' | 'blank';
  /** An update is accepted, and changes nothing. */
  ignoreUpdates: boolean;
  /** Applied to the texts of API writes, in this order. */
  normalise: Normalisation[];
  /** How long after an API write the lists still show what was there before, in ms of the clock. */
  listLagMs: number;
  /** Added to the `created_at` of new records. */
  clockSkewMs: number;
  /** New records share one `created_at` per minute, and the order among equals changes with each request. */
  tiedCreatedAt: boolean;
  /** Rows that a page of customers holds at most, whatever `limit` asks for. */
  pageMax: number;
  /** Real time before each answer, in ms. */
  latencyMs: number;
  /** `suspended`: the token is right, and its user still may not use it. */
  account: 'active' | 'suspended';
  /** The name of the header that carries the token, in lower case, and what stands before it. */
  authHeader: string;
  authPrefix: string;
};

/** A well-behaved server, as the contract has it. */
export function defaultAceptabitsSettings(): AceptabitsSettings {
  return {
    updatePath: undefined,
    omitted: 'keep',
    ignoreUpdates: false,
    normalise: [],
    listLagMs: 0,
    clockSkewMs: 0,
    tiedCreatedAt: false,
    pageMax: 100,
    latencyMs: 0,
    account: 'active',
    authHeader: 'authorization',
    authPrefix: 'Bearer ',
  };
}
