/** The HTTP below both simulators: it times, distorts and breaks answers, and lets the sides say what is in them. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connections, trackConnections } from './connections.ts';
import { distorted, hides } from './distortion.ts';
import { type ArmedFaults, type Fault, preventsCommit } from './faults.ts';
import type { Manners } from './manners.ts';
import { rowsOf, shaped } from './shapes.ts';
import { type Answer, drip, misbehave, packed, send } from './wire.ts';

export type RawRequest = { method: string; url: URL; headers: IncomingHttpHeaders; bytes: Buffer };

/** A request whose name is known. `answer` carries it out, and leaves hidden keys out of any list. */
export type Call = {
  name: string;
  body: unknown;
  answer(hidden: (key: string) => boolean): Answer;
};

/** One simulated API, as the server sees it. */
export type Service = {
  receive(raw: RawRequest): Promise<Call>;
  /** The answer to trouble of the server's own; `code` instead of the endpoint's first. */
  trouble(name: string, code: string | undefined): Answer;
  /** The answer while nobody can be authenticated. */
  outage(name: string, code: string | undefined): Answer;
  faults: ArmedFaults;
  latencyMs(): number;
  /** The key that holds the e-mail, which is what a fault hits unless it names another field. */
  emailKey: string;
  manners(): Manners;
};

export type RunningServer = {
  origin: string;
  close(): Promise<void>;
  /** As if the host had been switched off and on: open connections are never answered again, and never closed. */
  reboot(): void;
};

/** Longer than any pause in a test, so that only faults break connections. */
const keepAliveMs = 60_000;

/** Serves until `close`, which also ends the requests that are held open. `port` 0 takes a free one. */
export async function listen(service: Service, host: string, port: number): Promise<RunningServer> {
  const closing = new AbortController();
  const connections = trackConnections(service.manners);
  const server = createServer((message, response) => {
    if (connections.losesRequest(message.socket)) return;
    response.once('close', () => connections.used(message.socket));
    serve(service, message, response, connections, closing.signal).catch(() => response.destroy());
  });
  server.on('connection', connections.opened);
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    reboot: connections.abandon,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  service: Service,
  message: IncomingMessage,
  response: ServerResponse,
  connections: Connections,
  closing: AbortSignal,
): Promise<void> {
  const call = await service.receive(await read(message));
  if (service.latencyMs() > 0) await pause(service.latencyMs(), undefined, { signal: closing });
  const fault = service.faults.strike(call.name, call.body);
  const answer = fault
    ? await answerUnder(fault, service, call, response, closing)
    : call.answer(() => false);
  if (!answer || connections.isLost(message.socket)) return;
  if (fault) return misbehave(response, inManners(answer, service), fault, closing);
  await deliver(service, call, answer, response, closing);
}

/** Sends what no fault has struck; a list may be slow, or too large for the server. */
async function deliver(
  service: Service,
  call: Call,
  answer: Answer,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const { listDripMs, listRowsMax, listTooLarge } = service.manners();
  const rows = rowsOf(answer);
  if (rows && listRowsMax > 0 && rows.length > listRowsMax) {
    const due = listTooLarge === 'error500' ? service.trouble(call.name, undefined) : answer;
    const fault: Fault = { on: '*', when: 'after', kind: listTooLarge };
    return misbehave(response, inManners(due, service), fault, closing);
  }
  const whole = inManners(answer, service);
  if (rows && listDripMs > 0) return drip(response, whole, listDripMs, closing);
  send(response, whole);
}

function inManners(answer: Answer, service: Service) {
  return packed(shaped(answer, service.manners()), service.manners());
}

/** The answer that the fault starts from; none when the caller left before a slow request was carried out. */
async function answerUnder(
  fault: Fault,
  service: Service,
  call: Call,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<Answer | undefined> {
  if (preventsCommit(fault)) {
    return fault.kind === 'unauthorized'
      ? service.outage(call.name, fault.code)
      : service.trouble(call.name, fault.code);
  }
  const waitMs =
    fault.when === 'after' ? fault.commitDelayMs : fault.kind === 'slow' ? fault.delayMs : undefined;
  if (waitMs) await pause(waitMs, undefined, { signal: closing });
  if (fault.when === 'before' && response.destroyed) return undefined;
  const due = call.answer(hides(fault));
  if (fault.kind === 'unauthorized') return service.outage(call.name, fault.code);
  if (fault.kind === 'error500') return service.trouble(call.name, fault.code);
  return distorted(due, fault, service.emailKey);
}

async function read(message: IncomingMessage): Promise<RawRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return {
    method: message.method ?? 'GET',
    url: new URL(message.url ?? '/', 'http://simulator'),
    headers: message.headers,
    bytes: Buffer.concat(chunks),
  };
}
