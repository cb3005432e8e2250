import type { Logger } from 'pino';
import type { Config } from '../../config/config.ts';
import type { Notice } from '../../domain/notice.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../../sync/context.ts';
import { type AlertJob, enqueueAlerts } from '../../sync/jobs/alert-jobs.ts';
import type { Queues } from '../../sync/jobs/queues.ts';

/** A fact that nobody has had to tell for so long is forgotten: it would be news again. */
const TOLD_KEPT_MS = 180 * 86_400_000;

type Ways = Pick<Config, 'alertWebhookUrl' | 'mail'>;

/**
 * Tells a new fact once, for as long as it is said again and again: in the log, and by a job for each way, which any
 * daemon sends and tries again (`telling.ts`). Nobody waits for it.
 */
export function createAlert(store: Store, queues: Queues, ways: Ways, log: Logger): Alert {
  async function tell(fact: string, notice: Notice): Promise<void> {
    const { redis, keys } = store;
    const [now, told] = [await store.time(), await redis.zscore(keys.alerts, fact)];
    // First the jobs, then the note that they are there: a crash in between adds them again, under the same ids.
    if (told === null) await enqueueAlerts(queues, jobsOf(ways, fact, notice, now));
    const isNew = (await redis.zadd(keys.alerts, now, fact)) === 1;
    await redis.zremrangebyscore(keys.alerts, '-inf', now - TOLD_KEPT_MS);
    if (isNew) log.warn({ fact }, (await import('./in-words.ts')).inWords(notice, 'en'));
  }

  return (fact, notice) =>
    void tell(fact, notice).catch((err: unknown) => log.error({ fact, err }, 'a fact could not be told'));
}

function jobsOf({ alertWebhookUrl, mail }: Ways, fact: string, notice: Notice, at: number): AlertJob[] {
  const to = { webhook: alertWebhookUrl, mail };
  return (['webhook', 'mail'] as const).flatMap((way) =>
    to[way] === undefined ? [] : [{ way, fact, at, notice }],
  );
}
