/** Turns away changes that another site has a browser ask for. */
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { refuse } from './refusals.ts';

export const READING = new Set(['GET', 'HEAD']);

/**
 * Browsers send the password along whoever asks them to, so a request that changes something must show that it
 * comes from our own pages. Scripts say so too, for example `curl -H 'Sec-Fetch-Site: same-origin'`.
 */
export const refuseForeignRequests: onRequestHookHandler = async (request, reply) => {
  if (READING.has(request.method) || isSameOrigin(request)) return;
  return refuse(reply, 'foreign');
};

/** `Sec-Fetch-Site` is the browser's own word and cannot be set by a page; without TLS only `Origin` is sent. */
function isSameOrigin({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const origin = URL.parse(headers.origin ?? '');
  if (origin === null) return false;
  return origin.host === URL.parse(`${origin.protocol}//${host}`)?.host;
}
