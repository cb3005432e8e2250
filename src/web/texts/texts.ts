import { en } from './en.ts';
import { es } from './es.ts';
import type { Texts } from './shape.ts';

/** Spanish comes first; English is a switch. */
export const LANGUAGES = ['es', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const TEXTS: Readonly<Record<Language, Texts>> = { es, en };

export function textsIn(language: Language): Texts {
  return TEXTS[language];
}
