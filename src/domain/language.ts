/** Spanish comes first; English is a switch. */
export const LANGUAGES = ['es', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same keys and the same parameters in every language: a sentence that one of them lacks is a type error. */
export type Same<T> = T extends (...values: infer V) => string
  ? (...values: V) => string
  : T extends string
    ? string
    : { readonly [K in keyof T]: Same<T[K]> };
