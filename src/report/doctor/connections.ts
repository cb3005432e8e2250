import type { Config } from '../../config/config.ts';
import { SIDES } from '../../domain/customer.ts';
import type { Context } from '../../sync/context.ts';
import { type Finding, finding, found } from './finding.ts';
import { type Outlets, outletFindings } from './outlets.ts';
import { redisFinding } from './redis.ts';
import { type Connected, sideFindings } from './sides.ts';
import { type Detail, told, type What } from './words.ts';

/** What Puente talks to, in the order in which the page shows it. */
export const CONNECTIONS = [...SIDES, 'redis', 'mail', 'webhook'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** The settings that lead to them. */
export type Connections = Connected &
  Pick<Config, 'redisUrl' | 'mail' | 'alertWebhookUrl' | 'alertLanguage' | 'businessName'>;

/** What `doctor` calls the check that tells most of it. */
const CHECKED: Readonly<Record<Connection, What>> = {
  managementpro: 'managementpro credentials',
  aceptabits: 'aceptabits credentials',
  redis: 'redis',
  mail: 'mail',
  webhook: 'alert webhook',
};

/** A person waits, and the page's own patience is longer. */
const TEST_WITHIN_MS = 12_000;

/** Where each connection leads: a host and a path, never a user, a password or a query. Undefined is not set. */
export function placesOf(config: Connections): Readonly<Record<Connection, string | undefined>> {
  return {
    managementpro: placeOf(config.managementpro.url),
    aceptabits: placeOf(config.aceptabits.url),
    redis: config.redisUrl && hostOf(config.redisUrl),
    mail: config.mail && `${hostOf(config.mail.url)} → ${config.mail.to.join(', ')}`,
    // The path of such an address is its secret.
    webhook: config.alertWebhookUrl && hostOf(config.alertWebhookUrl),
  };
}

const hostOf = (url: string) => URL.parse(url)?.host ?? '';

function placeOf(url: string): string {
  const { host = '', pathname = '' } = URL.parse(url) ?? {};
  return `${host}${pathname}`;
}

/** What `doctor` finds of one connection; no secret of the settings is in it, whatever the other end repeats. */
export async function testConnection(
  context: Context,
  config: Connections,
  which: Connection,
): Promise<Finding[]> {
  const { promise: tooLate, resolve } = Promise.withResolvers<Finding[]>();
  const late = found('fail', told('no answer within {seconds} s', { seconds: TEST_WITHIN_MS / 1_000 }));
  const timer = setTimeout(() => resolve([{ what: CHECKED[which], ...late }]), TEST_WITHIN_MS);
  const findings = await Promise.race([findingsOf(context, config, which), tooLate]);
  clearTimeout(timer);
  return findings.map((one) => ({
    ...one,
    details: one.details.map((detail) => withoutSecrets(detail, config)),
  }));
}

async function findingsOf(context: Context, config: Connections, which: Connection): Promise<Finding[]> {
  if (which === 'redis') return [await finding('redis', () => redisFinding(context.store.redis))];
  if (which === 'mail') return outletFindings({ mail: config.mail, ...wordsOf(config) }, ['mail']);
  if (which === 'webhook')
    return outletFindings({ alertWebhookUrl: config.alertWebhookUrl, ...wordsOf(config) }, ['alert webhook']);
  return sideFindings(context, config, [which]);
}

const wordsOf = ({ alertLanguage = 'es', businessName }: Connections): Outlets => ({
  alertLanguage,
  businessName,
});

function withoutSecrets(detail: Detail, { managementpro, aceptabits, ...config }: Connections): Detail {
  const urls = [config.redisUrl, config.mail?.url, config.alertWebhookUrl].filter((url) => url !== undefined);
  const passwords = urls.flatMap((url) => {
    const { password = '' } = URL.parse(url) ?? {};
    return [password, decodeURIComponent(password)];
  });
  const secrets = [managementpro.apikey, aceptabits.token, ...urls, ...passwords].filter(Boolean);
  const clean = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '[…]'), text);
  // The sentences are ours: only what stands in them comes from elsewhere.
  const values = Object.entries(detail.values).map(([name, value]) => [
    name,
    typeof value === 'string' ? clean(value) : value,
  ]);
  return { ...detail, values: Object.fromEntries(values) };
}
