import { isIPv6 } from 'node:net';

/** Wrong passwords from one address before it has to wait. */
const FAILURES_MAX = 10;
/** How long failures are remembered. */
const WINDOW_MS = 5 * 60_000;
/** Addresses remembered at once; the oldest are forgotten first. */
const ADDRESSES_MAX = 10_000;

type Failures = { readonly count: number; readonly until: number };

/** Failed log-ins per address, so that a password cannot be guessed by trying. Kept in memory, per process. */
export class FailedLogins {
  readonly #failures = new Map<string, Failures>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** How long this address has to wait before it may try again, ms; 0 for not at all. */
  waitMs(address: string): number {
    const failures = this.#of(address);
    return failures === undefined || failures.count < FAILURES_MAX ? 0 : failures.until - this.#now();
  }

  failed(address: string): void {
    const before = this.#of(address);
    const until = before?.until ?? this.#now() + WINDOW_MS;
    this.#failures.set(networkOf(address), { count: (before?.count ?? 0) + 1, until });
    if (this.#failures.size <= ADDRESSES_MAX) return;
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }

  /** What was counted as failed was none. */
  forgive(address: string): void {
    const before = this.#of(address);
    if (before === undefined) return;
    this.#failures.set(networkOf(address), { ...before, count: before.count - 1 });
  }

  #of(address: string): Failures | undefined {
    const network = networkOf(address);
    const failures = this.#failures.get(network);
    if (failures === undefined || failures.until > this.#now()) return failures;
    this.#failures.delete(network);
    return undefined;
  }
}

/** Whoever has one IPv6 address has its whole /64, so these count as one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: 8 - groups.length - after.length }, () => '0');
  return [...groups, ...(address.includes('::') ? zeros : []), ...after].slice(0, 4).join(':');
}
