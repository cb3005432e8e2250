/** Chooses the language in which needs, reasons and alerts are told. */
import type { Language } from '../../../domain/language.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Words } from './shape.ts';

const WORDS: Readonly<Record<Language, Words>> = { es, en };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}
