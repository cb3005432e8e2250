import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The board draws itself twice: first an empty frame that says so, then the queue with its counts and its jobs. */
export async function onBoard(page: Page, queue: string): Promise<void> {
  await page.waitForURL(`**/queues/queue/${queue}*`);
  await page.getByRole('link', { name: /COMPLETADAS|COMPLETED/i }).waitFor();
  await expect.poll(() => page.getByText(/^(Loading|Cargando)/).count(), { timeout: 20_000 }).toBe(0);
}

/** Where the data of a new job is typed, whichever editor the board has brought. */
export function jobData(page: Page): Locator {
  return page
    .getByRole('textbox', { name: /^(Datos de la tarea|Job data)/i })
    .or(page.locator('.cm-content'))
    .first();
}

/**
 * The editor judges what is typed a moment later, and an order is not sent while the mark of what stood there before
 * (an empty clave, at first) is still there.
 */
export async function judged(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.cm-lint-marker-error').count(), { timeout: 20_000 }).toBe(0);
}

/** A new job is on its way once the form has closed. */
export async function added(page: Page): Promise<void> {
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}
