import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FleetRig, freshCompany, INTEGRATOR, type Joined, startFleetRig, WITHIN } from '../fleet-rig.ts';
import { onBoard } from './board.ts';
import {
  type Browser,
  executablePath,
  expectAccessible,
  expectNoSideways,
  picture,
  startBrowser,
} from './browser.ts';

/** The integrator's board in a browser, and from it into a company and back (docs/fleet.md). */

describe.skipIf(executablePath === undefined)('the board of all companies', { timeout: 240_000 }, () => {
  let rig: FleetRig;
  let waiting: Joined;
  let calm: Joined;
  beforeAll(async () => {
    rig = await startFleetRig();
    const names = { waiting: 'Abarrotes La Güera S. de R.L.', calm: 'Ferretería El Tornillo S.A. de C.V.' };
    waiting = await rig.join({ INITIAL_SYNC: 'review', BUSINESS_NAME: names.waiting }, 3);
    calm = await rig.join({ BUSINESS_NAME: names.calm }, 3);
    rig.write('refacciones.env', 'MANAGEMENTPRO_URL=https://erp.example.com\n');
    const { store } = rig.fleet.find(calm.name)?.running?.context ?? {};
    await vi.waitUntil(async () => (await store?.redis.hlen(store.keys.links)) === 3, WITHIN);
    const { store: other } = rig.fleet.find(waiting.name)?.running?.context ?? {};
    await vi.waitUntil(async () => (await other?.getState('plan')) !== undefined, WITHIN);
  }, 120_000);
  afterAll(() => rig.close());

  async function enter(browser: Browser): Promise<void> {
    const { page } = browser;
    await page.goto('/');
    await page.getByLabel(/Usuario|User/).fill(INTEGRATOR.user);
    await page.getByLabel(/Contraseña|Password/).fill(INTEGRATOR.password);
    await page.getByRole('button', { name: /Entrar|Log in/ }).click();
    await page.waitForURL('**/companies');
  }

  test('is accessible, and leads into a company, through its pages, and back', async () => {
    const browser = await startBrowser(rig.web.url);
    const { page } = browser;
    try {
      await enter(browser);
      expect(await page.locator('tbody tr').count()).toBe(3);
      await expectAccessible(page);
      await expectNoSideways(page);
      await picture(page, 'companies');
      await page.getByRole('link', { name: /Ferretería/ }).click();
      const base = `/c/${calm.name}`;
      await page.waitForURL(`**${base}/`);
      // The overview goes on living under the address of its company.
      await page
        .locator('[data-live-state]')
        .getByText(/En vivo|Live/i)
        .waitFor();
      await page.getByRole('link', { name: 'Clientes', exact: true }).click();
      await page.waitForURL(`**${base}/customers`);
      await page.locator(`a.customer[href^="${base}/customers/"]`).first().click();
      await page.waitForURL(`**${base}/customers/*/*`);
      await page.getByRole('button', { name: /Pausar/ }).click();
      await page.getByRole('button', { name: /Reanudar/ }).waitFor();
      await page.goto(`${base}/queues/queue/write-aceptabits`);
      await onBoard(page, 'write-aceptabits');
      await page.goto(`${base}/`);
      await page.getByRole('link', { name: 'Empresas', exact: true }).click();
      await page.waitForURL('**/companies');
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  test('shows by itself who has come to need somebody, and leaves the page where one stands on it', async () => {
    const browser = await startBrowser(rig.web.url, { width: 390, height: 400 });
    const { page } = browser;
    const late = freshCompany('late');
    const row = page.locator(`tr[data-key="${late}"]`);
    try {
      await enter(browser);
      await page.evaluate('scrollTo(0, 300)');
      const before = (await page.evaluate('scrollY')) as number;
      await page.evaluate('window.stays = true');
      rig.write(`${late}.env`, 'MANAGEMENTPRO_URL=https://erp.example.com\n');
      await row.waitFor();
      await page.getByText('de 4 necesitan a alguien.').waitFor();
      // The page was not loaded anew, and did not jump to its beginning.
      expect(before).toBeGreaterThan(0);
      expect(await page.evaluate(`window.stays && scrollY >= ${before}`)).toBe(true);
      // How old the last reading is goes on counting in rows that are otherwise the same.
      const age = page.locator(`tr[data-key="${calm.name}"] time`).first();
      const read = await age.getAttribute('datetime');
      await expect.poll(() => age.getAttribute('datetime'), WITHIN).not.toBe(read);
      rig.remove(`${late}.env`);
      await row.waitFor({ state: 'detached' });
    } finally {
      await browser.close();
    }
  });

  test('fits a phone, in the dark and in English too', async () => {
    const browser = await startBrowser(rig.web.url, { width: 390, height: 844, dark: true });
    const { page } = browser;
    try {
      await enter(browser);
      await page.goto('/companies?lang=en');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await expectAccessible(page);
      await expectNoSideways(page);
      await picture(page, 'phone-companies');
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
