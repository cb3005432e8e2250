import { afterEach, describe, expect, test } from 'vitest';
import { SIDES } from '../../src/domain/customer.ts';
import { Gate } from '../../src/store/gate.ts';
import { SideClosed } from '../../src/sync/job-errors.ts';
import { type JobEnd, toOutcome } from '../../src/sync/jobs/outcome.ts';
import { type Rig, startRig } from '../rig.ts';
import { edit, linkedPair } from './situations.ts';

/** How often a write goes to Redis for what it knows already. */

let rig: Rig;
afterEach(() => rig.close());

describe.each(SIDES)('an edit in %s', (side) => {
  test('its customer is loaded when it is observed, decided on and delivered, and never again', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    const { store } = rig.app.context;
    const load = store.load.bind(store);
    let loads = 0;
    store.load = (subjects) => {
      if (subjects.length > 0) loads += 1;
      return load(subjects);
    };
    edit(rig, side, pair, { phone: '9991234567' });
    await rig.poll(side);
    store.load = load;
    expect(loads).toBe(3);
    expect(rig.managementpro.people.get(pair.clave)?.telefono_1).toBe('9991234567');
    expect(rig.aceptabits.people.get(pair.code)?.phone).toBe('9991234567');
    await rig.cycles(1);
    expect(await rig.inStep()).toBe(true);
  });
});

describe('the gate of a side', () => {
  const limits = { spacingMs: 0, troublesToOpen: 1, firstProbeMs: 10_000, lastProbeMs: 20_000 };

  test('that is open is asked once for requests that come together', async () => {
    rig = await startRig();
    const { store } = rig.app.context;
    const gate = new Gate(store, 'aceptabits', limits);
    const hmget = store.redis.hmget.bind(store.redis) as typeof store.redis.hmget;
    let asked = 0;
    store.redis.hmget = ((...args: Parameters<typeof hmget>) => {
      asked += 1;
      return hmget(...args);
    }) as typeof hmget;
    for (let request = 0; request < 5; request += 1) expect((await gate.admit()).kind).toBe('go');
    expect(asked).toBe(1);
  });

  test.each([
    ['a trouble', (gate: Gate) => gate.failed('trouble', false)],
    ['a wait that is asked for', (gate: Gate) => gate.paced(10_000)],
  ])('is closed for the next request at once by %s', async (_, meet) => {
    rig = await startRig();
    const gate = new Gate(rig.app.context.store, 'aceptabits', limits);
    expect((await gate.admit()).kind).toBe('go');
    await meet(gate);
    expect((await gate.admit()).kind).toBe('closed');
  });
});

test('a job that goes back to a closed queue wakes a worker, who hears for how long', async () => {
  rig = await startRig({ config: { roles: ['web'] } });
  const { context, engine } = rig.app;
  const queue = engine.queues.write.aceptabits;
  const end = { side: 'aceptabits', queue } as unknown as JobEnd;
  await expect(toOutcome(context, end, new SideClosed(1_000, 'pace'))).rejects.toThrow();
  expect(await context.store.redis.zcard(queue.toKey('marker'))).toBe(1);
  expect(await queue.getRateLimitTtl()).toBeGreaterThan(0);
});
