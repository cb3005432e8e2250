/** The token by which a form shows that it is one of our own. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { type Cookies, isSameToken } from './cookies.ts';
import { refuse } from './refusals.ts';
import { READING } from './same-origin.ts';

const field = z.object({ _csrf: z.string() });
const FORM = 'application/x-www-form-urlencoded';

/** Stands in every form, and in a header of what scripts send; only our own pages can know it. */
export type Tokens = { of(request: FastifyRequest): string };

/**
 * A change asked for by a session or by a form must carry the token of whoever asks. Clients of the API send
 * their password with each request and JSON, which no foreign page can.
 */
export function guardChanges(server: FastifyInstance, store: Store, cookies: Cookies): Tokens {
  const of = (request: FastifyRequest) => {
    const session = request.aboveToken ?? cookies.session(request);
    const who = session ?? (request.person || (cookies.visitOf(request) ?? ''));
    return store.digest(`csrf ${session === undefined ? 'person' : 'session'} ${who}`);
  };
  server.addHook('preHandler', async (request, reply) => {
    if (READING.has(request.method)) return;
    const isForm = (request.headers['content-type'] ?? '').startsWith(FORM);
    if (!isForm && !request.bySession) return;
    if (isSameToken(givenToken(request), of(request))) return;
    return refuse(reply, 'tooOld');
  });
  return { of };
}

function givenToken({ headers, body }: FastifyRequest): string {
  const header = headers['x-csrf-token'] ?? headers['x-xsrf-token'];
  if (typeof header === 'string') return header;
  const parsed = field.safeParse(body);
  return parsed.success ? parsed.data._csrf : '';
}
