/** REDIS_URL and REDIS_MODE: one server, those that watch over it, or the nodes of a cluster. */
export const REDIS_MODES = ['single', 'sentinel', 'cluster'] as const;

type Settings = {
  readonly REDIS_URL?: string | undefined;
  readonly REDIS_MODE: (typeof REDIS_MODES)[number];
  readonly REDIS_SENTINEL_NAME?: string | undefined;
  readonly REDIS_SENTINEL_USER?: string | undefined;
  readonly REDIS_SENTINEL_PASSWORD?: string | undefined;
};

/** What is between us and the one server that a single address leads to. */
export type RedisMode =
  | {
      readonly kind: 'sentinel';
      /** The name of the master. */
      readonly name: string;
      /** Of the sentinels themselves. */
      readonly user: string | undefined;
      readonly password: string | undefined;
    }
  | { readonly kind: 'cluster' };

/** Several addresses have commas between them; a comma that no address follows belongs to a password. */
export function addressesIn(text: string): string[] {
  return text.split(/,\s*(?=rediss?:\/\/)/u);
}

/** Undefined where a single address leads to the server itself. */
export function redisModeFrom(s: Settings): RedisMode | undefined {
  if (s.REDIS_MODE === 'single') return undefined;
  if (s.REDIS_MODE === 'cluster') return { kind: 'cluster' };
  const [user, password] = [s.REDIS_SENTINEL_USER, s.REDIS_SENTINEL_PASSWORD];
  return { kind: 'sentinel', name: s.REDIS_SENTINEL_NAME ?? '', user, password };
}

/** What does not go together, as the name of a setting and what is wrong with it. */
export function wrongWithRedis(s: Settings): ['REDIS_URL' | 'REDIS_SENTINEL_NAME', string][] {
  const { REDIS_URL: url, REDIS_MODE: mode } = s;
  if (mode === 'single')
    return url !== undefined && addressesIn(url).length > 1
      ? [['REDIS_URL', 'has several addresses, which need REDIS_MODE=sentinel or cluster']]
      : [];
  if (url === undefined) return [['REDIS_URL', `is missing, and REDIS_MODE is ${mode}`]];
  if (mode === 'sentinel' && s.REDIS_SENTINEL_NAME === undefined)
    return [['REDIS_SENTINEL_NAME', 'is missing, and REDIS_MODE is sentinel']];
  const numbered = addressesIn(url).some((address) => /^\/[1-9]/u.test(URL.parse(address)?.pathname ?? ''));
  return mode === 'cluster' && numbered
    ? [['REDIS_URL', 'names a database, and a cluster has only that of number 0']]
    : [];
}
