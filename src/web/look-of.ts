import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Look } from './pages/look.ts';

/** How the one who asks wants to see a page. With a reply, a switch of language is remembered. */
export type LookOf = (request: FastifyRequest, reply?: FastifyReply) => Look;
