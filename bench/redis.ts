import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { cpuSecondsOf } from './process.ts';

/** A Redis with the settings of `docker-compose.yml`. */
export async function startBenchRedis() {
  const dir = await mkdtemp(join(tmpdir(), 'puente-bench-redis-'));
  const port = await freePort();
  const settings = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''];
  const memory = ['--maxmemory', '1536mb', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', ['--port', String(port), '--dir', dir, ...settings, ...memory], {
    stdio: 'ignore',
  });
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url);
  // It is asked until it is there.
  client.on('error', () => {});
  await client.ping();
  const { pid = 0 } = child;
  return {
    url,
    cpuSeconds: () => cpuSecondsOf(pid),
    bytes: async () => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]),
    async stop() {
      client.disconnect();
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
}
