import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Brake, kindOf, SAMPLE_MAX } from '../../src/domain/brake.ts';
import { otherSide } from '../../src/domain/customer.ts';
import { startWeb } from '../../src/web/server.ts';
import type { Between } from '../proxy.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { type Rig, startRig } from '../rig.ts';
import { basic, PASSWORD, USER } from '../web/web-rig.ts';
import { type Accident, arrives, CELLS, JOSE, type Known, type Stage } from './rule-10-accidents.ts';
import { both, counts, edit, keptOf, keyOn, movableClock, person, waitsOf } from './situations.ts';

/** Every accident on every side after the first sync: all of them must come to the same (rule 10). */

let rig: Rig;
let alerts: Receiver;
let between: Between;
const clock = movableClock();

beforeEach(async () => {
  alerts = await startReceiver();
  rig = await startRig({ now: clock.now, config: { alertWebhookUrl: alerts.url } });
});
afterEach(async () => {
  await rig.close();
  await alerts.close();
});

const CUSTOMERS = 30;
const LATER_MS = 10_000;

type Scene = Stage & { readonly accident: Accident; readonly everybody: readonly Known[] };

/** Everybody has been linked for so long that no listing may be late any more. */
async function linkedLongAgo(side: Stage['side'], accident: Accident): Promise<Scene> {
  const { customers = CUSTOMERS } = accident;
  between = await rig.standBetween(side);
  const everybody = Array.from({ length: customers }, (_, index) => arrives(rig, index + 1));
  await rig.cycles(3);
  clock.advance(LATER_MS);
  expect(await rig.status()).toMatchObject({ links: customers, differing: 0 });
  return { rig, side, between, accident, everybody };
}

function struckOf({ accident, side, everybody }: Scene): readonly Known[] {
  return accident.struck?.(everybody, side) ?? everybody.slice(1);
}

/** The platform's own, whom a reading of Aceptabits counts beside the people: those of our shop, or where no row tells its shop, all. */
function ownOf({ side, accident }: Scene): readonly string[] {
  if (side !== 'aceptabits') return [];
  const own = rig.aceptabits.people.platform().map(({ code }) => code);
  const kept = new Set(keptOf(rig, side));
  return accident.reason === 'missing-keys' ? own : own.filter((code) => kept.has(code));
}

/** Some more are linked while all is well, so that the same accident is about other customers than before. */
async function withNewcomers(scene: Scene): Promise<Scene> {
  const { everybody } = scene;
  const from = everybody.length + 1;
  const newcomers = [0, 1, 2, 3].map((index) => arrives(rig, from + index));
  await rig.cycles(3);
  clock.advance(LATER_MS);
  const grown = { ...scene, everybody: [...everybody, ...newcomers] };
  expect(await rig.status()).toMatchObject({ links: grown.everybody.length, differing: 0 });
  return grown;
}

/** Whom it does not concern; where it is about everybody, simply somebody. */
function bystanderOf(scene: Scene): Known {
  const struck = struckOf(scene);
  const bystander = scene.everybody.find((one) => !struck.includes(one)) ?? scene.everybody[0];
  if (bystander === undefined) throw new Error('There is nobody.');
  return bystander;
}

async function befalls(scene: Scene): Promise<Brake> {
  await scene.accident.befall(scene, struckOf(scene));
  await rig.poll(scene.side);
  return brakeShown(scene);
}

/** One request to the real web server, as a person's browser or script makes it. */
async function asked(path: string, body?: object): Promise<unknown> {
  const { context, engine } = rig.app;
  const http = { host: '127.0.0.1', port: 0, user: USER, password: PASSWORD };
  const config = { ...rig.config, http };
  const web = await startWeb({ context, queues: engine.queues, config, log: context.log });
  try {
    const headers = { authorization: basic(), 'content-type': 'application/json', origin: web.url };
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(web.url + path, { headers, ...sent });
    // A decision asks for readings at once; here nobody but the test reads.
    await engine.queues.resync.drain();
    return await answer.json();
  } finally {
    await web.close();
  }
}

type Shown = { readonly sides: { readonly [S in Stage['side']]: { readonly brake?: Brake } } };

async function brakeShown({ side }: Stage): Promise<Brake> {
  const { brake } = ((await asked('/api/status')) as Shown).sides[side];
  if (brake === undefined) throw new Error(`${side} is not braked.`);
  return brake;
}

/** Braked for the right reason, with those concerned as a sample. */
function expectConcerned(brake: Brake, scene: Scene): void {
  const { reason, field } = scene.accident;
  const struck = struckOf(scene);
  const isListing = kindOf(reason) === 'list';
  const own = isListing ? ownOf(scene) : [];
  const struckOwn = own.filter((code) => scene.accident.strikesOwn?.(code) ?? false);
  const count = struck.length + struckOwn.length;
  expect(brake).toMatchObject({ reason, count, of: scene.everybody.length + own.length });
  expect(brake.field).toBe(field);
  const named = isListing ? scene.side : 'managementpro';
  const keys = [...struck.map((one) => keyOn(named, one)), ...struckOwn];
  expect(keys).toEqual(expect.arrayContaining([...brake.sample]));
  expect(new Set(brake.sample).size).toBe(Math.min(SAMPLE_MAX, count));
}

async function expectOneAlert(): Promise<void> {
  await alerts.until('brake:');
  expect(alerts.told.map(({ fact }) => fact.split(':')[0])).toEqual(['brake']);
}

/** All that both sides have, without one customer. */
function heldWithout({ clave, code }: Known) {
  return [
    rig.managementpro.people.all().filter((one) => one.clave !== clave),
    rig.aceptabits.people.all().filter((one) => one.code !== code),
  ];
}

const HARMLESS = '9998887766';

/** A person has looked, and leaves the brake on: that is on record, and changes nothing. */
async function expectRefusable(scene: Scene, brake: Brake): Promise<void> {
  const { side } = scene;
  expect(await asked('/api/plan/refuse', { side, hash: brake.hash })).toEqual({ done: true });
  await rig.cycles(2);
  expect(await brakeShown(scene)).toEqual(brake);
  expect(await asked('/api/history?kind=refused')).toMatchObject({ rows: [{ by: USER, side }] });
}

async function expectOver({ side, everybody }: Scene): Promise<void> {
  const { sides, ...status } = await rig.status();
  expect(sides[side].brake).toBeUndefined();
  expect(status).toMatchObject({ links: everybody.length, differing: 0 });
  expect(status.waiting).toMatchObject({ braked: 0, missing: 0, suspended: 0, conflict: 0 });
}

describe.each(CELLS)('rule 10: $side: $what', ({ side, accident }) => {
  test('one brake, one alert and a sample, however often it is read; harmless work goes on, a refusal is on record, and it ends by itself', async () => {
    const scene = await linkedLongAgo(side, accident);
    const bystander = bystanderOf(scene);
    const before = rig.writes();
    const brake = await befalls(scene);
    const held = heldWithout(bystander);
    expectConcerned(brake, scene);
    edit(rig, otherSide(side), bystander, { phone: HARMLESS });
    await rig.cycles(3);
    expect(await brakeShown(scene)).toEqual(brake);
    expect(rig.writes() - before).toBe(accident.towards === 'arrives' ? 1 : 0);
    await expectRefusable(scene, brake);
    expect(heldWithout(bystander)).toEqual(held);
    await expectOneAlert();
    await accident.over(scene, struckOf(scene));
    await rig.cycles(3);
    await expectOver(scene);
    expect(both(rig, bystander, 'phone')).toEqual([HARMLESS, HARMLESS]);
    expect(rig.writes() - before).toBe(1);
    await expectOneAlert();
  });

  test('a release of what was never shown is refused, and one of the shown hash lets exactly that through', async () => {
    const scene = await linkedLongAgo(side, accident);
    await befalls(scene);
    await accident.over(scene, struckOf(scene));
    const again = await withNewcomers(scene);
    const before = rig.writes();
    const brake = await befalls(again);
    expectConcerned(brake, again);
    const hash = 'never-shown';
    expect(await asked('/api/plan/release', { side, hash })).toEqual({ done: false });
    expect(await asked('/api/plan/refuse', { side, hash })).toEqual({ done: false });
    await rig.cycles(2);
    expect(await brakeShown(again)).toEqual(brake);
    expect(rig.writes()).toBe(before);
    expect(await asked('/api/plan/release', { side, hash: brake.hash })).toEqual({ done: true });
    await rig.cycles(3);
    expect((await rig.status()).sides[side].brake).toBeUndefined();
    await expectReleased(again, rig.writes() - before);
  });
});

/** What became of those whom the release was about; nobody is ever deleted or doubled. */
async function expectReleased(scene: Scene, writes: number): Promise<void> {
  const { accident, everybody } = scene;
  const struck = struckOf(scene);
  expect(counts(rig)).toEqual([everybody.length, everybody.length]);
  const { waiting, differing } = await rig.status();
  const waits = { missing: waiting.missing, suspended: waiting.suspended, braked: waiting.braked };
  const none = { missing: 0, suspended: 0, braked: 0 };
  switch (accident.released) {
    case 'found':
    case 'believed':
      expect({ ...waits, writes }).toEqual({ ...none, writes: 0 });
      return;
    case 'missing':
    case 'suspended':
      expect({ ...waits, writes }).toEqual({ ...none, [accident.released]: struck.length, writes: 0 });
      expect(await waitsOf(rig, 'managementpro', struck[0]?.clave ?? '')).toEqual([accident.released]);
      return;
    case 'delivered':
      expect({ ...waits, differing, writes }).toEqual({ ...none, differing: 0, writes: struck.length });
      for (const one of struck) expectDelivered(scene, one);
  }
}

/** Both sides hold what the accident has made of the value. */
function expectDelivered({ accident: { field } }: Scene, one: Known): void {
  if (field === 'salesperson') expect(rig.managementpro.people.get(one.clave)?.vendedor).toBe(JOSE);
  if (field === undefined || field === 'salesperson') return;
  const [value] = both(rig, one, field);
  expect(both(rig, one, field)).toEqual([value, value]);
  expect(value).not.toBe(person(one.number)[field === 'name' ? 'first' : field]);
}
