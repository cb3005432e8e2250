import { SideError } from '../../domain/errors.ts';

/** What one check came to. */
export type Found = { readonly verdict: 'ok' | 'warn' | 'fail'; readonly detail: string };
export type Finding = Found & { readonly what: string };

/** A person waits for the answer. */
export const ASK_WITHIN_MS = 10_000;

/** A check that throws has failed, and says so in one line. */
export async function finding(what: string, check: () => Promise<Found>): Promise<Finding> {
  try {
    return { what, ...(await check()) };
  } catch (error) {
    return { what, verdict: 'fail', detail: wordsOf(error) };
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof SideError) {
    const { errorClass, code, detail = '' } = error.facts;
    return `${errorClass}: ${code} ${detail}`.trim();
  }
  if (!(error instanceof Error)) return 'failed';
  // What `fetch` says by itself is only that it failed.
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
