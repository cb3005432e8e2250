/** Answers every POST alike, in a process of its own: where the floor of a write sends to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveChild } from '../stage/child.ts';

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () =>
    response.end('{"type":"info","code":"200","data":{"cliente":{"clave":"0000000001"}}}'),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
await serveChild({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }, {});
process.exit(0);
