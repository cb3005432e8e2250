/** redis-servers that are not as Puente wants them, or that are reached in other ways than by host and port. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { freePort } from '../redis-local.ts';

export type OddRedis = {
  readonly port: number;
  /** SIGKILL. */
  kill(): Promise<void>;
};

const BINARY = `exec "$(command -v redis-server || command -v valkey-server)" "$@"`;

/** What the other tests have as well; options given override these. */
const USUAL = { bind: '127.0.0.1', save: '', appendonly: 'yes', 'maxmemory-policy': 'noeviction' };

/** A server on a free port (or on `port`). The folder of the test run removes it, however the run ends. */
export async function startOdd(options: Record<string, string>, port?: number): Promise<OddRedis> {
  const own = port ?? (await freePort());
  const dir = mkdtempSync(join(tmpdir(), 'puente-odd-'));
  const plain = options['tls-port'] === undefined ? own : 0;
  const tls = plain === 0 ? { 'tls-port': String(own) } : {};
  const all = { ...USUAL, port: String(plain), dir, pidfile: join(dir, 'redis.pid'), ...options, ...tls };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')]);
  const server = spawn('sh', ['-c', BINARY, 'sh', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  await untilReady(server.stdout);
  return {
    port: own,
    kill: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}

async function untilReady(output: Readable): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface(output)) {
    if (/Ready to accept/.test(line)) return void output.resume();
    lines.push(line);
  }
  throw new Error(`no Redis: ${lines.join('\n')}`);
}

type Certificate = { readonly cert: string; readonly key: string };

/** A certificate for 127.0.0.1 that nobody has signed. */
export function selfSigned(): Certificate {
  const dir = mkdtempSync(join(tmpdir(), 'puente-tls-'));
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-out', cert, '-keyout', key], { stdio: 'ignore' });
  return { cert, key };
}

/** The options of a server that speaks TLS only, and asks nobody for a certificate. */
export function withTls({ cert, key }: Certificate): Record<string, string> {
  return { 'tls-port': '', 'tls-cert-file': cert, 'tls-key-file': key, 'tls-auth-clients': 'no' };
}

type Disguise = { readonly port: number; close(): void };

/** Stands before a server and lets it claim version 5. */
export async function asVersion5({ port }: OddRedis): Promise<Disguise> {
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = createConnection(port, '127.0.0.1');
    for (const socket of [client, server]) sockets.add(socket.on('error', () => {}));
    client.pipe(server);
    server.on('data', (chunk) => client.write(older(Buffer.from(chunk))));
    server.on('close', () => client.destroy());
    client.on('close', () => server.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  const close = () => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: address.port, close };
}

/** As long as before: the answer of INFO is announced with its length. */
function older(chunk: Buffer): Buffer {
  return Buffer.from(
    chunk.toString('latin1').replace(/(redis_version:)\d/g, (_, name: string) => `${name}5`),
    'latin1',
  );
}
