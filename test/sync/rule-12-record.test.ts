/** Every write is on record with its values and its cause, and can be put back (rule 12). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { otherSide, SIDES } from '../../src/domain/customer.ts';
import { setField } from '../../src/people/answers.ts';
import { unlink } from '../../src/people/relink.ts';
import { putBack } from '../../src/people/undo.ts';
import { type KeptEvent, recentHistory } from '../../src/store/history.ts';
import { deliver } from '../../src/sync/jobs/deliver.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  eventsOf,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  movableClock,
  type Pair,
  person,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const REVIEW = { name: 'review', email: 'review', phone: 'review', salesperson: 'review' } as const;

async function only(pair: Pair, kind: KeptEvent['kind']): Promise<KeptEvent> {
  const found = (await eventsOf(rig, pair.clave)).filter((event) => event.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as KeptEvent;
}

function edit(pair: Pair, email: { managementpro?: string; aceptabits?: string }): void {
  if (email.managementpro !== undefined)
    rig.managementpro.people.edit(pair.clave, { email_1: email.managementpro });
  if (email.aceptabits !== undefined) rig.aceptabits.people.edit(pair.code, { email: email.aceptabits });
}

describe.each(SIDES)('rule 12: a write to %s', (side) => {
  test('is on record with side, customer, fields old and new, cause and job', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    edit(pair, { [otherSide(side)]: 'new@correo.mx' });
    await rig.cycles(2);
    const updated = await only(pair, 'updated');
    expect(updated).toMatchObject({
      side,
      ...pair,
      cause: { code: 'changed-in', side: otherSide(side) },
      changes: [{ field: 'email', old: 'cliente1@correo.mx', new: 'new@correo.mx' }],
    });
    expect(updated.job).toMatch(/\S/);
    expect((await rig.status()).sides[side].updated).toBe(1);
  });

  test('a create is on record with its job and where the customer comes from', async () => {
    rig = await startRig();
    if (side === 'aceptabits') inManagementPro(rig, person(1));
    else inAceptabits(rig, person(1));
    await rig.cycles(3);
    const clave = rig.managementpro.people.all()[0]?.clave ?? '';
    const code = rig.aceptabits.people.all()[0]?.code ?? '';
    const created = await only({ clave, code }, 'created');
    expect(created).toMatchObject({ side, clave, code, cause: { code: 'new-in', side: otherSide(side) } });
    expect(created.job).toMatch(/\S/);
    expect((await rig.status()).sides[side].created).toBe(1);
  });

  test("what the record says is what the side made of it: a server's own spelling", async () => {
    rig = await startRig({ [side]: { normalise: ['upper'] } });
    const pair = await linkedPair(rig);
    if (side === 'aceptabits') rig.managementpro.people.edit(pair.clave, { descripcion: 'Rosa Uicab May' });
    else rig.aceptabits.people.edit(pair.code, { name: 'Rosa', lastname: 'Uicab May' });
    await rig.cycles(3);
    expect((await only(pair, 'updated')).changes).toMatchObject([{ field: 'name', new: 'ROSA UICAB MAY' }]);
    expect(rig.writes()).toBe(1);
  });

  test('can be put back, which is an ordinary recorded write with the name of whoever asked for it', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    edit(pair, { [otherSide(side)]: 'mistake@correo.mx' });
    await rig.cycles(2);
    const updated = await only(pair, 'updated');
    expect(await putBack(rig.app.context, updated.id, 'ana')).toBe(true);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['cliente1@correo.mx', 'cliente1@correo.mx']);
    const events = await eventsOf(rig, pair.clave);
    const writes = events.filter(({ kind, id }) => kind === 'updated' && id !== updated.id);
    expect(writes.map((event) => event.side).sort()).toEqual(['aceptabits', 'managementpro']);
    for (const write of writes) {
      expect(write.changes).toMatchObject([{ old: 'mistake@correo.mx', new: 'cliente1@correo.mx' }]);
      expect(write.cause).toEqual({ code: 'decided-by', by: 'ana' });
      expect(write.job).toMatch(/\S/);
    }
    expect(events.find(({ kind }) => kind === 'decision')).toMatchObject({ by: 'ana' });
    const before = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(before);
  });

  test('is not put back over what somebody has typed since', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    edit(pair, { [otherSide(side)]: 'mistake@correo.mx' });
    await rig.cycles(2);
    const updated = await only(pair, 'updated');
    edit(pair, { [side]: 'corrected@correo.mx' });
    await rig.cycles(2);
    expect(await putBack(rig.app.context, updated.id, 'ana')).toBe(false);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['corrected@correo.mx', 'corrected@correo.mx']);
  });
});

describe('rule 12: conflicts and decisions', () => {
  test('a conflict that the policy decided is on record with all three values, and its loser can be put back', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    edit(pair, { managementpro: 'erp@correo.mx', aceptabits: 'shop@correo.mx' });
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['erp@correo.mx', 'erp@correo.mx']);
    const conflict = await only(pair, 'conflict');
    expect(conflict.conflict).toEqual({
      field: 'email',
      base: 'cliente1@correo.mx',
      managementpro: 'erp@correo.mx',
      aceptabits: 'shop@correo.mx',
      winner: 'managementpro',
    });
    expect(await putBack(rig.app.context, conflict.id, 'ana')).toBe(true);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['shop@correo.mx', 'shop@correo.mx']);
  });

  test("a conflict for a person is on record once with all three values, and so is the person's answer", async () => {
    rig = await startRig({ config: { policies: REVIEW } });
    const pair = await linkedPair(rig);
    edit(pair, { managementpro: 'erp@correo.mx', aceptabits: 'shop@correo.mx' });
    await rig.cycles(3);
    expect((await only(pair, 'conflict')).conflict).toMatchObject({
      field: 'email',
      base: 'cliente1@correo.mx',
      managementpro: 'erp@correo.mx',
      aceptabits: 'shop@correo.mx',
    });
    const seen = { managementpro: 'erp@correo.mx', aceptabits: 'shop@correo.mx' };
    expect(await setField(rig.app.context, pair.clave, 'email', 'third@correo.mx', seen, 'ana')).toBe(true);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['third@correo.mx', 'third@correo.mx']);
    expect(await only(pair, 'decision')).toMatchObject({ by: 'ana', conflict: { ...seen } });
  });

  test('a parked write is on record with the words of the side', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.aceptabits.people.edit(pair.code, { name: '', lastname: null });
    await rig.cycles(3);
    const parked = await only(pair, 'parked');
    expect(parked).toMatchObject({
      side: 'managementpro',
      cause: { code: 'parked', side: 'managementpro', detail: expect.stringContaining('descripcion') },
    });
    expect(parked.job).toMatch(/\S/);
  });

  test('the record of a clave is not confused with that of a longer one', async () => {
    rig = await startRig();
    for (const [index, clave] of ['C', 'C 1', 'C 1 1'].entries()) {
      inManagementPro(rig, person(index), { clave });
      inAceptabits(rig, person(index));
    }
    await rig.cycles(2);
    for (const clave of ['C', 'C 1', 'C 1 1']) {
      const events = await eventsOf(rig, clave);
      expect(events.map((event) => event.clave)).toEqual([clave]);
    }
  });

  test('everything that was written to a side is on record', async () => {
    rig = await startRig();
    const pairs = await linkedPairs(rig, 5);
    for (const pair of pairs) edit(pair, { managementpro: `m${pair.clave}@correo.mx` });
    inManagementPro(rig, person(50));
    inAceptabits(rig, person(51));
    await rig.cycles(3);
    const events = await recentHistory(rig.app.context.store, 1_000);
    for (const side of SIDES) {
      const written = events.filter((event) => event.side === side && /^(created|updated)$/.test(event.kind));
      expect(written).toHaveLength(rig[side].writes);
      for (const { job } of written) expect(job).toMatch(/\S/);
    }
  });
});

describe('rule 12: the two numbers that lead everywhere', () => {
  test('how many differ now, and since when the oldest does', async () => {
    const clock = movableClock();
    rig = await startRig({ canUpdate: false, now: clock.now });
    const [first, second] = await linkedPairs(rig, 3);
    if (first === undefined || second === undefined) return;
    expect(await rig.status()).toMatchObject({ differing: 0, oldestDifferenceAt: undefined });
    edit(first, { managementpro: 'first@correo.mx' });
    await rig.cycles(1);
    const { oldestDifferenceAt: since } = await rig.status();
    clock.advance(3_600_000);
    edit(second, { managementpro: 'second@correo.mx' });
    await rig.cycles(2);
    expect(await rig.status()).toMatchObject({ differing: 2, oldestDifferenceAt: since });
    edit(first, { aceptabits: 'first@correo.mx' });
    await rig.cycles(1);
    const later = await rig.status();
    expect(later.differing).toBe(1);
    expect((later.oldestDifferenceAt ?? 0) - (since ?? 0)).toBeGreaterThanOrEqual(3_600_000);
    edit(second, { aceptabits: 'second@correo.mx' });
    await rig.cycles(1);
    expect(await rig.status()).toMatchObject({ differing: 0, oldestDifferenceAt: undefined });
  });
});

test('rule 12: an update without an answer is on record also where a person unlinks before it is seen', async () => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  const pair = await linkedPair(rig);
  clock.advance(10_000);
  edit(pair, { managementpro: 'segundo@correo.mx' });
  await poll(rig.app.context, 'managementpro');
  rig.aceptabits.faults.add({ on: 'edit-customer', when: 'after', kind: 'reset', times: 1 });
  const subject = { side: 'managementpro', key: pair.clave } as const;
  await expect(deliver(rig.app.context, 'aceptabits', subject, 'job-1')).rejects.toThrow();
  expect(rig.aceptabits.people.get(pair.code)?.email).toBe('segundo@correo.mx');
  expect(await unlink(rig.app.context, pair.clave, 'ana')).toBe(true);
  await rig.cycles(3);
  expect((await eventsOf(rig, pair.clave)).map(({ kind }) => kind)).toContain('updated');
});

test('rule 12: a write that was not read back is on record, though the next one is noted as soon as it is seen', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  const { context } = rig.app;
  const subject = { side: 'managementpro', key: pair.clave } as const;
  vi.spyOn(context.clients.aceptabits, 'lookup').mockRejectedValueOnce(new Error('killed'));
  edit(pair, { managementpro: 'segundo@correo.mx' });
  await poll(context, 'managementpro');
  await expect(deliver(context, 'aceptabits', subject, 'one')).rejects.toThrow('killed');
  edit(pair, { managementpro: 'tercero@correo.mx' });
  await poll(context, 'managementpro');
  await deliver(context, 'aceptabits', subject, 'two');
  expect(both(rig, pair, 'email')).toEqual(['tercero@correo.mx', 'tercero@correo.mx']);
  const written = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'updated');
  expect(written.map(({ job, changes }) => [job, changes?.[0]?.new])).toEqual([
    ['two', 'tercero@correo.mx'],
    ['one', 'segundo@correo.mx'],
  ]);
});
