import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { byNeed, type CompanyRow } from '../../src/report/companies.ts';
import { companiesPage } from '../../src/web/pages/companies.ts';
import { formatsIn } from '../../src/web/pages/formats.ts';
import type { PageContext } from '../../src/web/pages/page-context.ts';
import { textsIn } from '../../src/web/texts/texts.ts';
import { type FleetRig, INTEGRATOR, startFleetRig, WITHIN } from '../fleet-rig.ts';

/** The integrator's board: every company, whoever needs somebody first (docs/fleet.md). */

const AT = Date.UTC(2026, 10, 28, 12);
const HOUR = 3_600_000;

type Now = NonNullable<CompanyRow['now']>;
function row(name: string, now: Partial<Now> | undefined = {}, wrong: readonly string[] = []): CompanyRow {
  const calm: Now = {
    differing: 0,
    oldestDifferenceAt: undefined,
    needs: [],
    braked: [],
    closed: [],
    wholeAt: AT,
    requestsPerDay: { managementpro: 1_440, aceptabits: 2_880 },
  };
  return { name, businessName: name, wrong, now: now === undefined ? undefined : { ...calm, ...now } };
}
const waits = (since: number, code: Now['needs'][number]['code'] = 'conflict') => ({
  needs: [{ code, count: 2, side: undefined, since }],
});

test('whoever needs somebody stands first, and whoever has waited longest before others', () => {
  const wanted = [
    { ...row('rests'), now: undefined },
    row('wrong-file', {}, ['MANAGEMENTPRO_URL: is missing']),
    row('closed', { closed: ['aceptabits'], ...waits(AT - HOUR, 'circuit') }),
    row('braked', { braked: ['managementpro'], ...waits(AT, 'brake') }),
    row('waits-for-days', waits(AT - 50 * HOUR)),
    row('waits-for-an-hour', waits(AT - HOUR)),
    row('waits-and-tells-no-time', {
      needs: [{ code: 'no-route', count: 1, side: undefined, since: undefined }],
    }),
    row('on-its-way', { differing: 3, oldestDifferenceAt: AT - HOUR }),
    row('calm-a'),
    row('calm-b'),
  ];
  expect(
    [...wanted]
      .reverse()
      .sort(byNeed)
      .map(({ name }) => name),
  ).toEqual(wanted.map(({ name }) => name));
});

function context(language: 'es' | 'en'): PageContext {
  const t = textsIn(language);
  return {
    language,
    t,
    f: formatsIn(t.lang, 'America/Mexico_City'),
    path: '/companies',
    person: 'integrator',
    mayAct: true,
    bySession: true,
    fromFleet: false,
    ofFleet: true,
    csrf: 'token',
    counts: {},
    salespeople: new Map(),
    namespace: 'puente',
    businessName: '',
    now: AT,
  };
}

test.each(['es', 'en'] as const)('two hundred companies are one page, in %s', async (language) => {
  const rows = Array.from({ length: 200 }, (_, at) =>
    row(`company-${at}`, at % 3 === 0 ? { differing: at, ...waits(AT - at * HOUR) } : {}),
  );
  const page = String(await companiesPage(context(language), rows, ''));
  expect(page.match(/<tr data-key="company-\d+">/g)).toHaveLength(200);
  for (const { name } of rows) expect(page).toContain(`href="/c/${name}/"`);
  const { companies: c, needs } = textsIn(language);
  for (const word of [c.title, c.differing, c.since, c.whole, needs.conflict.title])
    expect(page).toContain(word);
});

test('a search finds a company by its name, however it is written, and escapes what was asked', async () => {
  const rows = [{ ...row('acme'), businessName: 'Ferretería Muñoz S.A. de C.V.' }, row('bravo')];
  const found = String(await companiesPage(context('es'), rows, 'ferreteria munoz'));
  expect(found).toContain('/c/acme/');
  expect(found).not.toContain('/c/bravo/');
  expect(String(await companiesPage(context('es'), rows, '"><script>'))).not.toContain('"><script>');
});

let rig: FleetRig;
beforeAll(async () => {
  rig = await startFleetRig();
});
afterAll(() => rig.close());

const authorization = `Basic ${Buffer.from(`${INTEGRATOR.user}:${INTEGRATOR.password}`).toString('base64')}`;
const board = async () => {
  const answer = await fetch(`${rig.web.url}/api/companies`, { headers: { authorization } });
  return (await answer.json()) as CompanyRow[];
};
const rowOf = async (name: string) => (await board()).find((one) => one.name === name);

test('it tells what waits for a person, what is wrong, and the cost of reading, of real companies', async () => {
  const review = await rig.join({ INITIAL_SYNC: 'review', BUSINESS_NAME: 'Abarrotes La Güera' }, 2);
  const calm = await rig.join({}, 2);
  rig.write('wrong.env', 'MANAGEMENTPRO_URL=https://erp.example.com\n');
  await vi.waitUntil(
    async () => (await rowOf(review.name))?.now?.needs.some(({ code }) => code === 'first-plan'),
    {
      ...WITHIN,
      interval: 500,
    },
  );
  await vi.waitUntil(async () => (await rowOf(calm.name))?.now?.wholeAt !== undefined, {
    ...WITHIN,
    interval: 500,
  });
  const rows = await board();
  expect(rows.map(({ name }) => name)).toEqual(['wrong', review.name, calm.name]);
  expect(rows[0]?.wrong).toContainEqual(expect.stringMatching(/^ACEPTABITS_TOKEN: is missing/));
  expect(rows[1]?.businessName).toBe('Abarrotes La Güera');
  expect(rows[2]?.now?.requestsPerDay.managementpro).toBeGreaterThan(0);
  // Counts, and no customer.
  expect(JSON.stringify(rows)).not.toMatch(/Zapata|Bernardo|@correo/);
  const page = await fetch(`${rig.web.url}/companies`, { headers: { authorization, accept: 'text/html' } });
  expect(await page.text()).toContain('Abarrotes La Güera');
}, 60_000);
