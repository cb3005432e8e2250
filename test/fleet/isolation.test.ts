import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FleetRig, INTEGRATOR, type Joined, startFleetRig, WITHIN } from '../fleet-rig.ts';

/** Nobody sees another company's customers, whatever is tried (docs/fleet.md). */

const CLERK = { user: 'clerk', password: 'correct horse battery' };
const OTHER = { user: 'clerk', password: 'another long password' };
const own = ({ user, password }: typeof CLERK, name: string) => ({
  DASHBOARD_USER: user,
  DASHBOARD_PASSWORD: password,
  DASHBOARD_VIEWER_PASSWORD: `only looking at ${name}`,
  BUSINESS_NAME: name,
});

let rig: FleetRig;
let acme: Joined;
let bravo: Joined;
beforeAll(async () => {
  rig = await startFleetRig();
  acme = await rig.join(own(CLERK, 'Acme S.A. de C.V.'), 3);
  bravo = await rig.join(own(OTHER, 'Bravo y Asociados S.C.'), 3);
  for (const { name } of [acme, bravo]) {
    const { store } = rig.fleet.find(name)?.running?.context ?? {};
    await vi.waitUntil(async () => (await store?.redis.hlen(store.keys.links)) === 3, WITHIN);
  }
}, 60_000);
afterAll(() => rig.close());

type Jar = Map<string, { value: string; path: string }>;

/** As a browser, which keeps cookies to their path; `smuggled` sends all of a jar wherever it goes. */
async function visit(
  jar: Jar,
  path: string,
  given: { form?: Record<string, string>; smuggled?: boolean } = {},
) {
  const { form, smuggled = false } = given;
  const sent = [...jar].filter(
    ([, { path: of }]) =>
      smuggled || of === '/' || `${path}/`.startsWith(`${of}/`) || path.startsWith(`${of}/`),
  );
  const answer = await fetch(rig.web.url + path, {
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; '),
      'sec-fetch-site': 'same-origin',
    },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const [, at = '/'] = /;\s*path=([^;]*)/i.exec(line) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, { value, path: at });
  }
  return { answer, status: answer.status, to: answer.headers.get('location'), text: await answer.text() };
}

const tokenIn = (page: string) => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';

async function logIn(base: string, { user, password }: typeof CLERK): Promise<Jar> {
  const jar: Jar = new Map();
  const { text } = await visit(jar, `${base}/login`);
  const { status } = await visit(jar, `${base}/login`, {
    form: { user, password, next: '/', _csrf: tokenIn(text) },
  });
  if (status !== 303) throw new Error(`The log-in at ${base} was answered by ${status}.`);
  return jar;
}

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const ask = (path: string, authorization: string, init: RequestInit = {}) =>
  fetch(rig.web.url + path, { redirect: 'manual', ...init, headers: { authorization, ...init.headers } });

/** Everything that shows customers, or lets somebody act on them. */
const PLACES = [
  '/',
  '/customers',
  '/conflicts',
  '/matches',
  '/handwork',
  '/handwork.csv',
  '/plan',
  '/plan.csv',
  '/history',
  '/history.csv',
  '/live',
  '/sessions',
  '/connections',
  '/routes',
  '/services',
  '/queues',
  '/queues/api/queues',
  '/metrics',
  '/api/status',
  '/api/needs',
  '/api/customers',
  '/api/history',
  '/api/openapi.json',
];

test('a clerk sees the customers of the own company, under its address', async () => {
  const base = `/c/${acme.name}`;
  const jar = await logIn(base, CLERK);
  const { status, text } = await visit(jar, `${base}/customers`);
  expect(status).toBe(200);
  expect(text).toContain(`href="${base}/customers/managementpro/${acme.pairs[0]?.clave}"`);
  expect(text).toContain('Acme S.A. de C.V.');
  // No address on it leads to another place than this company's, but for the files that all have in common.
  const addresses = [...text.matchAll(/ (?:href|src|action|formaction)="(\/[^"]*)"/g)].map(
    ([, at = '']) => at,
  );
  expect(addresses.length).toBeGreaterThan(10);
  expect(addresses.filter((at) => !at.startsWith(`${base}/`) && !at.startsWith('/assets/'))).toEqual([]);
  for (const { path } of jar.values()) expect(path).toBe(base);
});

test.each(PLACES)('the cookies of one company open nothing of another: %s', async (place) => {
  const jar = await logIn(`/c/${acme.name}`, CLERK);
  const { status, to, text } = await visit(jar, `/c/${bravo.name}${place}`, { smuggled: true });
  expect([303, 401]).toContain(status);
  if (status === 303) expect(to).toMatch(new RegExp(`^/c/${bravo.name}/login\\?`));
  expect(text).not.toContain(bravo.pairs[0]?.code);
});

test('nor under the name that the cookie of the other has', async () => {
  const jar = await logIn(`/c/${acme.name}`, CLERK);
  const stolen = jar.get(`puente-${acme.name}`);
  if (stolen === undefined) throw new Error('There is no session.');
  const forged: Jar = new Map([
    [`puente-${bravo.name}`, stolen],
    [`puente-${rig.config.namespace}`, stolen],
  ]);
  for (const path of [`/c/${bravo.name}/customers`, '/companies'])
    expect((await visit(forged, path, { smuggled: true })).status).toBe(303);
});

test.each(PLACES)(
  'the password of one company opens nothing of another, nor of the fleet: %s',
  async (place) => {
    const answer = await ask(`/c/${bravo.name}${place}`, basic(CLERK.user, CLERK.password));
    // Whoever has tried too often waits.
    expect([401, 429]).toContain(answer.status);
  },
);

test('the board of all is none of a clerk, by cookie or password', async () => {
  const jar = await logIn(`/c/${acme.name}`, CLERK);
  expect((await visit(jar, '/companies', { smuggled: true })).to).toMatch(/^\/login\?/);
  for (const path of ['/companies', '/api/companies', '/metrics', '/sessions'])
    expect([401, 429]).toContain((await ask(path, basic(CLERK.user, CLERK.password))).status);
});

test('no path leads out of a company', async () => {
  const authorization = basic(CLERK.user, CLERK.password);
  const base = `/c/${acme.name}`;
  for (const path of [
    `${base}/..%2f${bravo.name}/customers`,
    `${base}/%2e%2e/${bravo.name}/api/customers`,
    `${base}//c/${bravo.name}/api/customers`,
    `${base}/c/${bravo.name}/api/customers`,
    `/c/${acme.name}%2f..%2f${bravo.name}/api/customers`,
  ]) {
    const answer = await ask(path, authorization);
    expect([400, 401, 404, 429]).toContain(answer.status);
    expect(await answer.text()).not.toContain(bravo.pairs[0]?.code);
  }
});

test('a form of one company does nothing at another, even with a session there', async () => {
  const [mine, theirs] = [await logIn(`/c/${acme.name}`, CLERK), await logIn(`/c/${bravo.name}`, OTHER)];
  const page = await visit(mine, `/c/${acme.name}/customers`);
  const key = bravo.pairs[0]?.clave;
  const { status } = await visit(theirs, `/c/${bravo.name}/customers/managementpro/${key}/pause`, {
    form: { _csrf: tokenIn(page.text) },
  });
  expect(status).toBe(403);
  const { store } = rig.fleet.find(bravo.name)?.running?.context ?? {};
  expect(await store?.redis.zcard(store.keys.waitsOf('paused'))).toBe(0);
});

test('whoever is from the fleet looks and acts in every company, by name on record', async () => {
  const jar = await logIn('', INTEGRATOR);
  const board = await visit(jar, '/companies');
  for (const { name } of [acme, bravo]) expect(board.text).toContain(`href="/c/${name}/"`);
  const base = `/c/${bravo.name}`;
  const { status, text } = await visit(jar, `${base}/customers/managementpro/${bravo.pairs[1]?.clave}`);
  expect(status).toBe(200);
  expect(text).toContain('href="/companies"');
  const pause = `${base}/customers/managementpro/${bravo.pairs[1]?.clave}/pause`;
  const done = await visit(jar, pause, { form: { _csrf: tokenIn(text) } });
  expect(done.to).toMatch(new RegExp(`^${base}/customers/`));
  const history = await ask(`${base}/api/history`, basic(INTEGRATOR.user, INTEGRATOR.password));
  expect(await history.text()).toContain(`"fleet:${INTEGRATOR.user}"`);
});

test('whoever is from the fleet and follows a link into a company logs in at its door, for all of them', async () => {
  const asked = `/c/${bravo.name}/customers`;
  const jar: Jar = new Map();
  const door = await visit(jar, asked);
  expect(door.to).toMatch(new RegExp(`^/c/${bravo.name}/login`));
  const form = await visit(jar, door.to ?? '');
  const { status, to } = await visit(jar, `/c/${bravo.name}/login`, {
    form: { ...INTEGRATOR, next: '/customers', _csrf: tokenIn(form.text) },
  });
  expect([status, to]).toEqual([303, asked]);
  expect((await visit(jar, asked)).text).toContain('href="/companies"');
  for (const path of ['/companies', `/c/${acme.name}/customers`])
    expect((await visit(jar, path)).status).toBe(200);
});

test('the fleet’s password for a name that a clerk has too uses up none of the clerk’s tries', async () => {
  const clerk = { user: INTEGRATOR.user, password: 'a clerk of the same name' };
  const { name } = await rig.join(own(clerk, 'Charlie S. de R.L.'));
  const status = async ({ password }: typeof clerk) =>
    (await ask(`/c/${name}/api/status`, basic(clerk.user, password))).status;
  for (let tries = 0; tries < 12; tries += 1) expect(await status(INTEGRATOR)).toBe(200);
  expect(await status(clerk)).toBe(200);
});

test('the log-out of the fleet ends it at every company', async () => {
  const jar = await logIn('', INTEGRATOR);
  const stolen: Jar = new Map(jar);
  const { text } = await visit(jar, '/companies');
  await visit(jar, '/logout', { form: { _csrf: tokenIn(text) } });
  expect((await visit(stolen, `/c/${acme.name}/customers`)).status).toBe(303);
});

test('a company that is not there, or rests, shows nothing', async () => {
  expect((await fetch(`${rig.web.url}/c/nobody/customers`)).status).toBe(404);
  rig.write('resting.env', 'MANAGEMENTPRO_URL=nonsense\n');
  await vi.waitUntil(() => rig.fleet.find('resting'), WITHIN);
  expect((await fetch(`${rig.web.url}/c/resting/`)).status).toBe(503);
  rig.remove('resting.env');
});

test('the probes are open, and name no company', async () => {
  expect(await (await fetch(`${rig.web.url}/healthz`)).json()).toEqual({ status: 'ok' });
  const ready = await fetch(`${rig.web.url}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.text()).not.toContain(acme.name);
});
