import { afterEach, describe, expect, test } from 'vitest';
import { needsYou } from '../../src/report/needs.ts';
import { environmentOf, puente } from '../cli/puente.ts';
import { startReceiver } from '../receiver.ts';
import { counts, inAceptabits, inManagementPro, movableClock, person } from '../sync/situations.ts';
import { startWebRig, type WebRig } from './web-rig.ts';

// Whatever keeps a scan from completing is said: in status, on the overview, by doctor, and after an hour by an alert.

let web: WebRig;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await web.close();
  for (const close of closing.splice(0)) await close();
});

const HOUR_MS = 3_600_000;
const always = { when: 'before', times: Number.POSITIVE_INFINITY } as const;

/** Polls whatever comes of it. */
async function tryPoll(side: 'managementpro' | 'aceptabits'): Promise<void> {
  await web.rig.poll(side).catch(() => undefined);
}

async function saidBy(command: 'status' | 'doctor'): Promise<string> {
  return (await puente([command], environmentOf(web.rig))).out;
}

describe('whatever keeps a scan from completing is said', () => {
  test('a refusal: with class, code and message, until a reading is whole; after an hour a person is told', async () => {
    const clock = movableClock();
    const receiver = await startReceiver();
    closing.push(receiver.close);
    web = await startWebRig({
      now: clock.now,
      config: { alertWebhookUrl: receiver.url },
      app: { gateLimits: { troublesToOpen: 1_000 } },
    });
    const { rig } = web;
    for (let n = 0; n < 20; n += 1) inManagementPro(rig, person(n));
    await rig.cycles(2);
    rig.managementpro.faults.add({ ...always, on: 'GetClienteLista', kind: 'error500', code: '812' });
    await tryPoll('managementpro');
    const { readingTrouble: trouble } = (await rig.status()).sides.managementpro;
    expect(trouble).toMatchObject({ code: '812', operation: 'GetClienteLista' });
    expect(trouble?.detail).not.toBe('');
    expect(await saidBy('status')).toContain('812');
    expect(await saidBy('doctor')).toMatch(/managementpro reading +│ fail .*812/);
    expect(await (await web.get('/')).text()).toContain('812');
    expect((await needsYou(rig.app.context, rig.app.engine.queues)).map(({ code }) => code)).not.toContain(
      'unread',
    );
    // With customers known, a refusal of everything is trouble and no empty list.
    expect((await rig.status()).sides.managementpro.brake).toBeUndefined();
    clock.advance(HOUR_MS + 1);
    await tryPoll('managementpro');
    expect((await receiver.until('unread:managementpro')).text).toContain('812');
    expect((await needsYou(rig.app.context, rig.app.engine.queues)).map(({ code }) => code)).toContain(
      'unread',
    );
    rig.managementpro.faults.clear();
    await rig.poll('managementpro');
    expect((await rig.status()).sides.managementpro.readingTrouble).toBeUndefined();
    expect(await saidBy('doctor')).toMatch(/managementpro reading +│ ok/);
  });

  test('a list that does not add up', async () => {
    web = await startWebRig();
    const { rig } = web;
    for (let n = 0; n < 120; n += 1) inAceptabits(rig, person(n));
    const matches = (query: unknown) => (query as { page: string }).page === '2';
    rig.aceptabits.faults.add({ ...always, on: 'get-customers', kind: 'halfList', matches });
    await tryPoll('aceptabits');
    const { readingTrouble: trouble } = (await rig.status()).sides.aceptabits;
    expect(trouble).toMatchObject({
      code: 'incomplete',
      detail: expect.stringContaining('customers claimed'),
    });
  });

  test('doctor asks a side whose circuit is open itself, and says both', async () => {
    web = await startWebRig({ app: { gateLimits: { troublesToOpen: 1, firstProbeMs: 600_000 } } });
    const { rig } = web;
    rig.managementpro.faults.add({ ...always, on: 'GetClienteLista', kind: 'html502' });
    await tryPoll('managementpro');
    rig.managementpro.faults.clear();
    const said = await saidBy('doctor');
    expect(said).toMatch(/managementpro credentials +│ ok/);
    expect(said).toMatch(/managementpro circuit +│ warn +│ open since .*\(trouble\)/);
  });
});

describe('rule 2: a side tells an empty list as an error', () => {
  const TOLD = { code: '404', message: 'No se encontraron registros' };

  test('nobody is BA: both sides get in step, and doctor says how this server tells it', async () => {
    web = await startWebRig();
    const { rig } = web;
    rig.managementpro.settings.emptyListError = TOLD;
    for (let n = 0; n < 20; n += 1) inManagementPro(rig, person(n));
    for (let n = 10; n < 30; n += 1) inAceptabits(rig, person(n));
    await rig.cycles(4);
    expect(counts(rig)).toEqual([30, 30]);
    expect((await rig.status()).links).toBe(30);
    expect(await saidBy('doctor')).toContain('404 No se encontraron registros');
  });

  test('a link whose record is gone is marked missing, and nobody is created in its place', async () => {
    web = await startWebRig();
    const { rig } = web;
    rig.managementpro.settings.emptyListError = TOLD;
    for (let n = 0; n < 20; n += 1) inManagementPro(rig, person(n));
    await rig.cycles(4);
    rig.managementpro.people.remove('0000000007');
    await rig.cycles(3);
    expect((await rig.status()).waiting.missing).toBe(1);
    expect(counts(rig)).toEqual([19, 20]);
  });

  test('a side that seems wholly empty is braked until a person confirms it; then it is filled', async () => {
    web = await startWebRig();
    const { rig } = web;
    rig.managementpro.settings.emptyListError = TOLD;
    for (let n = 0; n < 20; n += 1) inAceptabits(rig, person(n));
    for (let times = 0; times < 3; times += 1) {
      await tryPoll('managementpro');
      await tryPoll('aceptabits');
    }
    expect(counts(rig)).toEqual([0, 20]);
    const { brake } = (await rig.status()).sides.managementpro;
    expect(brake).toMatchObject({ reason: 'empty-told' });
    const released = await puente(['release', 'managementpro', brake?.hash ?? ''], environmentOf(rig));
    expect(released.code).toBe(0);
    await rig.cycles(4);
    expect(counts(rig)).toEqual([20, 20]);
    expect((await rig.status()).sides.managementpro.brake).toBeUndefined();
  });
});
