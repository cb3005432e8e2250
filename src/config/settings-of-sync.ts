/** The settings of both systems, and of how they are kept in step. */
import { POLICIES } from '../domain/merge.ts';
import { setting } from './about.ts';
import { address, cron, duration, numberFrom, oneOf, shops, text, timezone, wholeFrom } from './formats.ts';

const policy = oneOf(POLICIES);
/** The brake has no off switch, so no share comes near a hundred. */
const percent = numberFrom(1, 90);
const header = text().regex(/^[A-Za-z0-9-]+$/, 'must be the name of an HTTP header');
/** It travels in a header, where a line break, an accent or a curly quote would break each request. */
const inHeader = text().regex(/^[\x20-\x7e]+$/, 'must be one line of ASCII characters');
/** The names of methods are put behind it; what follows a ? or # would push them, and the end of the path, aside. */
const base = address('http', 'https').refine(
  (value) => !/[?#]/.test(value),
  'must end with a path, without ? or #',
);
const path = text().regex(/^\/?[\w./-]+$/, 'must be a path under ACEPTABITS_URL, without a host or a query');

export const settingsOfSync = {
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
  ACEPTABITS_URL: setting(base, 'Address of the Aceptabits API', 'https://aceptabits.com/api/thirdparty/v1'),
  ACEPTABITS_TOKEN: setting(inHeader, 'Token of Aceptabits', 'YOUR_TOKEN', true),
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
    inHeader.prefault('Bearer'),
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
};
