/** Sends an alert by webhook or mail, each of them a job of its own with tries of its own. */
import type { Config } from '../../config/config.ts';
import type { Context } from '../../sync/context.ts';
import { type AlertJob, factDigest, type Telling } from '../../sync/jobs/alert-jobs.ts';
import type { Queues } from '../../sync/jobs/queues.ts';

const SEND_WITHIN_MS = 10_000;

/**
 * One job is one alert by one way, so that a mail server that is away repeats no webhook. The words of an alert are loaded
 * when there is one.
 */
export function createTelling(ctx: Context, queues: Queues, config: Config): Telling {
  return {
    send: (alert) => send(config, alert),
    digest: async (due) => (await import('./digest.ts')).tellDigest(ctx, queues, due, config.timezone),
  };
}

/** A way that has been taken out of the settings since gets nothing any more. */
async function send(config: Config, { way, fact, notice, at }: AlertJob): Promise<void> {
  const { alertWebhookUrl: url, mail, alertLanguage: language = 'es', businessName, timezone } = config;
  if (way === 'mail') {
    if (mail === undefined) return;
    const [{ sendMail }, { mailText }] = await Promise.all([import('./mail.ts'), import('./mail-text.ts')]);
    return sendMail(mail, mailText(notice, { language, businessName, timezone, at }), factDigest(fact));
  }
  const { inWords } = await import('./in-words.ts');
  const text = `${businessName ?? 'Puente'}: ${inWords(notice, language)}`;
  return url === undefined ? undefined : post(url, { text, fact });
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(SEND_WITHIN_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the alert address answered ${answer.status}`);
}
