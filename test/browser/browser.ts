/** A real Chromium for the tests, with axe and with every complaint of its pages. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine; undefined where there is none, and where its tests are skipped. */
export const executablePath = process.env.CHROMIUM_PATH ?? CANDIDATES.find(existsSync);

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type View = {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly timeZone?: string;
};

/** A browser with a profile of its own, and everything that its pages complain about. */
export type Browser = {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
  close(): Promise<void>;
};

export async function startBrowser(
  baseURL: string,
  { width = 1280, height = 900, dark = false, timeZone }: View = {},
): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'puente-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executablePath ?? '',
    headless: true,
    args: FLAGS,
    baseURL,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'es-MX',
    ...(timeZone !== undefined && { timezoneId: timeZone }),
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const [page = await context.newPage()] = context.pages();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()} ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.message}`));
  return {
    context,
    page,
    complaints,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Axe finds nothing in the page as it is. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  });
  expect([page.url(), ...found]).toEqual([page.url()]);
}

export async function expectNoSideways(page: Page): Promise<void> {
  const widths = await page.evaluate(
    'JSON.stringify([document.documentElement.scrollWidth, document.documentElement.clientWidth])',
  );
  const [content = 0, window = 0] = JSON.parse(String(widths)) as number[];
  expect([page.url(), content <= window]).toEqual([page.url(), true]);
}

const PICTURE_HEIGHT_MAX = 1400;

/** A picture for the docs, made anew when `SCREENSHOTS` is set: of the page, or of the window alone. */
export async function picture(page: Page, name: string, how: 'page' | 'window' = 'page'): Promise<void> {
  if (process.env.SCREENSHOTS === undefined) return;
  const path = new URL(`../../docs/images/${name}.png`, import.meta.url).pathname;
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  if (how === 'window') return void (await page.screenshot({ path }));
  const whole = await page.locator('body').evaluate((body) => body.scrollHeight);
  const shown = Math.min(whole, width > height ? PICTURE_HEIGHT_MAX : height);
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height: shown } });
}
