/** The queue board in a real browser: the way back, its language and its clock. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebRig } from '../web/web-rig.ts';
import { onBoard } from './board.ts';
import { type Browser, executablePath, startBrowser } from './browser.ts';
import { logIn, settle, startStage } from './stage.ts';

const words = (language: string) =>
  JSON.parse(
    readFileSync(
      new URL(
        `../../node_modules/@bull-board/ui/dist/static/locales/${language}/messages.json`,
        import.meta.url,
      ),
      'utf8',
    ),
  ) as { QUEUE: { ACTIONS: Record<string, string> } };

/** Far away from TIMEZONE, so that its clock is told from the browser's own. */
const ELSEWHERE = 'Asia/Tokyo';

describe.skipIf(executablePath === undefined)('the queue board', { timeout: 120_000 }, () => {
  let one: WebRig;
  let browser: Browser;
  beforeAll(async () => {
    one = await startStage();
    await settle(one);
    browser = await startBrowser(one.web.url, { timeZone: ELSEWHERE });
    await logIn(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await one?.close();
  });

  test.each([
    ['es', 'es-ES'],
    ['en', 'en-US'],
  ])(
    'speaks the language of the pages (%s), by the clock of TIMEZONE, and does not offer what is refused',
    async (language, locale) => {
      const { page } = browser;
      await page.goto(`/?lang=${language}`);
      const job = await one.rig.app.engine.queues.resync.add('x', { all: true });
      await settle(one);
      await page.goto('/queues/queue/resync?status=completed');
      await onBoard(page, 'resync');
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      const clock = new Intl.DateTimeFormat(locale, {
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
        timeZone: one.rig.config.timezone,
      });
      await page.getByText(clock.format(job.timestamp)).first().waitFor();
      await page.locator('main [aria-haspopup="menu"]').first().click();
      const { ACTIONS } = words(locale).QUEUE;
      await page.getByRole('menuitem', { name: ACTIONS.ADD_JOB ?? '' }).waitFor();
      for (const order of ['OBLITERATE', 'SET_CONCURRENCY', 'SET_RATE_LIMIT'])
        expect(await page.getByRole('menuitem', { name: ACTIONS[order] ?? '' }).count()).toBe(0);
      await page.keyboard.press('Escape');
    },
  );

  test('leads back to the pages', async () => {
    const { page } = browser;
    await page.getByRole('link', { name: '← Puente' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    expect(browser.complaints).toEqual([]);
  });
});
