import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { CompanyRow } from '../../src/report/companies.ts';
import { freePort } from '../redis-local.ts';
import { type Deployment, deploy, ownPassword } from './deployment.ts';
import { shell } from './shell.ts';
import { type Systems, startSystems } from './systems.ts';

/** `docker compose --profile fleet up` (docs/fleet.md): three companies, two replicas of each role. */

const ROLES = ['fleet-scan', 'fleet-write', 'fleet-web'] as const;
const HOSTS = ROLES.map((role) => `  ${role}:\n    extra_hosts: ['systems:host-gateway']\n`).join('');
/** With the images that the compose file names. */
const OWN = 'unset PROMETHEUS_IMAGE GRAFANA_IMAGE';
const COMPANIES = ['acme', 'bravo', 'cadena'] as const;

const systems = new Map<string, Systems>();
let fleet: Deployment;
let ports: number[];
let password: string;

beforeAll(async () => {
  const first = await freePort();
  ports = [first, first + 1];
  fleet = await deploy({
    clone: inject('clone'),
    image: inject('image'),
    profile: 'fleet',
    password: ownPassword,
    override: `services:\n${HOSTS}`,
    // Their own images are for the last test, where they can be had.
    env: {
      FLEET_PORTS: ports.join('-'),
      PROMETHEUS_IMAGE: inject('image'),
      GRAFANA_IMAGE: inject('image'),
    },
  });
  await fleet.run('sh scripts/prepare.sh');
  password = await ownPassword(fleet.dir);
  await mkdir(join(fleet.dir, 'companies'), { recursive: true });
  for (const [at, name] of COMPANIES.entries()) {
    const sides = await startSystems(21 + at, { managementpro: 40, aceptabits: 30, shared: 20 });
    systems.set(name, sides);
    await writeFile(join(fleet.dir, 'companies', `${name}.apikey`), sides.managementpro.apikey);
    await writeFile(join(fleet.dir, 'companies', `${name}.env`), fileOf(name, sides));
  }
  await fleet.run('docker compose --profile fleet up -d');
});
afterAll(async () => {
  await fleet?.remove();
  for (const sides of systems.values()) await sides.close();
});

function fileOf(name: string, { managementpro, aceptabits }: Systems): string {
  const here = (url: string) => url.replace('0.0.0.0', 'systems');
  const settings = {
    MANAGEMENTPRO_URL: here(managementpro.url),
    MANAGEMENTPRO_APIKEY_FILE: `${name}.apikey`,
    MANAGEMENTPRO_POLL_EVERY: '2s',
    ACEPTABITS_URL: here(aceptabits.url),
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: aceptabits.people.shops()[0]?.code ?? '',
    ACEPTABITS_SHOPS: '*',
    ACEPTABITS_POLL_EVERY: '2s',
    INITIAL_SYNC: 'auto',
    CREATE_QUIET_TIME: '5s',
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}='${value}'\n`)
    .join('');
}

const authorization = () => `Basic ${Buffer.from(`puente:${password}`).toString('base64')}`;
const ask = async (port: number | undefined, path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: authorization() } });
const rows = async (port = ports[0]) => (await (await ask(port, '/api/companies')).json()) as CompanyRow[];

const containers = async (service: string) =>
  (await fleet.run(`docker compose ps -q ${service} 2>/dev/null`)).split('\n');

async function inStep(): Promise<void> {
  const wrong = () => [...systems].flatMap(([name, sides]) => sides.wrong().map((one) => `${name}: ${one}`));
  await expect.poll(wrong, { timeout: 240_000, interval: 500 }).toEqual([]);
}

test('three companies come into step, each with its own people', inStep);

test('two replicas of each role run, and both of the web show every company', async () => {
  for (const role of ROLES) expect(await containers(role)).toHaveLength(2);
  for (const port of ports) {
    expect((await rows(port)).map(({ name }) => name).sort()).toEqual([...COMPANIES]);
    const metrics = await (await ask(port, '/metrics')).text();
    for (const name of COMPANIES) {
      expect(metrics).toContain(`puente_links{company="${name}"}`);
      expect(metrics).toContain(`puente_daemons{company="${name}"} 6`);
    }
  }
});

test('a killed replica of each role stops nobody', async () => {
  for (const role of ROLES) await fleet.run(`docker kill ${(await containers(role))[0]}`);
  for (const sides of systems.values())
    for (let at = 0; at < 5; at += 1)
      sides.managementpro.people.create({
        descripcion: `Refaccionaria Nueva Número ${'abcde'[at]} Peninsular`,
        razon_social: `Refaccionaria Nueva Número ${at} Peninsular S.A. de C.V.`,
        email_1: `compras${at}@refaccionaria-peninsular.mx`,
        telefono_1: `99912300${at}0`,
        estado: 'AC',
      });
  for (const sides of systems.values())
    await expect
      .poll(
        () => sides.aceptabits.people.all().filter(({ email }) => email?.endsWith('peninsular.mx')).length,
        {
          timeout: 120_000,
          interval: 500,
        },
      )
      .toBe(5);
});

test('a company that is added is taken in by all, and one whose file is wrong is shown', async () => {
  await writeFile(join(fleet.dir, 'companies', 'nueva.env'), 'MANAGEMENTPRO_URL=erp.example.com\n');
  await fleet.run(`docker compose up -d ${ROLES.join(' ')}`);
  await expect
    .poll(async () => (await rows()).find(({ name }) => name === 'nueva')?.wrong.length, { timeout: 60_000 })
    .toBeGreaterThan(0);
  const told = await fleet.run(
    'docker compose exec fleet-scan puente companies --json 2>/dev/null || docker compose exec --index=2 fleet-scan puente companies --json',
  );
  expect((JSON.parse(told) as CompanyRow[]).map(({ name }) => name).sort()).toEqual([...COMPANIES, 'nueva']);
});

test('the settings of Prometheus hold by its own tool, and it runs where its image can be had', async () => {
  const settings = await readFile(join(fleet.dir, 'scripts', 'fleet', 'prometheus.yml'), 'utf8');
  const rules = new URL('../../docs/observability/puente.rules.yml', import.meta.url).pathname;
  const own = settings
    .replace('/etc/prometheus/puente.rules.yml', rules)
    .replace('/run/secrets/', `${fleet.dir}/secrets/`)
    // Of Debian's promtool, which is older than names in files.
    .replace('username_file: /tmp/dashboard_user', 'username: puente');
  await writeFile(join(fleet.dir, 'prometheus.own.yml'), own);
  const { code, stdout, stderr } = await shell(`promtool check config ${fleet.dir}/prometheus.own.yml`);
  if (code === 127) console.log('there is no promtool here: the settings of Prometheus are not checked');
  else expect([code, stderr + stdout]).toEqual([0, expect.stringContaining('SUCCESS')]);
  const pulled = await fleet.attempt(`${OWN}; docker compose pull fleet-prometheus fleet-grafana`);
  if (pulled.code !== 0) return console.log('no image of Prometheus and Grafana can be had here');
  await fleet.run(`${OWN}; docker compose up -d fleet-prometheus fleet-grafana`);
  await expect
    .poll(
      async () =>
        fetch('http://127.0.0.1:3300/api/health').then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 120_000 },
    )
    .toBe(true);
});
