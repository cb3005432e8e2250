/**
 * The append-only file of the private Redis, as it lies in `DATA_DIR` while no server runs. From version 7 on it is a
 * folder with a manifest, of which the last file grows; before that it is one file.
 */
import { constants } from 'node:fs';
import { copyFile, open, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const MANIFEST = join('appendonlydir', 'appendonly.aof.manifest');
const SINGLE = 'appendonly.aof';
/** What the name of a copy from before a repair ends with. */
const COPY = '.before-repair';
const BLOCK_BYTES = 65_536;

/** The file that Redis was appending to when it ended; undefined where there is none yet. */
async function growingFile(dir: string): Promise<string | undefined> {
  const manifest = await readFile(join(dir, MANIFEST), 'utf8').catch(() => '');
  const files = manifest.split('\n').filter((line) => / type i\b/u.test(line));
  const name = /^file (\S+)/u.exec(files.at(-1) ?? '')?.[1];
  if (name !== undefined) return join(dir, dirname(MANIFEST), name);
  return (await isThere(join(dir, SINGLE))) ? join(dir, SINGLE) : undefined;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * A power cut can leave a file longer than what was written to it, filled up with zeros, and Redis refuses to start on
 * it. No command ends with a zero, so they are cut off; a command that they leave incomplete was never answered, and
 * Redis drops it by itself. The copy is whole before anything is cut: a crash between repeats both. Answers one line
 * that says what was done, or nothing.
 */
export async function cutZeros(dir: string, now: Date): Promise<string | undefined> {
  const path = await growingFile(dir);
  const file = path === undefined ? undefined : await open(path, 'r+').catch(() => undefined);
  if (path === undefined || file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const end = await endOfData(file, size);
    if (end === size) return undefined;
    const copy = join(dir, `${now.toISOString().replace(/\W/gu, '')}${COPY}`);
    await copyFile(path, copy, constants.COPYFILE_FICLONE);
    await file.truncate(end);
    await file.sync();
    return `${size - end} zero bytes, which a power cut leaves, were cut off the end of ${path}; ${copy} is as it was before`;
  } finally {
    await file.close();
  }
}

/** How many bytes there are up to the last one that is not zero. */
async function endOfData(file: Awaited<ReturnType<typeof open>>, size: number): Promise<number> {
  const block = Buffer.alloc(BLOCK_BYTES);
  for (let end = size; end > 0; ) {
    const from = Math.max(0, end - BLOCK_BYTES);
    await file.read(block, 0, end - from, from);
    const last = block.subarray(0, end - from).findLastIndex((byte) => byte !== 0);
    if (last >= 0) return from + last + 1;
    end = from;
  }
  return 0;
}

/** Another one where the file was put back from a copy, or repaired. */
export async function markOfFile(dir: string): Promise<string> {
  const path = (await isThere(join(dir, MANIFEST))) ? dirname(join(dir, MANIFEST)) : join(dir, SINGLE);
  const found = await stat(path).catch(() => undefined);
  const copies = (await readdir(dir)).filter((name) => name.endsWith(COPY)).sort();
  return [found?.ino ?? '', Math.floor(found?.birthtimeMs ?? 0), copies.at(-1) ?? ''].join(' ');
}

/** What Redis says of a file that it cannot read, and of a truncated one that is not the last. */
const DAMAGED = /bad file format|unexpected end of file|unrecoverable error|AOF loading didn't end/iu;

/** The one command that mends a file of which Redis has just said, in `log`, that it is damaged; nothing otherwise. */
export async function mendingCommand(dir: string, log: string): Promise<string | undefined> {
  if (!DAMAGED.test(log)) return undefined;
  const path = (await isThere(join(dir, MANIFEST))) ? join(dir, MANIFEST) : join(dir, SINGLE);
  return `redis-check-aof --fix ${path}`;
}
