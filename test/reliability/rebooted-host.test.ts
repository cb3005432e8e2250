import { afterEach, expect, test } from 'vitest';
import { readNow } from '../../src/sync/jobs/queues.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, edit, linkedPairs } from '../sync/situations.ts';

/** Section 1: a host reboots and closes nothing. Both edits arrive within one poll interval and 5 s all the same. */

let rig: Rig;
afterEach(() => rig.close());

const POLL_EVERY_MS = 2_000;
const CONNECTIONS = 16;

test('a machine that reboots without closing 16 connections holds up no edit', {
  timeout: 90_000,
}, async () => {
  rig = await startRig();
  const [first, second, ...others] = await linkedPairs(rig, CONNECTIONS);
  if (first === undefined || second === undefined) throw new Error('There is nobody.');
  const { managementpro, aceptabits } = rig.config;
  await rig.restart({
    roles: ['scan', 'write'],
    managementpro: { ...managementpro, pollEveryMs: POLL_EVERY_MS },
    aceptabits: { ...aceptabits, pollEveryMs: POLL_EVERY_MS },
  });
  const { clients } = rig.app.context;
  const claves = [first, second, ...others].map(({ clave }) => clave);
  const codes = [first, second, ...others].map(({ code }) => code);
  await Promise.all([
    ...claves.map((clave) => clients.managementpro.lookup([clave])),
    ...codes.map((code) => clients.aceptabits.lookup(code)),
  ]);
  rig.managementpro.reboot();
  rig.aceptabits.reboot();

  edit(rig, 'managementpro', first, { phone: '9998887766' });
  edit(rig, 'aceptabits', second, { phone: '9997776655' });
  const since = performance.now();
  // At once, while the dead connections are still kept.
  await readNow(rig.app.engine.queues);
  const arrived = () => [both(rig, first, 'phone')[1], both(rig, second, 'phone')[0]];
  await expect
    .poll(arrived, { timeout: 80_000, interval: 20 })
    .toEqual(['9998887766', expect.stringContaining('9997776655')]);
  expect(performance.now() - since).toBeLessThan(POLL_EVERY_MS + 5_000);
});
