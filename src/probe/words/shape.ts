import type { Same } from '../../domain/language.ts';
import type { es } from './es.ts';

/** The words of the report, in each language. */
export type Words = Same<typeof es>;
