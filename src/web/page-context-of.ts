import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PageContext } from './pages/page-context.ts';

/** How the one who asks wants to see a page. With a reply, a switch of language is remembered. */
export type PageContextOf = (request: FastifyRequest, reply?: FastifyReply) => PageContext;
