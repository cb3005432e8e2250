import { goodManners, type Manners } from '../manners.ts';
import type { Normalisation } from '../normalise.ts';
import type { CustomerFields } from './records.ts';

/** Every point on which the contract leaves the server free, and its speed. All may change at any time. */
export type AceptabitsSettings = Manners & {
  /** The path of the update method, `edit-customer` unless told; undefined for an API that has none. */
  updatePath: string | undefined;
  /** Methods that this server does not have, such as `show-customer`. */
  absent: readonly string[];
  /** How a method answers that is not there: a page with 404, with 405, or a page of the site with 200. */
  absentAs: '404' | '405' | 'html';
  /** What an update does to the fields that it does not carry. */
  omitted: 'keep' | 'blank';
  /** An update is accepted, and changes nothing. */
  ignoreUpdates: boolean;
  /** The fields that an update changes; what else it carries is passed over in silence. */
  editsOnly: readonly EditField[];
  /** Fields that an update does not empty: an empty value keeps the present one. */
  keepsWhenEmpty: readonly EditField[];
  /** Customers, by code, whose updates are refused, each with an error code of its own. */
  editRefusals: Readonly<Record<string, string>>;
  /**
   * The account begins with the platform's own shop, service and customer, and each new agent brings a customer of
   * its own, all of them not editable; false for an account of nobody at all. Read at the start and when an agent is
   * added.
   */
  platformElements: boolean;
  /** Applied to the texts of API writes, in this order. */
  normalise: Normalisation[];
  /** How long after an API write the lists still show what was there before, in ms of the clock. */
  listLagMs: number;
  /** What the server fills in where a create leaves it empty, such as an agent of the house. */
  defaultsAtCreate: CustomerFields;
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

export type EditField = 'name' | 'lastname' | 'phone' | 'email' | 'code_agent';

/** A well-behaved server, as the contract has it. */
export function defaultAceptabitsSettings(): AceptabitsSettings {
  return {
    ...goodManners(),
    updatePath: 'edit-customer',
    absent: [],
    absentAs: '404',
    omitted: 'keep',
    ignoreUpdates: false,
    editsOnly: ['name', 'lastname', 'phone', 'email', 'code_agent'],
    keepsWhenEmpty: [],
    editRefusals: {},
    platformElements: true,
    normalise: [],
    listLagMs: 0,
    defaultsAtCreate: {},
    clockSkewMs: 0,
    tiedCreatedAt: false,
    pageMax: 100,
    latencyMs: 0,
    account: 'active',
    authHeader: 'authorization',
    authPrefix: 'Bearer ',
  };
}
