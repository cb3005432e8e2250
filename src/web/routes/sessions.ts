/** Serves who is logged in, and ends a session. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Guard } from '../access/guard.ts';
import { refuse } from '../access/refusals.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { sessionsPage } from '../pages/sessions.ts';
import { sendPage } from '../send.ts';

const params = z.object({ id: z.string().max(100) });
const said = z.object({ said: z.literal('ended').optional().catch(undefined) });

/** Who is logged in. An operator ends any session, a viewer those of the viewer's own name. */
export function serveSessions(
  server: FastifyInstance,
  { sessions }: Guard,
  pageContext: PageContextOf,
): void {
  server.get('/sessions', async (request, reply) => {
    const all = await sessions.list();
    const rows = request.role === 'operator' ? all : all.filter(({ user }) => user === request.person);
    const { said: ended } = said.parse(request.query);
    return sendPage(
      reply,
      sessionsPage(pageContext(request, reply), rows, request.session, ended !== undefined),
    );
  });

  server.post('/sessions/:id/end', { config: { forViewers: true } }, async (request, reply) => {
    const { id } = params.parse(request.params);
    const named = (await sessions.list()).find((one) => one.id === id);
    const may = request.role === 'operator' || named?.user === request.person;
    if (named !== undefined && !may) return refuse(reply, 'forbidden');
    if (named !== undefined) await sessions.end(id);
    return reply.redirect(id === request.session ? '/login' : '/sessions?said=ended', 303);
  });
}
