import { afterEach, expect, test } from 'vitest';
import { linkedPair } from '../sync/situations.ts';
import { AT_WORK, basic, startWebRig, type WebRig } from './web-rig.ts';

/** The one sentence that leads the overview, and the numbers beside the sections. */

let one: WebRig;
afterEach(() => one.close());

async function page(path: string): Promise<string> {
  const headers = { authorization: basic(), accept: 'text/html' };
  return (await fetch(one.web.url + path, { headers })).text();
}

test('a new Puente says that its first reading is under way, and never that all is well before it has read', async () => {
  one = await startWebRig();
  const fresh = await page('/');
  expect(fresh).toContain('La primera lectura está en marcha');
  expect(fresh).toContain('Aceptabits: se está leyendo.');
  expect(fresh).not.toContain('Todo al día');
  await one.rig.app.context.gates.aceptabits.failed('credentials', false);
  await one.rig.poll('managementpro');
  // The overview is looked up once in a second and a half.
  await expect
    .poll(() => page('/'), { timeout: 5_000 })
    .toContain('Aceptabits no responde o rechaza la clave');
  expect(await page('/')).toContain('ManagementPro: 0 clientes leídos; se lee otra vez para confirmarlo.');
});

test('what waits leads, is counted in words, and stands beside its section; with nothing to do all is up to date', async () => {
  const review = { name: 'review', email: 'review', phone: 'review', salesperson: 'review' } as const;
  one = await startWebRig({ config: { ...AT_WORK, policies: review } });
  const pair = await linkedPair(one.rig);
  await expect.poll(() => page('/'), { timeout: 5_000 }).toMatch(/Todo al día, leído hace \d+ s/u);
  expect(await page('/customers')).not.toContain('class="waiting"');
  one.rig.managementpro.people.edit(pair.clave, { email_1: 'eme@correo.mx' });
  one.rig.aceptabits.people.edit(pair.code, { email: 'a@correo.mx' });
  await one.rig.cycles(1);
  await expect.poll(() => page('/'), { timeout: 5_000 }).toContain('Una cosa espera por usted.');
  const shown = await page('/customers');
  expect(shown).toMatch(/href="\/conflicts">Conflictos <span class="waiting">1<\/span>/u);
  const overview = await page('/');
  expect(overview.indexOf('Lo que necesita de usted')).toBeLessThan(overview.indexOf('Cómo trabaja Puente'));
});
