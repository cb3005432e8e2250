import { z } from 'zod';
import { BRAKE_REASONS } from '../domain/brake.ts';
import { SIDES } from '../domain/customer.ts';
import { ERROR_CLASSES } from '../domain/errors.ts';
import { WAIT_KINDS } from '../store/records.ts';
import { PLAN_ACTIONS } from '../sync/evaluate/plan-items.ts';
import { eachOf, fieldShape, sideShape } from './shapes.ts';

/**
 * What `/api/status` and `status --json` answer, key by key. It holds no personal data but the keys of a brake's
 * sample. Times are ms since 1970.
 */

const count = z.number().int().nonnegative();
const time = z.number();

/** How the newest reading of a side ended (rule 1). */
const certificateShape = z.object({
  side: sideShape,
  /** Whether it showed everybody; only then does an absence mean anything. */
  complete: z.boolean(),
  /** It was not meant to be whole: a look at the newcomers between two complete readings. */
  partial: z.boolean().optional(),
  why: z.string(),
  /** How it was read: pages, one-answer, search-tree, keys. */
  method: z.string(),
  requests: count,
  rows: count,
  distinct: count,
  claimed: z.number().optional(),
  cap: z.number().optional(),
  overlaps: count,
  grown: z.number().optional(),
  passes: count,
  unreadable: count,
  keyless: count.optional(),
  startedAt: time,
  endedAt: time,
});

const circuitShape = z.object({
  open: z.boolean(),
  reason: z.string().optional(),
  since: time.optional(),
  /** When an open circuit lets the next question through. */
  probeAt: time.optional(),
  /** Until when the side has asked us to wait. */
  waitingUntil: time.optional(),
});

const brakeShape = z.object({
  side: sideShape,
  reason: z.enum(BRAKE_REASONS),
  field: fieldShape.optional(),
  fields: z.array(fieldShape).readonly().optional(),
  count,
  of: count,
  /** Keys of some of the customers concerned. */
  sample: z.array(z.string()).readonly(),
  /** A release is for exactly this. */
  hash: z.string(),
  since: time,
});

const readingTroubleShape = z.object({
  since: time,
  at: time,
  errorClass: z.enum(ERROR_CLASSES).optional(),
  code: z.string(),
  operation: z.string().optional(),
  detail: z.string().optional(),
});

const sideStatusShape = z.object({
  lastScan: certificateShape.optional(),
  /** When the newest believed complete scan began. */
  completeAt: time.optional(),
  known: count,
  circuit: circuitShape,
  /** What has kept the side from being read whole since its last complete reading. */
  readingTrouble: readingTroubleShape.optional(),
  /** How old an edit can get before it is seen, when the next whole reading is, what a day costs (rule 1). */
  reading: z.object({
    nextWholeAt: time.optional(),
    editAgeMs: z.number(),
    requestsPerDay: z.number(),
    rowsPerDay: z.number(),
  }),
  brake: brakeShape.optional(),
  /** Creates without a clear answer yet (rule 8). */
  openIntents: count,
  /** Creates end unclear, one after another: the others wait unsent for one canary (rule 8). */
  createTrouble: z.object({ since: time, code: z.string(), nextAt: time }).optional(),
  created: count,
  updated: count,
});
export type SideStatus = z.infer<typeof sideStatusShape>;

export const statusShape = z.object({
  at: time,
  sides: eachOf(SIDES, sideStatusShape),
  links: count,
  /** Aceptabits' customers that are counted and left alone because they are of other shops. */
  apart: z.object({ others: count }),
  waiting: eachOf(WAIT_KINDS, count),
  /** The two leading numbers: how many customers differ now, and since when the oldest one does. */
  differing: count,
  oldestDifferenceAt: time.optional(),
  work: count,
  approved: z.boolean(),
  /** The first plan, while it waits. */
  plan: z.object({ hash: z.string(), at: time, counts: eachOf(PLAN_ACTIONS, count) }).optional(),
  /** The first sync after its plan was approved, while it is under way: customers with their links, and all of them. */
  firstSync: z.object({ done: count, total: count }).optional(),
  /** Each queue's jobs by their state. */
  queues: z.record(z.string(), z.record(z.string(), count)),
  /** Paused by a person on the queue board. */
  pausedQueues: z.array(z.string()).readonly(),
});
/** What `/api/status`, the CLI and the dashboard show first. */
export type Status = z.infer<typeof statusShape>;
