import type { Form } from '../domain/profile.ts';

/**
 * What a server made of the texts that it was sent. Each kind has a text of its own that shows it (`test-customers.ts`),
 * so that several habits at once are still told apart.
 */

const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;
const NOT_ASCII = /[^\p{ASCII}]/gu;
const ENTITY = /&(amp|lt|gt|quot|apos|#0?39|#x27);/iu;

/** The forms of one field in all that was sent and shown; undefined stands for a value that could not be read. */
export function formsOf(pairs: readonly (readonly [sent: string, shown: string | undefined])[]): Form[] {
  const found = pairs.flatMap(([sent, shown]) => formsIn(sent, shown));
  const unique = [...new Map(found.map((form) => [JSON.stringify(form), form])).values()];
  // What is explained by a habit is not told once more as a difference that nobody understands.
  return unique.length > 1 ? unique.filter(({ kind }) => kind !== 'other') : unique;
}

function formsIn(sent: string, shown: string | undefined): Form[] {
  if (shown === sent) return [];
  if (shown === undefined) return [{ kind: 'lost' }];
  if (shown === '') return [{ kind: 'emptied' }];
  const forms = [
    ...caseIn(sent, shown),
    ...marksIn(sent, shown),
    ...lettersIn(sent, shown),
    ...edgesIn(sent, shown),
  ];
  return forms.length > 0 ? forms : [{ kind: 'other' }];
}

function caseIn(sent: string, shown: string): Form[] {
  // Entities and garbled letters have a case of their own.
  const plain = shown.replace(/&[a-z#0-9]+;/giu, '').replace(NOT_ASCII, '');
  if (LOWER.test(sent) && UPPER.test(plain) && !LOWER.test(plain)) return [{ kind: 'upper' }];
  return UPPER.test(sent) && LOWER.test(plain) && !UPPER.test(plain) ? [{ kind: 'lower' }] : [];
}

function marksIn(sent: string, shown: string): Form[] {
  const count = (text: string, mark: string) => text.split(mark).length - 1;
  const escaped = ENTITY.test(shown) && !ENTITY.test(sent);
  const backslashed = count(shown, '\\') > count(sent, '\\');
  return [
    ...(escaped ? [{ kind: 'escaped' } as const] : []),
    ...(backslashed ? [{ kind: 'backslashed' } as const] : []),
  ];
}

function lettersIn(sent: string, shown: string): Form[] {
  const foreign = sent.match(NOT_ASCII)?.length ?? 0;
  if (foreign === 0) return [];
  if (/[ÃÂ]/u.test(shown) && !/[ÃÂ]/u.test(sent)) return [{ kind: 'mojibake' }];
  const marks = shown.split('?').length - sent.split('?').length;
  if (marks > 0 || shown.includes('\uFFFD')) return [{ kind: 'lost' }];
  return NOT_ASCII.test(shown) ? [] : [{ kind: 'accents' }];
}

function edgesIn(sent: string, shown: string): Form[] {
  const [whole, part] = [sent.toLowerCase(), shown.toLowerCase()];
  const at = part.indexOf(whole.trim());
  if (at > 0) return [{ kind: 'prefixed', prefix: shown.slice(0, at) }];
  const isTrimmed = sent !== sent.trimEnd() && shown === shown.trimEnd() && part.endsWith(lastWord(whole));
  if (isTrimmed) return [{ kind: 'trimmed' }];
  const isCut = part.length < whole.trim().length && whole.startsWith(part);
  return isCut ? [{ kind: 'cut', chars: shown.length }] : [];
}

function lastWord(text: string): string {
  return text.trim().split(' ').at(-1) ?? '';
}
