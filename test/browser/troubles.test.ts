import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person } from '../sync/situations.ts';
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

// On the screen of a phone: the first plan, the pages of troubles, and the board without what it refuses.
describe.skipIf(executablePath === undefined)('before the first sync', { timeout: 120_000 }, () => {
  let one: WebRig;
  let browser: Browser;
  beforeAll(async () => {
    one = await startStage({ config: { initialSync: 'review' } });
    populate(one);
    await one.rig.cycles(2);
    browser = await startBrowser(one.web.url, { width: 390, height: 844 });
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

  const createsOf = async (page: Browser['page']) =>
    Number(await page.locator('ul.counts a[href*="action=create"] strong').textContent());

  test('the plan is gone through by kind; a line is left out, and taken in again', async () => {
    const { page } = browser;
    await page.goto('/plan');
    await fits();
    await picture(page, 'phone-first-plan');
    await page.getByRole('link', { name: /Dar de alta/ }).click();
    await page.waitForURL('**action=create**');
    const boxes = page.getByRole('checkbox');
    const before = await createsOf(page);
    expect(before).toBeGreaterThan(1);
    await boxes.first().check();
    await page.getByRole('button', { name: 'Dejar fuera lo marcado' }).click();
    await page.getByText('Quedaron fuera, en pausa.').waitFor();
    await fits();
    expect(await createsOf(page)).toBe(before - 1);
    await page.getByRole('button', { name: 'Deshacer' }).click();
    await page.getByText('Están otra vez dentro.').waitFor();
    expect(await createsOf(page)).toBe(before);
  });

  test('a trouble says what to do, and leads on', async () => {
    const { page } = browser;
    const { context, engine } = one.rig.app;
    await context.store.redis.hset(context.store.keys.salespeople, '0000000077', person(7).first);
    await engine.queues.write.managementpro.pause();
    for (const code of ['no-route', 'paused-queue', 'circuit', 'unread', 'no-update-method']) {
      await page.goto(`/troubles/${code}`);
      await fits();
    }
    await page.goto('/troubles/no-route');
    await picture(page, 'phone-trouble');
    await page.getByRole('link', { name: 'Rutas', exact: true }).last().click();
    await page.waitForURL('**/routes');
    await engine.queues.write.managementpro.resume();
  });

  test('a customer is read again by its key; a key that nobody has is said so', async () => {
    const { page } = browser;
    await page.goto('/customers');
    await page.getByLabel('Su clave o código').fill('nadie-la-tiene');
    await page.getByRole('button', { name: 'Releer un cliente' }).click();
    await page.getByText('Nadie tiene la clave o el código nadie-la-tiene').waitFor();
    await fits();
    const [clave = ''] = await one.rig.app.context.store.redis.hkeys(
      one.rig.app.context.store.keys.records('managementpro'),
    );
    await page.getByLabel('Su clave o código').fill(clave);
    await page.getByRole('button', { name: 'Releer un cliente' }).click();
    await page.getByText('Se pidió releerlo.').waitFor();
  });

  test('and nothing was complained about', () => {
    expect(browser.complaints).toEqual([]);
  });
});
