import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { both, linkedPair, linkOf } from '../sync/situations.ts';
import { PASSWORD, USER, type WebRig } from '../web/web-rig.ts';
import { added, jobData, judged, onBoard } from './board.ts';
import { type Browser, executablePath, startBrowser } from './browser.ts';
import { choose, press, reach } from './keyboard.ts';
import { conflicting, doubtful, heldPhone, populate, settle, startStage } from './stage.ts';

/** The clerk's whole way once more, and nobody touches a mouse: every step is Tab, arrows, Enter and typing. */
describe.skipIf(executablePath === undefined)(
  'with the keyboard alone the clerk',
  { timeout: 120_000 },
  () => {
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

    const goTo = async (section: string, path: string) => {
      const { page } = browser;
      await press(page, page.getByRole('navigation').getByRole('link', { name: section, exact: true }));
      await page.waitForURL((url) => url.pathname === path);
    };

    /** To a customer by the search, as somebody would who has the clave on a piece of paper. */
    const open = async (clave: string) => {
      const { page } = browser;
      await goTo('Clientes', '/customers');
      await reach(page, page.getByRole('searchbox').or(page.locator('input[name="text"]')).first());
      await page.keyboard.type(clave);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/customers?**');
      await press(
        page,
        page
          .getByRole('row', { name: new RegExp(clave) })
          .getByRole('link')
          .first(),
      );
      await page.waitForURL(`**/customers/managementpro/${clave}`);
    };

    test('logs in, skipping what stands before', async () => {
      const { page } = browser;
      await page.goto('/');
      await reach(page, page.getByLabel('Usuario'));
      await page.keyboard.type(USER);
      await reach(page, page.getByLabel('Contraseña'));
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === '/');
      await press(page, page.getByRole('link', { name: 'Ir al contenido' }));
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true);
    });

    test('approves the first plan', async () => {
      const { page } = browser;
      await press(page, page.getByRole('link', { name: 'El primer plan espera su aprobación' }));
      await press(page, page.getByRole('button', { name: 'Aprobar exactamente este plan' }));
      await page.getByText('Aprobado. La primera sincronización comienza.').waitFor();
      await settle(one);
      expect((await one.rig.status()).sides.aceptabits.created).toBeGreaterThan(0);
    });

    test('resolves conflicts, by a choice and by typing', async () => {
      const { page } = browser;
      const [first, second] = await conflicting(one, 200);
      if (first === undefined || second === undefined) throw new Error('no conflicts');
      await goTo('Conflictos', '/conflicts');
      const of = (clave: string) =>
        page.locator('fieldset', { has: page.locator(`input[value="${clave}"]`) });
      await choose(page, of(first.clave).getByLabel('El de Aceptabits'), of(first.clave));
      await reach(page, of(second.clave).getByRole('textbox', { name: 'Otro valor' }));
      await page.keyboard.type('nuevo@correo.mx');
      await press(page, page.getByRole('button', { name: 'Guardar lo elegido' }));
      await page.getByText('2 conflictos resueltos.').waitFor();
      await settle(one);
      expect(both(one.rig, first, 'email')).toEqual(['hola0@tienda.mx', 'hola0@tienda.mx']);
      expect(both(one.rig, second, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
    });

    test('settles a doubtful match', async () => {
      const { page } = browser;
      const { clave, code } = await doubtful(one, 400);
      await goTo('Coincidencias', '/matches');
      const card = page.locator('section.match', { has: page.getByText(clave, { exact: true }) });
      await press(page, card.getByRole('button', { name: 'La misma persona' }));
      await page.getByRole('status').getByText('Anotado.').waitFor();
      await settle(one);
      expect((await linkOf(one.rig, clave))?.code).toBe(code);
    });

    test('works off a hand-work item', async () => {
      const { page } = browser;
      const { clave, code } = await heldPhone(one, 300);
      await goTo('Por capturar', '/handwork');
      const row = page.getByRole('row', { name: new RegExp(clave) });
      await press(page, row.getByRole('button', { name: /Copiar/ }));
      await row.getByText('Copiado').waitFor();
      const copied = String(await page.evaluate('navigator.clipboard.readText()'));
      one.rig.aceptabits.people.edit(code, { phone: copied });
      await settle(one);
      await goTo('Por capturar', '/handwork');
      await expect.poll(() => page.getByRole('row', { name: new RegExp(clave) }).count()).toBe(0);
    });

    test('puts a value back', async () => {
      const { page } = browser;
      const pair = await linkedPair(one.rig, 500);
      const [was] = both(one.rig, pair, 'phone');
      one.rig.managementpro.people.edit(pair.clave, { telefono_1: '9998887766' });
      await settle(one);
      await open(pair.clave);
      await press(page, page.getByRole('link', { name: 'Regresar este valor' }).first());
      await press(page, page.getByRole('button', { name: 'Regresar estos valores' }));
      await page.getByText('1 valor se regresa.').waitFor();
      await settle(one);
      expect(both(one.rig, pair, 'phone')).toEqual([was, was]);
    });

    test('pauses and resumes a customer', async () => {
      const { page } = browser;
      const { clave } = await linkedPair(one.rig, 510);
      for (const [name, paused] of [
        ['Pausar', true],
        ['Reanudar', false],
      ] as const) {
        await open(clave);
        await press(page, page.getByRole('button', { name, exact: true }));
        await page.getByText('Hecho.').waitFor();
        await settle(one);
        expect((await linkOf(one.rig, clave))?.paused !== undefined).toBe(paused);
      }
    });

    test('asks for a resync on the queue board', async () => {
      const { page } = browser;
      const pair = await linkedPair(one.rig, 520);
      one.rig.aceptabits.people.edit(pair.code, { email: 'tablero@correo.mx' });
      await goTo('Colas', '/queues');
      await press(page, page.getByRole('link', { name: 'Resincronizar' }).first());
      await onBoard(page, 'Resincronizar');
      await press(page, page.locator('main [aria-haspopup="menu"]').first());
      // The menu opens with its first entry in focus.
      await press(page, page.getByRole('menuitem', { name: 'Añadir tarea' }));
      await reach(page, jobData(page));
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(JSON.stringify({ clave: pair.clave }));
      await judged(page);
      await press(page, page.getByRole('button', { name: 'Añadir', exact: true }));
      await added(page);
      const moved = () => both(one.rig, pair, 'email')[0];
      await expect.poll(moved, { timeout: 20_000 }).toBe('tablero@correo.mx');
    });

    test('and nothing was complained about', () => {
      expect(browser.complaints).toEqual([]);
    });
  },
);
