/** Asks a search for a known name in another case and without its accents, to see which of them it folds. */
import type { Measured } from '../domain/profile.ts';
import type { TestName } from './test-customers.ts';

type Named = { readonly key: string; readonly name?: string | undefined };

/** How a search treats case and accents, by a word of a name as the server shows it. */
export async function foldsOf(
  finds: (text: string, key: string) => Promise<boolean>,
  shown: (which: TestName) => Named | undefined,
): Promise<NonNullable<Measured['search']>> {
  const [plain, letters] = [shown('plain'), shown('letters')];
  const word = wordOf(plain, /persona/iu);
  if (plain === undefined || word === undefined || !(await finds(word, plain.key)))
    return { finds: false, foldsCase: false, foldsAccents: undefined };
  const foldsCase = await finds(swapped(word), plain.key);
  const accented = wordOf(letters, /^ñandú/iu);
  if (letters === undefined || accented === undefined)
    return { finds: true, foldsCase, foldsAccents: undefined };
  const without = accented.normalize('NFD').replace(/\p{M}/gu, '');
  return { finds: true, foldsCase, foldsAccents: await finds(without, letters.key) };
}

function wordOf(of: Named | undefined, which: RegExp): string | undefined {
  return of?.name?.split(/\s+/u).find((one) => which.test(one));
}

function swapped(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase();
}
