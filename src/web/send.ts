/** Sends a page as HTML, in the one way that all routes share. */
import type { FastifyReply } from 'fastify';
import type { Html } from './pages/html.ts';

export async function sendPage(reply: FastifyReply, page: Html): Promise<FastifyReply> {
  return reply.type('text/html; charset=utf-8').send(String(await page));
}
