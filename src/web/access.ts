import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';
import type { Log } from '../telemetry/log.ts';
import { FailedLogins } from './failed-logins.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for what anybody may ask, without a password. */
    readonly open?: boolean;
  }
  interface FastifyRequest {
    /** Who asks, for the record. */
    person: string;
  }
}

type Credentials = { readonly user: string; readonly password: string };

/** Everything behind the password, but for what is marked `open`. With no password set, only loopback is served. */
export function guardAccess(server: FastifyInstance, { user, password }: Config['http'], log: Log): void {
  const failures = new FailedLogins(Date.now);
  server.decorateRequest('person', '');
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.open === true) return;
    if (password === undefined) {
      request.person = user;
      return isAtHome(request) ? undefined : refuseStranger(reply);
    }
    const waitMs = failures.waitMs(request.ip);
    if (waitMs > 0) return askToWait(reply, waitMs);
    const given = credentialsOf(request.headers.authorization);
    if (given === undefined) return askWho(reply);
    if (!matches(given, { user, password })) {
      failures.failed(request.ip);
      log.warn({ address: request.ip }, 'a log-in failed');
      return askWho(reply);
    }
    request.person = given.user;
  });
}

function askWho(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'Basic realm="Puente", charset="UTF-8"');
  return reply.code(401).send({ error: 'a user and a password are needed' });
}

function askToWait(reply: FastifyReply, ms: number): FastifyReply {
  reply.header('retry-after', Math.ceil(ms / 1000));
  return reply.code(429).send({ error: 'too many failed log-ins from this address' });
}

function refuseStranger(reply: FastifyReply): FastifyReply {
  return reply.code(403).send({ error: 'with no DASHBOARD_PASSWORD, only this machine itself is served' });
}

function credentialsOf(header: string | undefined): Credentials | undefined {
  const encoded = /^basic ([a-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Takes the same time whatever is wrong, and how much of it. */
function matches(given: Credentials, expected: Credentials): boolean {
  const user = isSame(given.user, expected.user);
  const password = isSame(given.password, expected.password);
  return user && password;
}

/** Of equal length once digested, which the comparison in constant time asks for. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/**
 * The caller is this machine, and it called us by a name of this machine: a web page elsewhere that points its
 * own name at 127.0.0.1 is still a stranger.
 */
function isAtHome({ socket, hostname }: FastifyRequest): boolean {
  const home = /^(localhost|(::ffff:)?127\.\d+\.\d+\.\d+|\[?::1\]?)$/i;
  return home.test(socket.remoteAddress ?? '') && home.test(hostname);
}
