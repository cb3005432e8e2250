import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { both, linkedPairs, type Pair } from '../sync/situations.ts';
import type { WebRig } from '../web/web-rig.ts';
import { type Browser, executablePath, expectAccessible, expectNoSideways, startBrowser } from './browser.ts';
import { logIn, settle, startStage } from './stage.ts';

/** A brake on a phone: lines are left out, the others released, and a run is undone; what leads nowhere says so. */
describe.skipIf(executablePath === undefined)('a brake on a phone', { timeout: 120_000 }, () => {
  let one: WebRig;
  let browser: Browser;
  let pairs: Pair[];
  beforeAll(async () => {
    one = await startStage();
    pairs = await linkedPairs(one.rig, 12);
    pairs.forEach(({ clave }, index) => {
      one.rig.managementpro.people.edit(clave, { telefono_1: `99988800${index + 10}` });
    });
    await one.rig.cycles(1);
    browser = await startBrowser(one.web.url, { width: 390, height: 844 });
    await browser.page.goto('/');
    await fits();
    await logIn(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await one?.close();
  });

  async function fits() {
    await expectAccessible(browser.page);
    await expectNoSideways(browser.page);
  }

  test('lines are left out, and the release repeats the number of the others', async () => {
    const { page } = browser;
    await page.getByRole('main').getByRole('link', { name: 'Un sistema está frenado' }).click();
    await fits();
    await page.getByRole('link', { name: 'Todas las líneas' }).click();
    await fits();
    const boxes = page.getByRole('checkbox');
    expect(await boxes.count()).toBe(12);
    await boxes.first().check();
    await page.getByRole('button', { name: 'Dejar fuera lo marcado' }).click();
    await page.getByText('Quedaron fuera, en pausa.').waitFor();
    await fits();
    await settle(one);
    await page.goto('/plan');
    await page.getByRole('link', { name: 'Soltar el freno…' }).click();
    await page.getByText('Pasan 11 de 12 clientes.').waitFor();
    await fits();
    await page.getByRole('button', { name: 'Sí, dejar pasar a estos 11 clientes' }).click();
    await page.getByRole('link', { name: /deshacer/i }).waitFor();
    await settle(one);
    const written = pairs.filter((pair) => both(one.rig, pair, 'phone')[1]?.includes('99988800'));
    expect(written).toHaveLength(11);
  });

  test('what was written since is undone from the history', async () => {
    const { page } = browser;
    await page.goto('/history?kind=release');
    await fits();
    await page.getByRole('link', { name: 'Deshacer la corrida' }).first().click();
    await page.getByRole('button', { name: 'Regresar estos valores' }).waitFor();
    await fits();
  });

  test('what is read before a yes stands still, whatever happens meanwhile', async () => {
    const { page } = browser;
    const { managementpro } = one.rig;
    for (const [index, { clave }] of pairs.entries())
      managementpro.people.edit(clave, { email_1: `compras${index}@otro-correo.mx` });
    await one.rig.poll('managementpro');
    await page.goto('/plan');
    const text = () => page.locator('section.braked').first().textContent();
    expect(await text()).toContain('compras1@otro-correo.mx');
    managementpro.people.edit(pairs[1]?.clave ?? '', { email_1: 'ventas@otro-correo.mx' });
    await one.rig.poll('managementpro');
    const refreshed = () =>
      page.waitForResponse((answer) => answer.request().headers()['x-puente-live'] === '1');
    await refreshed();
    await refreshed();
    expect(await text()).toContain('compras1@otro-correo.mx');
    await page.reload();
    expect(await text()).toContain('ventas@otro-correo.mx');
  });

  test('the search for somebody to link with, and a page that is not there, are accessible too', async () => {
    const { page, complaints } = browser;
    await page.goto(`/customers/managementpro/${pairs[0]?.clave}/link?text=a`);
    await fits();
    expect(complaints).toEqual([]);
    await page.goto('/nowhere');
    await fits();
    expect(complaints.splice(0)).toEqual([expect.stringContaining('404')]);
  });
});
