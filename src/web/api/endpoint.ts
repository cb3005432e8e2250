import type { FastifyInstance, FastifySchema } from 'fastify';
import { z } from 'zod';
import { refuse } from '../access/refusals.ts';

const none = z.object({});

/** One thing that the API does: what goes in and what comes out, for the check and for the document alike. */
export type Endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: A;
  /** Undefined is answered as not found. */
  readonly handle: (asked: {
    readonly params: z.output<P>;
    readonly query: z.output<Q>;
    readonly body: z.output<B>;
    readonly person: string;
  }) => Promise<z.input<A> | undefined>;
};

/** Serves an endpoint; its schemas are what `/api/openapi.json` is made of. */
export function serve<
  P extends z.ZodType = typeof none,
  Q extends z.ZodType = typeof none,
  B extends z.ZodType = typeof none,
  A extends z.ZodType = z.ZodType,
>(server: FastifyInstance, endpoint: Endpoint<P, Q, B, A>): void {
  const { method, url, summary, params, query, body, answer, handle } = endpoint;
  const schema: FastifySchema = {
    summary,
    response: { 200: answer },
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
  };
  server.route({
    method,
    url,
    schema,
    // Parsed below, where its type is known.
    validatorCompiler: () => () => true,
    serializerCompiler: () => (data) => JSON.stringify(data),
    handler: async (request, reply) => {
      const found = await handle({
        params: parsed(params, request.params),
        query: parsed(query, request.query),
        body: parsed(body, request.body),
        person: request.person,
      });
      return found === undefined ? refuse(reply, 'notFound') : reply.send(found);
    },
  });
}

function parsed<S extends z.ZodType>(schema: S | undefined, value: unknown): z.output<S> {
  // Without a schema `S` is the empty object, and nothing that was sent is taken.
  return schema === undefined ? (none.parse({}) as z.output<S>) : schema.parse(value ?? {});
}

/** What an act answers: false when what the person saw has moved since. */
export const doneShape = z.object({ done: z.boolean() });
