/** For Docker's HEALTHCHECK: is the web server of this container alive? A replica without one is taken at its word. */
const roles = process.env.ROLES?.trim() || 'web';
const port = process.env.HTTP_PORT?.trim() || '3000';
const host = process.env.HTTP_HOST?.trim() || '127.0.0.1';
/** Listening everywhere includes here. */
const here = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
const ANSWER_WITHIN_MS = 4_000;

async function isAlive(): Promise<boolean> {
  if (!roles.includes('web')) return true;
  const address = `http://${here.includes(':') ? `[${here}]` : here}:${port}/healthz`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(
    () => undefined,
  );
  return answer?.ok === true;
}

process.exitCode = (await isAlive()) ? 0 : 1;
