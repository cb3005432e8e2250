/** Where the state is kept, and what the driver is told to find it there. */
import type { RedisOptions } from 'ioredis';
import { ASK_WITHIN_MS, connectorToSlot, type Endpoint, type Login } from './cluster-connector.ts';

export type RedisAddress =
  | { readonly path: string }
  | { readonly url: string }
  | SentinelAddress
  | ClusterAddress;

/** `urls` are the sentinels; the login and the database in them are those of the Redis that they watch. */
export type SentinelAddress = {
  readonly kind: 'sentinel';
  readonly urls: readonly string[];
  readonly name: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
};

/** `urls` are some of the nodes; `key` is any key of the one slot that is used. */
export type ClusterAddress = {
  readonly kind: 'cluster';
  readonly urls: readonly string[];
  readonly key: string;
};

/** The driver takes all but this without a value. */
export type DriverOptions = Omit<RedisOptions, 'replyMapping'>;

/** What `address` tells the driver beside the address of a single server. */
export function optionsAt(address: RedisAddress): DriverOptions {
  if (!('kind' in address)) return {};
  const login = loginIn(address.urls);
  if (address.kind === 'cluster')
    return { ...login, Connector: connectorToSlot(address.urls.map(endpointIn), address.key, login) };
  return {
    ...login,
    sentinels: address.urls.map(endpointIn),
    name: address.name,
    db: databaseIn(address.urls),
    ...(address.user !== undefined && { sentinelUsername: address.user }),
    ...(address.password !== undefined && { sentinelPassword: address.password }),
    ...(login.tls && { sentinelTLS: login.tls, enableTLSForSentinelMode: true }),
    // A sentinel that has stopped without a word is passed over.
    sentinelCommandTimeout: ASK_WITHIN_MS,
    connectTimeout: ASK_WITHIN_MS,
  };
}

const DEFAULT_PORT = 6_379;

function endpointIn(url: string): Endpoint {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/gu, ''), port: Number(port || DEFAULT_PORT) };
}

/** The first address that holds a login tells that of all. */
function loginIn(urls: readonly string[]): Login {
  const parsed = urls.map((url) => new URL(url));
  const { username = '', password = '' } =
    parsed.find(({ username, password }) => username + password !== '') ?? {};
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(parsed.some(({ protocol }) => protocol === 'rediss:') && { tls: {} }),
  };
}

function databaseIn(urls: readonly string[]): number {
  return Math.max(...urls.map((url) => Number(new URL(url).pathname.slice(1))));
}

/** For people: how Redis is spoken to. A port that expects the other way gives no answer that would tell so. */
export function wayOf(address: RedisAddress): string {
  if ('path' in address) return 'through its socket';
  const urls = 'kind' in address ? address.urls : [address.url];
  return urls.some((url) => url.startsWith('rediss:')) ? 'with TLS (rediss://)' : 'without TLS (redis://)';
}

/** For people: where Redis was looked for, without any login. */
export function placeOf(address: RedisAddress): string {
  if ('path' in address) return address.path;
  const places = ('kind' in address ? address.urls : [address.url]).map(endpointIn);
  const told = places.map(({ host, port }) => `${host}:${port}`).join(', ');
  if (!('kind' in address)) return told;
  return address.kind === 'sentinel' ? `"${address.name}" of the sentinels ${told}` : `the cluster ${told}`;
}
