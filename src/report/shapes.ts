import { z } from 'zod';
import { BRAKE_REASONS } from '../domain/brake.ts';
import { BRAKE_CAUSES, type Cause, FIELD_CAUSES, PLAIN_CAUSES, SIDE_CAUSES } from '../domain/causes.ts';
import { FIELDS, SIDES } from '../domain/customer.ts';
import { EVENT_KINDS } from '../domain/events.ts';
import { EVIDENCE } from '../domain/evidence.ts';
import { WAIT_KINDS } from '../store/records.ts';

/**
 * Shapes that several views share. The schemas make the OpenAPI document; the views answer what they describe.
 * Times are ms since 1970.
 */

export const sideShape = z.enum(SIDES);
export const fieldShape = z.enum(FIELDS);
export const evidenceShape = z.enum(EVIDENCE);

/** The same shape under each of these names. */
export const eachOf = <const N extends string, S extends z.ZodType>(names: readonly N[], shape: S) =>
  z.object(Object.fromEntries(names.map((name) => [name, shape])) as Record<N, S>);

/** Under which key a customer is opened: a link under its clave, a lone one under its own. */
export const subjectShape = z.object({ side: sideShape, key: z.string() });

/** Two values of one field, as each side shows it; missing where a side does not tell it. */
export const bothShape = z.object({ managementpro: z.string(), aceptabits: z.string() });

/** Who a row is about. */
export const personShape = z.object({
  subject: subjectShape,
  clave: z.string().optional(),
  code: z.string().optional(),
  name: z.string(),
});
export type Person = z.infer<typeof personShape>;

/** A customer's values on one side, raw, for a row or a comparison. */
export const contactShape = z.object({
  key: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  rfc: z.string(),
});
export type Contact = z.infer<typeof contactShape>;

/** Lists come in pages that are counted from 1. */
export const PAGE_SIZE = 50;
export const pageShape = z.object({
  page: z.number().int(),
  pages: z.number().int(),
  total: z.number().int(),
});
export type Page = z.infer<typeof pageShape>;

export const waitKindShape = z.enum(WAIT_KINDS);

/**
 * Why a customer is as it is, and what it waits for: a code that each language has a sentence for, with the values
 * of that sentence.
 */
export const REASON_CODES = [
  'in-step',
  'first-plan',
  'write-pending',
  'create-pending',
  'create-unclear',
  'create-trouble',
  'link-pending',
  'wait-for-scan',
  'conflict',
  'conflict-first',
  'held-no-update-method',
  'held-backlog',
  'held-not-taken',
  'held-side-effect',
  'held-not-editable',
  'held-no-route',
  'held-no-vendedor',
  'held-other-shop',
  'parked',
  'frozen',
  'missing',
  'suspended',
  'inactive',
  'platform',
  'probe',
  'nobody',
  'paused',
  'unseen',
  'ambiguous',
  'unreadable',
  'braked',
  'circuit-open',
  'no-route',
  'gone',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];
export const reasonShape = z.object({
  code: z.enum(REASON_CODES),
  params: z.record(z.string(), z.string()),
  since: z.number().optional(),
});
export type Reason = z.infer<typeof reasonShape>;

const brakeReason = z.enum(BRAKE_REASONS);

/** Why an event happened. */
const causeShape = z.discriminatedUnion('code', [
  z.object({ code: z.enum(PLAIN_CAUSES) }),
  z.object({ code: z.enum(SIDE_CAUSES), side: sideShape }),
  z.object({ code: z.enum(FIELD_CAUSES), field: fieldShape }),
  z.object({ code: z.literal('unfrozen'), field: fieldShape.optional() }),
  z.object({ code: z.enum(['rule', 'took']), side: sideShape, field: fieldShape }),
  z.object({ code: z.literal('put-back'), field: fieldShape, event: z.string() }),
  z.object({ code: z.literal('decided-by'), by: z.string() }),
  z.object({ code: z.literal('parked'), side: sideShape, error: z.string(), detail: z.string() }),
  z.object({ code: z.enum(['side-effect', 'updates-go-on']), texts: z.string() }),
  z.object({ code: z.literal('first-plan'), hash: z.string() }),
  z.object({
    code: z.literal('braked'),
    reason: brakeReason,
    field: fieldShape.optional(),
    count: z.number(),
    of: z.number(),
  }),
  z.object({ code: z.enum(BRAKE_CAUSES), reason: brakeReason }),
  z.object({ code: z.literal('let-through'), reason: brakeReason, count: z.number() }),
  z.object({ code: z.literal('routes-written'), shops: z.number(), salespeople: z.number() }),
]) satisfies z.ZodType<Cause>;

/** An event of the history as the API tells it. */
export const eventShape = z.object({
  id: z.string(),
  at: z.number(),
  kind: z.enum(EVENT_KINDS),
  side: sideShape.optional(),
  clave: z.string().optional(),
  code: z.string().optional(),
  /** What the customer is called now; missing where nobody has the keys any more. */
  name: z.string().optional(),
  changes: z.array(z.object({ field: fieldShape, old: z.string(), new: z.string() })).optional(),
  conflict: z
    .object({
      field: fieldShape,
      base: z.string().optional(),
      managementpro: z.string(),
      aceptabits: z.string(),
      winner: z.string(),
    })
    .optional(),
  /** A code and the values of its sentence; the English sentence itself where an earlier version has kept it. */
  cause: z.union([causeShape, z.string()]),
  job: z.string().optional(),
  by: z.string().optional(),
});
