/** JSON that a person wrote, in a variable or in a file: read, checked, and explained when it is wrong. */
import type { z } from 'zod';

/** A value, or what is wrong with it in words that follow the name of a variable. */
export type Checked<T> = { ok: true; value: T } | { ok: false; wrong: string };

/** Parses text as JSON and through a schema. Never throws, and never repeats a value. */
export function checkJson<S extends z.ZodType>(source: string, schema: S): Checked<z.output<S>> {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const result = schema.safeParse(parsed.value);
  return result.success ? { ok: true, value: result.data } : { ok: false, wrong: firstIssue(result.error) };
}

function parse(source: string): Checked<unknown> {
  try {
    return { ok: true, value: JSON.parse(source) };
  } catch {
    return { ok: false, wrong: 'is not valid JSON' };
  }
}

/** `at vendedores.0001: must be text between quotes`. One issue is enough: the next start shows the next. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'is not understood';
  const place = issue.path.map(String).join('.');
  const words = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : wordsOf(issue);
  return place === '' ? words : `at ${place}: ${words}`;
}

function wordsOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys'
    ? `has the unknown key "${issue.keys.join('", "')}"`
    : issue.message;
}
