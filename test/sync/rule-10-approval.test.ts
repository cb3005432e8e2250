/** The first plan is shown, approved to its lines, or refused; nothing is written before (rule 10). */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { approve, refusePlan } from '../../src/people/approve-plan.ts';
import { release } from '../../src/people/release-brake.ts';
import { historyQuery, historyView } from '../../src/report/history.ts';
import { refusalOf, waitingPlan } from '../../src/sync/certify/first-plan.ts';
import { resyncOne } from '../../src/sync/jobs/resync.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, counts, inAceptabits, inManagementPro, linkOf, person } from './situations.ts';

let rig: Rig;
let alerts: Receiver;

beforeEach(async () => {
  alerts = await startReceiver();
  rig = await startRig({ config: { initialSync: 'review', alertWebhookUrl: alerts.url } });
});
afterEach(async () => {
  await rig.close();
  await alerts.close();
});

/** One pair to link with a value to fill in, and one newcomer on each side. */
function firstDay() {
  const clave = inManagementPro(rig, { ...person(1), phone: '' });
  const code = inAceptabits(rig, person(1));
  inManagementPro(rig, person(2));
  inAceptabits(rig, person(3));
  return { clave, code };
}

test('rule 10: the first sync waits for approval, says so once, and writes and links nothing meanwhile', async () => {
  const { clave } = firstDay();
  await rig.poll('managementpro');
  expect(await waitingPlan(rig.app.context)).toBeUndefined();
  await rig.cycles(4);
  expect(rig.writes()).toBe(0);
  expect(await linkOf(rig, clave)).toBeUndefined();
  await alerts.until('first-plan');
  expect(alerts.told).toHaveLength(1);
  const status = await rig.status();
  expect(status).toMatchObject({ approved: false, plan: { counts: { link: 1, create: 2, update: 1 } } });
  expect(await rig.inStep()).toBe(false);
});

test('rule 10: exactly the plan that was shown is approved and then carried out', async () => {
  const pair = firstDay();
  await rig.cycles(2);
  const plan = await waitingPlan(rig.app.context);
  expect(await approve(rig.app.context, plan?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([3, 3]);
  expect(both(rig, pair, 'phone')).toEqual([person(1).phone, person(1).phone]);
  expect(await rig.status()).toMatchObject({ approved: true, plan: undefined, differing: 0, links: 3 });
  expect(await rig.inStep()).toBe(true);
});

test('rule 10: whoever agrees to an older plan agrees to its lines; one that was never shown is refused', async () => {
  firstDay();
  await rig.cycles(2);
  const old = await waitingPlan(rig.app.context);
  inManagementPro(rig, person(4));
  await rig.cycles(1);
  const now = await waitingPlan(rig.app.context);
  expect(now?.hash).not.toBe(old?.hash);
  expect(await approve(rig.app.context, 'made-up', 'ana')).toBe(false);
  await rig.cycles(1);
  expect(rig.writes()).toBe(0);
  expect(await approve(rig.app.context, old?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  // The one who has come since is one newcomer, and no wave of them.
  expect(counts(rig)).toEqual([4, 4]);
});

test('rule 10: a plan that was shown more than a day ago is refused', async () => {
  firstDay();
  await rig.cycles(2);
  const { store } = rig.app.context;
  const { hash = '' } = (await waitingPlan(rig.app.context)) ?? {};
  expect(await store.redis.ttl(store.keys.sheet(hash))).toBeGreaterThan(86_000);
  await store.redis.unlink(store.keys.sheet(hash));
  expect(await approve(rig.app.context, hash, 'ana')).toBe(false);
  expect(await rig.status()).toMatchObject({ approved: false });
});

test('rule 10: a plan is approved once, whoever says so again', async () => {
  firstDay();
  await rig.cycles(2);
  const { context } = rig.app;
  const { hash = '' } = (await waitingPlan(context)) ?? {};
  const twice = await Promise.all([approve(context, hash, 'ana'), approve(context, hash, 'ana')]);
  expect(twice).toEqual([true, true]);
  expect(await approve(context, hash, 'eva')).toBe(true);
  const { rows } = await historyView(context, historyQuery.parse({ kind: 'approved' }));
  expect(rows.map(({ by }) => by)).toEqual(['ana']);
});

test('rule 10: after a refusal nothing happens, and the next plan is told', async () => {
  firstDay();
  await rig.cycles(2);
  const { context } = rig.app;
  const { hash = '' } = (await waitingPlan(context)) ?? {};
  expect(await refusePlan(context, 'made-up', 'ana')).toBe(false);
  expect(await refusePlan(context, hash, 'ana')).toBe(true);
  await rig.cycles(2);
  expect(rig.writes()).toBe(0);
  expect(await refusalOf(context, hash)).toMatchObject({ by: 'ana' });
  inManagementPro(rig, person(4));
  await rig.cycles(1);
  await alerts.until(`first-plan:${hash}`);
  const next = await waitingPlan(context);
  expect(await refusalOf(context, next?.hash ?? '')).toBeUndefined();
  expect(await approve(context, next?.hash ?? '', 'ana')).toBe(true);
  expect(await refusePlan(context, next?.hash ?? '', 'ana')).toBe(false);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([4, 4]);
});

test('rule 10: a value that changes in a planned update or create makes another line, and voids no other', async () => {
  const { code } = firstDay();
  const clave = inManagementPro(rig, person(4));
  await rig.cycles(2);
  const old = await waitingPlan(rig.app.context);
  rig.aceptabits.people.edit(code, { phone: '9995554433' });
  rig.managementpro.people.edit(clave, { telefono_1: '9995554434' });
  await rig.cycles(1);
  expect((await waitingPlan(rig.app.context))?.hash).not.toBe(old?.hash);
  expect(await approve(rig.app.context, old?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([4, 4]);
  expect(await rig.inStep()).toBe(true);
});

test('rule 10: of 240 creates that were agreed to, those pass that still stand; the others, once more, are asked for', async () => {
  const claves = Array.from({ length: 240 }, (_, number) => inManagementPro(rig, person(number)));
  await rig.cycles(2);
  const plan = await waitingPlan(rig.app.context);
  expect(plan?.counts).toMatchObject({ create: 240 });
  // Another company's customers come to stand under half of the keys: nobody is linked, so no other brake sees them.
  for (const [index, clave] of claves.slice(0, 120).entries()) {
    const { first, last, email, phone } = person(1_000 + index);
    rig.managementpro.people.edit(clave, {
      descripcion: `${first} ${last}`,
      email_1: email,
      telefono_1: phone,
    });
  }
  await rig.cycles(1);
  expect(await approve(rig.app.context, plan?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([240, 120]);
  const { brake } = (await rig.status()).sides.managementpro;
  expect(brake).toMatchObject({ reason: 'newcomers', count: 120 });
  expect(await release(rig.app.context, 'managementpro', brake?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([240, 240]);
});

test('rule 10: the plan is made anew where something has changed, and not at every poll', async () => {
  firstDay();
  await rig.cycles(4);
  const { store } = rig.app.context;
  const made = await store.getState<{ at: number }>('plan-made');
  const loads = vi.spyOn(store, 'load');
  await rig.cycles(3);
  expect(loads).not.toHaveBeenCalled();
  loads.mockRestore();
  expect(await store.getState('plan-made')).toEqual(made);
  inAceptabits(rig, person(9));
  await rig.cycles(2);
  expect((await waitingPlan(rig.app.context))?.counts).toMatchObject({ create: 3 });
});

test("rule 10: neither a restart nor a person's resync goes past the approval", async () => {
  const { clave } = firstDay();
  await rig.cycles(2);
  const before = await waitingPlan(rig.app.context);
  await rig.restart();
  await resyncOne(rig.app.context, { side: 'managementpro', key: clave });
  await rig.cycles(2);
  expect(rig.writes()).toBe(0);
  expect((await waitingPlan(rig.app.context))?.hash).toBe(before?.hash);
});

test('rule 10: INITIAL_SYNC=auto needs nobody', async () => {
  firstDay();
  await rig.restart({ initialSync: 'auto' });
  await rig.cycles(3);
  expect(counts(rig)).toEqual([3, 3]);
  expect(alerts.told).toEqual([]);
});
