/** The settings of a running Puente, as the rest of the program sees them: typed, checked, grouped by use. */
import { FIELDS, type Routes } from '../domain/customer.ts';
import type { Language } from '../domain/language.ts';
import type { Policies } from '../domain/merge.ts';
import type { OwnShops } from '../domain/shops.ts';
import type { NewCustomerDefaults } from './defaults.ts';
import { type RedisMode, redisModeFrom } from './redis.ts';
import type { Settings } from './settings.ts';
import type { Role } from './settings-of-process.ts';

/** Where alerts and summaries go as mails. */
export type MailTo = {
  /** Of the mail server, user and password included. */
  readonly url: string;
  readonly to: readonly string[];
  readonly from: string;
};

export type Config = {
  readonly managementpro: {
    readonly url: string;
    readonly apikey: string;
    readonly pollEveryMs: number;
    /** Requests a second over all replicas; 0 is no limit. */
    readonly maxRps: number;
    /** Customers a minute that reading may cost the side on average; 0 is no limit. */
    readonly readPerMinute: number;
    /** Longest wait for one answer. */
    readonly timeoutMs?: number;
    readonly defaults: NewCustomerDefaults;
  };
  readonly aceptabits: {
    /** Without a slash at its end. */
    readonly url: string;
    readonly token: string;
    readonly authHeader: string;
    /** What stands before the token in the header, its space included; may be empty. */
    readonly authPrefix: string;
    /** Shop of new customers without a route. */
    readonly shop: string;
    /** `ACEPTABITS_SHOPS`; undefined stands for `shop` and those of the routes. */
    readonly shops?: OwnShops | undefined;
    /** Under `url`, without a slash at its beginning; undefined holds all updates. */
    readonly customerUpdatePath: string | undefined;
    readonly pollEveryMs: number;
    /** Requests a second over all replicas; 0 is no limit. */
    readonly maxRps: number;
    /** Customers a minute that reading may cost the side on average; 0 is no limit. */
    readonly readPerMinute: number;
    /** Longest wait for one answer. */
    readonly timeoutMs?: number;
  };
  /** On the way to the two systems; undefined = none. */
  readonly proxy?: {
    readonly https: string | undefined;
    readonly http: string | undefined;
    readonly none: string | undefined;
  };
  readonly routes: Routes;
  /** `ROUTES_FILE`, of which `routes` is what the start has read; undefined where there is none. */
  readonly routesFile?: string | undefined;
  readonly policies: Policies;
  readonly initialSync: 'review' | 'auto';
  readonly reconcileCron: string;
  readonly timezone: string;
  readonly createQuietMs: number;
  readonly brake: {
    readonly missingPercent: number;
    readonly changedPercent: number;
    readonly emptiedPercent: number;
    readonly minCustomers: number;
    readonly newPercent: number;
    readonly newMin: number;
  };
  /** Undefined asks for a private server with its data in `dataDir`. */
  readonly redisUrl: string | undefined;
  /** Undefined where `redisUrl` leads to the server itself. */
  readonly redisMode?: RedisMode | undefined;
  readonly dataDir: string;
  readonly namespace: string;
  readonly roles: readonly Role[];
  /** Writes at once to each side, all replicas together. */
  readonly writeConcurrency?: number;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string | undefined;
    /** Who may look and change nothing; undefined where nobody may. */
    readonly viewer?: { readonly user: string; readonly password: string } | undefined;
    /** Whose X-Forwarded-* headers are believed: nobody's, everybody's, or these networks'. */
    readonly trustProxy?: false | number | readonly string[];
  };
  /** How long the history is kept; 0, or nothing, is for ever. */
  readonly historyKeepDays?: number;
  /** Shown on every page and in every mail. */
  readonly businessName?: string | undefined;
  readonly alertWebhookUrl: string | undefined;
  readonly mail?: MailTo | undefined;
  readonly alertLanguage?: Language;
  readonly alertDigestCron?: string;
  readonly alertHeartbeatUrl?: string | undefined;
  /** Base address of an OpenTelemetry collector; undefined where no traces are wanted. */
  readonly tracesEndpoint?: string | undefined;
  readonly log: { readonly level: Settings['LOG_LEVEL']; readonly pii: boolean };
};

/** Groups checked settings by use. `files` holds what came out of the JSON settings. */
export function configFrom(s: Settings, files: { defaults: NewCustomerDefaults; routes: Routes }): Config {
  return {
    managementpro: managementproFrom(s, files.defaults),
    aceptabits: aceptabitsFrom(s),
    proxy: { https: s.HTTPS_PROXY, http: s.HTTP_PROXY, none: s.NO_PROXY },
    routes: files.routes,
    routesFile: s.ROUTES_FILE,
    policies: policiesFrom(s),
    initialSync: s.INITIAL_SYNC,
    reconcileCron: s.RECONCILE_CRON,
    timezone: s.TIMEZONE,
    createQuietMs: s.CREATE_QUIET_TIME,
    brake: brakeFrom(s),
    redisUrl: s.REDIS_URL,
    redisMode: redisModeFrom(s),
    dataDir: s.DATA_DIR,
    namespace: s.NAMESPACE,
    roles: s.ROLES,
    writeConcurrency: s.WRITE_CONCURRENCY,
    http: httpFrom(s),
    historyKeepDays: s.HISTORY_KEEP_DAYS,
    businessName: s.BUSINESS_NAME,
    alertWebhookUrl: s.ALERT_WEBHOOK_URL,
    mail: mailFrom(s),
    alertLanguage: s.ALERT_LANGUAGE,
    alertDigestCron: s.ALERT_DIGEST_CRON,
    alertHeartbeatUrl: s.ALERT_HEARTBEAT_URL,
    tracesEndpoint: s.OTEL_EXPORTER_OTLP_ENDPOINT,
    log: { level: s.LOG_LEVEL, pii: s.LOG_PII },
  };
}

function managementproFrom(s: Settings, defaults: NewCustomerDefaults): Config['managementpro'] {
  return {
    url: s.MANAGEMENTPRO_URL,
    apikey: s.MANAGEMENTPRO_APIKEY,
    pollEveryMs: s.MANAGEMENTPRO_POLL_EVERY,
    maxRps: s.MANAGEMENTPRO_MAX_RPS,
    readPerMinute: s.MANAGEMENTPRO_READ_PER_MINUTE,
    timeoutMs: s.MANAGEMENTPRO_TIMEOUT,
    defaults,
  };
}

function aceptabitsFrom(s: Settings): Config['aceptabits'] {
  const updatePath = s.ACEPTABITS_CUSTOMER_UPDATE_PATH.replace(/^\/+/, '');
  return {
    url: s.ACEPTABITS_URL.replace(/\/+$/, ''),
    token: s.ACEPTABITS_TOKEN,
    authHeader: s.ACEPTABITS_AUTH_HEADER,
    authPrefix: s.ACEPTABITS_AUTH_PREFIX === 'none' ? '' : `${s.ACEPTABITS_AUTH_PREFIX} `,
    shop: s.ACEPTABITS_SHOP,
    shops: s.ACEPTABITS_SHOPS,
    customerUpdatePath: updatePath === 'none' ? undefined : updatePath,
    pollEveryMs: s.ACEPTABITS_POLL_EVERY,
    maxRps: s.ACEPTABITS_MAX_RPS,
    readPerMinute: s.ACEPTABITS_READ_PER_MINUTE,
    timeoutMs: s.ACEPTABITS_TIMEOUT,
  };
}

type HttpSettings = Pick<
  Settings,
  | 'HTTP_HOST'
  | 'HTTP_PORT'
  | 'DASHBOARD_USER'
  | 'DASHBOARD_PASSWORD'
  | 'DASHBOARD_VIEWER'
  | 'DASHBOARD_VIEWER_PASSWORD'
  | 'TRUST_PROXY'
>;

/** Where the web server listens, and who may look. */
export function httpFrom(s: HttpSettings): Config['http'] {
  const viewerPassword = s.DASHBOARD_VIEWER_PASSWORD;
  return {
    host: s.HTTP_HOST,
    port: s.HTTP_PORT,
    user: s.DASHBOARD_USER,
    password: s.DASHBOARD_PASSWORD,
    viewer: viewerPassword === undefined ? undefined : { user: s.DASHBOARD_VIEWER, password: viewerPassword },
    trustProxy: s.TRUST_PROXY,
  };
}

function mailFrom({ SMTP_URL: url, ALERT_EMAIL_TO: to, ALERT_EMAIL_FROM: from }: Settings): Config['mail'] {
  if (url === undefined || to === undefined) return undefined;
  const user = decodeURIComponent(new URL(url).username);
  return { url, to, from: from ?? (user.includes('@') ? user : (to[0] ?? '')) };
}

function policiesFrom(s: Settings): Policies {
  const own = {
    name: s.CONFLICT_POLICY_NAME,
    email: s.CONFLICT_POLICY_EMAIL,
    phone: s.CONFLICT_POLICY_PHONE,
    salesperson: s.CONFLICT_POLICY_SALESPERSON,
  };
  const pairs = FIELDS.map((field) => [field, own[field] ?? s.CONFLICT_POLICY]);
  return Object.fromEntries(pairs);
}

function brakeFrom(s: Settings): Config['brake'] {
  return {
    missingPercent: s.BRAKE_MISSING_PERCENT,
    changedPercent: s.BRAKE_CHANGED_PERCENT,
    emptiedPercent: s.BRAKE_EMPTIED_PERCENT,
    minCustomers: s.BRAKE_MIN_CUSTOMERS,
    newPercent: s.BRAKE_NEW_PERCENT,
    newMin: s.BRAKE_NEW_MIN,
  };
}
