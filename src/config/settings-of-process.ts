/** The settings of a process: its Redis, its roles, its web server, whom it tells, and its log. */
import { LANGUAGES } from '../domain/language.ts';
import { setting } from './about.ts';
import {
  address,
  addresses,
  cron,
  emails,
  flag,
  oneOf,
  password,
  proxies,
  someOf,
  text,
  wholeFrom,
} from './formats.ts';
import { addressesIn, REDIS_MODES } from './redis.ts';

const ROLES = ['scan', 'write', 'web'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** What follows the host is the number of a database; the driver would quietly use another than one it cannot read. */
const redisUrl = addresses(addressesIn, 'redis', 'rediss')
  .refine((value) => addressesIn(value).every(isDecodable), 'must have % of its password written as %25')
  .refine(
    (value) => addressesIn(value).every((one) => /^\/?\d*$/.test(URL.parse(one)?.pathname ?? '')),
    'must end with the number of a database, such as /0, or with the port',
  );
const email = text().regex(/^[^\s@,<>"]+@[^\s@,<>"]+$/u, 'must be one e-mail address');
const namespace = text().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9 and -');

/** HTTP parts a user's name from the password by the first colon (RFC 7617). */
const user = text().regex(/^[^:]+$/, 'must be without a colon');

export const settingsOfProcess = {
  REDIS_URL: setting(
    redisUrl.optional(),
    'Redis; several sentinels or nodes with commas between them; unset, a private redis-server keeps its data in DATA_DIR',
    'redis://localhost:6379/0',
    true,
  ),
  REDIS_MODE: setting(
    oneOf(REDIS_MODES).prefault('single'),
    'What REDIS_URL leads to: single, one server; sentinel, those that watch over it; cluster, nodes of a cluster',
    'single',
  ),
  REDIS_SENTINEL_NAME: setting(
    text().optional(),
    'Name of the master that the sentinels watch over',
    'mymaster',
  ),
  REDIS_SENTINEL_USER: setting(
    text().optional(),
    'User of the sentinels themselves; that of the Redis behind them stands in REDIS_URL',
    'puente',
  ),
  REDIS_SENTINEL_PASSWORD: setting(
    text().optional(),
    'Password of the sentinels themselves',
    'a-long-password',
    true,
  ),
  DATA_DIR: setting(text().prefault('./data'), 'Folder of the private redis-server', './data'),
  NAMESPACE: setting(
    namespace.prefault('puente'),
    'Prefix of every key in Redis; one for each pair of systems',
    'puente',
  ),
  COMPANIES_DIR: setting(
    text().optional(),
    'Folder with one .env for each company that this process works for; the name of the file is its namespace, and what concerns a company stands there. Unset, the process works for one, by its own variables',
    './companies',
  ),
  HISTORY_KEEP_DAYS: setting(
    wholeFrom(0, 36_500).prefault('0'),
    'Days that the history is kept, with the values of every change; 0 is for ever',
    '365',
  ),
  ROLES: setting(
    someOf(ROLES).prefault('scan,write,web'),
    'What this process does: scan, write, web',
    'scan,write,web',
  ),
  WRITE_CONCURRENCY: setting(
    wholeFrom(1, 1_000).prefault('8'),
    'Writes at once to each side, all replicas together; one replica makes eight of them at most',
    '24',
  ),
  BUSINESS_NAME: setting(
    text().max(80, 'must have at most 80 characters').optional(),
    'Name of the business, shown on every page and in every mail',
    'Ferretería El Tornillo',
  ),
  HTTP_HOST: setting(
    text().prefault('127.0.0.1'),
    'Address the web server listens on; anything but loopback needs DASHBOARD_PASSWORD',
    '127.0.0.1',
  ),
  HTTP_PORT: setting(
    wholeFrom(0, 65_535).prefault('3000'),
    'Port of the web server; 0 takes a free one',
    '3000',
  ),
  DASHBOARD_USER: setting(user.prefault('puente'), 'User name of the dashboard', 'puente'),
  DASHBOARD_PASSWORD: setting(
    password().optional(),
    'Password of the dashboard, /metrics and /api, plain or as $scrypt$ hash',
    'a-long-password',
    true,
  ),
  DASHBOARD_VIEWER: setting(
    user.prefault('viewer'),
    'User name of whoever may look at the dashboard and change nothing',
    'viewer',
  ),
  DASHBOARD_VIEWER_PASSWORD: setting(
    password().optional(),
    'Password of DASHBOARD_VIEWER, plain or as $scrypt$ hash; unset, there is no such user',
    'another-long-password',
    true,
  ),
  TRUST_PROXY: setting(
    proxies().prefault('false'),
    'Whose X-Forwarded-* headers are believed: false, how many proxies stand before Puente, or their addresses and networks',
    '10.0.0.0/8',
  ),
  ALERT_WEBHOOK_URL: setting(
    address('http', 'https').optional(),
    'Address that gets a POST when a person is needed',
    'https://hooks.example.com/puente',
    true,
  ),
  SMTP_URL: setting(
    address('smtp', 'smtps').refine(isDecodable, 'must have % of its password written as %25').optional(),
    'Mail server that takes the alerts and the summary of the day; smtps:// where TLS comes first, smtp:// where it is agreed on (?requireTLS=true insists)',
    'smtps://puente%40example.com:password@smtp.example.com:465',
    true,
  ),
  ALERT_EMAIL_TO: setting(
    emails().optional(),
    'Who gets a mail when a person is needed, with commas between the addresses',
    'owner@example.com,integrator@example.org',
  ),
  ALERT_EMAIL_FROM: setting(
    email.optional(),
    'Sender of these mails; unless told, the user of SMTP_URL where that is an address, else the first of ALERT_EMAIL_TO',
    'puente@example.com',
  ),
  ALERT_LANGUAGE: setting(oneOf(LANGUAGES).prefault('es'), 'Language of alerts and mails: es or en', 'es'),
  ALERT_DIGEST_CRON: setting(
    cron().prefault('0 8 * * *'),
    'When the summary of the day is sent, as a cron expression in TIMEZONE',
    '0 8 * * *',
  ),
  ALERT_HEARTBEAT_URL: setting(
    address('http', 'https').optional(),
    "Dead-man's switch: address that gets a GET every minute while Puente can do its work",
    'https://hc.example.com/ping/puente',
    true,
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(
    address('http', 'https').optional(),
    'Base address of an OpenTelemetry collector; set, the jobs and requests are traced',
    'http://localhost:4318',
  ),
  LOG_LEVEL: setting(
    oneOf(LOG_LEVELS).prefault('info'),
    'fatal, error, warn, info, debug, trace or silent',
    'info',
  ),
  LOG_PII: setting(flag().prefault('false'), 'true: names, e-mails and phones appear in the log', 'false'),
};

/** A password with a bare % cannot be read back, and the driver would end on it. */
function isDecodable(value: string): boolean {
  const { username = '', password = '' } = URL.parse(value) ?? {};
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
