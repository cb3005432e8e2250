import { type Link, type LinkState, newLink } from '../../src/domain/link.ts';
import type { Rules } from '../../src/domain/link-waits.ts';
import type { Policies, Policy } from '../../src/domain/merge.ts';

/** Any moment will do where time plays no part. */
export const NOW = Date.parse('2026-01-15T12:00:00Z');

function policies(policy: Policy): Policies {
  return { name: policy, email: policy, phone: policy, salesperson: policy };
}

export function rulesWith(policy: Policy, canUpdateAceptabits = true): Rules {
  return { policies: policies(policy), canUpdateAceptabits };
}

export function linkWith(over: Partial<Link>): Link {
  return { ...newLink('000123', 'AB-77', NOW), ...over };
}

export function stateWith(over: Partial<LinkState> & Pick<LinkState, 'link' | 'shown'>): LinkState {
  return { active: true, editable: true, rfc: undefined, fingerprint: 'today', ...over };
}

/** What a plan sends, without the sides to which nothing goes. */
export function sentBy(writes: Readonly<Record<string, object | undefined>>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(writes).flatMap(([side, changes]) =>
      changes === undefined || Object.keys(changes).length === 0 ? [] : [[side, changes]],
    ),
  );
}

/** The number of runs of every property, and how fast-check is told to report: its seed stands in the failure. */
/** A mutant is caught by the vectors, or by few random runs; it is not worth waiting for hundreds. */
const isMutant = process.env.STRYKER_MUTATOR_WORKER !== undefined;
export const RUNS = { numRuns: isMutant ? 40 : 500, verbose: 1 } as const;
