import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { setField } from '../../src/people/answers.ts';
import { judgePair } from '../../src/people/pairs.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { pollBeside } from '../reliability/driven.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  counts,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  linkOf,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

// Rule 11: whoever waits, for a side or for its turn, holds up neither other customers nor the other direction.

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

function edit(side: Side, { clave, code }: Pair, email: string): void {
  if (side === 'managementpro') rig.managementpro.people.edit(clave, { email_1: email });
  else rig.aceptabits.people.edit(code, { email });
}

/** A poll while the writers are not yet done with what earlier polls have asked for. */
async function pollAmidBacklog(side: Side): Promise<void> {
  await enqueue(rig.app.engine.queues, await poll(rig.app.context, side, { hasBacklog: async () => true }));
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The side is in trouble until the answer is called, and a write for this customer waits for it. */
async function waitingFor(side: Side, pair: Pair, email: string): Promise<() => void> {
  rig[side].faults.add({ on: '*', when: 'before', kind: 'html502', times: Number.POSITIVE_INFINITY });
  edit(otherSide(side), pair, email);
  await pollAmidBacklog(otherSide(side));
  await until(async () => (await rig.status()).sides[side].circuit.open);
  return () => rig[side].faults.clear();
}

describe.each(SIDES)('rule 11: writes wait for %s', (side) => {
  const other = otherSide(side);

  test('who is refused meanwhile is shown as parked, and takes a better value as soon as there is one', async () => {
    const pair = await linkedPair(rig);
    if (other === 'managementpro') rig.managementpro.people.edit(pair.clave, { descripcion: '' });
    else rig.aceptabits.people.edit(pair.code, { name: '', lastname: null });
    await pollAmidBacklog(other);
    await rig.idle();
    expect((await rig.status()).waiting.parked).toBe(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['parked']);
    await pollAmidBacklog(other);
    expect(await rig.status()).toMatchObject({ work: 0, waiting: { parked: 1 } });
    if (other === 'managementpro') rig.managementpro.people.edit(pair.clave, { descripcion: 'Ana Uc' });
    else rig.aceptabits.people.edit(pair.code, { name: 'Ana', lastname: 'Uc' });
    await pollAmidBacklog(other);
    await rig.idle();
    expect(both(rig, pair, 'name')).toEqual(['Ana Uc', 'Ana Uc']);
    expect(await rig.status()).toMatchObject({ differing: 0, waiting: { parked: 0 } });
  });

  test('a person decides on a customer that waits: the side that is there has the value at once, the other later', async () => {
    const pair = await linkedPair(rig);
    const before = both(rig, pair, 'phone')[0];
    const mend = await waitingFor(side, pair, 'new@correo.mx');
    const seen = { managementpro: before, aceptabits: before };
    expect(
      await setField(rig.app.context, pair.clave, { field: 'phone', value: '9995550000', seen }, 'ana'),
    ).toBe(true);
    await pollAmidBacklog(other);
    const shown = () => both(rig, pair, 'phone')[SIDES.indexOf(other)];
    await until(() => shown() === '9995550000');
    mend();
    await rig.idle();
    await until(async () => {
      await pollBeside(rig, side);
      return rig.inStep();
    });
    expect(both(rig, pair, 'phone')).toEqual(['9995550000', '9995550000']);
    expect(both(rig, pair, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
  });

  test('a job for the other side that a crash has lost is asked for again by the next poll', async () => {
    const [pair, waiting] = await linkedPairs(rig, 2);
    if (pair === undefined || waiting === undefined) return;
    edit(side, pair, 'lost@correo.mx');
    // Killed between its decisions and its jobs, a poll leaves the one and not the other.
    expect(await poll(rig.app.context, side)).toHaveLength(1);
    const mend = await waitingFor(side, waiting, 'new@correo.mx');
    await until(async () => {
      await pollBeside(rig, other);
      return both(rig, pair, 'email').every((email) => email === 'lost@correo.mx');
    });
    mend();
    await rig.idle();
    expect(both(rig, waiting, 'email')).toEqual(['new@correo.mx', 'new@correo.mx']);
  });
});

test('rule 11: whom a person calls the same are linked although their creates wait', async () => {
  const clave = inManagementPro(rig, person(1));
  const code = inAceptabits(rig, person(2));
  const { context } = rig.app;
  // Nobody takes these jobs yet: the writers have others in hand.
  for (const side of [...SIDES, ...SIDES]) await poll(context, side);
  expect((await rig.status()).work).toBe(2);
  expect(await judgePair(context, clave, code, 'same', 'ana')).toBe(true);
  await pollAmidBacklog('managementpro');
  expect((await linkOf(rig, clave))?.code).toBe(code);
  await rig.idle();
  expect(counts(rig)).toEqual([1, 1]);
});
