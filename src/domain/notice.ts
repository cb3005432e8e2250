import type { BrakeReason } from './brake.ts';
import type { Field, Side } from './customer.ts';
import type { SideEffect } from './side-effect.ts';

/** What may need a person, the most pressing first. */
export const NEED_CODES = [
  'first-plan',
  'brake',
  'circuit',
  'unread',
  'routes-file',
  'paused-queue',
  'side-effect',
  'suspended',
  'conflict',
  'ambiguous',
  'parked',
  'frozen',
  'unreadable',
  'no-update-method',
  'held',
  'missing',
  'no-route',
] as const;
export type NeedCode = (typeof NEED_CODES)[number];

/** Everything that Puente tells a person by itself. Keys, codes and counts; no names, for it leaves the house. */
export type Notice =
  | { readonly kind: 'first-plan' }
  | {
      readonly kind: 'brake';
      readonly side: Side;
      readonly reason: BrakeReason;
      readonly field?: Field | undefined;
      readonly count: number;
      readonly of: number;
    }
  | { readonly kind: 'credentials' | 'trouble' | 'refused'; readonly side: Side; readonly code: string }
  | {
      readonly kind: 'unread';
      readonly side: Side;
      readonly code: string;
      /** The side's own words: a message, the place of a syntax error, the target of a redirect. */
      readonly detail?: string | undefined;
    }
  | { readonly kind: 'paused-queue'; readonly queue: string }
  | { readonly kind: 'no-update-method'; readonly path: string }
  | {
      readonly kind: 'side-effect';
      readonly side: Side;
      readonly effect: SideEffect['kind'];
      /** Names of the texts that updates have changed. */
      readonly fields: string;
    }
  | { readonly kind: 'double'; readonly clave: string; readonly code: string }
  | { readonly kind: 'frozen'; readonly clave: string; readonly field: Field }
  | {
      readonly kind: 'digest';
      readonly writes: number;
      readonly conflicts: number;
      readonly failures: number;
      readonly differing: number;
      readonly needs: readonly {
        readonly code: NeedCode;
        readonly count: number;
        readonly side?: Side | undefined;
      }[];
    };
