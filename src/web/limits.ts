/** What a connection to our servers may take: small, and known before anything of a dashboard is loaded. */

/** For a request to arrive in full. */
export const RECEIVE_WITHIN_MS = 10_000;
const KEEP_ALIVE_MS = 72_000;

export const CONNECTIONS = { requestTimeout: RECEIVE_WITHIN_MS, keepAliveTimeout: KEEP_ALIVE_MS } as const;
