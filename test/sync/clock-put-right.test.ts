import { afterEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { Gate } from '../../src/store/gate.ts';
import { ERA_BEGAN_AT } from '../../src/sync/context.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Rig, startRig } from '../rig.ts';
import { counts, inAceptabits, inManagementPro, person } from './situations.ts';

// Design section 6: a clock of Redis that was ahead and is put right stops nothing.

let rig: Rig;
afterEach(() => rig.close());

const HOUR_MS = 3_600_000;
const CREATES = { managementpro: 'addCliente', aceptabits: 'add-customer' } as const;

function newcomersFor(target: Side, count: number): void {
  for (let number = 1; number <= count; number += 1)
    if (target === 'aceptabits') inManagementPro(rig, person(number));
    else inAceptabits(rig, person(number));
}

/** Redis' clock is so far ahead until it is put right. */
function aheadBy(ms: number): { putRight(): void } {
  const { store } = rig.app.context;
  const right = store.time.bind(store);
  store.time = async () => (await right()) + ms;
  return {
    putRight: () => {
      store.time = right;
    },
  };
}

async function polls(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1)
    for (const side of SIDES) await enqueue(rig.app.engine.queues, await poll(rig.app.context, side));
}

describe.each(SIDES)('a clock that was ahead and is put right: creates in %s', (target) => {
  test('an unclear one of that time is looked for, and everybody is there once', async () => {
    rig = await startRig({
      app: { gateLimits: { troublesToOpen: 1_000, firstProbeMs: 50, lastProbeMs: 200 } },
    });
    await rig.cycles(2);
    newcomersFor(target, 3);
    rig[target].faults.add({ on: CREATES[target], when: 'before', kind: 'reset', times: 2 });
    const clock = aheadBy(2 * HOUR_MS);
    await polls(1);
    await expect.poll(() => rig[target].faults.hits(), { timeout: 10_000 }).toBe(2);
    clock.putRight();
    await expect
      .poll(
        async () => {
          await polls(1);
          return rig.inStep();
        },
        { timeout: 15_000 },
      )
      .toBe(true);
    expect(counts(rig)).toEqual([3, 3]);
  });

  test('a Redis that was started anew in that time keeps nobody from being created', async () => {
    rig = await startRig();
    await rig.cycles(2);
    const { store } = rig.app.context;
    await store.setState(ERA_BEGAN_AT, (await store.time()) + 2 * HOUR_MS);
    newcomersFor(target, 1);
    await expect
      .poll(
        async () => {
          await rig.cycles(1);
          return rig[target].people.all().length;
        },
        { timeout: 15_000 },
      )
      .toBe(1);
    expect(rig[otherSide(target)].people.all()).toHaveLength(1);
  });
});

describe('a clock that was ahead and is put right: the gate of a side', () => {
  const far = async () => String((await rig.app.context.store.time()) + 2 * HOUR_MS);
  const limits = { spacingMs: 20, troublesToOpen: 5, firstProbeMs: 50, lastProbeMs: 200 };

  async function gateWith(fields: (far: string) => Record<string, string>): Promise<Gate> {
    rig = await startRig();
    const { store } = rig.app.context;
    await store.redis.hset(store.keys.gate('aceptabits'), fields(await far()));
    return new Gate(store, 'aceptabits', limits);
  }

  test('a wait that a side asked for then is over', async () => {
    const gate = await gateWith((until) => ({ until, wait: '1000' }));
    expect((await gate.admit()).kind).toBe('go');
    await gate.paced(60_000);
    expect((await gate.admit()).kind).toBe('closed');
  });

  test('an open circuit is probed at once', async () => {
    const gate = await gateWith((probe) => ({ probe, open: 'trouble', since: '1', interval: '50' }));
    expect((await gate.admit()).kind).toBe('probe');
  });

  test('a turn under the rate limit that was given then holds up nobody', async () => {
    const gate = await gateWith((next) => ({ next }));
    expect((await gate.admit()).kind).toBe('go');
  });

  test('a long wait that a side asks for by the right clock is kept', async () => {
    rig = await startRig();
    const gate = new Gate(rig.app.context.store, 'aceptabits', limits);
    await gate.paced(5 * HOUR_MS);
    await gate.paced(1_000);
    const admission = await gate.admit();
    expect(admission.kind === 'closed' && admission.ms).toBeGreaterThan(4 * HOUR_MS);
  });
});
