/** Freeing all refused customers with one command, by their code or by the words of the refusal. */
import { afterEach, expect, test } from 'vitest';
import { type Rig, startRig } from '../rig.ts';
import { both, linkedPairs, type Pair } from '../sync/situations.ts';
import { environmentOf, puente } from './puente.ts';

let rig: Rig;
afterEach(() => rig.close());

/** The write of an edit that Aceptabits refuses by this code; the customer is parked. */
async function refused({ clave }: Pair, email: string, code: string): Promise<void> {
  rig.aceptabits.faults.add({ on: 'edit-customer', when: 'before', kind: 'error500', code });
  rig.managementpro.people.edit(clave, { email_1: email });
  await rig.cycles(1);
}

test('all who were refused are tried again: by the code of the refusal, by its words, or everybody', async () => {
  rig = await startRig();
  const [one, two, three] = await linkedPairs(rig, 3);
  if (one === undefined || two === undefined || three === undefined) throw new Error('no pairs');
  await refused(one, 'uno@erp.mx', '1224');
  await refused(two, 'dos@erp.mx', '1343');
  await refused(three, 'tres@erp.mx', '1343');
  const run = (...args: string[]) => puente(['retry', ...args], environmentOf(rig));
  expect((await rig.status()).waiting.parked).toBe(3);
  expect((await run('--all', '--code', '9999')).out).toBe('0 customers are tried again.\n');
  expect((await run('--all', '--reason', 'words that nobody said')).out).toContain('0 customers');
  expect((await run('--all', '--code', '1224')).out).toContain('1 customers are tried again.');
  await rig.cycles(1);
  expect(both(rig, one, 'email')[1]).toBe('uno@erp.mx');
  expect((await rig.status()).waiting.parked).toBe(2);
  expect(JSON.parse((await run('--all', '--json')).out)).toEqual({ done: 2 });
  await rig.cycles(1);
  expect([both(rig, two, 'email')[1], both(rig, three, 'email')[1]]).toEqual(['dos@erp.mx', 'tres@erp.mx']);
  for (const wrong of [[], [one.clave, '--all'], ['--code', '1224'], [one.clave, '--code', '1224']])
    expect([wrong, (await run(...wrong)).code]).toEqual([wrong, 2]);
});
