/** Routes as a person picks them in a browser, also while somebody else has changed the file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebRig } from '../web/web-rig.ts';
import {
  type Browser,
  executablePath,
  expectAccessible,
  expectNoSideways,
  picture,
  startBrowser,
} from './browser.ts';
import { logIn, populate, startStage } from './stage.ts';

const FRANCISCO = 'pgbage9743164921458226';

describe.skipIf(executablePath === undefined)('the page of routes', { timeout: 120_000 }, () => {
  let one: WebRig;
  let browser: Browser;
  const path = join(mkdtempSync(join(tmpdir(), 'puente-routes-')), 'routes.json');
  beforeAll(async () => {
    writeFileSync(path, '{"sucursales": {}, "vendedores": {}}');
    one = await startStage({ config: { routesFile: path } });
    populate(one);
    await one.rig.cycles(2);
    browser = await startBrowser(one.web.url);
    await logIn(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await one?.close();
    rmSync(join(path, '..'), { recursive: true });
  });

  test('shows who could be whom and why; a person picks, and it is in force', async () => {
    const { page } = browser;
    await page.getByRole('navigation').getByRole('link', { name: 'Rutas', exact: true }).click();
    const francisco = page.getByRole('row', { name: /Francisco Perez lopez 0000000002/ });
    await francisco.getByText(/correo, teléfono, nombre/).waitFor();
    expect(await francisco.getByRole('combobox').inputValue()).toBe(FRANCISCO);
    await expectAccessible(page);
    await expectNoSideways(page);
    await picture(page, 'routes');
    await page.getByLabel('Tienda: Sucursal 2 0002').selectOption({ label: 'Velas martin sur' });
    await page.getByRole('button', { name: 'Guardar las rutas' }).click();
    await page.getByText('Las rutas están guardadas y ya valen.').waitFor();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      sucursales: { '0002': 'pgbsho0635214789653205' },
      vendedores: { '0000000002': FRANCISCO },
    });
    expect(one.rig.app.context.config.routes.shops).toMatchObject({ '0002': 'pgbsho0635214789653205' });
    await francisco.getByText('En el archivo').waitFor();
  });

  test('refuses two salespeople of one agent, and what somebody else has changed meanwhile', async () => {
    const { page, complaints } = browser;
    const before = readFileSync(path, 'utf8');
    await page.getByLabel(/^Agente: Patricia/).selectOption(FRANCISCO);
    await page.getByRole('button', { name: 'Guardar las rutas' }).click();
    await page.getByRole('alert').getByText('the same agent').waitFor();
    expect(readFileSync(path, 'utf8')).toBe(before);
    writeFileSync(path, '{"sucursales": {}, "vendedores": {}}');
    await page.getByRole('button', { name: 'Guardar las rutas' }).click();
    await page.getByRole('alert').getByText('meanwhile').waitFor();
    // The browser notes both refusals.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('409'), expect.stringContaining('409')]);
  });

  test('fits a phone', async () => {
    const phone = await startBrowser(one.web.url, { width: 390, height: 844, dark: true });
    try {
      await logIn(phone);
      await phone.page.goto('/routes?lang=en');
      await expectAccessible(phone.page);
      await expectNoSideways(phone.page);
      expect(phone.complaints).toEqual([]);
    } finally {
      await phone.close();
    }
  });
});
