/** Whom wrong passwords make wait, and whom they do not, over all replicas. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Attempt, createLogInLimits, networkOf } from '../../src/web/access/log-in-limits.ts';
import { type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const USERS = ['clerk', 'guest'];
const limits = () => createLogInLimits(rig.app.context.store, USERS);
const clerk: Attempt = { how: 'form', user: 'clerk', address: '203.0.113.7', device: undefined };

async function tenFailures(attempt: Attempt): Promise<void> {
  for (let time = 0; time < 10; time += 1) expect(await limits().count(attempt)).toBe(0);
}

test('ten failures make one user wait at one address, in every replica, and nobody else', async () => {
  await tenFailures(clerk);
  const wait = await limits().count(clerk);
  expect(wait).toBeGreaterThan(280_000);
  expect(wait).toBeLessThanOrEqual(300_000);
  expect(await limits().count({ ...clerk, address: '203.0.113.8' })).toBe(0);
  expect(await limits().count({ ...clerk, user: 'guest' })).toBe(0);
});

test('programs by Basic and people by the form do not use up the tries of each other', async () => {
  await tenFailures({ ...clerk, how: 'basic' });
  expect(await limits().count(clerk)).toBe(0);
});

test('a known device is not locked out by others behind its address, and has tries of its own', async () => {
  await tenFailures(clerk);
  const known = { ...clerk, device: 'till' };
  await tenFailures(known);
  expect(await limits().count(known)).toBeGreaterThan(0);
  expect(await limits().count({ ...clerk, device: 'office' })).toBe(0);
});

test('what is forgiven does not count', async () => {
  for (let time = 0; time < 20; time += 1) {
    expect(await limits().count(clerk)).toBe(0);
    await limits().forgive(clerk);
  }
});

test('names that nobody has count as one, so that Redis does not grow with what is tried', async () => {
  for (let time = 0; time < 10; time += 1)
    expect(await limits().count({ ...clerk, user: `somebody ${time}` })).toBe(0);
  expect(await limits().count({ ...clerk, user: 'another' })).toBeGreaterThan(0);
  expect(await limits().count(clerk)).toBe(0);
});

test('the addresses of one IPv6 network count as one, IPv4 addresses in their IPv6 form stay apart', () => {
  expect(networkOf('2001:db8:1:2:9::1')).toBe(networkOf('2001:db8:1:2::99'));
  expect(networkOf('2001:db8:1:3::99')).not.toBe(networkOf('2001:db8:1:2::99'));
  expect(networkOf('2001:db8::2')).toBe('2001:db8:0:0');
  expect(networkOf('::ffff:203.0.113.7')).not.toBe(networkOf('::ffff:203.0.113.8'));
});
