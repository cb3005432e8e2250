import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Aceptabits, createAceptabits } from '../../src/systems/aceptabits/client.ts';
import { createManagementPro, type ManagementPro } from '../../src/systems/managementpro/client.ts';
import { fixture } from '../fixtures/fixture.ts';
import { respond, type Sent, WHOLE } from './fuzz-bytes.ts';

/** One server for both APIs, and lanes to it: a lane makes one call at a time, so that its answer is known. */

export type Lane = {
  readonly m: ManagementPro;
  readonly a: Aceptabits;
  /** From now on requests of this operation (`*` for all) get this answer, and all others a sound one. */
  answer(operation: string, sent: Sent): void;
  /** Requests since the last `answer`. */
  requests(): number;
};

/** The customers whom the sound answers show. */
export const CLAVE = '0000000019';
export const CODE = 'pgbcus10000000000000001';

/** Of one call; a scan that gets the same answer to every question gives up by itself a little before. */
export const REQUESTS_MAX = 5_100;

/** The contract's example of a list shows other customers than its example of a single one. */
export const LIST_WITH_CLAVE = {
  type: 'info',
  code: '200',
  data: { cliente: [{ clave: CLAVE, descripcion: 'Rosa Cituk', estado: 'AC' }], registros: 1 },
};

const SOUND: Readonly<Record<string, unknown>> = {
  GetClienteLista: LIST_WITH_CLAVE,
  GetCliente: fixture('managementpro/get-cliente.answer'),
  'get-customers': fixture('aceptabits/get-customers.answer'),
  'show-customer': {
    status: true,
    success: { code: '0062' },
    data: { code: CODE, name: 'Rosa', lastname: 'Cituk' },
  },
};

/** ManagementPro has one address for all its actions, Aceptabits one for each. */
async function operationOf(message: IncomingMessage, path: string): Promise<string> {
  if (path !== '') {
    message.resume();
    return path;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const { action }: { action: string } = JSON.parse(Buffer.concat(chunks).toString());
  return action;
}

type LaneState = { operation: string; sent: Sent; requests: number };

function clientsAt(url: string) {
  const setup = { url, now: Date.now, limits: { answerMs: 10_000, listMs: 10_000 } };
  return {
    m: createManagementPro({ ...setup, apikey: 'an apikey' }),
    a: createAceptabits({ ...setup, token: 'a token', updatePath: 'update' }),
  };
}

function laneAt(url: string, state: LaneState): Lane {
  return {
    ...clientsAt(url),
    answer: (operation, sent) => Object.assign(state, { operation, sent, requests: 0 }),
    requests: () => state.requests,
  };
}

async function reply(state: LaneState, message: IncomingMessage, response: ServerResponse, path: string) {
  state.requests += 1;
  const operation = await operationOf(message, path).catch(() => undefined);
  // Whoever has gone away gets no answer, and whoever asks without end is made to stop.
  if (operation === undefined || state.requests > REQUESTS_MAX) response.destroy();
  else if (state.operation === '*' || state.operation === operation) respond(response, state.sent);
  else respond(response, { ...WHOLE, body: SOUND[operation] });
}

export async function startLanes(count: number): Promise<{ lanes: Lane[]; close(): void }> {
  const states = Array.from({ length: count }, (): LaneState => {
    return { operation: '', sent: { ...WHOLE, body: {} }, requests: 0 };
  });
  const server = createServer((message, response) => {
    const [, lane, path = ''] = (message.url ?? '').split(/[/?]/);
    void reply(states[Number(lane)] as LaneState, message, response, path);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const lanes = states.map((state, at) => laneAt(`http://127.0.0.1:${port}/${at}/`, state));
  return {
    lanes,
    close() {
      for (const { m, a } of lanes) for (const client of [m, a]) client.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
