import type { Side } from '../domain/customer.ts';
import type { Subject } from '../store/records.ts';

/** Whose turn comes first: a person who waits, an edit, or the filling of a side. */
export const URGENCIES = ['person', 'edit', 'backfill'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Asks for a look at one customer by the writer of a side; keys only, never data. */
export type WriteRequest = { readonly side: Side; readonly subject: Subject; readonly urgency: Urgency };
