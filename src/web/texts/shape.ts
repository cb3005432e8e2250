/** The shape that the Spanish texts give to every other language. */
import type { Same } from '../../domain/language.ts';
import type { es } from './es.ts';

export type Texts = Same<typeof es>;
