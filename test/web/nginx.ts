/** Debian's nginx with the configuration that docs/operations.md shows, on ports of this machine. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Undefined where there is none; its tests are skipped there. */
export const NGINX = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx'].find((file) =>
  existsSync(file),
);

export type Nginx = {
  readonly tlsPort: number;
  readonly plainPort: number;
  /** The certificate that it shows. */
  readonly ca: string;
  close(): Promise<void>;
};

/** The lines of the document, with nothing changed but what differs from one machine to another. */
function documented(places: { tls: number; plain: number; folder: string; to: string }): string {
  const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const [, block = ''] = /```nginx\n([\s\S]+?)```/.exec(text) ?? [];
  const put = [
    ['listen 443 ssl;', `listen 127.0.0.1:${places.tls} ssl;`],
    ['listen 80;', `listen 127.0.0.1:${places.plain};`],
    ['/etc/letsencrypt/live/puente.example.com/fullchain.pem', join(places.folder, 'cert.pem')],
    ['/etc/letsencrypt/live/puente.example.com/privkey.pem', join(places.folder, 'key.pem')],
    ['http://127.0.0.1:3000', places.to],
  ] as const;
  return put.reduce((lines, [from, to]) => {
    if (!lines.includes(from)) throw new Error(`docs/operations.md lacks ${from}`);
    return lines.replace(from, to);
  }, block);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function startNginx(program: string, to: string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'puente-nginx-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const name = ['-subj', '/CN=puente.example.com', '-addext', 'subjectAltName=DNS:puente.example.com'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...made, ...name], { stdio: 'ignore' });
  const [tls, plain] = [await freePort(), await freePort()];
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${join(folder, what)};`,
  );
  // The workers keep our user, who owns the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `${user} daemon off; pid ${join(folder, 'pid')}; error_log stderr; worker_processes 1;
events {}
http { access_log off; ${scratch.join(' ')}
${documented({ tls, plain, folder, to })}}`,
  );
  const nginx = spawn(program, ['-c', file, '-p', folder, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  nginx.stderr.on('data', (text) => (said += text));
  const ended = once(nginx, 'exit');
  await Promise.race([listens(tls), ended.then(() => Promise.reject(new Error(`nginx ended: ${said}`)))]);
  return {
    tlsPort: tls,
    plainPort: plain,
    ca: readFileSync(cert, 'utf8'),
    async close() {
      nginx.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function listens(port: number): Promise<void> {
  for (;;) {
    const there = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
