/** What a preview of putting back promises is what happens, for events, jobs and whole runs. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Link } from '../../src/domain/link.ts';
import { unfreeze } from '../../src/people/answers.ts';
import { release } from '../../src/people/release-brake.ts';
import { linkWith, unlink } from '../../src/people/relink.ts';
import { putBack, undo } from '../../src/people/undo.ts';
import { previewUndo, type UndoTarget, undoPreview } from '../../src/people/undo-preview.ts';
import { historyQuery, historyView } from '../../src/report/history.ts';
import { record } from '../../src/store/history.ts';
import { linkText } from '../../src/store/packed.ts';
import { unpark } from '../../src/sync/decide/park.ts';
import { brakeOf } from '../../src/sync/evaluate/brake-state.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  edit,
  eventsOf,
  inAceptabits,
  linkedPair,
  linkedPairs,
  linkOf,
  movableClock,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

async function preview(target: UndoTarget) {
  return undoPreview.parse(await previewUndo(rig.app.context, target));
}

async function lastUpdate(clave: string): Promise<{ id: string; job: string }> {
  const event = (await eventsOf(rig, clave)).find(({ kind }) => kind === 'updated');
  return { id: event?.id ?? '', job: event?.job ?? '' };
}

describe('putting back', () => {
  test('one write: both sides have the old value again, and it is on record as a decision', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.aceptabits.people.edit(pair.code, { phone: '9997776655' });
    await rig.cycles(1);
    const { id, job } = await lastUpdate(pair.clave);
    const seen = await preview({ event: id });
    expect(seen).toMatchObject({ ready: 1, items: [{ ...pair, field: 'phone', value: person(1).phone }] });
    expect(await preview({ job })).toEqual(seen);
    const ctx = rig.app.context;
    expect(await undo(ctx, { event: id }, 'another', 'Ana')).toBeUndefined();
    expect(await undo(ctx, { event: id }, seen.hash, 'Ana')).toEqual({ done: 1, refused: 0 });
    await rig.cycles(2);
    expect(both(rig, pair, 'phone')).toEqual([person(1).phone, person(1).phone]);
    const { rows } = await historyView(ctx, historyQuery.parse({ kind: 'decision' }));
    expect(rows[0]?.cause).toMatchObject({ code: 'put-back', event: id });
    expect((await preview({ event: id })).items[0]?.standing).toBe('already');
    expect(await putBack(ctx, id, 'Ana')).toBe(false);
  });

  test('a run is one job of one queue: a stranger whose job bears the same number is not taken along', async () => {
    rig = await startRig();
    const [mine, stranger] = await linkedPairs(rig, 2);
    if (mine === undefined || stranger === undefined) throw new Error('no pairs');
    rig.managementpro.people.edit(mine.clave, { email_1: 'nuevo@correo.mx' });
    rig.aceptabits.people.edit(stranger.code, { email: 'ajeno@correo.mx' });
    await rig.cycles(1);
    expect((await lastUpdate(mine.clave)).job).toMatch(/^write-aceptabits\/\d+$/);
    expect((await lastUpdate(stranger.clave)).job).toMatch(/^write-managementpro\/\d+$/);
    // An earlier Puente kept the number alone.
    const { store } = rig.app.context;
    const was = { at: Date.now(), kind: 'updated', cause: { code: 'matched' }, job: '20' } as const;
    const changes = [{ field: 'phone', old: '9990001122', new: '9990001133' }] as const;
    const tx = store.transaction();
    record(store, tx, { ...was, ...mine, side: 'aceptabits', changes });
    record(store, tx, { ...was, ...stranger, side: 'managementpro', changes });
    await tx.commit();
    const { items } = await preview({ job: 'write-aceptabits/20' });
    expect(items.map(({ clave }) => clave)).toEqual([mine.clave]);
    expect(await previewUndo(rig.app.context, { job: '20' })).toBeUndefined();
  });

  test('what somebody has changed since is left alone, and so is what is no link any more', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
    await rig.cycles(1);
    const { id } = await lastUpdate(pair.clave);
    rig.managementpro.people.edit(pair.clave, { email_1: 'otro@correo.mx' });
    await rig.cycles(1);
    expect(await preview({ event: id })).toMatchObject({ ready: 0, items: [{ standing: 'moved' }] });
    await unlink(rig.app.context, pair.clave, 'Ana');
    expect((await preview({ event: id })).items[0]?.standing).toBe('gone');
    const ctx = rig.app.context;
    expect(await previewUndo(ctx, { event: '1-1' })).toBeUndefined();
    expect(await previewUndo(ctx, { job: 'nobody' })).toBeUndefined();
    expect(await previewUndo(ctx, { approval: id })).toBeUndefined();
  });

  test('a released run as a whole: every customer has its value of before, whatever the run wrote in between', async () => {
    rig = await startRig();
    const pairs = await linkedPairs(rig, 12);
    for (const { clave } of pairs) rig.managementpro.people.edit(clave, { email_1: '' });
    await rig.poll('managementpro');
    const ctx = rig.app.context;
    const brake = await brakeOf(ctx, 'managementpro');
    expect(await release(ctx, 'managementpro', brake?.hash ?? '', 'Ana')).toBe(true);
    await rig.cycles(2);
    const [first] = pairs;
    if (first === undefined) throw new Error('There are no pairs.');
    expect(both(rig, first, 'email')).toEqual(['', '']);
    const { rows } = await historyView(ctx, historyQuery.parse({ kind: 'release' }));
    const target = { approval: rows[0]?.id ?? '' };
    const seen = await preview(target);
    expect(seen.ready).toBe(12);
    expect(await undo(ctx, target, seen.hash, 'Ana')).toEqual({ done: 12, refused: 0 });
    await rig.cycles(2);
    for (const [index, pair] of pairs.entries())
      expect(both(rig, pair, 'email')).toEqual([person(index + 1).email, person(index + 1).email]);
  });
});

test('what was parked is tried again when a person says so, and what is not parked is not', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  const ctx = rig.app.context;
  const subject = { side: 'managementpro', key: pair.clave } as const;
  expect(await unpark(ctx, subject, 'Ana')).toBe(false);
  rig.aceptabits.faults.add({ on: 'edit-customer', when: 'before', kind: 'error500', code: '1277' });
  rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
  await rig.cycles(1);
  expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['parked']);
  await rig.cycles(1);
  expect(both(rig, pair, 'email')[1]).toBe(person(1).email);
  expect(await unpark(ctx, subject, 'Ana')).toBe(true);
  await rig.cycles(1);
  expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
});

test('a frozen field is delivered again when a person says so', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  const ctx = rig.app.context;
  const { store } = ctx;
  const link = await linkOf(rig, pair.clave);
  await store.redis.hset(
    store.keys.links,
    pair.clave,
    linkText({ ...(link as Link), frozen: { email: ctx.now() } }),
  );
  rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
  await rig.cycles(1);
  expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['frozen']);
  expect(await unfreeze(ctx, pair.clave, 'Ana', 'name')).toBe(false);
  expect(await unfreeze(ctx, pair.clave, 'Ana')).toBe(true);
  await rig.cycles(1);
  expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
});

test('what was written to a former partner is not put back into the present one', async () => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  const wrong = await linkedPair(rig);
  clock.advance(10_000);
  edit(rig, 'managementpro', wrong, { email: 'bueno@correo.mx' });
  await rig.cycles(2);
  const event = (await eventsOf(rig, wrong.clave)).find(({ kind }) => kind === 'updated')?.id ?? '';
  const right = inAceptabits(rig, { ...person(60), email: '' });
  await poll(rig.app.context, 'aceptabits');
  expect(await linkWith(rig.app.context, wrong.clave, right, 'ana')).toBe(true);
  clock.advance(10_000);
  await rig.cycles(3);
  expect(rig.aceptabits.people.get(right)?.email).toBe('bueno@correo.mx');
  const preview = await previewUndo(rig.app.context, { event });
  await undo(rig.app.context, { event }, preview?.hash ?? '', 'ana');
  await rig.cycles(2);
  expect(both(rig, { clave: wrong.clave, code: right }, 'email')).toEqual([
    'bueno@correo.mx',
    'bueno@correo.mx',
  ]);
  expect(preview?.items.map(({ standing }) => standing)).toEqual(['gone']);
});

test('an undo leaves alone what somebody has changed since on the side that the value came from', async () => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  const pair = await linkedPair(rig);
  clock.advance(10_000);
  edit(rig, 'managementpro', pair, { email: 'segundo@correo.mx' });
  await rig.cycles(2);
  const event = (await eventsOf(rig, pair.clave)).find(({ kind }) => kind === 'updated')?.id ?? '';
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, customerUpdatePath: undefined } });
  clock.advance(10_000);
  edit(rig, 'managementpro', pair, { email: 'tercero@correo.mx' });
  await rig.cycles(2);
  const preview = await previewUndo(rig.app.context, { event });
  await undo(rig.app.context, { event }, preview?.hash ?? '', 'ana');
  await rig.cycles(2);
  expect(both(rig, pair, 'email')[0]).toBe('tercero@correo.mx');
  expect(preview?.items.map(({ standing }) => standing)).toEqual(['moved']);
});
