/** Chooses the language of the probe's report. */
import type { Language } from '../../domain/language.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Words } from './shape.ts';

const WORDS: Readonly<Record<Language, Words>> = { es, en };

export function probeWordsIn(language: Language): Words {
  return WORDS[language];
}
