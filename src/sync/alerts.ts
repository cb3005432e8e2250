import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import type { Alert } from './context.ts';

const SEND_TRIES = 4;
const SEND_WITHIN_MS = 10_000;
const FIRST_PAUSE_MS = 2_000;

/**
 * Tells a new fact once: in the log, and by `ALERT_WEBHOOK_URL` as JSON that Slack understands too. The telling
 * is retried and nobody waits for it.
 */
export function createAlerts(store: Store, url: string | undefined, log: Logger): Alert {
  async function tell(fact: string, text: string): Promise<void> {
    if ((await store.redis.sadd(store.keys.alerts, fact)) === 0) return;
    log.warn({ fact }, text);
    if (url !== undefined) await send(url, { text: `Puente: ${text}`, fact });
  }
  return (fact, text) =>
    void tell(fact, text).catch((err: unknown) => log.error({ fact, err }, 'an alert could not be sent'));
}

async function send(url: string, body: { readonly text: string; readonly fact: string }): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const signal = AbortSignal.timeout(SEND_WITHIN_MS);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal,
      });
      if (answer.ok) return;
      throw new Error(`the alert address answered ${answer.status}`);
    } catch (error) {
      if (attempt >= SEND_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}
