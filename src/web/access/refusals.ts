import type { FastifyReply, FastifyRequest } from 'fastify';

/** Why a request is refused: its status, and what a client of the API reads. Pages say it in the reader's words. */
const REFUSALS = {
  logIn: [401, 'a user and a password are needed'],
  wait: [429, 'too many failed log-ins from this address'],
  tooMany: [429, 'too many windows are listening'],
  forbidden: [403, 'you may look, not act'],
  foreign: [403, 'this request does not show that it comes from this dashboard'],
  tooOld: [403, 'the page is too old: load it again'],
  stranger: [403, 'with no DASHBOARD_PASSWORD, only this machine itself is served'],
  redis: [503, 'Redis is not answering'],
  resting: [503, 'this company is not running'],
  notFound: [404, 'there is nothing here'],
  badRequest: [400, 'the request cannot be understood'],
  internal: [500, 'this did not work; the log says why'],
} as const;
export type Refusal = keyof typeof REFUSALS;

declare module 'fastify' {
  interface FastifyReply {
    /** Why this is a refusal, for the page that says so. */
    refusal: Refusal | undefined;
  }
}

export function refuse(reply: FastifyReply, refusal: Refusal, detail?: string): FastifyReply {
  const [status, error] = REFUSALS[refusal];
  reply.refusal = refusal;
  return reply.code(status).send({ error: detail ?? error });
}

/** True for a person's browser that opens a page, and not for a program or a script. */
export function wantsPage({ headers, url }: FastifyRequest): boolean {
  const programs = /^\/(api|queues\/api|metrics|healthz|readyz|assets)\b/;
  return (headers.accept ?? '').includes('text/html') && !programs.test(url);
}
