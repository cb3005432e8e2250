/** Mounts the queue board in our frame, with the names, forms and ways back that a person needs there. */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { ExternalJobUrl } from '@bull-board/api/typings/app';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Language } from '../domain/language.ts';
import {
  ALERTS_QUEUE,
  allQueues,
  RESYNC_QUEUE,
  resyncJob,
  subjectOfJob,
  writeJob,
} from '../sync/jobs/queues.ts';
import { assetUrl } from './assets.ts';
import { guardBoard } from './board-guard.ts';
import { freeRetried } from './board-retries.ts';
import { BOARD_POLICY } from './headers.ts';
import type { WebOptions } from './options.ts';
import type { PageContextOf } from './page-context-of.ts';
import { customerPath } from './pages/parts.ts';
import { shellOf } from './shell.ts';

const BOARD = '/queues';

/** What a person reads beside each queue. */
const QUEUES: Readonly<Record<string, { readonly displayName: string; readonly description: string }>> = {
  'scan-managementpro': { displayName: 'Lecturas de ManagementPro', description: 'poll, reconcile' },
  'scan-aceptabits': { displayName: 'Lecturas de Aceptabits', description: 'poll, reconcile' },
  'write-managementpro': {
    displayName: 'Escrituras en ManagementPro',
    description: '{"clave": …} | {"code": …}',
  },
  'write-aceptabits': { displayName: 'Escrituras en Aceptabits', description: '{"clave": …} | {"code": …}' },
  [RESYNC_QUEUE]: {
    displayName: 'Resincronizar',
    description: '{"clave": …} | {"code": …} | {"all": true}',
  },
  [ALERTS_QUEUE]: { displayName: 'Avisos', description: 'webhook, mail, digest' },
};

/** The queue board, for whoever looks after the queues: a server of its own behind the guards of the pages. */
export async function createBoard(options: WebOptions): Promise<FastifyInstance> {
  const { server, cookies, tokens, pageContext } = await shellOf(options);
  await serveBoard(server, options, pageContext, (request, reply) =>
    cookies.giveBoardToken(request, reply, tokens.of(request)),
  );
  return server;
}

/** Its jobs carry keys only, never data of customers. */
async function serveBoard(
  server: FastifyInstance,
  { context, queues, config, log, base = '' }: WebOptions,
  pageContext: PageContextOf,
  giveToken: (request: FastifyRequest, reply: FastifyReply) => void,
): Promise<void> {
  const serverAdapter = new FastifyAdapter().setBasePath(base + BOARD);
  createBullBoard({
    serverAdapter,
    queues: allQueues(queues).map(
      (queue) =>
        new BullMQAdapter(queue, {
          ...QUEUES[queue.name],
          ...formOf(queue.name),
          externalJobUrl: ({ data }) => customerOfJob(data, base),
        }),
    ),
    options: {
      handlerHooks: { before: guardBoard },
      uiConfig: {
        boardTitle: config.businessName ?? 'Puente',
        boardLogo: { path: assetUrl('puente.svg'), width: 28, height: 28 },
        favIcon: { default: assetUrl('puente.svg'), alternative: assetUrl('puente.svg') },
        environment: { label: config.namespace, color: '#2f6f6b', textColor: '#ffffff' },
        locale: { lng: LOCALES.es },
        dateFormats: momentsIn(config.timezone),
        hideDocsLink: true,
      },
    },
  });
  await server.register(
    async (board) => {
      board.addHook('onRequest', async (request, reply) => {
        giveToken(request, reply);
        reply.header('content-security-policy', BOARD_POLICY);
      });
      board.addHook('preHandler', (request) => freeRetried({ context, queues }, request));
      board.addHook('onSend', async (request, reply, payload) =>
        typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')
          ? asOurs(payload, pageContext(request, reply).language)
          : payload,
      );
      board.addHook('onResponse', async ({ method, person, routeOptions, params }, { statusCode }) => {
        if (method !== 'GET')
          log.info({ person, method, route: routeOptions.url, params, statusCode }, 'on the queue board');
      });
      await board.register(serverAdapter.registerPlugin());
    },
    { prefix: BOARD },
  );
}

/** The form by which a person asks for a resync. */
function formOf(queue: string): { jobDataSchema?: Record<string, unknown> } {
  return queue === RESYNC_QUEUE ? { jobDataSchema: z.toJSONSchema(resyncJob, { target: 'draft-7' }) } : {};
}

/** From a job to the page of its customer. */
function customerOfJob(data: unknown, base: string): ExternalJobUrl {
  const parsed = writeJob.safeParse(data);
  if (!parsed.success) return { href: `${base}/customers`, displayText: 'Clientes' };
  const { side, key } = subjectOfJob(parsed.data);
  return { href: base + customerPath(side, key), displayText: `Cliente ${key}` };
}

/** How the board shows moments: today's, this year's, and older ones, as our own pages do by the clock of TIMEZONE. */
function momentsIn(timeZone: string) {
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', timeZone } as const;
  const day = { ...time, day: 'numeric', month: 'numeric' } as const;
  return { short: time, common: day, full: { ...day, year: 'numeric' } as const };
}

/** The board's own links stand behind a menu; this one lies over its page. */
const WAY_BACK =
  '<a href="/" style="position:fixed;right:1rem;bottom:1rem;z-index:50;padding:.4rem .8rem;border-radius:1rem;background:#2f6f6b;color:#fff;text-decoration:none">← Puente</a>';

/** The board's own languages, by those of our pages. */
const LOCALES: Readonly<Record<Language, string>> = { es: 'es-ES', en: 'en-US' };

/**
 * The board in the language of our pages, without the orders that we refuse. Nothing is fetched from elsewhere: it falls
 * back on the fonts of the reader's own machine.
 */
function asOurs(html: string, language: Language): string {
  return html
    .replace(/<link href="https:[^>]*>/g, '')
    .replace('<html lang="en"', `<html lang="${language}"`)
    .replace(`"lng":"${LOCALES.es}"`, `"lng":"${LOCALES[language]}"`)
    .replace('<div id="root">', `${WAY_BACK}<div id="root">`)
    .replace('</body>', `<script type="module" src="${assetUrl('board.js')}"></script></body>`);
}
