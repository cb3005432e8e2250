/** Settings as people really write them, and the one line that each mistake ends the start with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/load.ts';
import { MINIMUM } from './minimum.ts';

const folder = mkdtempSync(join(tmpdir(), 'puente-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The lines that a start with these settings (and the minimum) ends with. */
function linesOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadConfig({ ...MINIMUM, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
}

describe('what is set', () => {
  test('the five required settings are enough; everything else has its default', () => {
    expect(loadConfig(MINIMUM)).toMatchObject({
      managementpro: { pollEveryMs: 60_000, maxRps: 0, defaults: {} },
      aceptabits: {
        url: 'https://aceptabits.example.com/v1',
        authHeader: 'Authorization',
        authPrefix: 'Bearer ',
        customerUpdatePath: 'edit-customer',
        timeoutMs: 60_000,
      },
      policies: { name: 'managementpro', email: 'managementpro' },
      initialSync: 'review',
      reconcileCron: '0 3 * * *',
      timezone: 'America/Mexico_City',
      createQuietMs: 120_000,
      brake: {
        missingPercent: 10,
        changedPercent: 25,
        emptiedPercent: 10,
        minCustomers: 10,
        newPercent: 25,
        newMin: 100,
      },
      redisUrl: undefined,
      namespace: 'puente',
      roles: ['scan', 'write', 'web'],
      http: { host: '127.0.0.1', port: 3000 },
      log: { level: 'info', pii: false },
    });
  });

  test('an empty or blank value counts as not set, and a value is trimmed', () => {
    const config = loadConfig({ ...MINIMUM, HTTP_PORT: '', REDIS_URL: '  ', NAMESPACE: ' two\r' });
    expect(config).toMatchObject({ http: { port: 3000 }, redisUrl: undefined, namespace: 'two' });
  });

  test('sentinels and the nodes of a cluster are several addresses', () => {
    const two = 'redis://:p%2Css@10.0.0.1:26379/2,redis://10.0.0.2:26379';
    const sentinel = { REDIS_URL: two, REDIS_MODE: 'sentinel', REDIS_SENTINEL_NAME: 'customers' };
    expect(loadConfig({ ...MINIMUM, ...sentinel })).toMatchObject({
      redisUrl: two,
      redisMode: { kind: 'sentinel', name: 'customers', user: undefined, password: undefined },
    });
    expect(linesOf({ REDIS_URL: two })).toEqual([expect.stringMatching(/^REDIS_URL: has several addresses/)]);
    expect(linesOf({ REDIS_MODE: 'cluster' })).toEqual([expect.stringMatching(/^REDIS_URL: is missing/)]);
    expect(linesOf({ REDIS_URL: two, REDIS_MODE: 'cluster' })).toEqual([
      expect.stringMatching(/^REDIS_URL: names a database/),
    ]);
    expect(linesOf({ REDIS_URL: two, REDIS_MODE: 'sentinel' })).toEqual([
      expect.stringMatching(/^REDIS_SENTINEL_NAME: is missing/),
    ]);
    const other = { ...sentinel, REDIS_URL: `${two},http://10.0.0.3` };
    expect(linesOf(other)).toEqual([expect.stringMatching(/^REDIS_URL: must/)]);
  });

  test('what editors and docker leave around values is taken off', () => {
    const { ACEPTABITS_TOKEN: _, ...others } = MINIMUM;
    const utf16 = file('token-utf16', '');
    writeFileSync(utf16, Buffer.from('\uFEFFthe-token\r\n', 'utf16le'));
    const config = loadConfig({
      ...others,
      ACEPTABITS_TOKEN_FILE: utf16,
      '\uFEFFNAMESPACE': 'two',
      ACEPTABITS_SHOP: '"pgbsho02"',
      MANAGEMENTPRO_DEFAULTS: `'{"rfc":"XAXX010101000"}'`,
      ACEPTABITS_CUSTOMER_UPDATE_PATH: 'none',
    });
    expect(config).toMatchObject({
      namespace: 'two',
      managementpro: { defaults: { rfc: 'XAXX010101000' } },
      aceptabits: { token: 'the-token', shop: 'pgbsho02', customerUpdatePath: undefined },
    });
  });

  test('what cannot be taken off is said', () => {
    const { MANAGEMENTPRO_APIKEY: _, ...others } = MINIMUM;
    const started = process.cwd();
    process.chdir(folder);
    try {
      writeFileSync('.env', "NAMESPACE=two#three\nACEPTABITS_SHOP='pgb#1'\nLOG_LEVEL=info # loud\n");
      const env = { ...others, MANAGEMENTPRO_APIKEY: undefined, NAMESPACE: 'two', LOG_LEVEL: 'info' };
      const two = { MANAGEMENTPRO_APIKEY_FILE: file('two-lines', 'the-key\nanother\n') };
      expect(linesOf({ ...env, ...two })).toEqual([
        'NAMESPACE: .env cuts it off at its #; put the value between single quotes',
        expect.stringContaining('MANAGEMENTPRO_APIKEY_FILE: names a file of more than one line'),
      ]);
    } finally {
      rmSync('.env');
      process.chdir(started);
    }
    for (const password of ['a#b', 'a/b', 'a?b', '50%off']) {
      const [line = ''] = linesOf({ REDIS_URL: `redis://:${password}@localhost:6379/0` });
      expect(line).toMatch(/^REDIS_URL: must .*password.*%2/);
      expect(line).not.toContain(password);
    }
  });

  test('a field has its own conflict policy, the others follow the general one', () => {
    const config = loadConfig({ ...MINIMUM, CONFLICT_POLICY: 'aceptabits', CONFLICT_POLICY_EMAIL: 'review' });
    expect(config.policies).toEqual({
      name: 'aceptabits',
      email: 'review',
      phone: 'aceptabits',
      salesperson: 'aceptabits',
    });
  });

  test('durations become milliseconds, roles lose their doubles, the prefix of the token can be left out', () => {
    const config = loadConfig({
      ...MINIMUM,
      MANAGEMENTPRO_POLL_EVERY: '2s',
      ACEPTABITS_POLL_EVERY: '1h',
      ROLES: 'web, web,scan',
      ACEPTABITS_AUTH_PREFIX: 'none',
      ACEPTABITS_CUSTOMER_UPDATE_PATH: '/update-customer',
    });
    expect(config.managementpro.pollEveryMs).toBe(2000);
    expect(config.aceptabits).toMatchObject({
      pollEveryMs: 3_600_000,
      authPrefix: '',
      customerUpdatePath: 'update-customer',
    });
    expect(config.roles).toEqual(['web', 'scan']);
  });

  test('mails have a server, somebody who gets them, and a sender', () => {
    const url = 'smtp://puente%40example.com:p%23ss@mail.example.com';
    const given = { ...MINIMUM, SMTP_URL: url, ALERT_EMAIL_TO: 'a@example.com, b@example.org,a@example.com' };
    const to = ['a@example.com', 'b@example.org'];
    expect(loadConfig(given).mail).toEqual({ url, to, from: 'puente@example.com' });
    expect(loadConfig({ ...given, SMTP_URL: 'smtp://mail.example.com' }).mail?.from).toBe('a@example.com');
    expect(loadConfig({ ...given, ALERT_EMAIL_FROM: 'c@example.com' }).mail?.from).toBe('c@example.com');
    expect(() => loadConfig({ ...MINIMUM, SMTP_URL: url })).toThrow(/^ALERT_EMAIL_TO: is missing/);
    expect(() => loadConfig({ ...MINIMUM, ALERT_EMAIL_TO: 'a@example.com' })).toThrow(
      /^SMTP_URL: is missing/,
    );
    expect(() => loadConfig({ ...given, ALERT_EMAIL_TO: 'Ana <a@example.com>' })).toThrow(
      /^ALERT_EMAIL_TO: /,
    );
  });

  test('the defaults of new customers get canonical names', () => {
    const given = {
      rfc: 'XAXX010101000',
      giro_comercial: '01',
      sucursal: '0001',
      direccion: { pais: 'México' },
    };
    const config = loadConfig({ ...MINIMUM, MANAGEMENTPRO_DEFAULTS: JSON.stringify(given) });
    expect(config.managementpro.defaults).toEqual({
      rfc: 'XAXX010101000',
      lineOfBusiness: '01',
      shop: '0001',
      address: { pais: 'México' },
    });
  });
});

describe('what is wrong', () => {
  test('every missing setting has one line with its name and an example', () => {
    const lines = linesOf(Object.fromEntries(Object.keys(MINIMUM).map((name) => [name, ''])));
    expect(lines).toHaveLength(5);
    expect(lines).toContain('ACEPTABITS_SHOP: is missing; example: pgbsho0635214789653205');
  });

  test.each([
    ['MANAGEMENTPRO_URL', 'ftp://erp.example.com'],
    ['ACEPTABITS_URL', 'aceptabits.com'],
    ['ACEPTABITS_URL', 'https://aceptabits.com/api/thirdparty/v1?lang=es'],
    ['ACEPTABITS_URL', 'https://aceptabits.com/api/thirdparty/v1#top'],
    ['ACEPTABITS_TOKEN', 'line\nbreak'],
    ['ACEPTABITS_AUTH_PREFIX', '“Bearer”'],
    ['ACEPTABITS_AUTH_HEADER', 'X: y'],
    ['RECONCILE_CRON', '* * * * * *'],
    ['DASHBOARD_USER', 'ana:luz'],
    ['DASHBOARD_VIEWER', 'ana:luz'],
    ['ACEPTABITS_CUSTOMER_UPDATE_PATH', 'https://elsewhere.example.com/x'],
    ['MANAGEMENTPRO_POLL_EVERY', '60'],
    ['ACEPTABITS_POLL_EVERY', '0s'],
    ['CREATE_QUIET_TIME', '2 minutes'],
    ['ACEPTABITS_MAX_RPS', '-1'],
    ['MANAGEMENTPRO_DEFAULTS', '{"rfc":1}'],
    ['MANAGEMENTPRO_DEFAULTS', '{"rcf":"XAXX010101000"}'],
    ['MANAGEMENTPRO_DEFAULTS', 'rfc=XAXX010101000'],
    ['ROUTES_FILE', '/no/such/file.json'],
    ['CONFLICT_POLICY', 'both'],
    ['CONFLICT_POLICY_PHONE', 'erp'],
    ['INITIAL_SYNC', 'yes'],
    ['RECONCILE_CRON', '99 3 * * *'],
    ['RECONCILE_CRON', 'daily'],
    ['TIMEZONE', 'Mexico/Nowhere'],
    ['BRAKE_MISSING_PERCENT', '100'],
    ['BRAKE_MIN_CUSTOMERS', '0'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['NAMESPACE', 'Two Words'],
    ['ROLES', 'scan,read'],
    ['HTTP_PORT', '70000'],
    ['DASHBOARD_PASSWORD', 'short'],
    ['DASHBOARD_PASSWORD', 'eleven char'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '11'],
    ['ALERT_WEBHOOK_URL', 'somewhere'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_PII', '1'],
  ])('%s does not take %j and says so in one line', (name, value) => {
    const lines = linesOf({ [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name}: .+; example: \\S+`));
  });

  test('all of it is said at once', () => {
    const lines = linesOf({
      HTTP_PORT: 'x',
      ROUTES_FILE: '/none',
      MANAGEMENTPRO_DEFAULTS: '[',
      LOG_LEVEL: 'x',
    });
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(
      ['HTTP_PORT', 'LOG_LEVEL', 'MANAGEMENTPRO_DEFAULTS', 'ROUTES_FILE'].sort(),
    );
  });

  test('a web server that others reach needs a password', () => {
    expect(linesOf({ HTTP_HOST: '0.0.0.0' })).toEqual([
      expect.stringMatching(/^DASHBOARD_PASSWORD: is missing/),
    ]);
    expect(linesOf({ HTTP_HOST: '0.0.0.0', DASHBOARD_PASSWORD: 'long enough by now' })).toEqual([]);
    expect(linesOf({ HTTP_HOST: '127.0.0.2' })).toEqual([]);
    expect(linesOf({ HTTP_HOST: '127.0.0.1.example.com' })).toHaveLength(1);
  });

  test('a misspelt name with one of our prefixes is an error, names of others are not', () => {
    expect(linesOf({ CONFLICT_POLICY_MAIL: 'review' })).toEqual([
      'CONFLICT_POLICY_MAIL: is not a variable of Puente; .env.example lists them all',
    ]);
    expect(linesOf({ ACEPTABITS_URL_FILE: '/x', BRAKE_OFF: 'true' })).toHaveLength(2);
    expect(
      linesOf({ MANAGER: 'x', DASHBOARD_SERVICE_HOST: '10.0.0.1', DASHBOARD_PORT_80_TCP: 'tcp://10.0.0.1' }),
    ).toEqual([]);
  });
});

describe('secrets', () => {
  test('each can come from a file, whose last line break does not count', () => {
    const config = loadConfig({
      ...MINIMUM,
      MANAGEMENTPRO_APIKEY: '',
      MANAGEMENTPRO_APIKEY_FILE: file('apikey', 'from-file\n'),
      REDIS_URL_FILE: file('redis', 'redis://:pass@localhost:6379/1\n'),
      DASHBOARD_PASSWORD_FILE: file('password', 'long enough by now'),
      ALERT_WEBHOOK_URL_FILE: file('hook', 'https://hooks.example.com/x'),
    });
    expect(config.managementpro.apikey).toBe('from-file');
    expect(config.redisUrl).toBe('redis://:pass@localhost:6379/1');
    expect(config.http.password).toBe('long enough by now');
    expect(config.alertWebhookUrl).toBe('https://hooks.example.com/x');
  });

  test('set twice, unreadable or empty is one line that names the variable', () => {
    expect(linesOf({ ACEPTABITS_TOKEN_FILE: file('twice', 'x') })).toEqual([
      expect.stringMatching(/^ACEPTABITS_TOKEN_FILE: is set beside ACEPTABITS_TOKEN/),
    ]);
    expect(linesOf({ ACEPTABITS_TOKEN: '', ACEPTABITS_TOKEN_FILE: join(folder, 'none') })).toEqual([
      expect.stringMatching(/^ACEPTABITS_TOKEN_FILE: names a file that cannot be read/),
    ]);
    expect(linesOf({ ACEPTABITS_TOKEN: '', ACEPTABITS_TOKEN_FILE: file('empty', '\n') })).toEqual([
      expect.stringMatching(/^ACEPTABITS_TOKEN_FILE: names an empty file/),
    ]);
  });

  test('no line ever holds a value', () => {
    const hidden = 'S3cret';
    const lines = linesOf({
      MANAGEMENTPRO_URL: `ftp://user:${hidden}@erp.example.com`,
      ACEPTABITS_TOKEN: `${hidden}\n${hidden}`,
      DASHBOARD_PASSWORD: hidden,
      REDIS_URL: `http://:${hidden}@localhost`,
      ALERT_WEBHOOK_URL: `mailto:${hidden}`,
      MANAGEMENTPRO_DEFAULTS: `{"rfc": ${hidden}}`,
    });
    expect(lines).toHaveLength(6);
    expect(lines.join('\n')).not.toContain(hidden);
  });
});

describe('routes', () => {
  const read = (text: string) => loadConfig({ ...MINIMUM, ROUTES_FILE: file('routes.json', text) }).routes;
  const refusal = (text: string) => linesOf({ ROUTES_FILE: file('routes.json', text) });

  test('sucursales become shops and vendedores salespeople', () => {
    const routes = read(
      '{"sucursales":{"0001":"shopA","0002":"shopA"},"vendedores":{"0000000001":"agentA"}}',
    );
    expect(routes.shops).toEqual({ '0001': 'shopA', '0002': 'shopA' });
    expect(routes.salespeople).toEqual({ '0000000001': 'agentA' });
  });

  test('a clave that is a word of the language finds no route', () => {
    expect(read('{}').shops.constructor).toBeUndefined();
    expect(loadConfig(MINIMUM).routes.salespeople.toString).toBeUndefined();
  });

  test.each([
    [
      'two vendedores of one agent',
      '{"vendedores":{"01":"agentA","02":"agentA"}}',
      /"01" and "02" the same agent/,
    ],
    ['an unknown key', '{"tiendas":{}}', /unknown key "tiendas"/],
    ['an empty code', '{"sucursales":{"0001":""}}', /at sucursales\.0001: must not be empty/],
    ['an empty clave', '{"vendedores":{"":"agentA"}}', /must not be empty/],
    ['spaces around', '{"sucursales":{"0001 ":"shopA"}}', /begin or end with a space/],
    ['a number', '{"sucursales":{"0001":1}}', /must be text between quotes/],
    ['a list', '{"sucursales":["shopA"]}', /must be an object/],
    ['no object at all', '[]', /must be a JSON object/],
    ['broken JSON', '{', /is not valid JSON/],
  ])('%s is refused', (_, text, reason) => {
    expect(refusal(text)).toEqual([expect.stringMatching(/^ROUTES_FILE: /)]);
    expect(refusal(text)[0]).toMatch(reason);
  });
});
