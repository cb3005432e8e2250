import { afterEach, expect, test } from 'vitest';
import { poll } from '../../src/sync/jobs/poll.ts';
import { type Rig, startRig } from '../rig.ts';
import { richCompany } from './rich-companies.ts';

/** docs/rules.md, queues: every commit, script call and batch is bounded by its size in words, never by a number of rows. */

let rig: Rig;
afterEach(() => rig.close());

test.each([700, 3_000])(
  '%i rich companies in one page are all remembered, and shown again are no news',
  {
    timeout: 120_000,
  },
  async (size) => {
    rig = await startRig({ config: { initialSync: 'review' } });
    for (let number = 0; number < size; number += 1) rig.managementpro.people.create(richCompany(number));
    await poll(rig.app.context, 'managementpro');
    const { store } = rig.app.context;
    expect(await store.knownCount('managementpro')).toBe(size);
    expect(await store.redis.hlen(store.keys.records('managementpro'))).toBe(size);
    expect(await store.redis.zcard(store.keys.work)).toBe(size);
    const news = await store.redis.hget(store.keys.state, 'news');
    await poll(rig.app.context, 'managementpro');
    expect(await store.redis.hget(store.keys.state, 'news')).toBe(news);
  },
);
