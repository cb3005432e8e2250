/** Chooses the language of the dashboard. */
import type { Language } from '../../domain/language.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Texts } from './shape.ts';

const TEXTS: Readonly<Record<Language, Texts>> = { es, en };

export function textsIn(language: Language): Texts {
  return TEXTS[language];
}
