import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { matchesView } from '../../report/matches.ts';
import { answerMatch, matchAnswer } from '../acts.ts';
import type { LookOf } from '../look-of.ts';
import type { WebOptions } from '../options.ts';
import { matchesPage } from '../pages/matches.ts';
import { pageQuery } from '../queries.ts';
import { sendPage } from '../send.ts';

const said = z.object({ said: z.enum(['done', 'moved']).optional().catch(undefined) });

export function serveMatches(server: FastifyInstance, options: WebOptions, look: LookOf): void {
  server.get('/matches', async (request, reply) => {
    const found = await matchesView(options.context, pageQuery.parse(request.query).page);
    return sendPage(reply, matchesPage(look(request, reply), found, said.parse(request.query).said));
  });

  server.post('/matches', async (request, reply) => {
    const done = await answerMatch(options, matchAnswer.parse(request.body), request.person);
    return reply.redirect(`/matches?said=${done ? 'done' : 'moved'}`, 303);
  });
}
