/** `puente hash-password`: makes of a password what `DASHBOARD_PASSWORD` may hold instead of it. */
import { randomBytes, scrypt } from 'node:crypto';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { PASSWORD_CHARS_MIN } from '../config/formats.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say } from './print.ts';
import { said } from './words/words.ts';

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
const [LN, R, P, BYTES] = [15, 8, 1, 32];

/** Reads a password from stdin, so that it stands in no list of processes and no shell's history, and prints its hash. */
export async function hashPassword(options: { readonly json?: boolean }): Promise<void> {
  if (process.stdin.isTTY) process.stderr.write(said('Type the password and press Enter: '));
  const [password = ''] = await Array.fromAsync(firstLine());
  if (password.length < PASSWORD_CHARS_MIN)
    throw new Exit(
      EXIT.usage,
      said('a password must have at least {count} characters', { count: PASSWORD_CHARS_MIN }),
    );
  const salt = randomBytes(16);
  const hash = await derive(password, salt, BYTES, { N: 2 ** LN, r: R, p: P, maxmem: 2 ** 26 });
  const text = `$scrypt$ln=${LN},r=${R},p=${P}$${salt.toString('base64')}$${hash.toString('base64')}`;
  if (options.json) printJson({ hash: text });
  else say(text);
}

async function* firstLine(): AsyncGenerator<string> {
  for await (const line of createInterface({ input: process.stdin })) {
    yield line;
    return;
  }
}
