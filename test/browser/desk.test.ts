import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  both,
  edit,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkOf,
  type Pair,
  person,
} from '../sync/situations.ts';
import type { WebRig } from '../web/web-rig.ts';
import { type Browser, executablePath, expectAccessible, expectNoSideways, startBrowser } from './browser.ts';
import { conflicting, doubtful, heldPhone, logIn, settle, startStage } from './stage.ts';

/** What a clerk does all day, on a phone: each answer is given where it is read, and goes by itself. */
describe.skipIf(executablePath === undefined)("the clerk's desk at 390 px", { timeout: 120_000 }, () => {
  let one: WebRig;
  let browser: Browser;
  beforeAll(async () => {
    one = await startStage();
    browser = await startBrowser(one.web.url, { width: 390, height: 844 });
    await logIn(browser);
  });
  afterEach(() => one.rig.app.engine.queues.resync.resume());
  afterAll(async () => {
    await browser?.close();
    await one?.close();
  });

  const cardOf = (clave: string) =>
    browser.page.locator('fieldset', { has: browser.page.locator(`input[value="${clave}"]`) });
  const isFocused = (place: Locator) =>
    place.evaluate((node: { matches(selector: string): boolean }) => node.matches(':focus'));
  const fits = async () => {
    await expectAccessible(browser.page);
    await expectNoSideways(browser.page);
  };

  test('a doubt that is answered is greyed, the next has the focus, and it goes without a reload', async () => {
    const { page } = browser;
    const first = await doubtful(one, 10);
    const second = await doubtful(one, 20);
    await page.goto('/matches');
    const card = (clave: string) =>
      page.locator('section.match', { has: page.getByText(clave, { exact: true }) });
    // Nothing is carried out yet: the queue stands still.
    const { resync } = one.rig.app.engine.queues;
    await resync.pause();
    await card(first.clave).getByRole('button', { name: 'La misma persona' }).dblclick();
    await card(first.clave).getByText('En camino').waitFor();
    expect(await card(first.clave).getByRole('button').count()).toBe(0);
    await expect.poll(() => isFocused(card(second.clave))).toBe(true);
    expect(await page.getByRole('alert').count()).toBe(0);
    await fits();
    await resync.resume();
    await card(first.clave).waitFor({ state: 'detached' });
    expect((await linkOf(one.rig, first.clave))?.code).toBe(first.code);
    // It came back, and went again: an answer has its way back beside it.
    await page.getByRole('status').getByRole('button', { name: 'Deshacer' }).click();
    await page.getByText('Deshecho').waitFor();
    await settle(one);
    expect(await linkOf(one.rig, first.clave)).toBeUndefined();
  });

  test('a list shows who is new in it, and leaves alone what somebody is typing', async () => {
    const { page } = browser;
    const [typed] = await conflicting(one, 30, 1);
    await page.goto('/conflicts');
    const box = cardOf(typed?.clave ?? '').getByRole('textbox', { name: 'Otro valor' });
    await box.fill('a-medias@correo.mx');
    const [fresh] = await conflicting(one, 40, 1);
    await cardOf(fresh?.clave ?? '').waitFor();
    expect(await box.inputValue()).toBe('a-medias@correo.mx');
    await cardOf(fresh?.clave ?? '')
      .getByRole('button', { name: 'hola0@tienda.mx' })
      .click();
    await page.getByText('1 conflicto resuelto.').waitFor();
    expect(await box.inputValue()).toBe('a-medias@correo.mx');
    await settle(one);
    expect(both(one.rig, fresh as Pair, 'email')).toEqual(['hola0@tienda.mx', 'hola0@tienda.mx']);
    await box.press('Enter');
    await page.getByText('1 conflicto resuelto.').waitFor();
    await settle(one);
    expect(both(one.rig, typed as Pair, 'email')).toEqual(['a-medias@correo.mx', 'a-medias@correo.mx']);
    expect(new URL(page.url()).search).toBe('');
  });

  test('a page that shows nobody shows who comes, and how many there are', async () => {
    const { page } = browser;
    await page.goto('/handwork');
    await page.getByText('No hay nada que capturar').waitFor();
    const { clave } = await heldPhone(one, 45);
    await page.getByRole('row', { name: new RegExp(clave) }).waitFor();
    await page.getByRole('link', { name: 'Descargar CSV' }).waitFor();
    expect(await page.getByText('No hay nada que capturar').count()).toBe(0);
    // More than one typing error apart from all others: a search that finds nobody is a loose one.
    const newcomer = person(4747);
    await page.goto(`/customers?text=${newcomer.email}`);
    await page.getByText('0 resultados').waitFor();
    const fresh = inManagementPro(one.rig, newcomer);
    await settle(one);
    await page.getByText(fresh).waitFor();
    await page.getByText('1 resultado').waitFor();
    await fits();
  });

  test('the two values are buttons on the page of the customer', async () => {
    const { page } = browser;
    const [pair] = await conflicting(one, 50, 1);
    await page.goto(`/customers/managementpro/${pair?.clave}`);
    await fits();
    await page.getByRole('button', { name: 'ventas0@erp.mx' }).click();
    await page.getByText('Hecho.').waitFor();
    await page.reload();
    expect(await page.getByText('Hecho.').count()).toBe(0);
    await settle(one);
    expect(both(one.rig, pair as Pair, 'email')).toEqual(['ventas0@erp.mx', 'ventas0@erp.mx']);
  });

  test('what differs in accents and capitals alone is answered in one go', async () => {
    const { page } = browser;
    const pairs = [await linkedPair(one.rig, 61), await linkedPair(one.rig, 62)];
    for (const [index, pair] of pairs.entries()) {
      edit(one.rig, 'managementpro', pair, { name: `JOSE LUIS PENA ${index} DE LA CRUZ NUNEZ` });
      edit(one.rig, 'aceptabits', pair, { name: `José Luis Peña ${index} de la Cruz Núñez` });
    }
    await one.rig.cycles(1);
    await page.goto('/conflicts');
    await page.getByText('2 difieren solo en mayúsculas, acentos o espacios.').waitFor();
    await fits();
    await page.getByRole('button', { name: 'Aceptar lo propuesto para los 2' }).click();
    await page.getByText('2 conflictos resueltos.').waitFor();
    await settle(one);
    for (const [index, pair] of pairs.entries()) {
      const name = `José Luis Peña ${index} de la Cruz Núñez`;
      expect(both(one.rig, pair, 'name')).toEqual([name, name]);
    }
  });

  test('a rule said from a conflict answers those of now and of later, without a restart, and is taken back', async () => {
    const { page } = browser;
    const [now] = await conflicting(one, 70, 1);
    await page.goto('/conflicts');
    await cardOf(now?.clave ?? '')
      .getByText('Decidir siempre igual: Correo')
      .click();
    await page.getByRole('button', { name: 'Siempre el de ManagementPro para Correo' }).click();
    await page.getByText('Correo: siempre el de ManagementPro (lo dijo clerk)').waitFor();
    await settle(one);
    const [later] = await conflicting(one, 80, 1);
    await settle(one);
    for (const pair of [now, later])
      expect(both(one.rig, pair as Pair, 'email')).toEqual(['ventas0@erp.mx', 'ventas0@erp.mx']);
    await page.getByRole('button', { name: 'Quitar la regla' }).click();
    await page.getByRole('button', { name: 'Quitar la regla' }).waitFor({ state: 'detached' });
    const [asked] = await conflicting(one, 90, 1);
    await page.goto('/conflicts');
    await cardOf(asked?.clave ?? '').waitFor();
    await page.goto('/history?kind=decision');
    await page.getByText('siempre el de ManagementPro').first().waitFor();
  });

  test('somebody is linked by name, and a key that nobody has is said to be that', async () => {
    const { page } = browser;
    const clave = inManagementPro(one.rig, person(101));
    const code = inAceptabits(one.rig, { ...person(102), first: 'Refaccionaria', last: 'Del Sureste' });
    await one.rig.cycles(1);
    await page.goto(`/customers/managementpro/${clave}`);
    const find = async (text: string) => {
      await page.getByLabel('Nombre o clave del mismo cliente en Aceptabits').fill(text);
      await page.getByRole('button', { name: 'Buscar' }).click();
    };
    await page.getByText('Enlazar con…').click();
    await find('no-hay-tal');
    await page.getByText('En Aceptabits nadie tiene esa clave ni ese nombre: no-hay-tal.').waitFor();
    await find('refaccionaria sureste');
    await fits();
    await page.getByRole('button', { name: 'Enlazar con este' }).click();
    await page.getByText('Hecho.').waitFor();
    expect((await linkOf(one.rig, clave))?.code).toBe(code);
  });

  test('the history names people before their keys, and is narrowed to days and words, as a CSV too', async () => {
    const { page } = browser;
    const pair = await linkedPair(one.rig, 120);
    edit(one.rig, 'managementpro', pair, { phone: '9991231234' });
    await settle(one);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: one.rig.config.timezone }).format();
    await page.goto('/history');
    await page.getByRole('textbox', { name: 'Texto' }).fill('9991231234');
    await page.getByLabel('Desde (día)').fill(today);
    await page.getByRole('button', { name: 'Filtrar' }).click();
    await page.waitForURL('**text=9991231234**');
    const rows = page.locator('ol.events > li');
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.first().textContent()).toContain(person(120).first);
    await fits();
    const href = await page.getByRole('link', { name: 'Descargar CSV' }).getAttribute('href');
    const lines = (await (await one.get(href ?? '')).text()).trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('9991231234');
    await page.goto(`/history?text=9991231234&until=2020-01-01`);
    await page.getByText('No hay nada así en el historial.').waitFor();
  });

  test('and nothing was complained about', () => {
    expect(browser.complaints).toEqual([]);
  });
});
