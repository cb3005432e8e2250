/** Builds the image once for all tests of containers, from a copy of the sources with secrets lying about. */
import { randomBytes } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { output, shell } from './shell.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the clone that was built. */
    clone: string;
    /** Its image. */
    image: string;
    /** What stood in the clone's secret files while the image was built. */
    canary: string;
  }
}

/** What a clone has: tests work in copies of it, so that nothing of this folder changes. */
const SOURCES = [
  ...['.dockerignore', '.env.example', 'Dockerfile', 'docker-compose.yml', 'LICENSE'],
  ...['package.json', 'package-lock.json', 'scripts', 'src', 'docs/observability'],
];

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await shell('docker version --format "{{.Server.Version}}"');
  if (engine.code !== 0)
    throw new Error(`no container engine answers:\n${engine.stderr}Start one, or set DOCKER_HOST.`);
  const canary = `canary-${randomBytes(8).toString('hex')}`;
  const image = `puente-test:${randomBytes(4).toString('hex')}`;
  const clone = await cloneWithSecrets(canary);
  const began = Date.now();
  await output(`docker build --network host --build-arg NODE_IMAGE="${nodeImage()}" -t ${image} .`, {
    cwd: clone,
  });
  console.log(`Engine ${engine.stdout.trim()}, image built in ${Math.round((Date.now() - began) / 1000)} s`);
  project.provide('clone', clone);
  project.provide('image', image);
  project.provide('canary', canary);
  return async () => {
    await shell(`docker image rm ${image}`);
  };
}

export function nodeImage(): string {
  return process.env.NODE_IMAGE ?? 'node:26-slim';
}

async function cloneWithSecrets(canary: string): Promise<string> {
  const clone = await mkdtemp(join(tmpdir(), 'puente-clone-'));
  for (const source of SOURCES) await cp(source, join(clone, source), { recursive: true });
  await mkdir(join(clone, 'secrets'));
  await writeFile(join(clone, 'secrets', 'aceptabits_token'), canary);
  await writeFile(join(clone, '.env'), `MANAGEMENTPRO_APIKEY=${canary}\n`);
  await writeFile(join(clone, '.npmrc'), `//registry.example.com/:_authToken=${canary}\n`);
  await appendFile(join(clone, 'dump.rdb'), canary);
  return clone;
}
