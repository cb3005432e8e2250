import type { Cause } from '../domain/causes.ts';
import { explain } from '../domain/error-table.ts';
import type { Language } from '../domain/language.ts';
import { wordsIn } from './alerts/words/words.ts';

/** Why something happened, in a reader's language; the sentence of an earlier version is shown as it was kept. */
export function causeIn(language: Language, cause: Cause | string): string {
  if (typeof cause === 'string') return cause;
  const { causes, sides, fields, brakes, locale } = wordsIn(language);
  const { code, ...params } = cause;
  const meaning = cause.code === 'parked' ? explain(cause.side, cause.error).meaning[language] : '';
  const told = Object.entries<string | number | undefined>(params).map(([name, value]) => {
    if (typeof value === 'number') return [name, new Intl.NumberFormat(locale).format(value)];
    const words: Readonly<Record<string, string>> =
      { side: sides, field: fields, reason: brakes }[name] ?? {};
    return [name, words[value ?? ''] ?? value];
  });
  return causes[code]({ ...Object.fromEntries(told), meaning });
}
