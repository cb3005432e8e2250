/** Our own style sheet, script and sign, under addresses that change with their contents. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const FILES = {
  'board.js': 'text/javascript; charset=utf-8',
  'puente.css': 'text/css; charset=utf-8',
  'puente.js': 'text/javascript; charset=utf-8',
  'puente.svg': 'image/svg+xml',
} as const;
type Name = keyof typeof FILES;

/** Read once: they are part of the program. */
const assets = new Map(
  (Object.keys(FILES) as Name[]).map((name) => {
    const body = readFileSync(new URL(`./assets/${name}`, import.meta.url));
    const version = createHash('sha256').update(body).digest('base64url').slice(0, 10);
    return [name, { body, url: `/assets/${version}/${name}` }] as const;
  }),
);

/** The address of a file changes with its contents, so that browsers may keep it for ever. */
export function assetUrl(name: Name): string {
  return assets.get(name)?.url ?? '';
}

/** Our own style, script and sign; open, because the log-in page needs them. */
export function serveAssets(server: FastifyInstance): void {
  for (const [name, { body, url }] of assets)
    server.get(url, { config: { open: true } }, (_, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(FILES[name]).send(body),
    );
}
