/** The printed hash against the door that it is meant for. */
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { createIdentification } from '../../src/web/access/passwords.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;

function hash(password: string): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, 'hash-password'], (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
    child.stdin?.end(`${password}\n`);
  });
}

test('a hash that it prints lets in whoever knows the password, and a short one is refused', async () => {
  const { code, out } = await hash('correct horse battery');
  expect(code).toBe(0);
  const identify = createIdentification([{ user: 'ana', password: out.trim(), role: 'operator' }]);
  expect(await identify({ user: 'ana', password: 'correct horse battery' })).toBeDefined();
  expect(await identify({ user: 'ana', password: 'another of that length' })).toBeUndefined();
  expect(await hash('short')).toMatchObject({ code: 2, out: '' });
});
