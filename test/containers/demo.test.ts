import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { isInStep } from '../../src/report/status.ts';
import { type Deployment, deploy } from './deployment.ts';

/** `docker compose --profile demo up` in a fresh clone, looked at from outside. */

const PASSWORD = 'puente-demo-2026';
let demo: Deployment;

beforeAll(async () => {
  const password = async () => PASSWORD;
  demo = await deploy({ clone: inject('clone'), image: inject('image'), profile: 'demo', password });
  await demo.run('docker compose --profile demo up -d');
});
afterAll(() => demo?.remove());

test('a living system: both sides come into step although people edit', async () => {
  const { sides, links } = await demo.until((now) => isInStep(now) && now.links >= 200);
  expect(links).toBeGreaterThanOrEqual(200);
  for (const side of [sides.managementpro, sides.aceptabits]) {
    expect(side.created).toBeGreaterThan(50);
    expect(side.known).toBeGreaterThanOrEqual(links);
  }
  const { updated } = sides.aceptabits;
  const before = updated + sides.managementpro.updated;
  await demo.until((now) => now.sides.aceptabits.updated + now.sides.managementpro.updated > before);
});

/** Asks both systems themselves, from inside their container: e-mails of active customers that only one side has. */
const COMPARE = `
  const list = { apikey: 'demo-apikey', provider: 'catalogos', action: 'GetClienteLista', data: { registros: '100000' } };
  const post = await fetch('http://127.0.0.1:4001/wservices/', { method: 'POST', body: JSON.stringify(list) });
  const clientes = Object.values((await post.json()).data).filter(Array.isArray).flat();
  const customers = [];
  for (let page = 1; ; page += 1) {
    const address = 'http://127.0.0.1:4002/api/thirdparty/v1/get-customers?limit=100&page=' + page;
    const answer = await (await fetch(address, { headers: { authorization: 'Bearer demo-token' } })).json();
    const rows = Object.values(answer.data).find(Array.isArray);
    customers.push(...rows);
    if (rows.length < 100) break;
  }
  const emails = (rows, name) => new Set(rows.map((row) => (row[name] || '').trim().toLowerCase()).filter((mail) => mail.includes('.')));
  const [one, other] = [emails(clientes, 'email_1'), emails(customers, 'email')];
  console.log(JSON.stringify({ one: one.size, other: other.size, both: one.intersection(other).size }));
`;

test('the two systems themselves hold the same customers', async () => {
  const { both, one, other } = JSON.parse(
    await demo.run(
      `docker compose exec demo-systems node --input-type=module -e "$(cat)" 2>/dev/null`,
      COMPARE,
    ),
  );
  // A few are on their way, ambiguous or inactive at any time.
  expect(both).toBeGreaterThan(150);
  expect(both).toBeGreaterThan(0.9 * Math.max(one, other));
});

test('health is open to all, everything else asks for the password', async () => {
  expect(await demo.get('/healthz')).toMatchObject({ code: 200 });
  expect(await demo.get('/readyz')).toMatchObject({ code: 200 });
  for (const path of ['/api/status', '/metrics', '/queues']) {
    expect([401, 302, 303], path).toContain((await demo.get(path)).code);
    expect([401, 302, 303], path).toContain((await demo.get(path, 'wrong-password')).code);
  }
  expect(await demo.get('/api/status', PASSWORD)).toMatchObject({ code: 200 });
  expect(await demo.get('/metrics', PASSWORD)).toMatchObject({ code: 200 });
});

test.each(['demo', 'demo-systems', 'demo-redis'])('Docker calls %s healthy', async (service) => {
  await demo.run(
    `until docker inspect --format '{{.State.Health.Status}}' ${await demo.container(service)} | grep -qx healthy; do sleep 0.5; done`,
  );
  expect(await demo.inspect(service, '.State.Health.Status')).toBe('"healthy"');
});

test.each(['demo', 'demo-systems'])('%s runs without root, rights or a place to write', async (service) => {
  const inside = (script: string) => demo.attempt(`docker compose exec ${service} sh -c '${script} 2>&1'`);
  expect((await inside('id -u')).stdout.trim()).toBe('1000');
  const { stdout: rights } = await inside('grep -E "^(Cap|NoNewPrivs)" /proc/[0-9]*/status | cut -d: -f2-');
  const caps = rights.split('\n').filter((line) => line.startsWith('Cap'));
  expect(caps.length).toBeGreaterThan(0);
  for (const line of caps) expect(line).toMatch(/^Cap\w+:\t0{16}$/);
  expect(rights).toContain('NoNewPrivs:\t1');
  const touched = await inside('touch /app/x /home/x /usr/x');
  expect(touched.code).not.toBe(0);
  expect(touched.stdout).toMatch(/Read-only file system/);
});

test('the server of Redis runs as nobody in particular, and its password is in no argument or variable', async () => {
  const inside = (script: string) => demo.run(`docker compose exec demo-redis sh -c '${script}' 2>/dev/null`);
  expect(await inside('cat /proc/1/comm')).toBe('redis-server');
  expect(await inside('grep CapEff /proc/1/status')).toMatch(/0{16}$/);
  expect(await inside('grep ^Uid /proc/1/status')).not.toMatch(/\t0\t/);
  expect(await inside('tr "\\0" " " < /proc/1/cmdline')).not.toContain(':demo@');
  expect(await demo.inspect('demo-redis', '.Config')).not.toContain('requirepass demo');
});

test('only the dashboard is published, and on loopback only', async () => {
  expect(JSON.parse(await demo.inspect('demo', '.HostConfig.PortBindings'))).toEqual({
    '3000/tcp': [{ HostIp: '127.0.0.1', HostPort: String(demo.port) }],
  });
  for (const service of ['demo-redis', 'demo-systems'])
    expect(await demo.inspect(service, '.HostConfig.PortBindings')).toMatch(/^(null|\{\})$/);
});

test('limits, a restart policy and an end of the log are set', async () => {
  // Puente's own and its Redis' are for a hundred thousand customers a side (docs/operations.md).
  const memory = { demo: 1024, 'demo-systems': 1024, 'demo-redis': 2048 };
  for (const [service, mebibytes] of Object.entries(memory)) {
    const host = JSON.parse(await demo.inspect(service, '.HostConfig'));
    expect(host.Memory).toBe(mebibytes * 1024 * 1024);
    expect(host.NanoCpus).toBe(1e9);
    expect(host.PidsLimit).toBeGreaterThan(0);
    expect(host.RestartPolicy.Name).toBe('unless-stopped');
    expect(host.LogConfig.Config['max-size']).toBe('10m');
  }
});

test('`puente demo` runs in the same image, beside a Redis that it leaves as it was', async () => {
  const network = JSON.parse(await demo.inspect('demo', '.NetworkSettings.Networks'));
  const redis = '-e REDIS_URL=redis://:demo@demo-redis:6379/3';
  const size = () =>
    demo.run('docker compose exec -e REDISCLI_AUTH=demo demo-redis redis-cli -n 3 dbsize 2>/dev/null');
  const told = await demo.run(
    `docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --network ${Object.keys(network)[0]} ${redis} ${inject('image')} demo --once --json`,
  );
  expect(JSON.parse(told)).toMatchObject({ wrong: [], writes: 0, polls: 10 });
  expect(await size()).toBe('0');
});

test('`docker compose stop` ends everything in time, with code 0', async () => {
  const began = Date.now();
  await demo.run('docker compose --profile demo stop');
  expect(Date.now() - began).toBeLessThan(20_000);
  for (const service of ['demo', 'demo-systems', 'demo-redis'])
    expect(await demo.inspect(service, '.State.ExitCode'), service).toBe('0');
  expect(await demo.log('demo')).toMatch(/"msg":"stopped"\}$/);
});
