import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../src/web/texts/en.ts';
import { both, linkedPair, linkOf } from '../sync/situations.ts';
import { PASSWORD, USER, type WebRig } from '../web/web-rig.ts';
import { added, jobData, judged, onBoard } from './board.ts';
import { type Browser, executablePath, startBrowser } from './browser.ts';
import { choose, press, reach } from './keyboard.ts';
import { conflicting, doubtful, heldPhone, populate, settle, startStage } from './stage.ts';

/** The whole way once more, in English on a window as narrow as a phone: Tab, arrows, Enter and typing, no mouse. */
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
      browser = await startBrowser(one.web.url, { width: 390, height: 844 });
    });
    afterAll(async () => {
      await browser?.close();
      await one?.close();
    });

    const goTo = async (section: string, path: string) => {
      const { page } = browser;
      await press(
        page,
        page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${section}( \\d+)?$`, 'u') }),
      );
      await page.waitForURL((url) => url.pathname === path);
    };

    /** To a customer by the search, as somebody would who has the clave on a piece of paper. */
    const open = async (clave: string) => {
      const { page } = browser;
      await goTo(en.nav.customers, '/customers');
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
      await press(page, page.getByRole('link', { name: 'English' }));
      await reach(page, page.getByLabel(en.logIn.user));
      await page.keyboard.type(USER);
      await reach(page, page.getByLabel(en.logIn.password));
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === '/');
      await press(page, page.getByRole('link', { name: en.skip }));
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true);
    });

    test('approves the first plan', async () => {
      const { page } = browser;
      await press(page, page.getByRole('link', { name: en.needs['first-plan'].title }));
      await press(page, page.getByRole('button', { name: en.plan.approve }));
      await page.getByText(en.plan.approved).waitFor();
      await settle(one);
      expect((await one.rig.status()).sides.aceptabits.created).toBeGreaterThan(0);
    });

    test('resolves conflicts, by a choice and by typing', async () => {
      const { page } = browser;
      const [first, second] = await conflicting(one, 200);
      if (first === undefined || second === undefined) throw new Error('no conflicts');
      await goTo(en.nav.conflicts, '/conflicts');
      const of = (clave: string) =>
        page.locator('fieldset', { has: page.locator(`input[value="${clave}"]`) });
      await choose(page, of(first.clave).getByLabel(en.conflicts.take('Aceptabits')), of(first.clave));
      await reach(page, of(second.clave).getByRole('textbox', { name: en.conflicts.other }));
      await page.keyboard.type('nuevo@correo.mx');
      await press(page, page.getByRole('button', { name: en.conflicts.save }));
      await page.getByText(en.conflicts.done(2)).waitFor();
      await settle(one);
      expect(both(one.rig, first, 'email')).toEqual(['hola0@tienda.mx', 'hola0@tienda.mx']);
      expect(both(one.rig, second, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
    });

    test('settles a doubtful match', async () => {
      const { page } = browser;
      const { clave, code } = await doubtful(one, 400);
      await goTo(en.nav.matches, '/matches');
      const card = page.locator('section.match', { has: page.getByText(clave, { exact: true }) });
      await press(page, card.getByRole('button', { name: en.matches.same }));
      await page.getByRole('status').getByText(en.matches.done).waitFor();
      await settle(one);
      expect((await linkOf(one.rig, clave))?.code).toBe(code);
    });

    test('works off a hand-work item', async () => {
      const { page } = browser;
      const { clave, code } = await heldPhone(one, 300);
      await goTo(en.nav.handwork, '/handwork');
      const row = page.locator('tr', { hasText: clave });
      await press(page, row.getByRole('button', { name: new RegExp(en.copy) }));
      await row.getByText(en.copied).waitFor();
      const copied = String(await page.evaluate('navigator.clipboard.readText()'));
      one.rig.aceptabits.people.edit(code, { phone: copied });
      await settle(one);
      await goTo(en.nav.handwork, '/handwork');
      await expect.poll(() => page.locator('tr', { hasText: clave }).count()).toBe(0);
    });

    test('puts a value back', async () => {
      const { page } = browser;
      const pair = await linkedPair(one.rig, 500);
      const [was] = both(one.rig, pair, 'phone');
      one.rig.managementpro.people.edit(pair.clave, { telefono_1: '9998887766' });
      await settle(one);
      await open(pair.clave);
      await press(page, page.getByRole('link', { name: en.customer.putBack }).first());
      await press(page, page.getByRole('button', { name: en.history.apply }));
      await page.getByText(en.history.undone(1)).waitFor();
      await settle(one);
      expect(both(one.rig, pair, 'phone')).toEqual([was, was]);
    });

    test('pauses and resumes a customer', async () => {
      const { page } = browser;
      const { clave } = await linkedPair(one.rig, 510);
      for (const [name, paused] of [
        [en.customer.pause, true],
        [en.customer.resume, false],
      ] as const) {
        await open(clave);
        await press(page, page.getByRole('button', { name, exact: true }));
        await page.getByText(en.customer.done).waitFor();
        await settle(one);
        expect((await linkOf(one.rig, clave))?.paused !== undefined).toBe(paused);
      }
    });

    test('asks for a resync on the queue board', async () => {
      const { page } = browser;
      const pair = await linkedPair(one.rig, 520);
      one.rig.aceptabits.people.edit(pair.code, { email: 'tablero@correo.mx' });
      await goTo(en.nav.queues, '/queues');
      await press(page, page.getByRole('link', { name: 'Resincronizar' }).first());
      await onBoard(page, 'resync');
      await press(page, page.locator('main [aria-haspopup="menu"]').first());
      // The menu opens with its first entry in focus.
      await press(page, page.getByRole('menuitem', { name: /^(Añadir tarea|Add job)$/ }));
      await reach(page, jobData(page));
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(JSON.stringify({ clave: pair.clave }));
      await judged(page);
      await press(page, page.getByRole('button', { name: /^(Añadir|Add)$/ }));
      await added(page);
      const moved = () => both(one.rig, pair, 'email')[0];
      await expect.poll(moved, { timeout: 20_000 }).toBe('tablero@correo.mx');
    });

    test('and nothing was complained about', () => {
      expect(browser.complaints).toEqual([]);
    });
  },
);
