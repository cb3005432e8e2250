/** Keeps an open overview fresh by server-sent events, at the cost of one look for all who watch. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './access/refusals.ts';
import { inBase } from './base.ts';
import type { PageContextOf } from './page-context-of.ts';
import type { Html } from './pages/html.ts';
import { LIVE_PARTS, type Overview } from './pages/overview.ts';
import type { PageContext } from './pages/page-context.ts';

const EVERY_MS = 2_000;
/** Says that the server is there although nothing has changed. */
const BEAT_MS = 15_000;
const RETRY_MS = 3_000;
/** Browsers that may listen at once; a stream costs a look at the store only once for all. */
const STREAMS_MAX = 100;
/** The same for one session, or for one user by Basic: more windows than anybody looks at. */
const STREAMS_OF_ONE_MAX = 5;

/** The overview's regions as server-sent events: each is sent again when it has changed. */
export function createLive(
  server: FastifyInstance,
  overview: () => Promise<Overview>,
  pageContext: PageContextOf,
  isStillIn: StillIn,
  base = '',
): void {
  const streams = new Map<Stream, string>();
  server.addHook('preClose', async () => {
    for (const stream of streams.keys()) stream.end();
  });
  server.get('/live', (request, reply) => {
    const who = request.session ?? `${request.person} ${request.ip}`;
    const ofOne = [...streams.values()].filter((one) => one === who).length;
    if (streams.size >= STREAMS_MAX || ofOne >= STREAMS_OF_ONE_MAX) return refuse(reply, 'tooMany');
    const stream = openStream(reply, async (parts) => {
      // A session that has ended, by whomever, shows nothing more.
      if (!(await isStillIn(request))) return undefined;
      return render(pageContext(request), await overview(), parts, base);
    });
    streams.set(stream, who);
    reply.raw.on('close', () => {
      stream.end();
      streams.delete(stream);
    });
    return reply;
  });
}

type Stream = { end(): void };
/** True while whoever asked may go on looking. */
export type StillIn = (request: FastifyRequest) => Promise<boolean>;

/** The regions that differ from those sent last. */
async function render(
  pageContext: PageContext,
  model: Overview,
  sent: Map<string, string>,
  base: string,
): Promise<[string, string][]> {
  const now = { ...pageContext, now: Date.now() };
  const parts = Object.entries(LIVE_PARTS) as [string, (pageContext: PageContext, model: Overview) => Html][];
  const made = await Promise.all(
    parts.map(
      async ([name, part]): Promise<[string, string]> => [name, inBase(String(await part(now, model)), base)],
    ),
  );
  return made.filter(([name, text]) => sent.get(name) !== text);
}

function openStream(
  reply: FastifyReply,
  changed: (sent: Map<string, string>) => Promise<[string, string][] | undefined>,
): Stream {
  const sent = new Map<string, string>();
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  reply.raw.write(`retry: ${RETRY_MS}\n\n`);
  const tick = async () => {
    // A reader that does not keep up gets the newest later, not all that was in between.
    if (reply.raw.writableNeedDrain) return;
    const parts = await changed(sent);
    if (parts === undefined) return end();
    for (const [name, text] of parts) {
      sent.set(name, text);
      reply.raw.write(`data: ${JSON.stringify({ name, html: text })}\n\n`);
    }
  };
  // While Redis is away nothing is sent; the page says so by itself.
  const ticking = setInterval(() => void tick().catch(() => undefined), EVERY_MS);
  const beating = setInterval(() => reply.raw.write('event: beat\ndata: 1\n\n'), BEAT_MS);
  function end(): void {
    clearInterval(ticking);
    clearInterval(beating);
    reply.raw.end();
  }
  return { end };
}
