import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkedPair } from '../sync/situations.ts';
import { AT_WORK, PASSWORD, startWebRig, USER } from '../web/web-rig.ts';
import { DOCUMENTS, readDocument } from './documented.ts';

/** What documents tell a person to type besides `puente`: in a shell, with curl, with Docker. */

const ROOT = new URL('../..', import.meta.url).pathname;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'puente-shell-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The commands of a document, block by block. */
const blocksOf = (file: string, section = ''): string[] => {
  const text = readDocument(file);
  const from = section === '' ? text : text.slice(text.indexOf(`\n## ${section}\n`));
  return [...from.matchAll(/^```(?:ba)?sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
};

const bash = async (script: string, cwd = folder) => {
  const env = { PATH: process.env.PATH ?? '' };
  return (await promisify(execFile)('bash', ['-ec', script], { cwd, env })).stdout;
};

test('without containers: a stopped Puente is backed up, and comes back', async () => {
  const [backUp = '', restore = ''] = blocksOf('docs/operations.md', 'Without containers');
  await mkdir(join(folder, 'data', 'appendonlydir'), { recursive: true });
  await writeFile(join(folder, 'data', 'appendonlydir', 'state'), 'all links');
  await writeFile(join(folder, '.env'), 'NAMESPACE=puente\n');
  await writeFile(join(folder, 'data', 'redis.pid'), '1');
  await expect(bash(backUp)).rejects.toThrow();
  expect(await readdir(folder)).not.toContain('puente-data.tgz');
  await rm(join(folder, 'data', 'redis.pid'));
  expect(await bash(backUp)).toBe('backed up\n');
  await writeFile(join(folder, 'data', 'appendonlydir', 'state'), 'of another day');
  expect(restore).toContain('npm start');
  await bash(restore.replace('npm start', 'true'));
  expect(await readFile(join(folder, 'data', 'appendonlydir', 'state'), 'utf8')).toBe('all links');
  expect(await readdir(folder)).toContain('data.before');
});

test('the request of docs/dashboard.md acts on a customer, as a program does it', async () => {
  const one = await startWebRig({ config: AT_WORK });
  try {
    const { clave } = await linkedPair(one.rig);
    const [request = ''] = blocksOf('docs/dashboard.md').filter((block) => block.startsWith('curl'));
    expect(request).toContain('curl -u puente ');
    const typed = request
      .replace('-u puente', `-sS -u '${USER}:${PASSWORD}'`)
      .replace('http://localhost:3000', one.web.url)
      .replace('0000000004', clave);
    expect(JSON.parse(await bash(typed))).toEqual({ done: true });
  } finally {
    await one.close();
  }
});

test('whatever needs Docker is typed by a test in test/containers', () => {
  const tests = globSync('test/containers/*.ts', { cwd: ROOT }).map((file) =>
    readFileSync(join(ROOT, file), 'utf8'),
  );
  const lines = DOCUMENTS.flatMap((file) =>
    blocksOf(file).flatMap((block) => block.split('\n').map((line) => ({ file, line }))),
  );
  const ofDocker = lines.filter(({ file, line }) => /^docker /u.test(line) && file !== 'docs/operations.md');
  expect(ofDocker.length).toBeGreaterThan(0);
  const untyped = ofDocker.filter(
    ({ line }) => !tests.some((text) => text.includes(line.replace(/\s+#.*/u, ''))),
  );
  expect(untyped).toEqual([]);
  // Those of operations.md are taken from the document itself, and that none is left is held there.
  expect(tests.join('\n')).toContain('expect(blocksLeft()).toEqual([])');
});
