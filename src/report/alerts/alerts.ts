import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Language } from '../../domain/language.ts';
import type { Notice } from '../../domain/notice.ts';
import { script } from '../../store/script.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../../sync/context.ts';
import { inWords } from './in-words.ts';

const SEND_TRIES = 4;
const SEND_WITHIN_MS = 10_000;
const FIRST_PAUSE_MS = 2_000;
/** What could not be sent is tried again so often, by whichever process comes first. */
const AGAIN_MS = 60_000;
/** Longer than all tries of one alert: a sender that has died is followed by another. */
const SENDER_MS = 90_000;

export type AlertsTo = { readonly url: string | undefined; readonly language: Language };

export type Alerts = {
  readonly alert: Alert;
  /** Sends what has not been sent yet. */
  flush(): Promise<void>;
  close(): void;
};

/** A fact that nobody has had to tell for so long is forgotten: it would be news again. */
const TOLD_KEPT_MS = 180 * 86_400_000;
/** Facts that leave at once, at most. */
const FORGOTTEN_MAX = 100;
/** Alerts that wait to be sent; an address that is wrong for ever gets no more of them. */
const UNSENT_MAX = 1_000;

/**
 * A fact is told once, for as long as it is said again and again; what is to be sent is noted with it, so that neither
 * is there without the other.
 */
const note = script(`
local now = tonumber(redis.call('TIME')[1]) * 1000
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ${TOLD_KEPT_MS}, 'LIMIT', 0, ${FORGOTTEN_MAX})
for _, fact in ipairs(old) do redis.call('ZREM', KEYS[1], fact) end
if redis.call('ZADD', KEYS[1], now, ARGV[1]) == 0 then return 0 end
if ARGV[2] ~= '' and redis.call('HLEN', KEYS[2]) < ${UNSENT_MAX} then redis.call('HSET', KEYS[2], ARGV[1], ARGV[2]) end
return 1
`);
const release = script(
  `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`,
);

/**
 * Tells a new fact once: in the log, and by `ALERT_WEBHOOK_URL` as JSON that Slack understands too. The telling
 * is retried, outlives the process, and nobody waits for it.
 */
export function createAlerts(store: Store, { url, language }: AlertsTo, log: Logger): Alerts {
  const { redis, keys } = store;
  const self = randomUUID();
  const attempt = () =>
    void flush().catch((err: unknown) => log.error({ err }, 'an alert could not be sent; it is tried again'));

  async function tell(fact: string, notice: Notice): Promise<void> {
    const body =
      url === undefined ? '' : JSON.stringify({ text: `Puente: ${inWords(notice, language)}`, fact });
    if ((await note(redis, [keys.alerts, keys.unsentAlerts], [fact, body])) === 0) return;
    log.warn({ fact }, inWords(notice, 'en'));
    if (url !== undefined) attempt();
  }

  /** One process sends at a time, so that no alert goes out twice. */
  async function flush(): Promise<void> {
    if (url === undefined || (await redis.hlen(keys.unsentAlerts)) === 0) return;
    if ((await redis.set(keys.alertSender, self, 'PX', SENDER_MS, 'NX')) === null) return;
    try {
      for (const [fact, body] of Object.entries(await redis.hgetall(keys.unsentAlerts))) {
        await send(url, body);
        await redis.hdel(keys.unsentAlerts, fact);
        await redis.pexpire(keys.alertSender, SENDER_MS);
      }
    } finally {
      await release(redis, [keys.alertSender], [self]);
    }
    // What was noted meanwhile found us at work.
    if ((await redis.hlen(keys.unsentAlerts)) > 0) await flush();
  }

  const timer = setInterval(attempt, AGAIN_MS).unref();
  return {
    alert: (fact, news) =>
      void tell(fact, news).catch((err: unknown) => log.error({ fact, err }, 'a fact could not be told')),
    flush,
    close: () => clearInterval(timer),
  };
}

async function send(url: string, body: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const signal = AbortSignal.timeout(SEND_WITHIN_MS);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body, signal });
      await answer.body?.cancel();
      if (answer.ok) return;
      throw new Error(`the alert address answered ${answer.status}`);
    } catch (error) {
      if (attempt >= SEND_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}
