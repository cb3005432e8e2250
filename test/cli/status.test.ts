import { afterEach, expect, test } from 'vitest';
import { type Rig, startRig } from '../rig.ts';
import { linkedPair } from '../sync/situations.ts';
import { environmentOf, puente } from './puente.ts';

/** The one sentence that a person reads in the morning. */

let rig: Rig;
afterEach(() => rig.close());

test('nobody is said to be in step by a side that answers with a page to log in', async () => {
  rig = await startRig();
  await linkedPair(rig);
  const first = async () => (await puente(['status'], environmentOf(rig))).out.split('\n')[0];
  expect(await first()).toBe('All in step: nobody differs between the two systems.');
  const times = Number.POSITIVE_INFINITY;
  rig.managementpro.faults.add({ on: 'GetClienteLista', when: 'before', kind: 'wrongShape', times });
  await rig.poll('managementpro').catch(() => undefined);
  expect(await first()).toBe('In step as far as was read: a system cannot be read whole now.');
  rig.managementpro.faults.clear();
  await rig.cycles(2);
  expect(await first()).toBe('All in step: nobody differs between the two systems.');
});
