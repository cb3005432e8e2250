/** What people are shown of customers, conflicts, hand-work and matches, against what is really there. */
import { afterEach, describe, expect, test } from 'vitest';
import { pause, setField, takeSide, unpause } from '../../src/people/answers.ts';
import { judgePair } from '../../src/people/pairs.ts';
import { linkWith, unlink } from '../../src/people/relink.ts';
import { activity, activityView } from '../../src/report/activity.ts';
import { conflictPage, conflictsView } from '../../src/report/conflicts.ts';
import { customerView, viewCustomer } from '../../src/report/customer.ts';
import { handworkCells, handworkPage, handworkRows, handworkView } from '../../src/report/handwork.ts';
import { historyPage, historyQuery, historyView } from '../../src/report/history.ts';
import { matchesView, matchPage } from '../../src/report/matches.ts';
import { needRow, needsYou } from '../../src/report/needs.ts';
import {
  type CustomerQuery,
  customerPage,
  customerQuery,
  searchCustomers,
  subjectNamed,
} from '../../src/report/search.ts';
import { planItems } from '../../src/sync/evaluate/plan-items.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  both,
  inAceptabits,
  inManagementPro,
  keptOf,
  linkedPair,
  linkedPairs,
  person,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const REVIEW = { name: 'review', email: 'review', phone: 'review', salesperson: 'review' } as const;

async function start(options: RigOptions = {}): Promise<void> {
  rig = await startRig(options);
}

async function search(query: Partial<CustomerQuery>): Promise<string[]> {
  const page = await searchCustomers(rig.app.context, customerQuery.parse(query));
  customerPage.parse(page);
  return page.rows.map(({ clave, code }) => clave ?? code ?? '');
}

/** Whoever stands alone; the platform's own always do. */
async function loneSearch(): Promise<string[]> {
  const own = rig.aceptabits.people.platform().map(({ code }) => code);
  return (await search({ state: 'lone' })).filter((key) => !own.includes(key));
}

const view = async (clave: string) => {
  const seen = await viewCustomer(rig.app.context, { side: 'managementpro', key: clave });
  return customerView.parse(seen);
};

describe('a search', () => {
  test('finds by the beginning of any word of a name, without accents, and by clave, code, e-mail, phone and RFC', async () => {
    await start();
    const ana = {
      first: 'María José',
      last: 'Muñoz Pérez',
      email: 'Ana.Ruiz@Correo.mx',
      phone: '+52 1 (999) 123 45 67',
    };
    const clave = inManagementPro(rig, ana, { rfc: 'MUPM800101AB3' });
    const code = inAceptabits(rig, ana);
    const [other] = await linkedPairs(rig, 1, 7);
    for (const text of [
      'maria jose',
      'MUÑOZ',
      'munoz per',
      'pérez maría',
      'ana.ruiz',
      'ana.ruiz@correo.mx',
      '9991234567',
      '999 123-4567',
      '+52 999 123 4567',
      'mupm800101',
      clave,
      clave.replace(/^0+/, ''),
      code,
    ])
      expect([text, await search({ text })]).toEqual([text, [clave]]);
    // Nobody's words begin so: a part of one, digits however they are spaced, one typing error.
    for (const text of [
      'rreo.mx',
      '@correo.mx',
      '4567',
      '45 67',
      '234 56',
      'uñoz',
      'munzo',
      'munos peres',
      'mupn800101ab3',
    ])
      expect([text, (await search({ text })).includes(clave)]).toEqual([text, true]);
    expect(await search({ text: 'munzo', state: 'conflict' })).toEqual([]);
    expect(await search({ text: 'munoz gonzalez' })).toEqual([]);
    expect(await search({ text: 'zo' })).toEqual([]);
    expect(await search({ text: '   ' })).toEqual(expect.arrayContaining([clave, other?.clave]));
    expect(await subjectNamed(rig.app.context, code)).toEqual({ side: 'managementpro', key: clave });
    expect(await subjectNamed(rig.app.context, 'nobody')).toBeUndefined();
  });

  test('forgets the words that a customer no longer has', async () => {
    await start();
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { descripcion: 'Zoraida Quiñones' });
    await rig.cycles(2);
    expect(await search({ text: person(1).last })).toEqual([]);
    expect(await search({ text: 'zoraida quinones' })).toEqual([pair.clave]);
  });

  test('is narrowed by state, with a text and without, and comes in pages of fifty', async () => {
    await start({ config: { policies: REVIEW } });
    const pairs = await linkedPairs(rig, 60);
    const [first, second] = pairs;
    if (first === undefined || second === undefined) throw new Error('There are no pairs.');
    await pause(rig.app.context, { side: 'managementpro', key: second.clave }, 'Ana');
    rig.managementpro.people.edit(first.clave, { email_1: 'eme@correo.mx' });
    rig.aceptabits.people.edit(first.code, { email: 'a@correo.mx' });
    const inactive = inManagementPro(rig, person(99), { estado: 'BA' });
    await rig.cycles(1);
    const ctx = rig.app.context;
    expect(await search({ state: 'conflict' })).toEqual([first.clave]);
    expect(await search({ state: 'conflict', text: person(1).last })).toEqual([first.clave]);
    expect(await search({ state: 'conflict', text: person(2).last })).toEqual([]);
    expect(await search({ state: 'paused' })).toEqual([second.clave]);
    expect(await search({ state: 'differing' })).toEqual([first.clave]);
    expect(await loneSearch()).toEqual([inactive]);
    const linked = await searchCustomers(ctx, { text: '', state: 'linked', page: 2 });
    expect(linked).toMatchObject({ page: 2, pages: 2, total: 60 });
    expect(linked.rows).toHaveLength(10);
    const everyone = [...(await search({ page: 1 })), ...(await search({ page: 2 }))];
    const own = keptOf(rig, 'aceptabits').filter((code) => !pairs.some((pair) => pair.code === code));
    expect(new Set(everyone)).toEqual(new Set([...pairs.map(({ clave }) => clave), inactive, ...own]));
    const found = await searchCustomers(ctx, { text: 'correo', state: 'all', page: 99 });
    expect(found).toMatchObject({ page: 2, pages: 2, total: 61, more: false });
  });
});

describe('one customer', () => {
  test('in step: both sides beside each other with their bases, and the history', async () => {
    await start();
    const pair = await linkedPair(rig);
    const seen = await view(pair.clave);
    expect(seen).toMatchObject({ ...pair, linked: true, active: true, editable: true });
    expect(seen.reasons.map(({ code }) => code)).toEqual(['in-step']);
    expect(seen.fields.find(({ field }) => field === 'email')).toEqual({
      field: 'email',
      managementpro: { now: person(1).email, base: person(1).email, changed: false },
      aceptabits: { now: person(1).email, base: person(1).email, changed: false },
      standing: 'same',
    });
    expect(seen.history.map(({ kind }) => kind)).toEqual(['linked']);
    expect(await viewCustomer(rig.app.context, { side: 'aceptabits', key: 'nobody' })).toBeUndefined();
  });

  test('with a conflict, paused, and without a route: each has its reason', async () => {
    await start({ config: { policies: REVIEW } });
    const one = person(1);
    const salesperson = rig.managementpro.people.create({ descripcion: 'unused' });
    expect(salesperson).not.toBe('');
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'eme@correo.mx' });
    rig.aceptabits.people.edit(pair.code, { email: 'a@correo.mx' });
    await rig.cycles(1);
    const seen = await view(pair.clave);
    expect(seen.reasons[0]).toMatchObject({
      code: 'conflict',
      params: { field: 'email', managementpro: 'eme@correo.mx', aceptabits: 'a@correo.mx' },
      since: expect.any(Number),
    });
    expect(seen.fields.find(({ field }) => field === 'email')).toMatchObject({
      standing: 'conflict',
      managementpro: { base: one.email, changed: true },
    });
    expect(seen.actions).toContain('pause');
    await pause(rig.app.context, { side: 'managementpro', key: pair.clave }, 'Ana');
    await rig.cycles(1);
    const paused = await view(pair.clave);
    expect(paused.reasons.map(({ code }) => code)).toEqual(['paused']);
    expect(paused.actions).toContain('unpause');
    expect(paused.fields.find(({ field }) => field === 'email')?.standing).toBe('stopped');
  });

  test('before the first plan is approved it waits for that', async () => {
    await start({ config: { initialSync: 'review' } });
    const clave = inManagementPro(rig, person(1));
    await rig.cycles(2);
    const seen = await view(clave);
    expect(seen.reasons.map(({ code }) => code)).toEqual(['first-plan', 'create-pending']);
    expect(await search({ text: person(1).first })).toEqual([clave]);
    const needs = await needsYou(rig.app.context, rig.app.engine.queues);
    expect(needs[0]).toMatchObject({ code: 'first-plan', count: 1, hash: expect.any(String) });
  });
});

describe('conflicts', () => {
  test('are listed with all values, taken for one side, and refused when the values have moved', async () => {
    await start({ config: { policies: REVIEW } });
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'eme@correo.mx' });
    rig.aceptabits.people.edit(pair.code, { email: 'a@correo.mx' });
    await rig.cycles(1);
    const ctx = rig.app.context;
    const { rows } = conflictPage.parse(await conflictsView(ctx, 1));
    const now = { managementpro: 'eme@correo.mx', aceptabits: 'a@correo.mx' };
    expect(rows).toMatchObject([{ ...pair, field: 'email', now, first: false }]);
    const stale = { ...now, managementpro: person(1).email };
    expect(await takeSide(ctx, pair.clave, 'email', 'aceptabits', stale, 'Ana')).toBe(false);
    expect(await takeSide(ctx, pair.clave, 'email', 'aceptabits', now, 'Ana')).toBe(true);
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['a@correo.mx', 'a@correo.mx']);
    expect(await conflictsView(ctx, 1)).toMatchObject({ total: 0, rows: [] });
    const { rows: decisions } = await historyView(
      ctx,
      historyQuery.parse({ kind: 'decision', person: 'ana' }),
    );
    expect(decisions[0]?.conflict).toMatchObject({ field: 'email', ...now, winner: 'Ana' });
  });

  test("a name is never emptied, neither by a value of one's own nor by taking a side; an e-mail may be", async () => {
    await start();
    const pair = await linkedPair(rig);
    const ctx = rig.app.context;
    const { first, last, email } = person(1);
    const name = `${first} ${last}`;
    const names = { managementpro: name, aceptabits: name };
    expect(await setField(ctx, pair.clave, 'name', '  ', names, 'Ana')).toBe(false);
    const half = { ...names, aceptabits: '' };
    expect(await takeSide(ctx, pair.clave, 'name', 'aceptabits', half, 'Ana')).toBe(false);
    const emails = { managementpro: email, aceptabits: email };
    expect(await setField(ctx, pair.clave, 'email', '', emails, 'Ana')).toBe(true);
    await rig.cycles(1);
    expect(both(rig, pair, 'name')).toEqual([name, name]);
    expect(both(rig, pair, 'email')).toEqual(['', '']);
  });

  test('a field that a side does not tell cannot be set', async () => {
    await start();
    const pair = await linkedPair(rig);
    const unrouted = rig.managementpro.people.get(pair.clave);
    expect(unrouted).toBeDefined();
    expect(
      await setField(
        rig.app.context,
        pair.clave,
        'salesperson',
        'X',
        { managementpro: 'no', aceptabits: '' },
        'Ana',
      ),
    ).toBe(false);
  });
});

test('matches are told once, from ManagementPro, with the evidence for and against, and go when judged', async () => {
  await start();
  const one = person(1);
  const clave = inManagementPro(rig, one);
  const byEmail = inAceptabits(rig, { ...person(2), email: one.email });
  const byPhone = inAceptabits(rig, { ...person(3), phone: one.phone });
  await rig.cycles(2);
  const ctx = rig.app.context;
  const page = matchPage.parse(await matchesView(ctx, 1));
  expect(page.rows).toHaveLength(1);
  expect(page.rows[0]).toMatchObject({ side: 'managementpro', customer: { key: clave, email: one.email } });
  const candidates = page.rows[0]?.candidates ?? [];
  expect(candidates.map(({ candidate }) => candidate.key).sort()).toEqual([byEmail, byPhone].sort());
  expect(candidates.find(({ candidate }) => candidate.key === byEmail)).toMatchObject({
    agree: ['email'],
    differ: ['phone', 'name'],
    linked: false,
  });
  expect((await view(clave)).reasons.map(({ code }) => code)).toEqual(['ambiguous']);
  expect((await view(clave)).candidates).toHaveLength(2);
  expect(await judgePair(ctx, clave, byEmail, 'same', 'Ana')).toBe(true);
  await rig.cycles(3);
  expect((await view(clave)).code).toBe(byEmail);
  expect((await matchesView(ctx, 1)).rows.flatMap(({ candidates: left }) => left)).toEqual([]);
});

test('hand work shows which customer, which field, the old value, and what to type into which box', async () => {
  await start({ canUpdate: false });
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { descripcion: `${person(1).first} Otro Apellido` });
  await rig.cycles(1);
  const ctx = rig.app.context;
  const { rows } = handworkPage.parse(await handworkView(ctx, 1));
  expect(rows).toMatchObject([
    {
      ...pair,
      field: 'name',
      old: `${person(1).first} ${person(1).last}`,
      value: `${person(1).first} Otro Apellido`,
      copy: [{ box: 'lastname', value: 'Otro Apellido' }],
      reason: 'no-update-method',
    },
  ]);
  const all = await Array.fromAsync(handworkRows(ctx));
  expect(all.map(handworkCells)).toEqual([expect.arrayContaining([pair.clave, pair.code, 'name'])]);
  expect((await view(pair.clave)).reasons[0]?.code).toBe('held-no-update-method');
  const needs = await needsYou(ctx, rig.app.engine.queues);
  for (const need of needs) needRow.parse(need);
  expect(needs).toMatchObject([{ code: 'held', count: 1, since: expect.any(Number) }]);
});

test('the history is filtered by customer, side, kind and job, and goes on where a page ends', async () => {
  await start();
  const pairs = await linkedPairs(rig, 55);
  const [first] = pairs;
  rig.managementpro.people.edit(first?.clave ?? '', { email_1: 'nuevo@correo.mx' });
  await rig.cycles(1);
  const ctx = rig.app.context;
  const ask = async (query: object) => historyPage.parse(await historyView(ctx, historyQuery.parse(query)));
  const page = await ask({});
  expect(page.rows).toHaveLength(50);
  const rest = await ask({ before: page.next });
  expect(rest.rows).toHaveLength(6);
  expect(rest.next).toBeUndefined();
  const updated = await ask({ kind: 'updated', side: 'aceptabits' });
  expect(updated.rows).toMatchObject([{ ...first, changes: [{ field: 'email', new: 'nuevo@correo.mx' }] }]);
  expect((await ask({ job: updated.rows[0]?.job })).rows).toEqual(updated.rows);
  const subject = { side: 'aceptabits', key: first?.code };
  expect((await ask({ subject })).rows.map(({ kind }) => kind)).toEqual(['updated', 'linked']);
  expect((await ask({ subject, kind: 'parked' })).rows).toEqual([]);
});

test('the activity counts writes of both sides in their hours and days', async () => {
  await start();
  inManagementPro(rig, person(1));
  inAceptabits(rig, person(2));
  await rig.cycles(2);
  const seen = activityView.parse(await activity(rig.app.context, 'America/Mexico_City'));
  expect(seen.hours).toHaveLength(24);
  expect(seen.days).toHaveLength(30);
  expect(seen.hours.at(-1)).toMatchObject({ writes: 2, managementpro: 1, aceptabits: 1, failures: 0 });
  expect(seen.days.at(-1)).toMatchObject({ writes: 2 });
});

describe('links by hand', () => {
  test('an unlinked pair is two people from now on, and is not linked again', async () => {
    await start();
    const pair = await linkedPair(rig);
    expect(await unlink(rig.app.context, pair.clave, 'Ana')).toBe(true);
    expect(await unlink(rig.app.context, pair.clave, 'Ana')).toBe(false);
    await rig.cycles(2);
    expect((await loneSearch()).sort()).toEqual([pair.clave, pair.code].sort());
    expect((await view(pair.clave)).reasons.map(({ code }) => code)).toEqual(['paused']);
    expect(rig.aceptabits.people.all()).toHaveLength(1);
    expect(await unpause(rig.app.context, { side: 'managementpro', key: pair.clave }, 'Ana')).toBe(true);
    await rig.cycles(2);
    const seen = await view(pair.clave);
    expect(seen.code).not.toBe(pair.code);
    expect(rig.aceptabits.people.all()).toHaveLength(2);
    expect(await loneSearch()).toEqual([pair.code]);
    expect(seen.history.map(({ kind }) => kind)).toEqual(['created', 'decision', 'unlinked', 'linked']);
    expect(await unpause(rig.app.context, { side: 'aceptabits', key: 'nobody' }, 'Ana')).toBe(false);
  });

  test('linked with another, the old partner stands alone and nobody is created in between', async () => {
    await start();
    const [one, two] = await linkedPairs(rig, 2);
    if (one === undefined || two === undefined) throw new Error('There are no pairs.');
    const ctx = rig.app.context;
    expect(await linkWith(ctx, one.clave, 'nobody', 'Ana')).toBe(false);
    expect(await linkWith(ctx, one.clave, one.code, 'Ana')).toBe(false);
    expect(await linkWith(ctx, one.clave, two.code, 'Ana')).toBe(true);
    expect((await view(one.clave)).code).toBe(two.code);
    expect((await loneSearch()).sort()).toEqual([two.clave, one.code].sort());
    expect(await search({ state: 'linked' })).toEqual([one.clave]);
    await rig.cycles(1);
    expect(both(rig, { clave: one.clave, code: two.code }, 'email')[1]).toBe(person(1).email);
  });
});

test('a plan shows the whole name that would be replaced, not one half of it', async () => {
  await start({ config: { initialSync: 'review' } });
  const one = person(1);
  inManagementPro(rig, one, { descripcion: `${one.first} Otro Apellido` });
  inAceptabits(rig, one);
  await rig.cycles(1);
  const items = await Array.fromAsync(planItems(rig.app.context));
  expect(items.find(({ action }) => action === 'update')).toMatchObject({
    side: 'aceptabits',
    detail: `name: ${one.first} ${one.last} → ${one.first} Otro Apellido`,
  });
});
