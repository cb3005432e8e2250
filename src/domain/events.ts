import type { Field, Side } from './customer.ts';

/** One value that changed. */
export type FieldChange = { readonly field: Field; readonly old: string; readonly new: string };

export const EVENT_KINDS = [
  'linked',
  'unlinked',
  'adopted',
  'created',
  'updated',
  'conflict',
  'parked',
  'missing',
  'returned',
  'suspended',
  'frozen',
  'decision',
  'refused',
  'brake',
  'release',
  'approved',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** Everything on record (rule 12). `job` is the BullMQ job that did it, `cause` what led to it. */
export type HistoryEvent = {
  readonly at: number;
  readonly kind: EventKind;
  /** The written side, where one was. */
  readonly side?: Side | undefined;
  readonly clave?: string | undefined;
  readonly code?: string | undefined;
  readonly changes?: readonly FieldChange[] | undefined;
  /** For a conflict: all three values, and who won. */
  readonly conflict?:
    | {
        readonly field: Field;
        readonly base: string | undefined;
        readonly managementpro: string;
        readonly aceptabits: string;
        readonly winner: string;
      }
    | undefined;
  readonly cause: string;
  readonly job?: string | undefined;
  readonly by?: string | undefined;
};
