import { afterEach, expect, test } from 'vitest';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import {
  type ManagementProSimulator,
  startManagementProSimulator,
} from '../../src/simulators/managementpro.ts';
import { privateTestRedis } from '../redis.ts';
import { freePort } from '../redis-local.ts';
import { inAceptabits, inManagementPro, type Pair, person } from '../sync/situations.ts';
import { type Daemon, startDaemon } from './daemon.ts';

/** docs/scaling.md: two replicas of each role are started anew, one after the other, and nobody notices. */

const WITHIN = { timeout: 120_000, interval: 100 };
const PAUSE_MAX_MS = 5_000;
const EDIT_EVERY_MS = 100;
const PEOPLE = 900;
const ROLES = ['scan', 'write', 'web'] as const;
const PASSWORD = 'correct horse battery';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Replica = { readonly name: string; readonly url: string; readonly start: () => Daemon; daemon: Daemon };

type Fleet = {
  readonly managementpro: ManagementProSimulator;
  readonly aceptabits: AceptabitsSimulator;
  readonly pairs: readonly Pair[];
  readonly replicas: readonly Replica[];
};

async function twoOfEachRole(): Promise<Fleet> {
  const redis = await privateTestRedis();
  const managementpro = await startManagementProSimulator();
  const aceptabits = await startAceptabitsSimulator({ settings: { updatePath: 'edit-customer' } });
  closing.push(redis.close, managementpro.close, aceptabits.close);
  for (const { settings } of [managementpro, aceptabits]) settings.latencyMs = 30;
  const pairs = Array.from({ length: PEOPLE }, (_, at) => company({ managementpro, aceptabits }, at + 1));
  const env = {
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    MANAGEMENTPRO_POLL_EVERY: '1s',
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: aceptabits.people.shops()[0]?.code ?? '',
    ACEPTABITS_POLL_EVERY: '1s',
    ACEPTABITS_READ_PER_MINUTE: '0',
    MANAGEMENTPRO_READ_PER_MINUTE: '0',
    INITIAL_SYNC: 'auto',
    REDIS_URL: redis.url,
    DASHBOARD_PASSWORD: PASSWORD,
    LOG_LEVEL: 'error',
  };
  const replicas: Replica[] = [];
  for (const role of ROLES)
    for (const number of [1, 2]) {
      const port = String(await freePort());
      const start = () => startDaemon({ ...env, ROLES: role, HTTP_PORT: port });
      replicas.push({ name: `${role} ${number}`, url: `http://127.0.0.1:${port}`, start, daemon: start() });
    }
  closing.push(() => Promise.all(replicas.map(({ daemon }) => daemon.kill())));
  return { managementpro, aceptabits, pairs, replicas };
}

/** The same company on both sides, as they are. */
function company(sides: Pick<Fleet, 'managementpro' | 'aceptabits'>, number: number): Pair {
  const one = person(number);
  const legal = `${one.first} ${one.last} y Asociados de la Península S.A. de C.V.`;
  const more = { razon_social: legal, telefono_2: `55${20_000_000 + number}`, contacto_1: 'Lic. Muñoz' };
  return { clave: inManagementPro(sides, one, more), code: inAceptabits(sides, one) };
}

const basic = { authorization: `Basic ${Buffer.from(`puente:${PASSWORD}`).toString('base64')}` };
const told = async ({ url }: Replica, path: string): Promise<string> =>
  fetch(url + path, { headers: basic }).then(
    (answer) => answer.text(),
    () => '',
  );

/** A person who is logged in, by whichever replica answers. */
async function loggedIn({ url }: Replica): Promise<(at: Replica) => Promise<number>> {
  const headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin' };
  const jar = new Map<string, string>();
  const keep = (answer: Response) => {
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
  };
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const form = await fetch(`${url}/login`, { headers });
  keep(form);
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(await form.text()) ?? [];
  const body = new URLSearchParams({ user: 'puente', password: PASSWORD, next: '/', _csrf: csrf });
  const entered = await fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers, cookie: cookies() },
    body,
  });
  keep(entered);
  expect(entered.status).toBe(303);
  return async (at) =>
    (await fetch(`${at.url}/customers`, { redirect: 'manual', headers: { ...headers, cookie: cookies() } }))
      .status;
}

/** Each customer is edited once, one after the other, until `stop`; answers how many there were, and the longest pause. */
function editing({ managementpro, aceptabits, pairs }: Fleet) {
  let made = 0;
  let [seen, since, longestMs] = [aceptabits.writes, performance.now(), 0];
  const typing = setInterval(() => {
    const pair = pairs[made];
    if (pair === undefined) return;
    managementpro.people.edit(pair.clave, { telefono_1: `99920${String(10_000 + made)}` });
    made += 1;
  }, EDIT_EVERY_MS);
  const looking = setInterval(() => {
    if (aceptabits.writes === seen) return;
    longestMs = Math.max(longestMs, performance.now() - since);
    [seen, since] = [aceptabits.writes, performance.now()];
  }, 10);
  return {
    isOver: () => made === pairs.length,
    stop() {
      clearInterval(typing);
      clearInterval(looking);
      return { made, longestMs };
    },
  };
}

test('a rolling restart under load: every exit is 0, no pause over 5 s, no write twice, and a login that lasts', {
  timeout: 420_000,
}, async () => {
  const fleet = await twoOfEachRole();
  const { aceptabits, managementpro, replicas } = fleet;
  const webs = replicas.filter(({ name }) => name.startsWith('web'));
  const [first, second] = webs as [Replica, Replica];
  const daemons = async () =>
    Number(/puente_daemons(?:{[^}]*})? (\d+)/.exec(await told(first, '/metrics'))?.[1]);
  await expect.poll(daemons, WITHIN).toBe(replicas.length);
  const links = async () =>
    (JSON.parse((await told(first, '/api/status')) || '{}') as { links?: number }).links;
  await expect.poll(links, WITHIN).toBe(PEOPLE);
  const before = { managementpro: managementpro.writes, aceptabits: aceptabits.writes };
  const visit = await loggedIn(first);
  const edits = editing(fleet);
  await expect.poll(() => aceptabits.writes, WITHIN).toBeGreaterThan(before.aceptabits + 10);

  const exits: (number | null)[] = [];
  for (const replica of replicas) {
    exits.push(await replica.daemon.stop());
    if (replica === first) expect(await visit(second)).toBe(200);
    replica.daemon = replica.start();
    await expect
      .poll(async () => (await told(replica, '/healthz')) !== '' || !webs.includes(replica), WITHIN)
      .toBe(true);
    await expect.poll(daemons, WITHIN).toBe(replicas.length);
  }
  expect(exits).toEqual(replicas.map(() => 0));
  for (const web of webs) expect(await visit(web)).toBe(200);

  expect(edits.isOver()).toBe(false);
  const { made, longestMs } = edits.stop();
  process.stdout.write(`${made} edits, longest pause ${Math.round(longestMs)} ms\n`);
  await expect.poll(() => aceptabits.writes - before.aceptabits, WITHIN).toBe(made);
  expect(longestMs).toBeLessThanOrEqual(PAUSE_MAX_MS);
  // Two polls later nobody has written anything more.
  const { total } = managementpro.requests;
  await expect.poll(() => managementpro.requests.total - total, WITHIN).toBeGreaterThan(8);
  expect(aceptabits.writes - before.aceptabits).toBe(made);
  expect(managementpro.writes).toBe(before.managementpro);
});
