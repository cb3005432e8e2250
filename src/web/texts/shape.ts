import type { es } from './es.ts';

/** The same keys and the same parameters in every language: a sentence that one of them lacks is a type error. */
type Same<T> = T extends (...values: infer V) => string
  ? (...values: V) => string
  : T extends string
    ? string
    : { readonly [K in keyof T]: Same<T[K]> };

export type Texts = Same<typeof es>;
