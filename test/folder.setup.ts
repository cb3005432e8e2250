/** vitest's globalSetup: one folder for everything temporary of the run, gone when the run is, however it ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Its input ends when the tests are gone, also when they were killed. A private Redis that outlived them (as it
 * is made to) notes its process id in the folder.
 */
const KEEPER = `
cat >/dev/null
find "$1" -name redis.pid -exec cat {} + | while read -r pid; do kill -KILL "$pid"; done
rm -rf "$1"
`;

export default function setup(): () => Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'puente-tests-'));
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', dir], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  keeper.unref();
  process.env.TMPDIR = dir;
  return async () => {
    keeper.ref();
    keeper.stdin.end();
    await once(keeper, 'exit');
  };
}
