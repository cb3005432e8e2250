import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { otherSide } from '../../src/domain/customer.ts';
import { pause, unpause } from '../../src/people/answers.ts';
import { deliver } from '../../src/sync/jobs/deliver.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { FAST, type Rig, startRig } from '../rig.ts';
import {
  both,
  counts,
  edit,
  eventsOf,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  linkOf,
  movableClock,
  onRequest,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

/** Rule 5: what first shows a write of ours need not be its read-back. */

let rig: Rig;
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.close();
});

type Save = (...args: never[]) => Promise<void>;

const WRITES = { managementpro: 'addCliente', aceptabits: 'edit-customer' } as const;

const TYPED = 'José Muñoz Peón';

/** ManagementPro shows a question mark for whatever is not plain ASCII. */
async function garblingManagementPro(): Promise<void> {
  rig = await startRig();
  const proxy = await rig.standBetween('managementpro');
  proxy.rule = async (_, forward) => {
    const answer = await forward();
    return { ...answer, body: String(answer.body).replace(/[^ -~]/gu, '?') };
  };
}

test('rule 5: a poll between a write and its read-back knows the form of a server that garbles what it shows', async () => {
  await garblingManagementPro();
  const pair = await linkedPair(rig);
  const { context } = rig.app;
  const open = context.clients.managementpro.open;
  let polled = 0;
  vi.spyOn(context.clients.managementpro, 'open').mockImplementation(async (code) => {
    const opened = await open(code);
    return (
      opened && {
        ...opened,
        save: async (changed, may) => {
          await opened.save(changed, may);
          if (polled++ === 0) await enqueue(rig.app.engine.queues, await poll(context, 'managementpro'));
        },
      }
    );
  });
  rig.aceptabits.people.edit(pair.code, { name: 'José', lastname: 'Muñoz Peón' });
  await rig.cycles(3);
  expect(polled).toBeGreaterThan(0);
  expect(both(rig, pair, 'name')).toEqual([TYPED, TYPED]);
});

test.each(['reset', 'html502'] as const)(
  'rule 5: the form of an update whose answer was lost (%s), on a side that garbles, is no edit',
  async (kind) => {
    await garblingManagementPro();
    const pair = await linkedPair(rig);
    rig.managementpro.faults.add({ on: 'addCliente', when: 'after', kind });
    rig.aceptabits.people.edit(pair.code, { name: 'José', lastname: 'Muñoz Peón' });
    await rig.cycles(3);
    expect(both(rig, pair, 'name')).toEqual([TYPED, TYPED]);
  },
  60_000,
);

test('rule 5: what a create has left empty, shown late by the list, is filled in by an edit like any', async () => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  await linkedPairs(rig, 3, 10);
  rig.managementpro.settings.listLagMs = 60_000;
  const code = inAceptabits(rig, { ...person(1), phone: '' });
  await rig.cycles(3);
  expect(counts(rig)).toEqual([4, 4]);
  clock.advance(61_000);
  rig.managementpro.settings.listLagMs = 0;
  await rig.cycles(3);
  const clave = rig.managementpro.people.all().at(-1)?.clave ?? '';
  expect((await linkOf(rig, clave))?.code).toBe(code);
  clock.advance(3_600_000);
  rig.managementpro.people.edit(clave, { telefono_1: '9991234567' });
  await rig.cycles(3);
  expect(await waitsOf(rig, 'managementpro', clave)).toEqual([]);
  expect(both(rig, { clave, code }, 'phone')).toEqual(['9991234567', '9991234567']);
});

test('rule 5: the same where the customer is moved before its create is remembered', async () => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  await linkedPairs(rig, 3, 10);
  const { context } = rig.app;
  const clave = inManagementPro(rig, { ...person(1), phone: '' });
  const load = context.store.load.bind(context.store);
  let isMoved = false;
  context.store.load = async (subjects) => {
    const answer = await load(subjects);
    const linked = answer.find((one) => one.link?.clave === clave);
    if (linked && !isMoved && subjects.length === 1) {
      isMoved = true;
      await pause(context, { side: 'managementpro', key: clave }, 'Ana');
    }
    return answer;
  };
  await rig.cycles(2);
  context.store.load = load;
  expect(isMoved).toBe(true);
  await unpause(context, { side: 'managementpro', key: clave }, 'Ana');
  await rig.cycles(2);
  const code = (await linkOf(rig, clave))?.code ?? '';
  clock.advance(3_600_000);
  rig.aceptabits.people.edit(code, { phone: '9991234567' });
  await rig.cycles(3);
  expect(await waitsOf(rig, 'managementpro', clave)).toEqual([]);
  expect(both(rig, { clave, code }, 'phone')).toEqual(['9991234567', '9991234567']);
});

test('rule 5: a clock that was an hour ahead while we wrote, and is right again, hides no edit', async () => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  const pair = await linkedPair(rig);
  clock.advance(3_600_000);
  edit(rig, 'managementpro', pair, { email: 'nuevo@correo.mx' });
  await rig.cycles(1);
  expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
  clock.advance(-3_600_000);
  await sleep(FAST.lagMs);
  edit(rig, 'aceptabits', pair, { email: 'cliente1@correo.mx', phone: '9991112233' });
  await rig.cycles(3);
  expect(both(rig, pair, 'phone')).toEqual(['9991112233', '9991112233']);
  expect(both(rig, pair, 'email')).toEqual(['cliente1@correo.mx', 'cliente1@correo.mx']);
});

test('rule 5: of two writes that two daemons have under way, the earlier one that shows first is not the later one', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  const { context, engine } = rig.app;
  const open = context.clients.managementpro.open;
  const first = Promise.withResolvers<void>();
  let opened = 0;
  vi.spyOn(context.clients.managementpro, 'open').mockImplementation(async (code) => {
    const record = await open(code);
    opened += 1;
    if (record === undefined || opened > 1) return record;
    return { ...record, save: (changed) => first.promise.then(() => record.save(changed)) };
  });
  const subject = { side: 'managementpro', key: pair.clave } as const;
  rig.aceptabits.people.edit(pair.code, { name: 'Ana María', lastname: 'Ruiz' });
  await poll(context, 'aceptabits');
  const one = deliver(context, 'managementpro', subject, 'one').catch(() => []);
  await vi.waitUntil(() => opened === 1);
  rig.aceptabits.people.edit(pair.code, { name: 'Ana María', lastname: 'Ruiz Gil' });
  await vi.waitUntil(async () => (await linkOf(rig, pair.clave))?.sent !== undefined);
  const requests = await poll(context, 'aceptabits');
  vi.spyOn(context.clients.managementpro, 'open').mockImplementation(async (code) => {
    const record = await open(code);
    return (
      record && {
        ...record,
        // The other daemon's write lands after this one was noted, and before it is sent.
        save: async (changed, may) => {
          first.resolve();
          await one;
          await record.save(changed, may);
        },
      }
    );
  });
  await deliver(context, 'managementpro', subject, 'two');
  await enqueue(engine.queues, requests);
  await rig.cycles(2);
  expect(both(rig, pair, 'name')).toEqual(['Ana María Ruiz Gil', 'Ana María Ruiz Gil']);
  const written = (await eventsOf(rig, pair.clave)).flatMap(({ changes = [] }) =>
    changes.map((change) => change.new),
  );
  expect(written).toContain('Ana María Ruiz Gil');
  expect(written).toContain('Ana María Ruiz');
});

describe.each(['managementpro', 'aceptabits'] as const)(
  'rule 5: %s stores in capitals, and rewrites the name with our write of a phone',
  (side) => {
    const source = otherSide(side);
    const PHONE = '9997654321';
    let pair: Pair;
    let name: string;

    beforeEach(async () => {
      rig = await startRig({ [side]: { normalise: ['upper'] } });
      pair = await linkedPair(rig);
      [name] = both(rig, pair, 'name');
    });

    /** Nobody learns what became of the write before a later job reads the customer by key. */
    const unanswered = () => rig[side].faults.add({ on: WRITES[side], when: 'after', kind: 'reset' });

    /** The same, and a list is read before that job begins. */
    function listedFirst(): void {
      unanswered();
      const client: { open(key: string): Promise<{ save: Save } | undefined> } =
        rig.app.context.clients[side];
      const { open } = client;
      client.open = async (key) => {
        const opened = await open(key);
        if (opened === undefined) return undefined;
        client.open = open;
        const save: Save = async (...args) => {
          const end = await opened.save(...args).catch((error: unknown) => error);
          await enqueue(rig.app.engine.queues, await poll(rig.app.context, side));
          throw end;
        };
        return { ...opened, save };
      };
    }

    const inOrder = <T>(there: T, here: T): [T, T] =>
      side === 'managementpro' ? [there, here] : [here, there];

    async function silent(): Promise<void> {
      const before = rig.writes();
      await rig.cycles(3);
      expect(rig.writes()).toBe(before);
    }

    describe.each([
      ['a list', listedFirst],
      ['a reading by key for a later job', unanswered],
    ])('%s is the first to see it', (_, first) => {
      test('no edit', async () => {
        first();
        edit(rig, source, pair, { phone: PHONE });
        await rig.cycles(3);
        expect(both(rig, pair, 'phone')).toEqual([PHONE, PHONE]);
        expect(both(rig, pair, 'name')).toEqual(inOrder(name.toUpperCase(), name));
        await silent();
      });

      test('no conflict with what somebody types on the other side', async () => {
        let isTyped = false;
        onRequest(rig[side], WRITES[side], () => {
          if (!isTyped) edit(rig, source, pair, { name: TYPED });
          isTyped = true;
        });
        first();
        edit(rig, source, pair, { phone: PHONE });
        await rig.cycles(3);
        expect(both(rig, pair, 'phone')).toEqual([PHONE, PHONE]);
        expect(both(rig, pair, 'name')).toEqual(inOrder(TYPED.toUpperCase(), TYPED));
        await silent();
      });

      test('what a clerk there has written otherwise before is an edit still', async () => {
        first();
        edit(rig, source, pair, { phone: PHONE });
        edit(rig, side, pair, { name: name.toUpperCase() });
        await rig.cycles(3);
        expect(both(rig, pair, 'phone')).toEqual([PHONE, PHONE]);
        expect(both(rig, pair, 'name')).toEqual([name.toUpperCase(), name.toUpperCase()]);
        await silent();
      });
    });
  },
);
