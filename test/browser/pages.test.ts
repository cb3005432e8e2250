/** Every page with axe, on a phone, in the dark and in both languages. */
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
import { conflicting, doubtful, EVIL, heldPhone, logIn, populate, startStage } from './stage.ts';

const PAGES = [
  '/',
  '/customers',
  '/conflicts',
  '/matches',
  '/handwork',
  '/plan',
  '/routes',
  '/services',
  '/history',
  '/connections',
  '/sessions',
] as const;
const nameOf = (path: string) => (path === '/' ? 'overview' : path.slice(1));

// A small machine renders and examines each page in seconds; there are twenty-two of them.
describe.skipIf(executablePath === undefined)('each page', { timeout: 240_000 }, () => {
  let one: WebRig;
  let customer = '';
  beforeAll(async () => {
    one = await startStage();
    populate(one);
    await one.rig.cycles(3);
    const [pair] = await conflicting(one, 200);
    customer = `/customers/managementpro/${pair?.clave}`;
    await heldPhone(one, 300);
    await doubtful(one, 400);
  });
  afterAll(() => one.close());

  async function visit(
    view: Parameters<typeof startBrowser>[1],
    each: (browser: Browser, path: string) => Promise<void>,
  ) {
    const browser = await startBrowser(one.web.url, view);
    try {
      await logIn(browser);
      for (const path of [...PAGES, customer]) {
        await browser.page.goto(path);
        await each(browser, path);
      }
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  }

  test('is accessible in Spanish, and fits', () =>
    visit({}, async ({ page }, path) => {
      expect(await page.locator('html').getAttribute('lang')).toBe('es-MX');
      await expectAccessible(page);
      await expectNoSideways(page);
      await picture(page, path === customer ? 'customer' : nameOf(path));
      await page.setViewportSize({ width: 320, height: 700 });
      await expectNoSideways(page);
      await page.setViewportSize({ width: 1280, height: 900 });
    }));

  test('fits a phone, in the dark and in English too', () =>
    visit({ width: 390, height: 844, dark: true }, async ({ page }, path) => {
      await page.goto(`${path}?lang=en`);
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await expectAccessible(page);
      await expectNoSideways(page);
      await picture(page, `phone-${path === customer ? 'customer' : nameOf(path)}`);
    }));

  test('shows a name that is HTML as the text that it is', async () => {
    const browser = await startBrowser(one.web.url);
    try {
      await logIn(browser);
      for (const path of ['/customers?text=malicia', '/history']) {
        await browser.page.goto(path);
        expect(await browser.page.title()).not.toBe('pwned');
        expect(await browser.page.locator('main img').count()).toBe(0);
      }
      await browser.page.goto('/customers?text=malicia');
      await browser.page.getByRole('link', { name: EVIL }).click();
      expect(await browser.page.getByRole('heading', { level: 1 }).textContent()).toBe(EVIL);
      expect(await browser.page.title()).toContain('<img');
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
