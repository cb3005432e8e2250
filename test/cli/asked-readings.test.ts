import { afterEach, expect, test } from 'vitest';
import { SIDES } from '../../src/domain/customer.ts';
import { announceDaemon } from '../../src/store/daemons.ts';
import { readNow } from '../../src/sync/jobs/queues.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkedPairs, person } from '../sync/situations.ts';
import { environmentOf, puente } from './puente.ts';

/** What a person agrees to or puts back is carried out by a reading: by the one that waits already, if one does. */

let rig: Rig;
let heartbeat: ReturnType<typeof announceDaemon>;

async function start(options: Parameters<typeof startRig>[0] = {}): Promise<void> {
  rig = await startRig(options);
  heartbeat = announceDaemon(rig.app.context.store);
}
afterEach(async () => {
  await heartbeat.stop();
  await rig.close();
});

const succeeds = async (...args: string[]) => {
  const said = await puente(args, environmentOf(rig));
  expect(said).toMatchObject({ code: 0, err: '' });
  return said;
};

async function oneReadingWaits(): Promise<void> {
  const { scan } = rig.app.engine.queues;
  for (const side of SIDES)
    expect([side, await scan[side].getJobCountByTypes('waiting', 'prioritized')]).toEqual([side, 1]);
}

test('approve, and release of a brake', async () => {
  await start({ config: { initialSync: 'review' } });
  for (let number = 1; number <= 12; number += 1) {
    inManagementPro(rig, person(number));
    inAceptabits(rig, person(number));
  }
  await rig.cycles(2);
  await readNow(rig.app.engine.queues);
  await succeeds('approve');
  await oneReadingWaits();
  await rig.cycles(2);
  for (const { clave } of rig.managementpro.people.all())
    rig.managementpro.people.edit(clave, { telefono_1: '' });
  await rig.poll('managementpro');
  await succeeds('release', 'managementpro', (await rig.status()).sides.managementpro.brake?.hash ?? '');
  await oneReadingWaits();
});

test('release of updates that had stopped', async () => {
  await start();
  const pairs = await linkedPairs(rig, 4);
  for (const { clave } of pairs) rig.managementpro.people.edit(clave, { grupo_impuesto: 'IVA16' });
  await rig.cycles(1);
  rig.managementpro.settings.omitted = 'blank';
  for (const [at, { code }] of pairs.entries()) rig.aceptabits.people.edit(code, { phone: `999555001${at}` });
  await rig.cycles(3);
  await readNow(rig.app.engine.queues);
  await succeeds('release', 'managementpro', 'updates');
  await oneReadingWaits();
});

test('undo of many is one reading of both sides, and no look at each', async () => {
  await start({ config: { initialSync: 'review' } });
  inManagementPro(rig, person(1));
  inAceptabits(rig, person(1));
  await rig.cycles(2);
  await succeeds('approve');
  await rig.cycles(2);
  const pairs = await linkedPairs(rig, 4, 2);
  for (const [at, { code }] of pairs.entries()) rig.aceptabits.people.edit(code, { phone: `999555001${at}` });
  await rig.cycles(2);
  const { rows } = JSON.parse((await succeeds('history', '--kind', 'approved', '--json')).out);
  expect((await succeeds('undo', '--approval', rows[0].id, '--yes')).out).toContain('4 values are put back');
  const { resync } = rig.app.engine.queues;
  const asked = await resync.getJobs(['waiting', 'prioritized']);
  expect(asked.map(({ data }) => data)).toEqual([{ all: true }]);
});

test('resync --all', async () => {
  await start({ config: { roles: ['scan', 'write'] } });
  const { scan } = rig.app.engine.queues;
  // The readings of the start come first.
  const isQuiet = async () => {
    const counts = SIDES.map((side) => scan[side].getJobCountByTypes('active', 'waiting', 'prioritized'));
    return (await Promise.all(counts)).every((count) => count === 0);
  };
  await expect.poll(isQuiet, { timeout: 10_000 }).toBe(true);
  await Promise.all(SIDES.map((side) => scan[side].pause()));
  await readNow(rig.app.engine.queues);
  await succeeds('resync', '--all');
  await succeeds('resync', '--all');
  await oneReadingWaits();
});
