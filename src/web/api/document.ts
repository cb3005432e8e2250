/** The OpenAPI document, made of the same schemas that the endpoints are held to. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

const ABOUT = `Everything that the dashboard does. Log in with HTTP Basic and the dashboard's user. Requests that change
something carry JSON and show where they come from: \`Sec-Fetch-Site: same-origin\`.`;

const OPTIONS: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Puente', version: '1', description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    // Wherever this document came from.
    servers: [{ url: '/' }],
    components: { securitySchemes: { basic: { type: 'http', scheme: 'basic' } } },
    security: [{ basic: [] }],
  },
  transform: jsonSchemaTransform,
};

/**
 * The OpenAPI document of the endpoints that `serveAll` serves. It is made when somebody asks for it, on a server that
 * listens nowhere: a start would pay for it each time.
 */
export function serveDocument(server: FastifyInstance, serveAll: (server: FastifyInstance) => void): void {
  let document: Promise<unknown> | undefined;
  server.get('/api/openapi.json', () => {
    document ??= documentOf(serveAll);
    return document;
  });
}

async function documentOf(serveAll: (server: FastifyInstance) => void): Promise<unknown> {
  const { default: swagger } = await import('@fastify/swagger');
  const server = Fastify();
  await server.register(swagger, OPTIONS);
  await server.register(async (api) => serveAll(api));
  await server.ready();
  return server.swagger();
}
