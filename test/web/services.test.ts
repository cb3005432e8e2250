import { afterEach, expect, test, vi } from 'vitest';
import { csvRows } from '../../src/cli/csv.ts';
import { beginRun, checkServices } from '../../src/people/push-services.ts';
import type { ServiceRunRow } from '../../src/report/services.ts';
import { enqueueServices } from '../../src/sync/jobs/queues.ts';
import { basic, startWebRig, type WebRig } from './web-rig.ts';

/** Lists of services, as the page, the API and the CSV of the dashboard tell of them. */

let one: WebRig;
afterEach(() => one?.close());

const page = async () =>
  (
    await fetch(`${one.web.url}/services`, { headers: { authorization: basic(), accept: 'text/html' } })
  ).text();
const runs = async () => (await (await one.get('/api/services')).json()) as ServiceRunRow[];

/** Files a list as a person hands it over; its jobs are another step. */
async function handOver(): Promise<string> {
  const { context } = one.rig.app;
  const written = (line: number, name: string, price: string) => ({ line, name, price, shop: '' });
  const lines = [
    written(2, 'Corte de cabello', '180.50'),
    written(3, '<b>Tinte</b>', '1,200.50'),
    written(4, 'Lavado', ''),
  ];
  const list = { file: '<i>servicios</i>.csv', by: 'ana', lines };
  return beginRun(context, list, await checkServices(context, list));
}

test('a list is on the page, in the API and as a CSV from the moment it is handed over until its end', async () => {
  one = await startWebRig();
  const { rig } = one;
  const { shop: code_shop } = rig.config.aceptabits;
  expect(await runs()).toEqual([]);
  expect(await page()).toContain('No se ha entregado ninguna lista');
  rig.aceptabits.people.addService({ name: 'LAVADO', price_mxn: 0, code_shop });
  const run = await handOver();
  expect(await runs()).toMatchObject([{ id: run, by: 'ana', lines: 3, open: 2, ends: { there: 1 } }]);
  expect(await page()).toContain('Pendientes: 2');

  await enqueueServices(rig.app.context, rig.app.engine.queues);
  await vi.waitFor(
    async () => expect(await runs()).toMatchObject([{ open: 0, ends: { there: 1, made: 2 } }]),
    {
      timeout: 30_000,
      interval: 20,
    },
  );
  const html = await page();
  expect(html).toContain('Creados: 2');
  expect(html).toContain('Ya estaban: 1');
  expect(html).toContain('&lt;i&gt;servicios&lt;/i&gt;.csv');
  const href = /href="(\/services\/[^"]+\.csv)"/u.exec(html)?.[1] ?? '';
  const cells = csvRows((await (await one.get(href)).text()).replace(/^\uFEFF/u, '')).map((row) => row.cells);
  const codes = new Map(rig.aceptabits.people.services().map(({ name, code }) => [name, code]));
  expect(cells.slice(1)).toEqual([
    ['2', 'Corte de cabello', '180.50', code_shop, 'made', codes.get('Corte de cabello'), '', ''],
    ['3', '<b>Tinte</b>', '1200.50', code_shop, 'made', codes.get('<b>Tinte</b>'), '', ''],
    ['4', 'Lavado', '0.00', code_shop, 'there', codes.get('LAVADO'), '', ''],
  ]);
});

test('a list that there is not is not found, and nobody sees one without logging in', async () => {
  one = await startWebRig();
  expect((await one.get('/services/2026-01-01-nothing.csv')).status).toBe(404);
  expect((await fetch(`${one.web.url}/api/services`)).status).toBe(401);
});
