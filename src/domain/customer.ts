/**
 * The words of the domain (docs/rules.md, the customer): sides, fields and the shapes of a customer.
 * Everything here is canonical English; the Spanish names of the wire stay in the `wire.ts` files.
 */

/** The two systems, always named in this order. */
export const SIDES = ['managementpro', 'aceptabits'] as const;
export type Side = (typeof SIDES)[number];

export function otherSide(side: Side): Side {
  return side === 'managementpro' ? 'aceptabits' : 'managementpro';
}

/** What belongs to a side and what to the other one, each under its name. */
export function bySide<T>(side: Side, own: T, other: T): { readonly [S in Side]: T } {
  return side === 'managementpro'
    ? { managementpro: own, aceptabits: other }
    : { managementpro: other, aceptabits: own };
}

/** What a key of a side is called, in jobs, logs and documents. */
export const KEY_NAMES = { managementpro: 'clave', aceptabits: 'code' } as const satisfies {
  [S in Side]: string;
};

/** The fields that are merged. The shop is not among them: it is set at creation only. */
export const FIELDS = ['name', 'email', 'phone', 'salesperson'] as const;
export type Field = (typeof FIELDS)[number];

/** A customer without an e-mail is one; a customer without a name is nobody, so no person's answer empties it. */
export function mayBeEmptied(field: Field): boolean {
  return field !== 'name';
}

/**
 * A customer in canonical form. A missing key says nothing about the field; `''` says that it is empty.
 * `salesperson` is a ManagementPro vendedor clave on both sides (Aceptabits' goes through the routes).
 */
export type Customer = { readonly [F in Field]?: string | undefined };

/** A ManagementPro customer as that side returned it, byte for byte, undefined where the key was missing. */
export type ManagementProRecord = {
  /** The clave. */
  readonly key: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** Clave of the vendedor. */
  readonly salesperson?: string | undefined;
  readonly salespersonName?: string | undefined;
  /** Clave of the sucursal. */
  readonly shop?: string | undefined;
  /** AC true, BA false, undefined when not said. */
  readonly active?: boolean | undefined;
  readonly legalName?: string | undefined;
  readonly rfc?: string | undefined;
  /** What Aceptabits has no place for (address, contacts…), flat and shown only. */
  readonly rest: Readonly<Record<string, string>>;
};

/** An Aceptabits customer as that side returned it, byte for byte, undefined where the key was missing. */
export type AceptabitsRecord = {
  /** The code. */
  readonly key: string;
  readonly name?: string | undefined;
  readonly lastname?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** Code of the agent. */
  readonly agent?: string | undefined;
  readonly agentName?: string | undefined;
  /** Code of the shop. */
  readonly shop?: string | undefined;
  /** `isEditable`: -1 true, 0 false, undefined when not said. */
  readonly editable?: boolean | undefined;
  /** ISO time of the remote clock; never compared with ours. */
  readonly createdAt?: string | undefined;
};

/** A row of an answer: understood, or set aside with the reason and, where it could be read, the key. */
export type Decoded<R> =
  | {
      readonly ok: true;
      readonly record: R;
      /** A digest of the bytes that it was read from, where a scan has asked for one. */
      readonly bytes?: string | undefined;
    }
  | { readonly ok: false; readonly key: string | undefined; readonly reason: string };

/** `ROUTES_FILE`: sucursal clave → shop code, vendedor clave → agent code. */
export type Routes = {
  readonly shops: Readonly<Record<string, string>>;
  readonly salespeople: Readonly<Record<string, string>>;
  /** Agent code → shop code, as Aceptabits lists them: an agent serves the customers of its own shop only (1288). */
  readonly agentShops?: Readonly<Record<string, string>> | undefined;
};
