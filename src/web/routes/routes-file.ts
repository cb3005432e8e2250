/** Serves the routes and writes a person's picks into their file. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { writeRoutes } from '../../people/write-routes.ts';
import { routesView } from '../../report/routes.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { FIELD, type RoutesSaid, routesPage } from '../pages/routes.ts';
import { sendPage } from '../send.ts';

const said = z.object({ said: z.literal('written').optional().catch(undefined) });
/** A field for each route, beside the file as it was shown. */
const form = z.looseObject({ seen: z.string().max(1_000_000) });

/** The routes, and their file; both sides are asked for their lists when the page is opened. */
export function serveRoutesFile(
  server: FastifyInstance,
  { context }: WebOptions,
  pageContext: PageContextOf,
): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, tell: RoutesSaid | undefined) =>
    sendPage(reply, routesPage(pageContext(request, reply), await routesView(context), tell));

  server.get('/routes', (request, reply) =>
    send(request, reply, said.parse(request.query).said && { written: true }),
  );

  server.post('/routes', async (request, reply) => {
    const { seen, ...fields } = form.parse(request.body);
    const routes = { shops: picked(fields, FIELD.shops), salespeople: picked(fields, FIELD.salespeople) };
    const wrong = await writeRoutes(context, routes, seen, request.person);
    if (wrong === undefined) return reply.redirect('/routes?said=written', 303);
    return send(request, reply.code(409), { wrong });
  });
}

function picked(fields: Readonly<Record<string, unknown>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, code]) =>
      name.startsWith(prefix) && typeof code === 'string' && code !== ''
        ? [[name.slice(prefix.length), code]]
        : [],
    ),
  );
}
