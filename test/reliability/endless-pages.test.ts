import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createAceptabits } from '../../src/systems/aceptabits/client.ts';
import { scanAceptabits } from '../../src/systems/aceptabits/scan.ts';

// Found by fuzzing: a list that claims more pages than can be read, whatever its pages hold.

async function serving(page: object) {
  let requests = 0;
  const server = createServer((message, response) => {
    requests += 1;
    message.resume();
    response.end(JSON.stringify({ status: true, success: { code: '0051' }, data: page }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { client: createAceptabits({ url, token: 't', now: Date.now }), requests: () => requests, server };
}

const ROW = { code: 'pgbcus1', name: 'Ana' };

test.each([
  [
    'the same row on every page',
    { data: [ROW], current_page: 1, last_page: 9_007_199_254_740_991, total: 1 },
  ],
  ['rows without a key', { data: [{ name: 'Ana' }], last_page: 9_007_199_254_740_991, total: 1e15 }],
  ['nothing on any page', { data: [], last_page: 9_007_199_254_740_991, total: 1e15 }],
])('a look-up ends: %s', async (_, page) => {
  const { client, requests, server } = await serving(page);
  await client.search('ana').catch(() => undefined);
  await client.agents().catch(() => undefined);
  expect(requests()).toBeLessThan(20);
  server.close();
});

test('a scan ends, and is not complete', async () => {
  const { client, requests, server } = await serving({
    data: [],
    last_page: 9_007_199_254_740_991,
    total: 1e15,
  });
  const { certificate } = await scanAceptabits(client, { now: Date.now, onPage: async () => {} });
  expect(certificate.complete).toBe(false);
  expect(requests()).toBeLessThan(200);
  server.close();
});
