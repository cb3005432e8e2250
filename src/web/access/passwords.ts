import { createHash, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Config } from '../../config/config.ts';
import { SCRYPT_HASH } from '../../config/formats.ts';

/** An operator may act; a viewer may only look. */
export type Role = 'operator' | 'viewer';
export type Credentials = { readonly user: string; readonly password: string };
export type Account = Credentials & { readonly role: Role };

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** Those who have a password; none at all means that only this machine itself is served. */
export function accountsOf({ user, password, viewer }: Config['http']): Account[] {
  return [
    ...(password === undefined ? [] : [{ user, password, role: 'operator' } as const]),
    ...(viewer === undefined ? [] : [{ ...viewer, role: 'viewer' } as const]),
  ];
}

/**
 * Answers whose credentials these are. It takes the same time whatever is wrong with them, and how much of it.
 * An accepted password is remembered as a digest, so that a hash is computed once and not for each request.
 */
export function createIdentification(accounts: readonly Account[]) {
  const accepted = new Map<string, Buffer>();
  return async ({ user, password }: Credentials): Promise<Account | undefined> => {
    const named = accounts.find((account) => isSame(account.user, user));
    const account = named ?? accounts[0];
    if (account === undefined) return undefined;
    const known = accepted.get(account.user);
    const right =
      known !== undefined && timingSafeEqual(known, digest(password))
        ? true
        : await isRight(password, account.password);
    if (!right || named === undefined) return undefined;
    accepted.set(named.user, digest(password));
    return named;
  };
}

async function isRight(given: string, expected: string): Promise<boolean> {
  const [, ln, r, p, salt = '', hash = ''] = SCRYPT_HASH.exec(expected) ?? [];
  if (ln === undefined) return isSame(given, expected);
  const wanted = Buffer.from(hash, 'base64');
  const cost = { N: 2 ** Number(ln), r: Number(r), p: Number(p) };
  const found = await derive(given, Buffer.from(salt, 'base64'), wanted.length, {
    ...cost,
    maxmem: 256 * cost.N * cost.r,
  });
  return timingSafeEqual(found, wanted);
}

/** Of equal length once digested, which the comparison in constant time asks for. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
