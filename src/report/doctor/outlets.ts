import { randomUUID } from 'node:crypto';
import type { Config, MailTo } from '../../config/config.ts';
import { sendMail } from '../alerts/mail.ts';
import { trialMail } from '../alerts/mail-text.ts';
import { ASK_WITHIN_MS, type Finding, type Found, finding, found } from './finding.ts';
import { type Detail, told } from './words.ts';

/** The settings that lead to them. */
export type Outlets = Partial<
  Pick<
    Config,
    'alertWebhookUrl' | 'mail' | 'alertHeartbeatUrl' | 'tracesEndpoint' | 'alertLanguage' | 'businessName'
  >
>;

const OUTLETS = ['alert webhook', 'mail', 'heartbeat', 'traces'] as const;
type Outlet = (typeof OUTLETS)[number];

/** Where Puente tells of itself: each address that is set is tried. */
export async function outletFindings(
  config: Outlets,
  outlets: readonly Outlet[] = OUTLETS,
): Promise<Finding[]> {
  const { alertWebhookUrl, alertHeartbeatUrl, tracesEndpoint, mail } = config;
  const checks: Readonly<Record<Outlet, () => Promise<Found>>> = {
    'alert webhook': () => (alertWebhookUrl === undefined ? notSet() : webhook(alertWebhookUrl)),
    mail: () => (mail === undefined ? notSet() : letter(mail, config)),
    heartbeat: () => (alertHeartbeatUrl === undefined ? notSet() : heartbeat(alertHeartbeatUrl)),
    traces: () => (tracesEndpoint === undefined ? notSet() : collector(tracesEndpoint)),
  };
  const findings = await Promise.all(outlets.map((what) => finding(what, checks[what])));
  // Customers are kept in step although nobody is told of it: nothing here stops a deployment.
  return findings.map((one) => (one.verdict === 'fail' ? { ...one, verdict: 'warn' } : one));
}

const notSet = async (): Promise<Found> => found('ok', told('not set'));

/** A message that nobody reads proves nothing, so a real one is sent, and says what it is. */
async function webhook(url: string): Promise<Found> {
  const text =
    'Puente: prueba de «doctor», todo en orden si usted lee esto. / A test by “doctor”: fine if you read this.';
  return judged(
    await post(url, { text, fact: 'doctor' }),
    told('a test message was sent: look for it there'),
  );
}

/** The same by mail; the server's own words where it refuses. */
async function letter(to: MailTo, { alertLanguage: language = 'es', businessName }: Outlets): Promise<Found> {
  await sendMail(to, trialMail(language, businessName), randomUUID());
  return found('ok', told('a test mail was sent to {to}: look for it there', { to: to.to.join(', ') }));
}

/** Only whether its host is there: a sign of life of ours would hide that the daemon gives none. */
async function heartbeat(url: string): Promise<Found> {
  const answer = await fetch(new URL('/', url), {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(ASK_WITHIN_MS),
  });
  const said = told('its host answers (HTTP {status}); no sign of life was sent', { status: answer.status });
  return found(answer.status < 500 ? 'ok' : 'fail', said);
}

/** An export of no span. */
async function collector(endpoint: string): Promise<Found> {
  const url = `${endpoint.replace(/\/+$/u, '')}/v1/traces`;
  return judged(await post(url, { resourceSpans: [] }), told('the collector takes spans'));
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ASK_WITHIN_MS),
  });
}

function judged({ ok, status, headers }: Response, fine: Detail): Found {
  if (ok) return found('ok', fine);
  const to = headers.get('location');
  const refused = told('it answers HTTP {status}', { status });
  return found(
    'fail',
    to === null ? refused : told('it answers HTTP {status}, a redirect to {to}', { status, to }),
  );
}
