import { filled, type Language, type ValuesOf } from '../../domain/language.ts';
import { es } from './es.ts';

/**
 * What the commands say to people. The English sentence stands where it is said and is the key of its Spanish one, so
 * that a sentence without a translation does not compile. What programs read (JSON, CSV, exit codes) is in no language.
 */
export type Saying = keyof typeof es;

/** One process speaks one language, as it has one terminal. */
let spoken: Language = 'en';

export function speak(language: Language): void {
  spoken = language;
}

export const spokenLanguage = (): Language => spoken;

/** A sentence in the language of this process, with its values. */
export function said<S extends Saying>(saying: S, ...[values]: ValuesOf<S>): string {
  return filled(spoken === 'es' ? es[saying] : saying, values);
}

/** A word of ours that stands for itself in English, such as a field or a kind; foreign ones stay as they are. */
export function term(word: string): string {
  return spoken === 'es' && Object.hasOwn(es, word) ? es[word as Saying] : word;
}
