import type { FastifyHelmetOptions } from '@fastify/helmet';
import type { onSendHookHandler } from 'fastify';

/** Our own pages load only what this server serves, run no inline script, and are framed by nobody. */
const PAGES = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/**
 * Nothing here speaks of HTTPS: whether the host is reached by TLS only the proxy in front knows (`overTls`), and on a
 * plain local network `upgrade-insecure-requests` would break every page.
 */
export const HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: PAGES },
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
};

/** The queue board writes styles into its page and colours JSON in a worker; its scripts are files all the same. */
export const BOARD_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join(';');

/** Whatever does not say otherwise may hold data of customers, and is kept by no cache. */
export const keepNothing: onSendHookHandler = async (_, reply, payload) => {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  return payload;
};

/** A page may copy to the clipboard, and needs nothing else of what a browser can do. */
const PERMISSIONS = [
  'camera',
  'display-capture',
  'geolocation',
  'microphone',
  'payment',
  'usb',
  'serial',
  'bluetooth',
]
  .map((one) => `${one}=()`)
  .join(', ');

/** Half a year, for this host alone: of its neighbours we know nothing. */
const HSTS = 'max-age=15552000';

/** Where the connection is told to be TLS, browsers are to stay with it. */
export const overTls: onSendHookHandler = async (request, reply, payload) => {
  reply.header('permissions-policy', PERMISSIONS);
  if (request.protocol === 'https') reply.header('strict-transport-security', HSTS);
  return payload;
};
