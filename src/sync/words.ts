import type { Language } from '../domain/language.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import type { Words } from './words/shape.ts';

const WORDS: Readonly<Record<Language, Words>> = { es, en };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}
