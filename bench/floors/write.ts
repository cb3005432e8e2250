/** The floor of a write: a BullMQ job and one POST with got for each, eight at once. Nothing is read, compared or noted. */
import { Agent } from 'node:http';
import { Queue, Worker } from 'bullmq';
import got from 'got';
import { childArgs, serveChild } from '../stage/child.ts';

const [{ redisUrl, url }] = childArgs<[{ redisUrl: string; url: string }]>();
const { hostname: host, port } = new URL(redisUrl);
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const client = got.extend({ agent: { http: new Agent({ keepAlive: true }) }, retry: { limit: 0 } });
const queue = new Queue('floor', {
  connection,
  prefix: '{floor}',
  defaultJobOptions: { removeOnComplete: { count: 1_000 } },
});
let done = 0;
const worker = new Worker(
  'floor',
  async () => {
    await client
      .post(url, { json: { clave: '0000000001', descripcion: 'María José Hernández López' } })
      .text();
    done += 1;
  },
  { connection, prefix: '{floor}', concurrency: 8 },
);
await worker.waitUntilReady();

await serveChild(
  {},
  {
    async write(count: number) {
      done = 0;
      await queue.addBulk(
        Array.from({ length: count }, (_, at) => ({ name: 'write', data: { clave: String(at) } })),
      );
      while (done < count) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  },
);
process.exit(0);
