import { explain } from '../../domain/error-table.ts';
import { SideError } from '../../domain/errors.ts';
import type { Language } from '../../domain/language.ts';
import { type Detail, detailIn, told, type What } from './words.ts';

/** What one check came to. */
export type Found = { readonly verdict: 'ok' | 'warn' | 'fail'; readonly details: readonly Detail[] };
export type Finding = Found & { readonly what: What };

/** A person waits for the answer. */
export const ASK_WITHIN_MS = 10_000;

export const found = (verdict: Found['verdict'], ...details: readonly Detail[]): Found => ({
  verdict,
  details,
});

/** A check that throws has failed, and says so in one line. */
export async function finding(what: What, check: () => Promise<Found>): Promise<Finding> {
  try {
    return { what, ...(await check()) };
  } catch (error) {
    return { what, ...found('fail', wordsOf(error)) };
  }
}

/** Everything that was found by one check, in one line. */
export function detailsIn(language: Language, { details }: Found): string {
  return details.map((detail) => detailIn(language, detail)).join('; ');
}

function wordsOf(error: unknown): Detail {
  if (error instanceof SideError) {
    const { side, code, detail: words } = error.facts;
    const { meaning } = explain(side, code);
    return words
      ? told('{code}: {meaning} ({words})', { meaning, code, words })
      : told('{code}: {meaning}', { meaning, code });
  }
  if (!(error instanceof Error)) return told('{words}', { words: String(error) });
  // What `fetch` says by itself is only that it failed.
  const words = error.cause instanceof Error ? error.cause.message || error.message : error.message;
  return told('{words}', { words });
}
