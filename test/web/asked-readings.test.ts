/** Readings that several people ask for at once, and the page that tries refused customers again. */
import { expect, test } from 'vitest';
import { linkedPairs } from '../sync/situations.ts';
import { AT_WORK, quiet, startWebRig } from './web-rig.ts';

test('however many ask for a reading, one that waits is for all of them', async () => {
  const one = await startWebRig({ config: AT_WORK });
  try {
    const { scan } = one.rig.app.engine.queues;
    await Promise.all([scan.managementpro.pause(), scan.aceptabits.pause()]);
    for (let asked = 0; asked < 4; asked += 1)
      expect((await one.send('POST', '/api/resync')).status).toBe(200);
    const { resync } = one.rig.app.engine.queues;
    const isDone = async () => (await resync.getJobCountByTypes('waiting', 'active', 'prioritized')) === 0;
    await expect.poll(isDone, { timeout: 10_000 }).toBe(true);
    for (const side of ['managementpro', 'aceptabits'] as const)
      expect([side, await scan[side].getJobCountByTypes('waiting', 'prioritized')]).toEqual([side, 1]);
    await Promise.all([scan.managementpro.resume(), scan.aceptabits.resume()]);
    await quiet(one);
  } finally {
    await one.close();
  }
});

test('the page of those who were refused tries all of them again', async () => {
  const one = await startWebRig({ config: AT_WORK });
  try {
    const [pair] = await linkedPairs(one.rig, 1);
    one.rig.aceptabits.faults.add({ on: 'edit-customer', when: 'before', kind: 'error500', code: '1224' });
    one.rig.managementpro.people.edit(pair?.clave ?? '', { email_1: 'nuevo@erp.mx' });
    await one.rig.cycles(1);
    const page = await (await one.get('/customers?state=parked')).text();
    expect(page).toContain('Intentar de nuevo a todos');
    expect(await (await one.send('POST', '/api/retry', { code: '1224' })).json()).toEqual({ done: 1 });
    await quiet(one);
    expect((await one.rig.status()).waiting.parked).toBe(0);
  } finally {
    await one.close();
  }
});
