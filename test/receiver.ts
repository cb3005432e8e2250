/** Where alerts arrive: a local address for `ALERT_WEBHOOK_URL`. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Told = { readonly text: string; readonly fact: string };

export type Receiver = {
  readonly url: string;
  readonly told: readonly Told[];
  /** Waits for the first alert whose fact begins so. */
  until(fact: string): Promise<Told>;
  close(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const told: Told[] = [];
  let arrived = Promise.withResolvers<void>();
  const server = createServer(async (message, response) => {
    let text = '';
    for await (const chunk of message) text += chunk;
    told.push(JSON.parse(text));
    response.end();
    arrived.resolve();
    arrived = Promise.withResolvers();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    told,
    async until(fact) {
      for (;;) {
        const found = told.find((one) => one.fact.startsWith(fact));
        if (found !== undefined) return found;
        await arrived.promise;
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
