import { createHash, randomBytes } from 'node:crypto';
import { record } from '../../store/history.ts';
import type { Store } from '../../store/store.ts';
import type { SessionRow } from '../pages/sessions.ts';
import type { Account, Role } from './passwords.ts';

/** A working day; then one logs in again. */
export const SESSION_MS = 12 * 3_600_000;
/** Nobody has asked for a page for so long: whoever sits there now logs in again. */
const IDLE_MS = 2 * 3_600_000;
/** What is told of a browser; the rest of its name helps nobody. */
const BROWSER_CHARS_MAX = 120;

type Kept = {
  readonly user: string;
  readonly role: Role;
  readonly mark: string;
  readonly since: number;
  readonly address: string;
  readonly browser: string;
};
export type Session = { readonly id: string; readonly user: string; readonly role: Role };
export type Sessions = ReturnType<typeof createSessions>;
type From = { readonly address: string; readonly browser: string };

/**
 * Who is logged in, in Redis, so that every replica knows. Only digests of the tokens are kept: whoever reads
 * Redis cannot log in with them. A changed password ends the sessions that were opened with the old one.
 */
export function createSessions(store: Store, accounts: readonly Account[]) {
  const { redis, keys } = store;
  const idOf = (token: string) => createHash('sha256').update(token).digest('base64url');
  const markOf = ({ user, password, role }: Account) => store.digest(`session ${role} ${user} ${password}`);

  async function read(id: string): Promise<Kept | undefined> {
    const text = await redis.get(keys.session(id));
    if (text === null) return undefined;
    const kept = JSON.parse(text) as Kept;
    return accounts.some((account) => markOf(account) === kept.mark) ? kept : undefined;
  }

  async function end(id: string): Promise<void> {
    await redis.del(keys.session(id));
    await redis.zrem(keys.sessions, id);
  }

  return {
    /** Opens one, and puts on record that somebody has logged in. */
    async open(account: Account, { address, browser }: From): Promise<string> {
      const token = randomBytes(24).toString('base64url');
      const { user, role } = account;
      const told = { address, browser: browser.slice(0, BROWSER_CHARS_MAX), since: Date.now() };
      const kept: Kept = { user, role, mark: markOf(account), ...told };
      await redis.set(keys.session(idOf(token)), JSON.stringify(kept), 'PX', IDLE_MS);
      await redis.zadd(keys.sessions, kept.since, idOf(token));
      const tx = store.transaction();
      record(store, tx, { at: kept.since, kind: 'log-in', cause: { code: 'logged-in' }, by: user });
      await tx.commit();
      return token;
    },
    /** Whose token it is, and from now on for another while; a page that only listens is nobody at work. */
    async find(token: string, isAtWork: boolean): Promise<Session | undefined> {
      const id = idOf(token);
      const kept = await read(id);
      if (kept === undefined) return undefined;
      const leftMs = kept.since + SESSION_MS - Date.now();
      if (leftMs <= 0) return undefined;
      if (isAtWork) await redis.pexpire(keys.session(id), Math.min(IDLE_MS, leftMs));
      return { id, user: kept.user, role: kept.role };
    },
    /** All that are open, the newest first; those that have ended by themselves are forgotten on the way. */
    async list(): Promise<SessionRow[]> {
      const rows: SessionRow[] = [];
      for (const id of await redis.zrange(keys.sessions, '0', '-1', 'REV')) {
        const [kept, leftMs] = [await read(id), await redis.pttl(keys.session(id))];
        if (kept === undefined || leftMs <= 0) {
          await end(id);
          continue;
        }
        const { mark: _, ...told } = kept;
        const capMs = Math.min(IDLE_MS, kept.since + SESSION_MS - Date.now());
        rows.push({ ...told, id, seen: Date.now() - Math.max(capMs - leftMs, 0) });
      }
      return rows;
    },
    close: (token: string) => end(idOf(token)),
    end,
  };
}
