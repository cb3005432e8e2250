import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { both, linkedPair, linkOf, person } from '../sync/situations.ts';
import type { WebRig } from '../web/web-rig.ts';
import { type Browser, executablePath, expectAccessible, expectNoSideways, startBrowser } from './browser.ts';
import { conflicting, doubtful, heldPhone, logIn, settle, startStage } from './stage.ts';

/**
 * The four things that a clerk settles on a phone, in the very clicks of docs/dashboard.md ("Four things on a phone").
 * Each begins at the start page, and nothing but what the pages say is used.
 */
describe.skipIf(executablePath === undefined)('on a phone of 390 px', { timeout: 120_000 }, () => {
  let one: WebRig;
  let browser: Browser;
  beforeAll(async () => {
    one = await startStage();
    browser = await startBrowser(one.web.url, { width: 390, height: 844 });
    await logIn(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await one?.close();
  });

  /** From what waits on the start page; it is looked up once in a second and a half. */
  const openNeed = async (title: string) => {
    const { page } = browser;
    await page.goto('/');
    await page.getByRole('main').getByRole('link', { name: title }).click();
    await expectAccessible(page);
    await expectNoSideways(page);
  };

  test('a doubtful match takes two clicks', async () => {
    const { page } = browser;
    const { clave, code } = await doubtful(one, 10);
    await openNeed('Coincidencias dudosas');
    await page.getByRole('button', { name: 'La misma persona' }).click();
    await page.getByText('No hay coincidencias dudosas.').waitFor();
    expect((await linkOf(one.rig, clave))?.code).toBe(code);
    await settle(one);
  });

  test('a conflict takes two clicks, the second on the value that stays', async () => {
    const { page } = browser;
    // The doubt has left a first merge with two values, which are conflicts too.
    const [pair] = await conflicting(one, 30, 1);
    if (pair === undefined) throw new Error('no conflict');
    await openNeed('Conflictos');
    await page.getByRole('button', { name: 'hola0@tienda.mx' }).click();
    await page.getByText('1 conflicto resuelto.').waitFor();
    await settle(one);
    expect(both(one.rig, pair, 'email')).toEqual(['hola0@tienda.mx', 'hola0@tienda.mx']);
  });

  test('a line of hand-work takes two clicks and the typing over there, and closes itself', async () => {
    const { page } = browser;
    const { clave, code } = await heldPhone(one, 50);
    await openNeed('Por capturar a mano');
    const row = page.getByRole('row', { name: new RegExp(clave) });
    await row.getByRole('button', { name: /Copiar/ }).click();
    await row.getByText('Copiado').waitFor();
    one.rig.aceptabits.people.edit(code, {
      phone: String(await page.evaluate('navigator.clipboard.readText()')),
    });
    await one.rig.cycles(2);
    await row.waitFor({ state: 'detached' });
  });

  test('a change is put back from the history by its name', async () => {
    const { page } = browser;
    const pair = await linkedPair(one.rig, 70);
    const [was] = both(one.rig, pair, 'phone');
    one.rig.managementpro.people.edit(pair.clave, { telefono_1: '9998887766' });
    await settle(one);
    await page.goto('/');
    await page.getByRole('navigation').getByRole('link', { name: 'Historial' }).click();
    const line = page
      .locator('ol.events > li', { hasText: person(70).first })
      .filter({ hasText: '9998887766' });
    await line.getByRole('link', { name: 'Regresar este valor' }).first().click();
    await expectNoSideways(page);
    await page.getByRole('button', { name: 'Regresar estos valores' }).click();
    await page.getByText('1 valor se regresa.').waitFor();
    await settle(one);
    expect(both(one.rig, pair, 'phone')).toEqual([was, was]);
  });

  test('and nothing was complained about', () => {
    expect(browser.complaints).toEqual([]);
  });
});
