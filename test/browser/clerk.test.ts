/** A clerk's day, from the log-in to the last conflict, by clicks and keys alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { both, linkedPair, linkOf } from '../sync/situations.ts';
import type { WebRig } from '../web/web-rig.ts';
import { added, jobData, judged, onBoard } from './board.ts';
import { type Browser, executablePath, expectAccessible, picture, startBrowser } from './browser.ts';
import { conflicting, doubtful, heldPhone, populate, settle, startStage } from './stage.ts';

describe.skipIf(executablePath === undefined)('the clerk', { timeout: 120_000 }, () => {
  let one: WebRig;
  let browser: Browser;
  beforeAll(async () => {
    one = await startStage({ config: { initialSync: 'review' } });
    populate(one);
    await settle(one);
    browser = await startBrowser(one.web.url);
  });
  afterAll(async () => {
    await browser?.close();
    await one?.close();
  });

  test('logs in, and not with a wrong password', async () => {
    const { page, complaints } = browser;
    await page.goto('/plan');
    expect(new URL(page.url()).pathname).toBe('/login');
    await picture(page, 'login');
    await page.getByLabel('Usuario').fill('clerk');
    await page.getByLabel('Contraseña').fill('wrong');
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('alert').waitFor();
    // The browser itself notes the refusal; nothing else may be noted.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    await page.getByLabel('Usuario').fill('clerk');
    await page.getByLabel('Contraseña').fill('correct horse battery');
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.waitForURL('**/plan');
  });

  test('approves the first plan, which is what needs her', async () => {
    const { page } = browser;
    await page.goto('/');
    await page.getByRole('link', { name: 'El primer plan espera su aprobación' }).click();
    await expectAccessible(page);
    await picture(page, 'first-plan');
    expect(one.rig.writes()).toBe(0);
    await page.getByRole('button', { name: 'Aprobar exactamente este plan' }).click();
    await page.getByText('Aprobado. La primera sincronización comienza.').waitFor();
    await settle(one);
    expect((await one.rig.status()).sides.aceptabits.created).toBeGreaterThan(0);
  });

  test('resolves several conflicts at once, and is refused where a value has moved', async () => {
    const { page } = browser;
    const [first, second, third] = await conflicting(one, 200, 3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('no conflicts');
    await page.goto('/conflicts');
    const of = (clave: string) => page.locator('fieldset', { has: page.locator(`input[value="${clave}"]`) });
    await of(first.clave).getByLabel('El de Aceptabits').check();
    await of(second.clave).getByRole('textbox', { name: 'Otro valor' }).fill('nuevo@correo.mx');
    await of(third.clave).getByLabel('El de ManagementPro').check();
    one.rig.aceptabits.people.edit(third.code, { email: 'otra-vez@tienda.mx' });
    await one.rig.cycles(1);
    await page.getByRole('button', { name: 'Guardar lo elegido' }).click();
    await page.getByText('2 conflictos resueltos.').waitFor();
    await page.getByRole('alert').getByText('1 respuesta no se aceptó').waitFor();
    await settle(one);
    expect(both(one.rig, first, 'email')).toEqual(['hola0@tienda.mx', 'hola0@tienda.mx']);
    expect(both(one.rig, second, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
    expect(both(one.rig, third, 'email')).toEqual(['ventas2@erp.mx', 'otra-vez@tienda.mx']);
  });

  test('cannot empty a field by leaving her own value blank; emptying is a choice of its own', async () => {
    const { page } = browser;
    const [first, second] = await conflicting(one, 220, 2);
    if (first === undefined || second === undefined) throw new Error('no conflicts');
    const of = (clave: string) => page.locator('fieldset', { has: page.locator(`input[value="${clave}"]`) });
    const save = () => page.getByRole('button', { name: 'Guardar lo elegido' }).click();
    await page.goto('/conflicts');
    await of(first.clave).getByRole('radio', { name: 'Otro valor' }).check();
    await save();
    const box = of(first.clave).getByRole('textbox', { name: 'Otro valor' });
    const isRefused = () =>
      box.evaluate((input: { validity: { valueMissing: boolean } }) => input.validity.valueMissing);
    expect(await isRefused()).toBe(true);
    // A browser without script sends the blank box all the same.
    await box.evaluate((input: { required?: boolean }) => {
      input.required = false;
    });
    await of(second.clave).getByLabel('Dejar vacío en ambos lados').check();
    await save();
    await page.getByRole('alert').getByText('1 respuesta no tenía valor').waitFor();
    await settle(one);
    expect(both(one.rig, first, 'email')).toEqual(['ventas0@erp.mx', 'hola0@tienda.mx']);
    expect(both(one.rig, second, 'email')).toEqual(['', '']);
  });

  test('settles a doubtful match', async () => {
    const { page } = browser;
    const { clave, code } = await doubtful(one, 400);
    await page.goto('/matches');
    const card = page.locator('section.match', { has: page.getByText(clave, { exact: true }) });
    await card.getByRole('button', { name: 'La misma persona' }).click();
    await page.getByRole('status').getByText('Anotado.').waitFor();
    await settle(one);
    expect((await linkOf(one.rig, clave))?.code).toBe(code);
  });

  test('works off a hand-work item, which closes itself', async () => {
    const { page } = browser;
    const { clave, code } = await heldPhone(one, 300);
    await page.goto('/handwork');
    const row = page.getByRole('row', { name: new RegExp(clave) });
    await row.getByRole('button', { name: /Copiar/ }).click();
    await row.getByText('Copiado').waitFor();
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    one.rig.aceptabits.people.edit(code, { phone: copied });
    await settle(one);
    await page.reload();
    expect(await page.getByRole('row', { name: new RegExp(clave) }).count()).toBe(0);
  });

  test('puts a value back', async () => {
    const { page } = browser;
    const pair = await linkedPair(one.rig, 500);
    const [was] = both(one.rig, pair, 'phone');
    one.rig.managementpro.people.edit(pair.clave, { telefono_1: '9998887766' });
    await settle(one);
    expect(both(one.rig, pair, 'phone')[1]).toContain('9998887766');
    await page.goto(`/customers/managementpro/${pair.clave}`);
    await page.getByRole('link', { name: 'Regresar este valor' }).first().click();
    await expectAccessible(page);
    await picture(page, 'undo');
    await page.getByRole('button', { name: 'Regresar estos valores' }).click();
    await page.getByText('1 valor se regresa.').waitFor();
    await settle(one);
    expect(both(one.rig, pair, 'phone')).toEqual([was, was]);
  });

  test('sees the numbers change by themselves', async () => {
    const { page } = browser;
    await page.goto('/');
    await page.getByText('Cómo trabaja Puente').click();
    const known = page.getByRole('region', { name: 'ManagementPro' }).locator('.big');
    const before = Number.parseInt((await known.textContent()) ?? '', 10);
    one.rig.managementpro.people.create({ descripcion: 'Nueva Clienta Pérez', email_1: 'nueva@correo.mx' });
    await settle(one);
    const shown = async () => Number.parseInt((await known.textContent()) ?? '', 10);
    await expect.poll(shown, { timeout: 15_000 }).toBe(before + 1);
  });

  test('asks for a resync on the queue board, and finds her way back to the customer', async () => {
    const { page } = browser;
    const pair = await linkedPair(one.rig, 520);
    one.rig.aceptabits.people.edit(pair.code, { email: 'tablero@correo.mx' });
    await page.goto('/queues/queue/resync');
    await onBoard(page, 'resync');
    await page.locator('main [aria-haspopup="menu"]').first().click();
    await page.getByRole('menuitem', { name: 'Añadir tarea' }).click();
    await jobData(page).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(JSON.stringify({ clave: pair.clave }));
    await judged(page);
    await picture(page, 'queues', 'window');
    await page.getByRole('button', { name: 'Añadir', exact: true }).click();
    await added(page);
    const moved = () => both(one.rig, pair, 'email')[0];
    await expect.poll(moved, { timeout: 20_000 }).toBe('tablero@correo.mx');
    await page.goto('/queues/queue/resync?status=completed');
    const [job] = await one.rig.app.engine.queues.resync.getJobs(['completed']);
    expect(job?.data).toEqual({ clave: pair.clave });
    const opened = browser.context.waitForEvent('page');
    await page.getByText(`Cliente ${pair.clave}`).first().click();
    const customer = await opened;
    await customer.waitForURL(`**/customers/managementpro/${pair.clave}`);
    await customer.close();
  });

  test('is refused on the board without its token', async () => {
    const { page, complaints } = browser;
    await page.goto('/');
    const sent = await page.evaluate(
      `fetch('/queues/api/queues/resync/pause', { method: 'PUT' }).then((answer) => answer.status)`,
    );
    expect(sent).toBe(403);
    expect(complaints.splice(0)).toEqual([expect.stringContaining('403')]);
  });

  test('and nothing was complained about', () => {
    expect(browser.complaints).toEqual([]);
  });
});
