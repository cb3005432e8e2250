import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import type { Account, Role } from './passwords.ts';

/** A working day; then one logs in again. */
export const SESSION_MS = 12 * 3_600_000;

type Kept = { readonly user: string; readonly role: Role; readonly mark: string };
export type Session = { readonly user: string; readonly role: Role };
export type Sessions = ReturnType<typeof createSessions>;

/**
 * Who is logged in, in Redis, so that every replica knows. Only digests of the tokens are kept: whoever reads
 * Redis cannot log in with them. A changed password ends the sessions that were opened with the old one.
 */
export function createSessions(store: Store, accounts: readonly Account[]) {
  const keyOf = (token: string) => store.keys.session(createHash('sha256').update(token).digest('base64url'));
  const markOf = ({ user, password, role }: Account) => store.digest(`session ${role} ${user} ${password}`);
  return {
    async open(account: Account): Promise<string> {
      const token = randomBytes(24).toString('base64url');
      const kept: Kept = { user: account.user, role: account.role, mark: markOf(account) };
      await store.redis.set(keyOf(token), JSON.stringify(kept), 'PX', SESSION_MS);
      return token;
    },
    async find(token: string): Promise<Session | undefined> {
      const text = await store.redis.get(keyOf(token));
      if (text === null) return undefined;
      const { user, role, mark } = JSON.parse(text) as Kept;
      return accounts.some((account) => markOf(account) === mark) ? { user, role } : undefined;
    },
    async close(token: string): Promise<void> {
      await store.redis.del(keyOf(token));
    },
  };
}
