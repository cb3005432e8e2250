/** Serves the refused customers of one error code, and tries them all again. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { TROUBLE_CODES, troublesOf } from '../../report/troubles.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { troublePage } from '../pages/trouble.ts';
import { sendPage } from '../send.ts';

const asked = z.object({ code: z.enum(TROUBLE_CODES) });

export function serveTroubles(
  server: FastifyInstance,
  { context, queues }: WebOptions,
  pageContext: PageContextOf,
): void {
  server.get('/troubles/:code', async (request, reply) => {
    const parsed = asked.safeParse(request.params);
    if (!parsed.success) return reply.callNotFound();
    const { code } = parsed.data;
    const found = await troublesOf(context, queues, code);
    return sendPage(reply, troublePage(pageContext(request, reply), code, found));
  });
}
