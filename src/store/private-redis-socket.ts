/** Where the socket file of the private Redis lies: in the data folder, or in a short private one beside it. */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Systems cut off or refuse longer paths of sockets (108 bytes on Linux, 104 on macOS, the end mark included). */
const SOCKET_PATH_MAX_BYTES = 100;

/** The same path for the same `dir` (absolute), whoever asks. Throws when the short folder is not ours alone. */
export async function socketPath(dir: string): Promise<string> {
  const near = join(dir, 'redis.sock');
  if (Buffer.byteLength(near) <= SOCKET_PATH_MAX_BYTES) return near;
  const digest = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `puente-${digest}`);
  await mkdir(short, { recursive: true, mode: 0o700 });
  await refuseShared(short);
  return join(short, 'redis.sock');
}

/** Anybody may have made a folder of this name in the common temporary folder before us. */
async function refuseShared(folder: string): Promise<void> {
  const found = await lstat(folder);
  const ours = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  if (!ours) throw new Error(`${folder} belongs to somebody else: set DATA_DIR to a shorter path`);
}
