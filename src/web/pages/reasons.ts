import { explain } from '../../domain/error-table.ts';
import type { Reason } from '../../report/shapes.ts';
import type { PageContext } from './page-context.ts';

/** A reason as a sentence in the reader's language: sides, fields and error codes in words. */
export function sentence({ t, language }: PageContext, { code, params }: Reason): string {
  const words: Record<string, string> = { ...params };
  const { side, field, error } = params;
  if (side === 'managementpro' || side === 'aceptabits') {
    words.side = t.sides[side];
    if (error !== undefined) words.meaning = explain(side, error).meaning[language];
  }
  if (field !== undefined && field in t.fields) words.field = t.fields[field as keyof typeof t.fields];
  return t.reasons[code]({ meaning: '', detail: '', ...words }).trim();
}
