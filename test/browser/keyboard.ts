import type { Locator, Page } from 'playwright-core';

/** More than any page has places for Tab to stop at. */
const PRESSES_MAX = 250;

const isFocused = (element: Locator) => element.evaluate((one) => one === one.ownerDocument.activeElement);

/** Presses Tab until just this element has the focus. */
export async function reach(page: Page, element: Locator): Promise<void> {
  await element.waitFor();
  for (let presses = 0; presses < PRESSES_MAX; presses += 1) {
    if (await isFocused(element)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${element}`);
}

/** Reaches a link or a button and presses Enter. */
export async function press(page: Page, element: Locator): Promise<void> {
  await reach(page, element);
  await page.keyboard.press('Enter');
}

/** Reaches a group of radio buttons, where Tab stops once, and moves by arrows to one of them. */
export async function choose(page: Page, radio: Locator, group: Locator): Promise<void> {
  await reach(page, group.locator('input[type="radio"]:checked'));
  for (let presses = 0; presses < 10; presses += 1) {
    if (await isFocused(radio)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the arrows do not reach ${radio}`);
}
