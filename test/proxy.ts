/** A server between the clients and a simulator, for what no simulator would answer by itself. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Passing = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The parsed JSON of the request, undefined where there was none. */
  readonly body: Record<string, unknown> | undefined;
};

export type Passed = { status: number; headers?: Record<string, string>; body: string | Buffer };

/** `forward` asks the simulator; a rule that does not call it keeps the request from it. */
export type Rule = (request: Passing, forward: () => Promise<Passed>) => Promise<Passed>;

export type Between = {
  readonly url: string;
  /** May be changed at any time; undefined passes everything on. */
  rule: Rule | undefined;
  /** Everything that arrived, in order. */
  readonly seen: readonly (Passing & { readonly at: number })[];
  close(): Promise<void>;
};

async function received(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parsed(bytes: Buffer): Passing['body'] {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

async function forwarded(target: URL, message: IncomingMessage, bytes: Buffer): Promise<Passed> {
  const answer = await fetch(target, {
    method: message.method ?? 'GET',
    headers: {
      authorization: message.headers.authorization ?? '',
      'content-type': message.headers['content-type'] ?? '',
    },
    ...(message.method === 'POST' && { body: new Uint8Array(bytes) }),
  });
  return { status: answer.status, body: await answer.text() };
}

/** Stands before `target`, a simulator's address. */
export async function startProxy(target: string): Promise<Between> {
  const seen: (Passing & { readonly at: number })[] = [];
  const base = new URL(target);
  const server = createServer(async (message, response) => {
    const bytes = await received(message);
    const asked = new URL(message.url ?? '/', base);
    const request = {
      method: message.method ?? '',
      path: `${asked.pathname}${asked.search}`,
      query: asked.searchParams,
      body: parsed(bytes),
    };
    seen.push({ ...request, at: Date.now() });
    const forward = () => forwarded(asked, message, bytes);
    try {
      const { status, headers, body } = await (proxy.rule?.(request, forward) ?? forward());
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    } catch {
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: Between = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base.pathname}`,
    rule: undefined,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

/** An answer with its JSON changed. */
export async function changed(answer: Promise<Passed>, change: (body: never) => unknown): Promise<Passed> {
  const { status, body } = await answer;
  return { status, body: JSON.stringify(change(JSON.parse(String(body)) as never)) };
}
