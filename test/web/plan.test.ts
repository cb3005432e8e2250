import { afterAll, beforeAll, expect, test } from 'vitest';
import { both, linkedPairs, type Pair } from '../sync/situations.ts';
import { AT_WORK, quiet, startWebRig, type WebRig } from './web-rig.ts';

let one: WebRig;
let pairs: Pair[];
beforeAll(async () => {
  one = await startWebRig({ config: AT_WORK });
  pairs = await linkedPairs(one.rig, 12);
  pairs.forEach(({ clave }, index) => {
    one.rig.managementpro.people.edit(clave, { telefono_1: `99988800${index + 10}` });
  });
  await one.rig.cycles(1);
});
afterAll(() => one.close());

const page = async () => (await one.get('/plan')).text();
const hashIn = (html: string) => /name="hash" value="([^"]+)"/.exec(html)?.[1] ?? '';

test('a braked side shows what it is about, with a sample of what has moved', async () => {
  const html = await page();
  expect(html).toContain('ManagementPro está frenado');
  expect(html).toContain('Muchos clientes cambiaron el mismo dato (Teléfono).');
  expect(html).toContain('Concierne a 12 de 12 clientes.');
  expect(html).toContain('9998880010');
  const [brake] = (await (await one.get('/api/brakes')).json()) as { hash: string; sample: unknown[] }[];
  expect(brake).toMatchObject({ side: 'managementpro', reason: 'mass-change', field: 'phone', count: 12 });
  expect(brake?.sample).toHaveLength(12);
});

test('a release of another hash, or after a refusal, is for exactly what was shown', async () => {
  const hash = hashIn(await page());
  const release = async (named: string) =>
    (await (
      await one.send('POST', '/api/plan/release', { side: 'managementpro', hash: named })
    ).json()) as object;
  expect(await release('another')).toEqual({ done: false });
  await one.send('POST', '/api/plan/refuse', { side: 'managementpro', hash });
  expect(await page()).toContain('ManagementPro está frenado');
  expect(await release(hash)).toEqual({ done: true });
  await quiet(one);
  await one.rig.cycles(2);
  for (const pair of pairs) expect(both(one.rig, pair, 'phone')[1]).toContain('99988800');
  expect(await page()).not.toContain('está frenado');
});
