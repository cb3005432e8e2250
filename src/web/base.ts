import type { FastifyInstance } from 'fastify';

/** Attributes of our pages that hold addresses. In text a quote is escaped, so none of it looks like these. */
const ADDRESSES = /( (?:href|src|action|formaction|data-live-from)=")\/(?!\/)/g;

/** What belongs to all companies alike, and is served at the root. */
const OF_ALL = /^(assets\/|companies(?:[/?#"]|$))/;

/**
 * Pages are written as if the server were theirs; where it serves several companies, each stands under its `base`. Done
 * once, where everything leaves, so that no page can forget it.
 */
export function inBase(html: string, base: string): string {
  if (base === '') return html;
  return html.replace(ADDRESSES, (whole, attribute: string, at: number) =>
    isOfAll(html.slice(at + whole.length, at + whole.length + 200), base) ? whole : `${attribute}${base}/`,
  );
}

function isOfAll(rest: string, base: string): boolean {
  return OF_ALL.test(rest) || `/${rest}`.startsWith(`${base}/`);
}

/** Has every page and every redirect stand under the base. */
export function underBase(server: FastifyInstance, base: string): void {
  if (base === '') return;
  server.addHook('onSend', async (_, reply, payload) => {
    const place = reply.getHeader('location');
    if (typeof place === 'string' && /^\/(?!\/)/.test(place) && !isOfAll(place.slice(1), base))
      reply.header('location', base + place);
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
    return isPage && typeof payload === 'string' ? inBase(payload, base) : payload;
  });
}
