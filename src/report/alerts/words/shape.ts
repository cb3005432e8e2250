import type { Same } from '../../../domain/language.ts';
import type { es } from './es.ts';

/** The words that the dashboard and the alerts share. */
export type Words = Same<typeof es>;
