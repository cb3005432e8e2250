import { SideError } from '../../domain/errors.ts';
import type { Paging } from '../../domain/profile.ts';
import { type Asked, ask, type Estado, type Reading } from './reading.ts';

/** A list that is cut off, read by its pages where this server has them. */

/** A list may move while it is read; whoever reads it twice alike has read it whole. */
const PASSES_MAX = 3;

/**
 * The claves that two readings in a row have shown alike. Undefined where none did, or where the pages are none: a page
 * as large as the first that brings nobody new is the same page again.
 */
export async function readByPages(
  reading: Reading,
  estado: Estado,
  by: Paging,
  limit: number,
): Promise<ReadonlySet<string> | undefined> {
  let before: ReadonlySet<string> | undefined;
  for (let passes = 0; passes < PASSES_MAX; passes += 1) {
    const shown = await pass(reading, estado, by, limit);
    if (shown === undefined) return undefined;
    if (before !== undefined && isSame(before, shown)) return shown;
    before = shown;
  }
  return undefined;
}

async function pass(
  reading: Reading,
  estado: Estado,
  by: Paging,
  limit: number,
): Promise<ReadonlySet<string> | undefined> {
  const shown = new Set<string>();
  for (let number = 1, size = 1; ; number += 1) {
    const answer = await pageOf(reading, estado, { number, by }, limit);
    if (answer === undefined || answer.broken !== undefined) return undefined;
    if (number === 1) size = Math.max(1, answer.received);
    const fresh = [...answer.keys].filter((key) => !shown.has(key));
    if (answer.received > 0 && fresh.length === 0) return undefined;
    for (const key of fresh) shown.add(key);
    if (answer.received < size) return shown;
  }
}

/** Classes of a refusal of an undocumented question: it says that it is not understood, and nothing of the list. */
const SAYS_NOTHING = ['request', 'data', 'reference', 'unknown'];

async function pageOf(
  reading: Reading,
  estado: Estado,
  page: { readonly number: number; readonly by: Paging },
  limit: number,
): Promise<Asked | undefined> {
  try {
    return await ask(reading, { active: estado.active, limit, page }, estado);
  } catch (error) {
    if (error instanceof SideError && SAYS_NOTHING.includes(error.facts.errorClass)) return undefined;
    throw error;
  }
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((key) => other.has(key));
}
