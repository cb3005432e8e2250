import { afterEach, beforeEach, expect, test } from 'vitest';
import { approve, refusePlan } from '../../src/people/approve-plan.ts';
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

test('rule 10: the approval of a plan that has moved since is refused', async () => {
  firstDay();
  await rig.cycles(2);
  const old = await waitingPlan(rig.app.context);
  inManagementPro(rig, person(4));
  await rig.cycles(1);
  const now = await waitingPlan(rig.app.context);
  expect(now?.hash).not.toBe(old?.hash);
  expect(await approve(rig.app.context, old?.hash ?? '', 'ana')).toBe(false);
  expect(await approve(rig.app.context, 'made-up', 'ana')).toBe(false);
  await rig.cycles(1);
  expect(rig.writes()).toBe(0);
  expect(await approve(rig.app.context, now?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([4, 4]);
});

test('rule 10: a plan that is replaced while it is being approved is not approved, and none is twice', async () => {
  firstDay();
  await rig.cycles(2);
  const { context } = rig.app;
  const { hash = '' } = (await waitingPlan(context)) ?? {};
  // The clock is read between the check and the write: there a poll of another replica puts a newer plan.
  const overtaken = (plan: object) => ({
    ...context,
    now: () => {
      void context.store.setState('plan', plan);
      return context.now();
    },
  });
  expect(await approve(overtaken({ hash: 'newer', counts: {} }), hash, 'ana')).toBe(false);
  expect(await rig.status()).toMatchObject({ approved: false });
  await rig.cycles(1);
  expect(rig.writes()).toBe(0);
  expect(await approve(context, hash, 'ana')).toBe(true);
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

test('rule 10: a value that changes in a planned update makes another plan', async () => {
  const { code } = firstDay();
  await rig.cycles(2);
  const old = await waitingPlan(rig.app.context);
  rig.aceptabits.people.edit(code, { phone: '9995554433' });
  await rig.cycles(1);
  expect(await approve(rig.app.context, old?.hash ?? '', 'ana')).toBe(false);
});

test('rule 10: a value that changes in a planned create makes another plan', async () => {
  firstDay();
  const clave = inManagementPro(rig, person(4));
  await rig.cycles(2);
  const old = await waitingPlan(rig.app.context);
  rig.managementpro.people.edit(clave, { telefono_1: '9995554433' });
  await rig.cycles(1);
  expect(await approve(rig.app.context, old?.hash ?? '', 'ana')).toBe(false);
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
