/**
 * Every environment variable, once: its shape, its default, and what a person is told about it.
 * `.env.example`, the start-up check and the docs are all held against this list.
 */
import { z } from 'zod';
import { LANGUAGES } from '../domain/language.ts';
import { POLICIES } from '../domain/merge.ts';
import {
  address,
  addresses,
  cron,
  duration,
  emails,
  flag,
  numberFrom,
  oneOf,
  password,
  proxies,
  shops,
  someOf,
  text,
  timezone,
  wholeFrom,
} from './formats.ts';
import { addressesIn, REDIS_MODES } from './redis.ts';

/** What a person is told about a variable. A `secret` may also be given as `NAME_FILE`. */
export type About = { description: string; example: string; secret?: boolean };

export const ROLES = ['scan', 'write', 'web'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const about = z.registry<About>();

function setting<S extends z.ZodType>(schema: S, description: string, example: string, secret = false): S {
  about.add(schema, { description, example, secret });
  return schema;
}

const policy = oneOf(POLICIES);
/** The brake has no off switch, so no share comes near a hundred. */
const percent = numberFrom(1, 90);
const header = text().regex(/^[A-Za-z0-9-]+$/, 'must be the name of an HTTP header');
/** It travels in a header, where a line break or an accent would break the request. */
const token = text().regex(/^[\x20-\x7e]+$/, 'must be one line of ASCII characters');
const path = text().regex(/^\/?[\w./-]+$/, 'must be a path under ACEPTABITS_URL, without a host or a query');
/** What follows the host is the number of a database; the driver would quietly use another than one it cannot read. */
const redisUrl = addresses(addressesIn, 'redis', 'rediss')
  .refine((value) => addressesIn(value).every(isDecodable), 'must have % of its password written as %25')
  .refine(
    (value) => addressesIn(value).every((one) => /^\/?\d*$/.test(URL.parse(one)?.pathname ?? '')),
    'must end with the number of a database, such as /0, or with the port',
  );
const email = text().regex(/^[^\s@,<>"]+@[^\s@,<>"]+$/u, 'must be one e-mail address');
const namespace = text().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9 and -');

const shape = {
  MANAGEMENTPRO_URL: setting(
    address('http', 'https'),
    'Address of the ManagementPro endpoint',
    'https://erp.example.com/wservices/',
  ),
  MANAGEMENTPRO_APIKEY: setting(text(), 'API key of ManagementPro', 'YOUR_APIKEY', true),
  MANAGEMENTPRO_POLL_EVERY: setting(duration().prefault('1m'), 'How often ManagementPro is read', '1m'),
  MANAGEMENTPRO_MAX_RPS: setting(
    numberFrom(0, 10_000).prefault('0'),
    'Most requests a second to ManagementPro, all replicas together; 0 is no limit',
    '5',
  ),
  MANAGEMENTPRO_READ_PER_MINUTE: setting(
    wholeFrom(0, 1_000_000_000).prefault('2000'),
    'Customers a minute that reading may cost ManagementPro on average; a side with more is read whole in bursts, and newcomers between; 0 is no limit',
    '2000',
  ),
  MANAGEMENTPRO_DEFAULTS: setting(
    text().prefault('{}'),
    'JSON with what customers created in ManagementPro get: rfc, segmento, giro_comercial, grupo_comercial, condicion_venta, vendedor, sucursal, direccion',
    '{"rfc":"XAXX010101000","sucursal":"0001"}',
  ),
  MANAGEMENTPRO_TIMEOUT: setting(
    duration().prefault('60s'),
    'Longest wait for one answer of ManagementPro; a list that is slower is read by smaller questions',
    '60s',
  ),
  ACEPTABITS_URL: setting(
    address('http', 'https'),
    'Address of the Aceptabits API',
    'https://aceptabits.com/api/thirdparty/v1',
  ),
  ACEPTABITS_TOKEN: setting(token, 'Token of Aceptabits', 'YOUR_TOKEN', true),
  ACEPTABITS_SHOP: setting(
    text(),
    'Code of the shop for new customers whose sucursal has no route',
    'pgbsho0635214789653205',
  ),
  ACEPTABITS_SHOPS: setting(
    shops().optional(),
    'Shops of the account that belong to this company, with commas between them, or * for all; customers of others are counted and left alone. Unless told: ACEPTABITS_SHOP and those of ROUTES_FILE',
    '*',
  ),
  ACEPTABITS_AUTH_HEADER: setting(
    header.prefault('Authorization'),
    'Header that carries the token',
    'Authorization',
  ),
  ACEPTABITS_AUTH_PREFIX: setting(
    text().prefault('Bearer'),
    'Word before the token; none sends the token alone',
    'Bearer',
  ),
  ACEPTABITS_CUSTOMER_UPDATE_PATH: setting(
    path.prefault('edit-customer'),
    'Path of the method that updates a customer; none, updates are held as hand-work',
    'edit-customer',
  ),
  ACEPTABITS_POLL_EVERY: setting(duration().prefault('1m'), 'How often Aceptabits is read', '1m'),
  ACEPTABITS_MAX_RPS: setting(
    numberFrom(0, 10_000).prefault('0'),
    'Most requests a second to Aceptabits, all replicas together; 0 is no limit',
    '5',
  ),
  ACEPTABITS_READ_PER_MINUTE: setting(
    wholeFrom(0, 1_000_000_000).prefault('2000'),
    'The same for Aceptabits',
    '2000',
  ),
  ACEPTABITS_TIMEOUT: setting(duration().prefault('60s'), 'Longest wait for one answer of Aceptabits', '60s'),
  HTTPS_PROXY: setting(
    address('http', 'https').optional(),
    'Proxy on the way to the two systems where their addresses begin with https://',
    'http://proxy.example.com:3128',
  ),
  HTTP_PROXY: setting(
    address('http', 'https').optional(),
    'Proxy on the way to the two systems where their addresses begin with http://',
    'http://proxy.example.com:3128',
  ),
  NO_PROXY: setting(
    text().optional(),
    'Hosts that are reached without a proxy, with commas between them',
    'erp.example.com,10.0.0.5',
  ),
  ROUTES_FILE: setting(
    text().optional(),
    'JSON file: sucursal to shop code, vendedor to agent code',
    './routes.json',
  ),
  CONFLICT_POLICY: setting(
    policy.prefault('managementpro'),
    'Who wins when both sides changed one field: managementpro, aceptabits, or review by a person',
    'managementpro',
  ),
  CONFLICT_POLICY_NAME: setting(policy.optional(), 'The same for the name alone', 'review'),
  CONFLICT_POLICY_EMAIL: setting(policy.optional(), 'The same for the e-mail alone', 'aceptabits'),
  CONFLICT_POLICY_PHONE: setting(policy.optional(), 'The same for the phone alone', 'aceptabits'),
  CONFLICT_POLICY_SALESPERSON: setting(
    policy.optional(),
    'The same for the salesperson alone',
    'managementpro',
  ),
  INITIAL_SYNC: setting(
    oneOf(['review', 'auto']).prefault('review'),
    'review: the first sync waits for `puente approve`; auto: it does not',
    'review',
  ),
  RECONCILE_CRON: setting(
    cron().prefault('0 3 * * *'),
    'When both sides are compared in full, as a cron expression',
    '0 3 * * *',
  ),
  TIMEZONE: setting(
    timezone().prefault('America/Mexico_City'),
    'Time zone of RECONCILE_CRON, ALERT_DIGEST_CRON and the times shown',
    'America/Mexico_City',
  ),
  CREATE_QUIET_TIME: setting(
    duration().prefault('2m'),
    'Time that must pass after an unclear create before it may be sent again',
    '2m',
  ),
  BRAKE_MISSING_PERCENT: setting(
    percent.prefault('10'),
    'A scan that misses more than this share of the known customers is not acted on',
    '10',
  ),
  BRAKE_CHANGED_PERCENT: setting(
    percent.prefault('25'),
    'A scan in which one field changed in more than this share is not acted on',
    '25',
  ),
  BRAKE_EMPTIED_PERCENT: setting(
    percent.prefault('10'),
    'A scan in which one field emptied in more than this share is not acted on',
    '10',
  ),
  BRAKE_NEW_PERCENT: setting(
    percent.prefault('25'),
    'More new customers at once than this share of the linked ones are created only after a person was asked',
    '25',
  ),
  BRAKE_NEW_MIN: setting(
    wholeFrom(1, 10_000).prefault('100'),
    'Fewer new customers than this are created without asking',
    '100',
  ),
  BRAKE_MIN_CUSTOMERS: setting(
    wholeFrom(1, 1000).prefault('10'),
    'The brake judges shares only from this many customers on',
    '10',
  ),
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
  DASHBOARD_USER: setting(text().prefault('puente'), 'User name of the dashboard', 'puente'),
  DASHBOARD_PASSWORD: setting(
    password().optional(),
    'Password of the dashboard, /metrics and /api, plain or as $scrypt$ hash',
    'a-long-password',
    true,
  ),
  DASHBOARD_VIEWER: setting(
    text().prefault('viewer'),
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

/** The schema from an environment (empty values already dropped) to typed values. */
export const settings = z.object(shape);
export type Settings = z.output<typeof settings>;
export type SettingName = keyof typeof shape;

export const SETTING_NAMES = Object.keys(shape) as SettingName[];

/** What a person is told about a variable. */
export function aboutSetting(name: SettingName): About {
  const found = about.get(shape[name]);
  if (found === undefined) throw new Error(`${name} has no description`);
  return found;
}
