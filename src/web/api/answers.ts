import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** A server whose routes are typed, checked, answered and documented by their zod schemas. */
export const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>();
export type Api = ReturnType<typeof typed>;

/** Whatever is refused says why. */
const refusal = z.object({ error: z.string() });

const REFUSED = {
  400: 'What was asked cannot be understood',
  401: 'A user and a password are needed',
  403: 'This user may look and not act, or the request does not show where it comes from',
  404: 'There is nothing here, or what was shown has moved since',
  429: 'Too many failed log-ins: try again later',
  503: 'Redis is not answering: try again later',
} as const;

const described = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
});
const refused = (status: keyof typeof REFUSED) => described(REFUSED[status], refusal);

/** What an endpoint answers: this, or why not. */
export const answers = <A extends z.ZodType>(answer: A) => ({
  200: described('Done', answer),
  400: refused(400),
  401: refused(401),
  403: refused(403),
  404: refused(404),
  429: refused(429),
  503: refused(503),
});

/** What an act answers: false when what the person saw has moved since. */
export const doneShape = z.object({ done: z.boolean() });
