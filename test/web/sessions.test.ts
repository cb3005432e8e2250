/** Sessions as a browser has them: cookies, ends, viewers, and tokens that do not fit. */
import { randomBytes, scryptSync } from 'node:crypto';
import { appRoutes } from '@bull-board/api/dist/routes.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWeb, type Web } from '../../src/web/server.ts';
import { linkedPair } from '../sync/situations.ts';
import { AT_WORK, basic, PASSWORD, quiet, startWebRig, USER, type WebRig } from './web-rig.ts';

const VIEWER = { user: 'guest', password: 'only looking around' };

let one: WebRig;
let web: Web;
beforeAll(async () => {
  one = await startWebRig({ config: AT_WORK });
  web = await open({});
});
afterAll(async () => {
  await web.close();
  await one.close();
});

function open(http: object): Promise<Web> {
  const { context, engine } = one.rig.app;
  const own = { host: '127.0.0.1', port: 0, user: USER, password: PASSWORD, viewer: VIEWER, ...http };
  return startWeb({
    context,
    queues: engine.queues,
    config: { ...one.rig.config, http: own },
    log: context.log,
  });
}

type Jar = Map<string, string>;
const cookies = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

/** Asks as a browser does: with its cookies, and without following. */
async function visit(jar: Jar, path: string, form?: Record<string, string>, headers: object = {}) {
  const answer = await fetch(web.url + path, {
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: cookies(jar), 'sec-fetch-site': 'same-origin', ...headers },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
  return { answer, text: await answer.text() };
}

const tokenIn = (page: string) => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';

async function logIn(jar: Jar, user = USER, password = PASSWORD, next = '/') {
  const { text } = await visit(jar, `/login?next=${encodeURIComponent(next)}`);
  const given = /name="next" value="([^"]*)"/.exec(text)?.[1] ?? '';
  return visit(jar, '/login', { user, password, next: given, _csrf: tokenIn(text) });
}

test('a browser without a session is led to the log-in form, and from there back', async () => {
  const jar: Jar = new Map();
  const { answer } = await visit(jar, '/customers?text=ana');
  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    `/login?next=${encodeURIComponent('/customers?text=ana')}`,
  ]);
  const entered = await logIn(jar, USER, PASSWORD, '/customers?text=ana');
  expect([entered.answer.status, entered.answer.headers.get('location')]).toEqual([
    303,
    '/customers?text=ana',
  ]);
  expect((await visit(jar, '/customers')).answer.status).toBe(200);
});

test('the cookie of a session is out of reach of scripts and other sites, and Secure behind TLS', async () => {
  const { answer } = await logIn(new Map());
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).not.toMatch(/Secure/);
  const proxied = await open({ trustProxy: 1 });
  const page = await fetch(`${proxied.url}/login`, { headers: { 'x-forwarded-proto': 'https' } });
  expect(page.headers.getSetCookie()[0]).toMatch(/Secure/);
  await proxied.close();
});

test('nobody else chooses where a log-in leads to', async () => {
  for (const next of [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    '\t//evil.example',
  ]) {
    const { answer } = await logIn(new Map(), USER, PASSWORD, next);
    const to = new URL(answer.headers.get('location') ?? '', web.url);
    expect([next, to.origin]).toEqual([next, web.url]);
  }
});

test('a form without its token, or with that of another session, changes nothing', async () => {
  const { clave } = await linkedPair(one.rig, 30);
  const [mine, other]: [Jar, Jar] = [new Map(), new Map()];
  await logIn(mine);
  await logIn(other, VIEWER.user, VIEWER.password);
  const page = await visit(mine, `/customers/managementpro/${clave}`);
  const path = `/customers/managementpro/${clave}/pause`;
  expect((await visit(mine, path, {})).answer.status).toBe(403);
  const foreign = tokenIn((await visit(other, '/')).text);
  expect((await visit(mine, path, { _csrf: foreign })).answer.status).toBe(403);
  const done = await visit(mine, path, { _csrf: tokenIn(page.text) });
  expect(done.answer.headers.get('location')).toContain('said=done');
  await quiet(one);
});

test('the queue board too asks a session for its token, which its own client sends', async () => {
  const jar: Jar = new Map();
  await logIn(jar);
  await visit(jar, '/queues');
  const pause = (headers: object) =>
    fetch(`${web.url}/queues/api/queues/resync/pause`, {
      method: 'PUT',
      headers: { cookie: cookies(jar), origin: web.url, ...headers },
    });
  expect((await pause({})).status).toBe(403);
  expect((await pause({ 'x-xsrf-token': jar.get('XSRF-TOKEN') ?? '' })).status).toBe(200);
  await one.rig.app.engine.queues.resync.resume();
});

test('a viewer sees everything and changes nothing, on the board and by the API either', async () => {
  const jar: Jar = new Map();
  await logIn(jar, VIEWER.user, VIEWER.password);
  const { clave } = await linkedPair(one.rig, 40);
  const page = await visit(jar, `/customers/managementpro/${clave}`);
  expect(page.answer.status).toBe(200);
  expect(page.text).not.toContain('/pause');
  const _csrf = tokenIn(page.text);
  expect((await visit(jar, `/customers/managementpro/${clave}/pause`, { _csrf })).answer.status).toBe(403);
  const headers = { authorization: basic(VIEWER.user, VIEWER.password), origin: web.url };
  for (const [method, path] of [
    ['POST', '/api/resync'],
    ['PUT', '/queues/api/queues/resync/pause'],
    ['POST', '/queues/api/queues/resync/add'],
  ] as const)
    expect([path, (await fetch(web.url + path, { method, headers })).status]).toEqual([path, 403]);
  expect((await fetch(`${web.url}/api/status`, { headers })).status).toBe(200);
  expect((await visit(jar, '/logout', { _csrf })).answer.headers.get('location')).toBe('/login');
  expect((await visit(jar, '/')).answer.status).toBe(303);
});

test('a viewer is refused whatever the board offers that is not a reading', async () => {
  const headers = { authorization: basic(VIEWER.user, VIEWER.password), origin: web.url };
  const changing = appRoutes.api.flatMap(({ method, route }) =>
    [method]
      .flat()
      .flatMap((one) => (one === 'get' ? [] : [route].flat().map((path) => [one, path] as const))),
  );
  expect(changing.length).toBeGreaterThan(20);
  for (const [method, route] of changing) {
    const path = `/queues${route.replace(/:queueName/u, 'resync').replace(/:\w+/gu, 'x')}`;
    const { status } = await fetch(web.url + path, { method: method.toUpperCase(), headers });
    expect([method, path, status]).toEqual([method, path, 403]);
  }
});

test('a password may be given as a hash', async () => {
  const salt = randomBytes(16);
  const hash = scryptSync(PASSWORD, salt, 32, { N: 2 ** 14, r: 8, p: 1 });
  const password = `$scrypt$ln=14,r=8,p=1$${salt.toString('base64')}$${hash.toString('base64')}`;
  const hashed = await open({ password });
  const ask = async (given: string) =>
    (await fetch(`${hashed.url}/api/status`, { headers: { authorization: basic(USER, given) } })).status;
  expect([await ask(PASSWORD), await ask('wrong'), await ask(password), await ask(PASSWORD)]).toEqual([
    200, 401, 401, 200,
  ]);
  await hashed.close();
});

test('wrong passwords lock out whoever tries from there, and neither a known device nor programs', async () => {
  const till: Jar = new Map();
  expect((await logIn(till)).answer.status).toBe(303);
  till.delete(`puente-${one.rig.config.namespace}`);
  const stranger: Jar = new Map();
  for (let times = 0; times < 10; times += 1)
    expect((await logIn(stranger, USER, 'wrong')).answer.status).toBe(401);
  const { answer, text } = await logIn(stranger);
  expect(answer.status).toBe(429);
  expect(text).toContain('Demasiados intentos');
  expect((await logIn(till)).answer.status).toBe(303);
  expect((await fetch(`${web.url}/api/status`, { headers: { authorization: basic() } })).status).toBe(200);
  // A device's word is good for the user for whom it was sealed, and only as it was sealed.
  const device = `puente-${one.rig.config.namespace}-device`;
  const forged: Jar = new Map([[device, `${till.get(device)?.split('.')[0]}.forged`]]);
  expect((await logIn(forged)).answer.status).toBe(429);
  const { redis, keys } = one.rig.app.context.store;
  await redis.del(await redis.keys(`${keys.logIns}*`));
});

test('a page that is not there says so as a page, and an address of the API as JSON', async () => {
  const jar: Jar = new Map();
  await logIn(jar);
  const page = await visit(jar, '/nothing');
  expect([page.answer.status, page.answer.headers.get('content-type')]).toEqual([
    404,
    'text/html; charset=utf-8',
  ]);
  expect(page.text).toContain('Aquí no hay nada.');
  expect(page.answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  const api = await visit(jar, '/api/nothing');
  expect(api.answer.headers.get('content-type')).toContain('application/json');
});

test('sessions are listed and ended: an operator ends any, a viewer only those of their own name', async () => {
  const [clerk, guest]: [Jar, Jar] = [new Map(), new Map()];
  await logIn(clerk);
  await logIn(guest, VIEWER.user, VIEWER.password);
  const { text } = await visit(clerk, '/sessions');
  expect(text).toContain(VIEWER.user);
  expect(text).toContain('127.0.0.1');
  const own = await visit(guest, '/sessions');
  expect(own.text).not.toContain(`>${USER} `);
  const idOf = (page: string, user: string) =>
    new RegExp(`<th scope="row">${user}[^]*?/sessions/([\\w-]+)/end`, 'u').exec(page)?.[1] ?? '';
  const _csrf = tokenIn(own.text);
  const foreign = `/sessions/${idOf(text, USER)}/end`;
  expect((await visit(guest, foreign, { _csrf })).answer.status).toBe(403);
  const end = `/sessions/${idOf(own.text, VIEWER.user)}/end`;
  expect((await visit(clerk, end, { _csrf: tokenIn(text) })).answer.status).toBe(303);
  expect((await visit(guest, '/sessions')).answer.headers.get('location')).toMatch(/^\/login/);
  expect((await visit(clerk, '/sessions')).answer.status).toBe(200);
});

test('a session ends when nobody has asked for a page for two hours, and each page gives it two more', async () => {
  const jar: Jar = new Map();
  await logIn(jar);
  const { redis, keys } = one.rig.app.context.store;
  const [id = ''] = await redis.zrange(keys.sessions, '0', '0', 'REV');
  expect(await redis.pttl(keys.session(id))).toBeLessThanOrEqual(2 * 3_600_000);
  await redis.pexpire(keys.session(id), 60_000);
  await visit(jar, '/customers');
  expect(await redis.pttl(keys.session(id))).toBeGreaterThan(7_000_000);
  await redis.del(keys.session(id));
  expect((await visit(jar, '/customers')).answer.status).toBe(303);
});

test('a log-in is on record', async () => {
  await logIn(new Map());
  const { rows } = (await (await one.get('/api/history?kind=log-in')).json()) as { rows: object[] };
  expect(rows[0]).toMatchObject({ kind: 'log-in', by: USER, cause: { code: 'logged-in' } });
});

test('what listens ends with its session, and one session listens in five windows at most', async () => {
  const jar: Jar = new Map();
  await logIn(jar);
  const headers = { cookie: cookies(jar) };
  const streams = [];
  for (let window = 0; window < 5; window += 1) streams.push(await fetch(`${web.url}/live`, { headers }));
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await fetch(`${web.url}/live`, { headers })).status).toBe(429);
  expect((await fetch(`${web.url}/live`, { headers: { authorization: basic() } })).ok).toBe(true);
  const page = await visit(jar, '/');
  await visit(jar, '/logout', { _csrf: tokenIn(page.text) });
  // Each of them is closed by the server; none would end by itself.
  await Promise.all(streams.map((stream) => stream.text()));
});

test('no page links to the host that its own address seems to name', async () => {
  const jar: Jar = new Map();
  await logIn(jar);
  for (const path of ['//evil.example/x', '/\\evil.example']) {
    const { text } = await visit(jar, path);
    expect([path, /href="(\/\/|\/\\)/.test(text)]).toEqual([path, false]);
  }
});

test('browsers are told to stay with TLS where it is told, and what a page may do', async () => {
  const proxied = await open({ trustProxy: ['127.0.0.0/8'] });
  const plain = await fetch(`${proxied.url}/login`);
  expect(plain.headers.get('strict-transport-security')).toBeNull();
  expect(plain.headers.get('permissions-policy')).toContain('camera=()');
  const secure = await fetch(`${proxied.url}/login`, { headers: { 'x-forwarded-proto': 'https' } });
  expect(secure.headers.get('strict-transport-security')).toMatch(/^max-age=\d+$/);
  await proxied.close();
});
