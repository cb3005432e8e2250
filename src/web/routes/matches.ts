/** Serves doubtful matches one after another and takes the answers. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { matchesView } from '../../report/matches.ts';
import { answerMatch, matchAnswer, takeBackMatch } from '../acts.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { matchesPage } from '../pages/matches.ts';
import { pageQuery } from '../queries.ts';
import { sendPage } from '../send.ts';

const said = z.object({ said: z.enum(['done', 'moved', 'undone']).optional().catch(undefined) });

export function serveMatches(server: FastifyInstance, options: WebOptions, pageContext: PageContextOf): void {
  server.get('/matches', async (request, reply) => {
    const found = await matchesView(options.context, pageQuery.parse(request.query).page);
    return sendPage(
      reply,
      matchesPage(
        pageContext(request, reply),
        found,
        said.parse(request.query).said,
        matchAnswer.safeParse(request.query).data,
      ),
    );
  });

  server.post('/matches', async (request, reply) => {
    const answer = matchAnswer.parse(request.body);
    const done = await answerMatch(options, answer, request.person);
    return reply.redirect(
      `/matches?${new URLSearchParams({ said: done ? 'done' : 'moved', ...(done && answer) })}`,
      303,
    );
  });

  server.post('/matches/undo', async (request, reply) => {
    const done = await takeBackMatch(options, matchAnswer.parse(request.body), request.person);
    return reply.redirect(`/matches?said=${done ? 'undone' : 'moved'}`, 303);
  });
}
