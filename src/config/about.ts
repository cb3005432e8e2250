/** What a person is told about each environment variable, beside the schema that holds it. */
import { z } from 'zod';

/** What a person is told about a variable. A `secret` may also be given as `NAME_FILE`. */
export type About = { description: string; example: string; secret?: boolean };

export const about = z.registry<About>();

export function setting<S extends z.ZodType>(
  schema: S,
  description: string,
  example: string,
  secret = false,
): S {
  about.add(schema, { description, example, secret });
  return schema;
}
