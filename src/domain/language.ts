/** Spanish comes first; English is a switch. */
export const LANGUAGES = ['es', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same keys and the same parameters in every language: a sentence that one of them lacks is a type error. */
export type Same<T> = T extends (...values: infer V) => string
  ? (...values: V) => string
  : T extends string
    ? string
    : { readonly [K in keyof T]: Same<T[K]> };

/** The names in braces of a sentence such as `{count} lines in {file}`. */
type Named<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never;

/** Each value that a sentence names, and none where it names none: what it is called with after the sentence. */
export type ValuesOf<S extends string, V = string | number> = [Named<S>] extends [never]
  ? []
  : [values: Readonly<Record<Named<S>, V>>];

/** A sentence with its values in the place of their names. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>> = {}): string {
  return sentence.replace(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? ''));
}
