import { isIPv6 } from 'node:net';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Store } from '../../store/store.ts';

/** Wrong passwords for one user from one place before that place has to wait with this user. */
const FAILURES_MAX = 10;
/** How long failures are remembered. */
const WINDOW_S = 5 * 60;

/** Who tries, from where, and how. Programs by Basic and people by the form do not use up each other's tries. */
export type Attempt = {
  readonly how: 'form' | 'basic';
  readonly user: string;
  readonly address: string;
  /** A device on which this user has logged in before: it is counted by itself, wherever it is. */
  readonly device: string | undefined;
};

export type LogInLimits = ReturnType<typeof createLogInLimits>;

/**
 * Failed log-ins by user and place together, in Redis, so that all replicas count as one and a restart forgets nothing.
 * Whoever shares an address with others (a NAT, a Docker host) can be locked out by them only until the first log-in
 * from a device of one's own. Names that nobody has count as one, so that Redis does not grow with what is tried.
 */
export function createLogInLimits({ redis, keys }: Store, users: readonly string[]) {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: keys.logIns,
    points: FAILURES_MAX,
    duration: WINDOW_S,
  });
  const keyOf = ({ how, user, address, device }: Attempt) => {
    const known = users.indexOf(user);
    const place = device === undefined ? networkOf(address) : `device-${device}`;
    return `${how}:${known < 0 ? 'nobody' : known}:${place}`;
  };
  return {
    /**
     * How long to wait before this may be tried, ms; 0 for not at all. It counts as failed until it is forgiven, so that
     * many at once are not many for nothing.
     */
    async count(attempt: Attempt): Promise<number> {
      try {
        await limiter.consume(keyOf(attempt));
        return 0;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(refused.msBeforeNext, 1);
        throw refused;
      }
    },
    /** What was counted as failed was none. */
    async forgive(attempt: Attempt): Promise<void> {
      await limiter.reward(keyOf(attempt));
    },
  };
}

/** Whoever has one IPv6 address has its whole /64, so these count as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: 8 - groups.length - after.length }, () => '0');
  return [...groups, ...(address.includes('::') ? zeros : []), ...after].slice(0, 4).join(':');
}
