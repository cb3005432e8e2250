import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Store } from '../../store/store.ts';
import { SESSION_MS } from './sessions.ts';

/**
 * The cookies of one Puente. They carry its namespace in their name, because browsers do not tell two servers on
 * one host apart; under the `base` of a company they go nowhere else. Behind TLS they are `Secure`; whether there is TLS, `TRUST_PROXY` lets the proxy say.
 */
export type Cookies = ReturnType<typeof createCookies>;

/** The name under which the queue board's own client looks for the token. */
const BOARD_TOKEN = 'XSRF-TOKEN';

const DEVICE_BYTES = 12;
const DEVICE_S = 365 * 86_400;

export function createCookies(store: Store, namespace: string, base = '') {
  const [session, visit, device] = ['', '-visit', '-device'].map((what) => `puente-${namespace}${what}`) as [
    string,
    string,
    string,
  ];
  const safe = (request: FastifyRequest) => ({
    path: base || '/',
    httpOnly: true,
    sameSite: 'lax' as const,
    secure: request.protocol === 'https',
  });
  const sealOf = (user: string, id: string) =>
    Buffer.from(store.digest(`device ${user} ${id}`), 'base64').toString('base64url');
  return {
    session: (request: FastifyRequest): string | undefined => request.cookies[session],
    keep(request: FastifyRequest, reply: FastifyReply, token: string): void {
      reply.setCookie(session, token, { ...safe(request), maxAge: SESSION_MS / 1000 });
    },
    forget(request: FastifyRequest, reply: FastifyReply): void {
      reply.clearCookie(session, safe(request));
    },
    /** Where this user has logged in before; undefined for a device that is new, or of somebody else. */
    device(request: FastifyRequest, user: string): string | undefined {
      const [id = '', seal = ''] = (request.cookies[device] ?? '').split('.');
      return isSameToken(seal, sealOf(user, id)) ? id : undefined;
    },
    /** Remembers the device by a word that only we can have sealed. */
    keepDevice(request: FastifyRequest, reply: FastifyReply, user: string): void {
      const id = this.device(request, user) ?? randomBytes(DEVICE_BYTES).toString('base64url');
      reply.setCookie(device, `${id}.${sealOf(user, id)}`, { ...safe(request), maxAge: DEVICE_S });
    },
    /** A random word for whoever has not logged in yet, so that the log-in form has a token too. */
    visit(request: FastifyRequest, reply: FastifyReply): void {
      if (request.cookies[visit] !== undefined) return;
      const word = randomBytes(18).toString('base64url');
      request.cookies[visit] = word;
      reply.setCookie(visit, word, safe(request));
    },
    visitOf: (request: FastifyRequest): string | undefined => request.cookies[visit],
    /** Readable by the board's script, which sends it back in a header. */
    giveBoardToken(request: FastifyRequest, reply: FastifyReply, token: string): void {
      reply.setCookie(BOARD_TOKEN, token, { ...safe(request), httpOnly: false, path: `${base}/queues` });
    },
  };
}

/** In constant time; of whatever length. */
export function isSameToken(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
