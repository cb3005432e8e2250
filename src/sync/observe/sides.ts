/** Both sides as they are read, by their names. */
import type { Side } from '../../domain/customer.ts';
import { aceptabits } from './aceptabits.ts';
import { managementpro } from './managementpro.ts';
import type { ReadingASide } from './reading-a-side.ts';

export const READING: { readonly [S in Side]: ReadingASide } = { managementpro, aceptabits };
