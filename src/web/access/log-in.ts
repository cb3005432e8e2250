/** The page and the form by which a person logs in, and where it leads afterwards. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { PageContextOf } from '../page-context-of.ts';
import { logInPage } from '../pages/log-in.ts';
import { sendPage } from '../send.ts';
import type { Entrance, Guard } from './guard.ts';

const form = z.object({
  user: z.string().max(200),
  password: z.string().max(1_000),
  next: z.string().max(2_000).default('/'),
});

const query = z.object({ next: z.string().max(2_000).catch('/').default('/') });

/** Logging in by a form, for people; clients of the API send their password with each request. */
export function serveLogIn(
  server: FastifyInstance,
  guard: Guard,
  enter: Entrance,
  pageContext: PageContextOf,
): void {
  const open = { config: { open: true } };
  server.get('/login', open, (request, reply) => {
    guard.cookies.visit(request, reply);
    const { next } = query.parse(request.query);
    return sendPage(reply, logInPage(pageContext(request, reply), { next: ownPath(next) }));
  });

  server.post('/login', open, async (request, reply) => {
    const { user, password, next } = form.parse(request.body);
    const { answer, of, prefix } = await enter(request, 'form', { user, password });
    if (answer.kind === 'in') {
      const from = { address: request.ip, browser: request.headers['user-agent'] ?? '' };
      const { user: person } = answer.account;
      guard.log.info({ person: prefix + person, address: request.ip }, 'somebody has logged in');
      of.cookies.keep(request, reply, await of.sessions.open(answer.account, from));
      of.cookies.keepDevice(request, reply, person);
      return reply.redirect(ownPath(next), 303);
    }
    const page = pageContext(request);
    const waits = answer.kind === 'wait';
    const wrong = waits ? page.t.logIn.wait(Math.ceil(answer.ms / 60_000)) : page.t.logIn.failed;
    return sendPage(reply.code(waits ? 429 : 401), logInPage(page, { next: ownPath(next), wrong }));
  });

  server.post('/logout', { config: { forViewers: true } }, async (request, reply) => {
    const token = guard.cookies.session(request);
    if (token !== undefined) await guard.sessions.close(token);
    guard.cookies.forget(request, reply);
    return reply.redirect('/login', 303);
  });
}

/** Only a place on this server: whoever makes the link does not choose where a log-in leads to. */
function ownPath(next: string): string {
  const base = 'http://own.invalid';
  const url = URL.parse(next, base);
  return url?.origin === base ? `${url.pathname}${url.search}`.replace(/^\/{2,}/, '/') : '/';
}
