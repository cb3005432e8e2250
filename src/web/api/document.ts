import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { z } from 'zod';

const ABOUT = `Everything that the dashboard does. Log in with HTTP Basic and the dashboard's user. Requests that change
something carry JSON and show where they come from: \`Sec-Fetch-Site: same-origin\`.`;

const OPTIONS: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Puente', version: '1', description: ABOUT },
    components: { securitySchemes: { basic: { type: 'http', scheme: 'basic' } } },
    security: [{ basic: [] }],
  },
  transform: ({ schema, url }) => ({ schema: documented(schema ?? {}), url }),
};

/** Makes the OpenAPI document from the schemas of the endpoints that follow. */
export async function serveDocument(server: FastifyInstance): Promise<void> {
  await server.register(swagger, OPTIONS);
  server.get('/api/openapi.json', { schema: { hide: true } }, () => server.swagger());
}

/** The zod schemas of an endpoint as JSON schemas. */
function documented(schema: FastifySchema): FastifySchema {
  const { params, querystring, body, response } = schema;
  const answers = Object.entries((response ?? {}) as Record<string, unknown>);
  return {
    ...schema,
    ...(params !== undefined && { params: jsonSchema(params, 'input') }),
    ...(querystring !== undefined && { querystring: jsonSchema(querystring, 'input') }),
    ...(body !== undefined && { body: jsonSchema(body, 'input') }),
    response: Object.fromEntries(
      answers.map(([status, answer]) => [
        status,
        { description: 'OK', content: { 'application/json': { schema: jsonSchema(answer, 'output') } } },
      ]),
    ),
  };
}

function jsonSchema(schema: unknown, io: 'input' | 'output'): unknown {
  if (!(schema instanceof z.ZodType)) return schema;
  const { $schema: _, ...found } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return found;
}
