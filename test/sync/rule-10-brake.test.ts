/** Lists, values and newcomers that look like an accident stop what they are about, until a person says (rule 10). */
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Brake, SAMPLE_MAX } from '../../src/domain/brake.ts';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { release } from '../../src/people/release-brake.ts';
import { decide } from '../../src/sync/decide/decide.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { changed, startProxy } from '../proxy.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { type Rig, startRig } from '../rig.ts';
import { codes, erpRows } from '../simulators/calls.ts';
import { JOSE, MARIA, OF_JOSE, OF_MARIA } from './rule-10-accidents.ts';
import {
  both,
  counts,
  edit,
  eventsOf,
  inAceptabits,
  inManagementPro,
  keptOf,
  keyOn,
  linkedPairs,
  linkOf,
  movableClock,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
let alerts: Receiver;
const clock = movableClock();

beforeEach(async () => {
  alerts = await startReceiver();
  rig = await startRig({ now: clock.now, config: { alertWebhookUrl: alerts.url } });
});
afterEach(async () => {
  await rig.close();
  await alerts.close();
});

const LISTS = { managementpro: 'GetClienteLista', aceptabits: 'get-customers' } as const;
const PAIRS = 30;
const LATER_MS = 10_000;

/** Linked long enough ago that no listing may be late any more. */
async function oldPairs(count = PAIRS): Promise<Pair[]> {
  const pairs = await linkedPairs(rig, count);
  clock.advance(LATER_MS);
  return pairs;
}

async function brakeOn(side: Side): Promise<Brake | undefined> {
  return (await rig.status()).sides[side].brake;
}

/** The side is braked for this, one alert has gone out, and further polls change neither. */
async function expectBraked(side: Side, reason: Brake['reason'], field?: string): Promise<Brake> {
  const first = await brakeOn(side);
  expect(first).toMatchObject({ side, reason, ...(field !== undefined && { field }) });
  await rig.cycles(3);
  const brake = await brakeOn(side);
  expect(brake).toMatchObject({ reason, since: first?.since, hash: first?.hash });
  await alerts.until(`brake:${side}:${reason}`);
  expect(alerts.told.filter(({ fact }) => fact.startsWith(`brake:${side}`))).toHaveLength(1);
  if (brake === undefined) throw new Error('There is no brake.');
  expect(brake.sample.length).toBe(Math.min(brake.count, SAMPLE_MAX));
  return brake;
}

/** The keys that the side's list shows now. */
async function listedIn(side: Side): Promise<string[]> {
  if (side === 'aceptabits') return codes(rig.aceptabits);
  return (await erpRows(rig.managementpro, { registros: '1000' })).map(({ clave }) => clave);
}

function everyFault(
  side: Side,
  kind: 'emptyList' | 'halfList' | 'blankField' | 'missingKeys',
  field?: string,
) {
  // Half a company is as little found by its codes as on the list.
  const isHalf = side === 'aceptabits' && kind === 'halfList';
  rig[side].faults.add({
    on: isHalf ? /^(get|show)-customers?$/ : LISTS[side],
    when: 'after',
    kind,
    times: Number.POSITIVE_INFINITY,
    ...(field !== undefined && { field }),
  });
}

describe.each(SIDES)('rule 10: an accident in %s', (side) => {
  const other = otherSide(side);

  test('an emptied list is braked: nobody is missing, nobody is created, and a whole list lifts it', async () => {
    await oldPairs();
    everyFault(side, 'emptyList');
    await rig.poll(side);
    const brake = await expectBraked(side, 'emptied-list');
    const kept = keptOf(rig, side);
    expect(brake).toMatchObject({ count: kept.length, of: kept.length });
    expect(brake.sample.every((key) => kept.includes(key))).toBe(true);
    expect(await rig.status()).toMatchObject({ waiting: { missing: 0 } });
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(await brakeOn(side)).toBeUndefined();
    expect(await rig.status()).toMatchObject({ differing: 0, links: PAIRS });
    expect(rig.writes()).toBe(0);
    expect(counts(rig)).toEqual([PAIRS, PAIRS]);
  });

  test('an emptied list takes nobody for missing when somebody edits the other side meanwhile', async () => {
    const [pair] = await oldPairs();
    if (pair === undefined) return;
    everyFault(side, 'emptyList');
    await rig.poll(side);
    edit(rig, other, pair, { email: 'meanwhile@correo.mx' });
    await rig.cycles(3);
    expect(await rig.status()).toMatchObject({ waiting: { missing: 0 } });
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['meanwhile@correo.mx', 'meanwhile@correo.mx']);
    expect((await eventsOf(rig, pair.clave)).map(({ kind }) => kind)).not.toContain('missing');
  });

  test('half a list is braked: edits towards it go on, edits that it shows wait until it is whole', async () => {
    const pairs = await oldPairs();
    everyFault(side, 'halfList');
    await rig.poll(side);
    const absent = new Set((await brakeOn(side))?.sample);
    const [towards, shown] = pairs.filter((pair) => !absent.has(keyOn(side, pair)));
    if (towards === undefined || shown === undefined) throw new Error('Half a list shows nobody.');
    edit(rig, other, towards, { phone: '9998887766' });
    edit(rig, side, shown, { email: 'shown@correo.mx' });
    await expectBraked(side, 'shrunken-list');
    expect(both(rig, towards, 'phone')).toEqual(['9998887766', '9998887766']);
    expect(await waitsOf(rig, 'managementpro', shown.clave)).toEqual(['braked']);
    expect(rig.writes()).toBe(1);
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(await brakeOn(side)).toBeUndefined();
    expect(both(rig, shown, 'email')).toEqual(['shown@correo.mx', 'shown@correo.mx']);
    expect(counts(rig)).toEqual([PAIRS, PAIRS]);
    expect(rig.writes()).toBe(2);
  });

  test('an edit of what a braked side shows is not let through by a write that goes the other way', async () => {
    const pairs = await oldPairs();
    everyFault(side, 'halfList');
    await rig.poll(side);
    const absent = new Set((await brakeOn(side))?.sample);
    const shown = pairs.find((pair) => !absent.has(keyOn(side, pair)));
    if (shown === undefined) throw new Error('Half a list shows nobody.');
    edit(rig, side, shown, { email: 'shown@correo.mx' });
    edit(rig, other, shown, { phone: '9998887766' });
    await rig.poll(other);
    await rig.cycles(2);
    expect(both(rig, shown, 'email')).not.toEqual(['shown@correo.mx', 'shown@correo.mx']);
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(both(rig, shown, 'email')).toEqual(['shown@correo.mx', 'shown@correo.mx']);
    expect(both(rig, shown, 'phone')).toEqual(['9998887766', '9998887766']);
  });

  test('a mass blanking is braked, and is over when the values are back', async () => {
    await oldPairs();
    everyFault(side, 'blankField');
    await rig.poll(side);
    const brake = await expectBraked(side, 'mass-emptying', 'email');
    expect(brake).toMatchObject({ count: PAIRS, of: PAIRS });
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(await brakeOn(side)).toBeUndefined();
    expect(await rig.status()).toMatchObject({ differing: 0, waiting: { braked: 0 } });
    expect(rig.writes()).toBe(0);
  });

  test('all phones retyped: braked until a person releases exactly this, and then all of it is delivered', async () => {
    const pairs = await oldPairs();
    for (const [index, pair] of pairs.entries()) edit(rig, side, pair, { phone: `55${10_000_000 + index}` });
    await rig.poll(side);
    const brake = await expectBraked(side, 'mass-change', 'phone');
    expect(rig.writes()).toBe(0);
    expect((await rig.status()).waiting.braked).toBe(PAIRS);
    expect(brake.sample.every((key) => pairs.some(({ clave }) => clave === key))).toBe(true);
    expect(await release(rig.app.context, side, brake.hash, 'ana')).toBe(true);
    await rig.cycles(2);
    for (const [index, pair] of pairs.entries())
      expect(both(rig, pair, 'phone')).toEqual([`55${10_000_000 + index}`, `55${10_000_000 + index}`]);
    expect(await brakeOn(side)).toBeUndefined();
    expect(rig.writes()).toBe(PAIRS);
    expect(await rig.status()).toMatchObject({ differing: 0, waiting: { braked: 0 } });
  });

  test('a release is carried out at once, however long the writers still have jobs in hand', async () => {
    const pairs = await oldPairs();
    for (const [index, pair] of pairs.entries()) edit(rig, side, pair, { phone: `55${10_000_000 + index}` });
    await rig.poll(side);
    const brake = await expectBraked(side, 'mass-change', 'phone');
    expect(await release(rig.app.context, side, brake.hash, 'ana')).toBe(true);
    for (const end of SIDES)
      await enqueue(
        rig.app.engine.queues,
        await poll(rig.app.context, end, { hasBacklog: async () => true }),
      );
    await rig.idle();
    for (const [index, pair] of pairs.entries())
      expect(both(rig, pair, 'phone')).toEqual([`55${10_000_000 + index}`, `55${10_000_000 + index}`]);
    expect(await rig.status()).toMatchObject({ differing: 0, waiting: { braked: 0 } });
  });

  test('what was released and is refused by the other side is parked, and not braked a second time', async () => {
    const pairs = await oldPairs();
    for (const pair of pairs) edit(rig, side, pair, { name: '' });
    await rig.poll(side);
    const brake = await expectBraked(side, 'mass-emptying', 'name');
    expect(await release(rig.app.context, side, brake.hash, 'ana')).toBe(true);
    await rig.cycles(3);
    expect(await brakeOn(side)).toBeUndefined();
    expect(await rig.status()).toMatchObject({ work: 0, waiting: { parked: PAIRS, braked: 0 } });
    expect(rig.writes()).toBe(0);
  });

  test('a release lets through the lines that still stand, and none of what has moved since', async () => {
    const pairs = await oldPairs();
    for (const [index, pair] of pairs.entries()) edit(rig, side, pair, { phone: `55${10_000_000 + index}` });
    await rig.poll(side);
    const old = await brakeOn(side);
    const [standing, moving] = [pairs.slice(0, 10), pairs.slice(10)];
    for (const [index, pair] of moving.entries()) edit(rig, side, pair, { phone: `55${20_000_000 + index}` });
    await rig.poll(side);
    expect(await release(rig.app.context, side, 'made-up', 'ana')).toBe(false);
    expect(await release(rig.app.context, other, old?.hash ?? '', 'ana')).toBe(false);
    expect(await release(rig.app.context, side, old?.hash ?? '', 'ana')).toBe(true);
    await rig.cycles(2);
    expect(rig.writes()).toBe(standing.length);
    const now = await brakeOn(side);
    expect(now).toMatchObject({ reason: 'mass-change', field: 'phone', count: moving.length });
    expect(await release(rig.app.context, side, now?.hash ?? '', 'ana')).toBe(true);
    await rig.cycles(2);
    expect(rig.writes()).toBe(PAIRS);
    expect(await brakeOn(side)).toBeUndefined();
  });

  test('all phones retyped in another spelling is nothing at all', async () => {
    const pairs = await oldPairs();
    for (const pair of pairs) {
      const [phone] = both(rig, pair, 'phone');
      edit(rig, side, pair, { phone: `+52 ${phone.slice(0, 3)} ${phone.slice(3, 6)} ${phone.slice(6)}` });
    }
    await rig.cycles(3);
    expect(await brakeOn(side)).toBeUndefined();
    expect(rig.writes()).toBe(0);
  });

  test('another edit of a customer that is not concerned goes on while the side is braked', async () => {
    const pairs = await oldPairs();
    const [untouched, ...retyped] = pairs;
    if (untouched === undefined) return;
    for (const [index, pair] of retyped.entries())
      edit(rig, side, pair, { phone: `55${10_000_000 + index}` });
    await rig.poll(side);
    edit(rig, other, untouched, { email: 'harmless@correo.mx' });
    await rig.cycles(2);
    expect(both(rig, untouched, 'email')).toEqual(['harmless@correo.mx', 'harmless@correo.mx']);
    await expectBraked(side, 'mass-change', 'phone');
    expect(rig.writes()).toBe(1);
  });

  describe.each([
    ['go on', false],
    ['turn out to be needless', true],
  ])('writes in hand %s', (_, isTypedThere) => {
    test('what they are the first to see of the accident is not let past by them', async () => {
      const pairs = await oldPairs();
      const inHand = pairs.slice(0, 8);
      const email = ({ clave }: Pair) => `${clave}@correo.mx`;
      for (const pair of inHand) edit(rig, other, pair, { email: email(pair) });
      const requests = await poll(rig.app.context, other);
      const phones = pairs.map((pair) => both(rig, pair, 'phone')[0]);
      for (const pair of pairs) edit(rig, side, pair, { phone: '' });
      if (isTypedThere) for (const pair of inHand) edit(rig, side, pair, { email: email(pair) });
      await enqueue(rig.app.engine.queues, requests);
      await rig.idle();
      for (const pair of inHand) expect(both(rig, pair, 'email')).toEqual([email(pair), email(pair)]);
      await rig.poll(side);
      const brake = await expectBraked(side, 'mass-emptying', 'phone');
      expect(brake).toMatchObject({ count: PAIRS, of: PAIRS });
      const left = pairs.map((pair) => both(rig, pair, 'phone')[other === 'managementpro' ? 0 : 1]);
      expect(left).toEqual(phones);
    });
  });

  test('edits on both sides that were judged both arrive with the first write, without another poll', async () => {
    const [pair] = await oldPairs(2);
    if (pair === undefined) return;
    edit(rig, side, pair, { phone: '9998887766' });
    await poll(rig.app.context, side);
    edit(rig, other, pair, { email: 'judged@correo.mx' });
    const requests = await poll(rig.app.context, other);
    await enqueue(
      rig.app.engine.queues,
      requests.filter((request) => request.side === side),
    );
    await rig.idle();
    expect(both(rig, pair, 'email')).toEqual(['judged@correo.mx', 'judged@correo.mx']);
    expect(both(rig, pair, 'phone')).toEqual(['9998887766', '9998887766']);
    expect(rig.writes()).toBe(2);
  });

  test("another company's customers under the same keys: braked, nobody is overwritten", async () => {
    const pairs = await oldPairs();
    for (const [index, pair] of pairs.entries()) {
      const { first, last, email, phone } = person(1_000 + index);
      edit(rig, side, pair, { name: `${first} ${last}`, email, phone });
    }
    await rig.poll(side);
    await expectBraked(side, 'another-company');
    expect(rig.writes()).toBe(0);
    expect(counts(rig)).toEqual([PAIRS, PAIRS]);
  });

  test("another company's customers under other keys: braked, and none of them is created on the other side", async () => {
    const pairs = await oldPairs();
    for (const pair of pairs) rig[side].people.remove(keyOn(side, pair));
    for (let index = 0; index < PAIRS; index += 1)
      if (side === 'managementpro') inManagementPro(rig, person(1_000 + index));
      else inAceptabits(rig, person(1_000 + index));
    await rig.poll(side);
    await expectBraked(side, 'shrunken-list');
    expect(rig.writes()).toBe(0);
    expect(counts(rig)).toEqual([PAIRS, PAIRS]);
  });

  test('a wave of missing keys is reported as a change of the API and never acted on', async () => {
    await oldPairs();
    everyFault(side, 'missingKeys');
    await rig.poll(side);
    const brake = await expectBraked(side, 'missing-keys');
    const kept = keptOf(rig, side);
    const rows = side === 'managementpro' ? kept : rig.aceptabits.people.listed();
    expect(brake).toMatchObject({ count: kept.length, of: rows.length });
    expect(brake.sample.every((key) => kept.includes(key))).toBe(true);
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(await brakeOn(side)).toBeUndefined();
    expect(rig.writes()).toBe(0);
  });

  test('a record that is read without its keys is not written, because a server could blank them', async () => {
    const [pair] = await oldPairs();
    if (pair === undefined) return;
    rig[side].settings.omitted = 'blank';
    everyFault(side, 'missingKeys');
    if (side === 'managementpro')
      rig.managementpro.faults.add({
        on: 'GetCliente',
        when: 'after',
        kind: 'missingKeys',
        times: Number.POSITIVE_INFINITY,
      });
    edit(rig, other, pair, { phone: '9998887766' });
    await rig.cycles(3);
    const [email] = both(rig, pair, 'email');
    expect(both(rig, pair, 'email')).toEqual([email, email]);
    expect(email).not.toBe('');
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual([email, email]);
    expect(both(rig, pair, 'phone')).toEqual(['9998887766', '9998887766']);
  });

  test('a released wave of missing keys does not release a wave of other keys', async () => {
    await oldPairs();
    everyFault(side, 'missingKeys');
    await rig.poll(side);
    const brake = await brakeOn(side);
    expect(await release(rig.app.context, side, brake?.hash ?? '', 'ana')).toBe(true);
    await rig.cycles(2);
    expect(await brakeOn(side)).toBeUndefined();
    rig[side].faults.clear();
    everyFault(side, 'missingKeys', side === 'managementpro' ? 'telefono_1' : 'phone');
    await rig.poll(side);
    expect(await brakeOn(side)).toMatchObject({ reason: 'missing-keys' });
    expect(rig.writes()).toBe(0);
  });

  test('a released smaller list is believed: its customers are missing and left alone; the same again is braked again', async () => {
    const pairs = await oldPairs();
    everyFault(side, 'halfList');
    await rig.poll(side);
    const brake = await brakeOn(side);
    expect(await release(rig.app.context, side, brake?.hash ?? '', 'ana')).toBe(true);
    await rig.cycles(3);
    expect(await brakeOn(side)).toBeUndefined();
    // Missing is who is linked; the platform's own are hidden with them, and no link is missing for it.
    const listed = await listedIn(side);
    const gone = pairs.filter((pair) => !listed.includes(keyOn(side, pair)));
    expect((await rig.status()).waiting.missing).toBe(gone.length);
    expect(counts(rig)).toEqual([PAIRS, PAIRS]);
    rig[side].faults.clear();
    await rig.cycles(2);
    expect((await rig.status()).waiting.missing).toBe(0);
    everyFault(side, 'halfList');
    await rig.poll(side);
    expect(await brakeOn(side)).toMatchObject({ reason: 'shrunken-list', count: brake?.count });
    expect(rig.writes()).toBe(0);
    expect(await linkOf(rig, pairs[0]?.clave ?? '')).toBeDefined();
  });

  test('few customers that vanish are looked up one by one and no accident', async () => {
    const pairs = await oldPairs();
    const [gone] = pairs;
    if (gone === undefined) return;
    rig[side].people.remove(keyOn(side, gone));
    await rig.cycles(3);
    expect(await brakeOn(side)).toBeUndefined();
    expect(await waitsOf(rig, 'managementpro', gone.clave)).toEqual(['missing']);
    expect(rig.writes()).toBe(0);
  });
});

/** Customers of one salesperson and her agent; then whoever edits the file exchanges the agents of two salespeople. */
test('section 2: exchanged routes are no edit of anybody: nobody is moved, and an edit goes by the new ones', async () => {
  for (let number = 1; number <= PAIRS; number += 1) {
    inManagementPro(rig, person(number), { vendedor: MARIA });
    inAceptabits(rig, person(number), { code_agent: OF_MARIA });
  }
  await rig.cycles(3);
  clock.advance(LATER_MS);
  expect(await rig.status()).toMatchObject({ links: PAIRS, differing: 0 });
  await rig.restart({ routes: { shops: {}, salespeople: { [MARIA]: OF_JOSE, [JOSE]: OF_MARIA } } });
  await rig.cycles(2);
  // A person may have the new agents delivered (rule-10-new-routes); nothing waits for that.
  expect(await brakeOn('aceptabits')).toMatchObject({ reason: 'new-routes', count: PAIRS });
  expect(rig.writes()).toBe(0);
  const [first, ...others] = rig.managementpro.people.all();
  if (first === undefined) throw new Error('There is nobody.');
  const code = (await linkOf(rig, first.clave))?.code ?? '';
  rig.aceptabits.people.edit(code, { code_agent: OF_JOSE });
  await rig.cycles(2);
  // Who serves the customer is now the agent of its salesperson's new route.
  expect(rig.writes()).toBe(0);
  rig.managementpro.people.edit(first.clave, { vendedor: JOSE });
  await rig.cycles(2);
  expect(rig.aceptabits.people.get(code)?.code_agent).toBe(OF_MARIA);
  expect(rig.writes()).toBe(1);
  expect(others.every(({ vendedor }) => vendedor === MARIA)).toBe(true);
  expect(await rig.status()).toMatchObject({ differing: 0, waiting: { braked: 0, conflict: 0 } });
});

/** The list as a poll asks for it, for nobody in particular. */
function isWholeList(body: unknown): boolean {
  const { search, data } = body as { search?: string; data?: Record<string, string> };
  return !search && !data?.busqueda && !data?.clave;
}

describe('rule 10: an accident during the very first readings', () => {
  describe.each(['halfList', 'emptyList'] as const)('%s', (kind) => {
    test.each(SIDES)('of %s: nobody whom it hides is created a second time', async (side) => {
      for (let number = 1; number <= PAIRS; number += 1) {
        inManagementPro(rig, person(number));
        inAceptabits(rig, person(number));
      }
      rig[side].faults.add({ on: LISTS[side], when: 'after', kind, times: 4, matches: isWholeList });
      await rig.cycles(6);
      expect(counts(rig)).toEqual([PAIRS, PAIRS]);
      expect(await rig.status()).toMatchObject({ links: PAIRS, differing: 0 });
    });
  });

  test.each(SIDES)(
    'half of %s is hidden, and spelled otherwise, so that no search finds it: nobody is created a second time',
    async (side) => {
      for (let number = 1; number <= PAIRS; number += 1) {
        const phone = `99920100${10 + number}`;
        rig.managementpro.people.create({ descripcion: `JOSE PECH ${number}`, telefono_1: phone });
        rig.aceptabits.people.create({ name: `José Pech ${number}`, phone: `+52 (999) ${phone.slice(3)}` });
      }
      everyFault(side, 'halfList');
      await rig.cycles(1);
      rig[side].faults.clear();
      await rig.cycles(5);
      expect(counts(rig)).toEqual([PAIRS, PAIRS]);
      expect(await rig.status()).toMatchObject({ links: PAIRS, differing: 0 });
    },
  );

  describe.each([
    ['blankField', 'shows every e-mail blank'],
    ['missingKeys', 'does not tell the e-mails at all'],
  ] as const)('%s', (kind, what) => {
    test.each(SIDES)(`%s ${what}: linked all the same, and nothing is emptied`, async (side) => {
      for (let number = 1; number <= PAIRS; number += 1) {
        inManagementPro(rig, person(number));
        inAceptabits(rig, person(number));
      }
      rig[side].faults.add({ on: LISTS[side], when: 'after', kind, times: 4 });
      await rig.cycles(6);
      expect(counts(rig)).toEqual([PAIRS, PAIRS]);
      const emails = new Set(Array.from({ length: PAIRS }, (_, index) => person(index + 1).email));
      expect(new Set(rig.managementpro.people.all().map(({ email_1 }) => email_1))).toEqual(emails);
      expect(new Set(rig.aceptabits.people.all().map(({ email }) => email))).toEqual(emails);
    });
  });
});

test('rule 10: ManagementPro cuts its list to exactly the number asked for: nobody is taken for missing', async () => {
  const pairs = await oldPairs(300);
  rig.managementpro.settings.cap = pairs.length;
  for (let number = 301; number <= 330; number += 1) inManagementPro(rig, person(number));
  for (let cycle = 0; cycle < 4; cycle += 1) {
    await rig.cycles(1);
    // Whom such a list hides is found by searches, so that there is nothing to brake and nobody to wake.
    expect(await brakeOn('managementpro')).toBeUndefined();
  }
  expect(alerts.told).toEqual([]);
  expect((await rig.status()).waiting.missing).toBe(0);
  expect(counts(rig)).toEqual([330, 330]);
  expect(await rig.status()).toMatchObject({ links: 330, differing: 0 });
});

type ListAnswer = { data: { data: unknown[]; total: number; last_page: number } };

test('rule 10: Aceptabits cuts its list to exactly the number asked for: braked, and nobody is taken for missing', async () => {
  const pairs = await oldPairs(130);
  const between = await startProxy(rig.aceptabits.url);
  try {
    await rig.restart({ aceptabits: { ...rig.config.aceptabits, url: between.url } });
    // The list claims no more than it shows, so that it looks whole.
    between.rule = ({ query }, forward) =>
      query.get('page') !== '1' || query.has('search')
        ? forward()
        : changed(forward(), ({ data: { data, ...rest } }: ListAnswer) => ({
            status: true,
            success: { code: '0051' },
            data: { ...rest, data, total: data.length, last_page: 1 },
          }));
    await rig.poll('aceptabits');
    const brake = await expectBraked('aceptabits', 'shrunken-list');
    const kept = keptOf(rig, 'aceptabits').length;
    expect(brake).toMatchObject({ count: kept - 100, of: kept });
    expect((await rig.status()).waiting.missing).toBe(0);
    between.rule = undefined;
    await rig.cycles(2);
    expect(await brakeOn('aceptabits')).toBeUndefined();
    expect(counts(rig)).toEqual([pairs.length, pairs.length]);
    expect(await rig.status()).toMatchObject({ links: pairs.length, differing: 0 });
  } finally {
    await between.close();
  }
});

/** Lets each of those who decide at once find its own view of ManagementPro's brake. */
function seeing(
  context: Rig['app']['context'],
): AsyncLocalStorage<Pick<Brake, 'side' | 'reason'> | undefined> {
  const view = new AsyncLocalStorage<Pick<Brake, 'side' | 'reason'> | undefined>();
  const getStates = context.store.getStates.bind(context.store);
  context.store.getStates = async (names) => {
    const seen = view.getStore();
    const states = await getStates(names);
    const at = (names as readonly string[]).indexOf('brake:managementpro');
    return (at < 0 ? states : (states as unknown[]).with(at, seen)) as typeof states;
  };
  return view;
}

const BRAKED = { side: 'managementpro', reason: 'shrunken-list' } as const;

test.each([
  ['first', [BRAKED, undefined]],
  ['last', [undefined, BRAKED]],
])(
  'rule 10: of two that decide at once, the %s does not know yet that the brake is off: the customer goes on waiting for what it waits for',
  async (_, views) => {
    const [pair] = await oldPairs(2);
    if (pair === undefined) throw new Error('There is no pair.');
    rig.aceptabits.people.edit(pair.code, { isEditable: 0 });
    edit(rig, 'managementpro', pair, { email: 'nuevo@correo.mx' });
    await rig.cycles(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held']);
    const subject = { side: 'managementpro', key: pair.clave } as const;
    const { context } = rig.app;
    const getStates = context.store.getStates;
    const view = seeing(context);
    await Promise.all(
      views.map((braked) => view.run(braked, () => decide(context, [subject], { judging: true }))),
    );
    context.store.getStates = getStates;
    await rig.cycles(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held']);
  },
);
