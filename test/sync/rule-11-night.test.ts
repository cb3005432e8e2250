/** What the nightly reconciliation takes up again, and how little it costs in step (rule 11). */
import { afterEach, expect, test, vi } from 'vitest';
import { subjectId } from '../../src/store/records.ts';
import { poll, readSide } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Between, startProxy } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  counts,
  edit,
  inManagementPro,
  linkedPairs,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
let between: Between | undefined;
afterEach(async () => {
  await rig.close();
  await between?.close();
  between = undefined;
});

test('rule 11: a customer parked because its side was in trouble for too long is tried again by the nightly reconciliation', async () => {
  rig = await startRig();
  const clave = rig.managementpro.people.create({
    descripcion: 'Laura Méndez Ruiz',
    email_1: 'laura@mendez.mx',
  });
  await rig.cycles(2);
  rig.aceptabits.faults.add({
    on: 'edit-customer',
    when: 'before',
    kind: 'error500',
    times: Number.POSITIVE_INFINITY,
  });
  rig.managementpro.people.edit(clave, { email_1: 'laura@ruiz.mx' });
  await rig.cycles(2);
  expect((await rig.status()).waiting.parked).toBe(1);
  rig.aceptabits.faults.clear();
  await rig.cycles(1);
  expect(rig.aceptabits.people.all()[0]?.email).toBe('laura@mendez.mx');
  await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'managementpro', { everything: true }));
  await rig.idle();
  expect(rig.aceptabits.people.all()[0]?.email).toBe('laura@ruiz.mx');
  expect((await rig.status()).waiting.parked).toBe(0);
});

test('rule 11: a newcomer parked because its agent is gone is created when the night finds another agent of the same name', async () => {
  rig = await startRig();
  between = await startProxy(rig.aceptabits.url);
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, url: between.url } });
  const [agent] = rig.aceptabits.people.agents();
  // The one of before is no longer in the account, and its list says so only from tonight on.
  between.rule = async ({ path }, forward) => {
    const answer = await forward();
    if (!path.includes('get-agents')) return answer;
    return { ...answer, body: String(answer.body).replaceAll(agent?.code ?? '', 'pgbage0000000000000000') };
  };
  const clave = inManagementPro(rig, person(1), { vendedor: '0000000002' });
  await rig.cycles(4);
  expect(counts(rig)).toEqual([1, 0]);
  expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['parked']);
  between.rule = undefined;
  await rig.cycles(2);
  expect(counts(rig)).toEqual([1, 0]);
  await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'aceptabits', { everything: true }));
  await rig.idle();
  expect(rig.aceptabits.people.all()).toMatchObject([{ email: person(1).email, code_agent: agent?.code }]);
  expect((await rig.status()).waiting.parked).toBe(0);
});

/** Which customers are loaded, and how many commits are made, while something is done. */
async function costOf(work: () => Promise<unknown>): Promise<{ loaded: string[]; commits: number }> {
  const { store } = rig.app.context;
  const loads = vi.spyOn(store, 'load');
  const commits = vi.spyOn(store, 'transaction');
  await work();
  const loaded = loads.mock.calls.flatMap(([subjects]) => subjects.map(subjectId));
  const made = commits.mock.calls.length;
  vi.restoreAllMocks();
  return { loaded, commits: made };
}

test('the nightly reconciliation decides on each link once, and in step they share their commits', async () => {
  rig = await startRig();
  const pairs = await linkedPairs(rig, 60);
  edit(rig, 'managementpro', pairs[0] as Pair, { phone: '9998887766' });
  await readSide(rig.app.context, 'managementpro');
  const { loaded, commits } = await costOf(async () => {
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'aceptabits', { everything: true }));
  });
  expect(loaded.sort()).toEqual(pairs.map(({ clave }) => `managementpro:${clave}`).sort());
  expect(commits).toBeLessThan(15);
  await rig.idle();
  await rig.cycles(2);
  expect(both(rig, pairs[0] as Pair, 'phone')).toEqual(['9998887766', '9998887766']);
});

test('what has passed waits for its writer, and is neither judged nor loaded at each poll meanwhile', async () => {
  rig = await startRig();
  const pairs = await linkedPairs(rig, 40);
  for (const [index, pair] of pairs.slice(0, 9).entries())
    edit(rig, 'managementpro', pair, { phone: `99988877${10 + index}` });
  await rig.poll('aceptabits');
  // Nobody takes these jobs: the writers have others in hand.
  const requests = await poll(rig.app.context, 'managementpro');
  for (let number = 900; number < 905; number += 1) inManagementPro(rig, person(number));
  await readSide(rig.app.context, 'managementpro');
  const { loaded } = await costOf(() =>
    poll(rig.app.context, 'aceptabits', { hasBacklog: async () => true }),
  );
  for (const { clave } of pairs) expect(loaded).not.toContain(`managementpro:${clave}`);
  await enqueue(rig.app.engine.queues, requests);
  await rig.idle();
  await rig.cycles(2);
  expect(await rig.status()).toMatchObject({ differing: 0, links: 45 });
});

test('whoever waits for a brake as before costs no commit at each poll', async () => {
  rig = await startRig();
  const pairs = await linkedPairs(rig, 40);
  for (const [index, pair] of pairs.entries())
    edit(rig, 'managementpro', pair, { email: `otro${index}@correo.mx` });
  await rig.cycles(2);
  expect((await rig.status()).waiting.braked).toBe(40);
  const { commits } = await costOf(() => poll(rig.app.context, 'managementpro'));
  expect(commits).toBeLessThan(10);
});
