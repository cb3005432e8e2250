import { expect, test } from 'vitest';
import { FailedLogins } from '../../src/web/access/failed-logins.ts';

function tenFailures(from: (time: number) => string): { failures: FailedLogins; wait(ms: number): void } {
  let now = 0;
  const failures = new FailedLogins(() => now);
  for (let time = 0; time < 10; time += 1) failures.failed(from(time));
  return {
    failures,
    wait: (ms) => {
      now += ms;
    },
  };
}

test('one address has to wait until its failures are forgotten, and nobody else has', () => {
  const { failures, wait } = tenFailures(() => '203.0.113.7');
  expect(failures.waitMs('203.0.113.7')).toBe(300_000);
  expect(failures.waitMs('203.0.113.8')).toBe(0);
  wait(299_000);
  expect(failures.waitMs('203.0.113.7')).toBe(1_000);
  wait(1_000);
  expect(failures.waitMs('203.0.113.7')).toBe(0);
});

test('the addresses of one IPv6 network count as one', () => {
  const { failures } = tenFailures((time) => `2001:db8:1:2:${time}::1`);
  expect(failures.waitMs('2001:db8:1:2::99')).toBe(300_000);
  expect(failures.waitMs('2001:db8:1:3::99')).toBe(0);
  expect(failures.waitMs('2001:db8::2')).toBe(0);
});

test('IPv4 addresses in their IPv6 form stay apart', () => {
  const { failures } = tenFailures(() => '::ffff:203.0.113.7');
  expect(failures.waitMs('::ffff:203.0.113.7')).toBe(300_000);
  expect(failures.waitMs('::ffff:203.0.113.8')).toBe(0);
});

test('the memory for failures is bounded', () => {
  const { failures } = tenFailures(() => '203.0.113.7');
  for (let host = 0; host < 10_000; host += 1) failures.failed(`10.0.${host >> 8}.${host & 255}`);
  expect(failures.waitMs('203.0.113.7')).toBe(0);
});
