/** Who gets in, by which door, and what the headers of every answer forbid. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWeb } from '../../src/web/server.ts';
import { basic, PASSWORD, startWebRig, USER, type WebRig } from './web-rig.ts';

let one: WebRig;
beforeAll(async () => {
  one = await startWebRig();
});
afterAll(() => one.close());

const GUARDED = [
  '/metrics',
  '/api/status',
  '/queues',
  '/queues/api/queues',
  '/queues/static/x.js',
  '/nothing',
];

test('everything but the two probes asks for the password', async () => {
  expect((await fetch(`${one.web.url}/healthz`)).status).toBe(200);
  expect([200, 503]).toContain((await fetch(`${one.web.url}/readyz`)).status);
  for (const path of GUARDED) {
    const answer = await fetch(one.web.url + path);
    expect([path, answer.status]).toEqual([path, 401]);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Puente", charset="UTF-8"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
});

test('what is behind the password is there for whoever has it, and nothing else is', async () => {
  expect((await one.get('/api/status')).status).toBe(200);
  expect((await one.get('/nothing')).status).toBe(404);
});

test('a change must show that it comes from our own pages, on the queue board too', async () => {
  const pause = (headers: Record<string, string>) =>
    one.send('PUT', '/queues/api/queues/resync/pause', {}, headers);
  const { host, port } = new URL(one.web.url);
  for (const foreign of [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://localhost:${port}` },
    { 'sec-fetch-site': 'cross-site', origin: one.web.url },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ])
    expect([foreign, (await pause(foreign)).status]).toEqual([foreign, 403]);
  expect(await one.rig.app.engine.queues.resync.isPaused()).toBe(false);
  expect((await pause({ origin: `http://${host}` })).status).toBe(200);
  expect(await one.rig.app.engine.queues.resync.isPaused()).toBe(true);
  const resumed = await one.send(
    'PUT',
    '/queues/api/queues/resync/resume',
    {},
    { 'sec-fetch-site': 'same-origin' },
  );
  expect(resumed.status).toBe(200);
});

test('the headers let nobody frame a page, run an inline script in it or guess its type', async () => {
  const { headers } = await one.get('/api/status');
  expect(headers.get('content-security-policy')).toContain(
    "default-src 'none';script-src 'self';style-src 'self'",
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('a body beyond the limit is refused', async () => {
  const answer = await one.send('POST', '/queues/api/queues/resync/add', {
    data: { clave: 'x'.repeat(70_000) },
  });
  expect(answer.status).toBe(413);
});

test('ten wrong passwords for one user from one address are enough: then even the right one has to wait', async () => {
  const { context, engine } = one.rig.app;
  const http = { host: '127.0.0.1', port: 0, user: USER, password: PASSWORD };
  const config = { ...one.rig.config, http };
  const web = await startWeb({ context, queues: engine.queues, config, log: context.log });
  try {
    const ask = (authorization: string) => fetch(`${web.url}/api/status`, { headers: { authorization } });
    const wrong = [
      basic(USER, 'wrong'),
      basic(USER, PASSWORD.toUpperCase()),
      basic(USER, ''),
      basic(USER, `${PASSWORD} `),
      basic(USER, `${PASSWORD}:`),
    ];
    // Other names are not this user's failures.
    for (const name of ['somebody', '']) expect((await ask(basic(name, PASSWORD))).status).toBe(401);
    for (const authorization of [...wrong, ...wrong]) expect((await ask(authorization)).status).toBe(401);
    const answer = await ask(basic());
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(200);
    expect((await fetch(`${web.url}/healthz`)).status).toBe(200);
  } finally {
    const { redis, keys } = context.store;
    await redis.del(await redis.keys(`${keys.logIns}*`));
    await web.close();
  }
});

test('a request without credentials, or with another scheme, is no failed log-in', async () => {
  for (let times = 0; times < 12; times += 1) {
    const headers = { authorization: times % 2 === 0 ? 'Bearer abc' : '' };
    expect((await fetch(`${one.web.url}/api/status`, { headers })).status).toBe(401);
  }
  expect((await one.get('/api/status')).status).toBe(200);
});

test('with no password, this machine is served, and no page that borrows its address', async () => {
  const { context, engine } = one.rig.app;
  const http = { host: '127.0.0.1', port: 0, user: USER, password: undefined };
  const config = { ...one.rig.config, http };
  const web = await startWeb({ context, queues: engine.queues, config, log: context.log });
  try {
    expect((await fetch(`${web.url}/api/status`)).status).toBe(200);
    expect(await statusWithHost(web.url, 'localhost')).toBe(200);
    expect(await statusWithHost(web.url, 'rebound.example')).toBe(403);
  } finally {
    await web.close();
  }
});

function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/api/status`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
