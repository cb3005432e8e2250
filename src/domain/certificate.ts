import type { Side } from './customer.ts';
import type { ErrorClass } from './errors.ts';

/**
 * What a scan can say for itself (rule 1). A listing is a claim; it counts as complete only when
 * `complete` is true, and `why` says in one sentence what was checked or what is missing.
 */
export type Certificate = {
  readonly side: Side;
  readonly complete: boolean;
  /** It was not meant to be whole: a look between two complete readings, which proves no absence. */
  readonly partial?: boolean | undefined;
  readonly why: string;
  /** How it was read: `pages`, `one-answer`, `search-tree`, `keys`. */
  readonly method: string;
  readonly requests: number;
  /** Rows received, doubles included. */
  readonly rows: number;
  readonly distinct: number;
  /** The largest total that the side claimed, undefined when it claimed none that can be used. */
  readonly claimed: number | undefined;
  /** A silent cap that was met, in rows. */
  readonly cap: number | undefined;
  /** Rows that were met more than once. */
  readonly overlaps: number;
  /** By how many the side's total grew while it was read, where the order of the list explains it. */
  readonly grown?: number | undefined;
  readonly passes: number;
  /** Rows that could not be understood. */
  readonly unreadable: number;
  /** Those among them that had not even a key. */
  readonly keyless?: number | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
};

/** What a side's last scans left: `complete` is the newest one that may be believed. */
export type ScanState = {
  readonly last: Certificate;
  /** Sequence of the newest one whose certificate was complete, whether it was believed or not. */
  readonly whole?: number | undefined;
  readonly complete?: CompleteScan | undefined;
};

/** `begunAt` is by Redis' clock; readings of older versions lack it. */
export type CompleteScan = {
  readonly sequence: number;
  readonly at: number;
  readonly begunAt?: number | undefined;
  /** Tick at its end: whom it has shown for the first time was first seen before that. */
  readonly shownBy?: number | undefined;
};

/** What has kept a side from being read whole since its last complete reading. */
export type ReadingTrouble = {
  /** When it first did, and when it last did; ms since 1970. */
  readonly since: number;
  readonly at: number;
  readonly errorClass?: ErrorClass | undefined;
  /** The side's code, `incomplete` where its list does not add up, `internal` where it is ours. */
  readonly code: string;
  readonly operation?: string | undefined;
  /** The side's message, the place of a syntax error, the target of a redirect, or why the list does not add up. */
  readonly detail?: string | undefined;
};
