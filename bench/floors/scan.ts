/**
 * The floor of a reading: node:http, JSON.parse, one keyed digest of each row, HMGET of what was seen. No checks, no
 * streaming, no certificate: what no program that looks at every row can go below.
 */
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Redis } from 'ioredis';
import { childArgs, serveChild } from '../stage/child.ts';

type Row = Record<string, unknown>;

const [{ url, redisUrl }] = childArgs<[{ url: string; redisUrl: string }]>();
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
const redis = new Redis(redisUrl);
const PAGE = 100;
const BATCH = 500;

function ask(
  path: string,
  body?: object,
): Promise<{ data: { data: Row[]; cliente: Row[]; last_page: number } }> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const asked = request(new URL(path, url), { agent, method }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString())));
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}

let differing = 0;

async function compare(hash: string, name: string, rows: readonly Row[]): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH);
    const keys = batch.map((row) => String(row[name]));
    const known = await redis.hmget(hash, ...keys);
    const changed: string[] = [];
    batch.forEach((row, index) => {
      const digest = createHmac('sha256', 'bench').update(JSON.stringify(row)).digest('base64').slice(0, 16);
      if (known[index] !== digest) changed.push(keys[index] ?? '', digest);
    });
    differing += changed.length / 2;
    if (changed.length > 0) await redis.hset(hash, ...changed);
  }
}

async function readM(): Promise<void> {
  for (const estado of ['AC', 'BA']) {
    const data = { registros: '2000000', estado };
    const { data: answer } = await ask('/', {
      apikey: 'bench',
      provider: 'catalogos',
      action: 'GetClienteLista',
      data,
    });
    await compare('floor:m', 'clave', answer.cliente);
  }
}

async function readA(): Promise<void> {
  const page = async (at: number) => {
    const { data } = await ask(`/get-customers?page=${at}&limit=${PAGE}`);
    await compare('floor:a', 'code', data.data);
    return data.last_page;
  };
  const last = await page(1);
  let next = 2;
  const reader = async () => {
    while (next <= last) await page(next++);
  };
  await Promise.all(Array.from({ length: 4 }, reader));
}

await serveChild(
  {},
  {
    async read(times: number) {
      differing = 0;
      for (let time = 0; time < times; time += 1) {
        await readM();
        await readA();
      }
      return differing;
    },
  },
);
process.exit(0);
