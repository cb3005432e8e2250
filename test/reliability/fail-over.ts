/**
 * A Redis that is taken over by another, in the middle of a first sync, of an import and of a day of edits, one after the
 * other: nobody is lost, nobody doubled, and writing goes on (docs/scaling.md). Played by `redis-fleet.test.ts`, and any
 * number of times in a row by `npm run test:failover`.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { otherSide, SIDES } from '../../src/domain/customer.ts';
import { seedWorld, type World } from '../../src/simulators/world.ts';
import { recentHistory } from '../../src/store/history.ts';
import { ERA_BEGAN_AT } from '../../src/sync/context.ts';
import { type Node, type RedisFleet, startCluster, startSentinels, until } from '../redis-fleet.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, edit, type Pair } from '../sync/situations.ts';

/** For everything to arrive after a strike. */
const WITHIN_MS = 90_000;
/** Writing goes on this soon after whatever has happened, where the servers decide within ten seconds who takes over. */
const GOES_ON_WITHIN_MS = 30_000;
const DECIDED_WITHIN_MS = 10_000;
/** Requests that may have been under way already: eight writers a side. */
const IN_HAND = 16;
/** What tells the middle of something from its beginning. */
const WRITES_BEFORE = 10;
const SILENCE_MS = 2_000;
const ASK_AGAIN_MS = 10_000;
const EDIT_EVERY_MS = 150;
const IMPORTED = 60;
const HISTORY_MAX = 10_000;
/** A whole scenario, for whoever waits for it. */
export const SCENARIO_MS = 6 * WITHIN_MS;

/** Slow enough that everything lasts a while. */
const LATENCY_MS = 120;
/** While somebody strikes, who may take seconds: nothing is through by then. */
const STRUCK_LATENCY_MS = 1_500;

type Stage = { readonly rig: Rig; readonly world: World; readonly fleet: RedisFleet; readonly key: string };

/** What a strike leaves for the time after it, as somebody who mends it would. */
type Mend = () => Promise<void>;
export type Strike = {
  readonly name: string;
  play(stage: Stage): Promise<Mend>;
};

const NOTHING_TO_MEND: Mend = () => Promise.resolve();

/** Whoever was replaced follows whoever has replaced it, and has all of it: the next strike meets a whole fleet. */
async function follows(node: Node): Promise<void> {
  await until(async () => {
    const told = await node.client.info('replication').catch(() => '');
    return told.includes('role:slave') && told.includes('master_link_status:up');
  }, WITHIN_MS);
}

/**
 * All who should follow the master do, a second behind it at most: whoever takes over from it lacks no more than what was
 * written just before.
 */
async function isWhole({ fleet, key }: Stage): Promise<boolean> {
  const told = await (await fleet.master(key)).client.info('replication');
  return [...told.matchAll(/^slave\d+:.*state=online.*lag=[01]\b/gm)].length === fleet.replicas;
}

const killed: Strike = {
  name: 'the master is killed (SIGKILL), and comes back as a replica',
  async play({ fleet, key }) {
    const master = await fleet.master(key);
    master.signal('KILL');
    return async () => {
      master.revive();
      await follows(master);
    };
  },
};

const stopped: Strike = {
  name: 'the master stops without a word (SIGSTOP), and comes back as a replica',
  async play({ fleet, key }) {
    const master = await fleet.master(key);
    master.signal('STOP');
    return async () => {
      master.signal('CONT');
      await follows(master);
    };
  },
};

const handedOver: Strike = {
  name: 'the master hands over in peace (CLUSTER FAILOVER, SENTINEL FAILOVER)',
  async play({ fleet, key }) {
    const master = await fleet.master(key);
    const isOver = async () => (await fleet.master(key)).port !== master.port;
    // On a machine that is busy no replica may be fit at first: whoever has asked then asks again.
    const answers: string[] = [];
    for (let asked = 0; asked < 6 && !(await isOver()); asked += 1) {
      answers.push(await fleet.failOver(key).then(() => 'begun', String));
      await until(isOver, ASK_AGAIN_MS).catch(() => undefined);
    }
    if (!(await isOver()))
      throw new Error(`asked to hand over, nobody has taken over: ${answers.join('; ')}`);
    return () => follows(master);
  },
};

const moved: Strike = {
  name: 'the slot moves to another master, key by key',
  async play({ fleet, key }) {
    const from = await fleet.master(key);
    await fleet.move?.(key);
    // The others hear of it from the two.
    await until(async () => (await fleet.master(key)).port !== from.port);
    return NOTHING_TO_MEND;
  },
};

export type Scenario = { readonly name: string; play(): Promise<readonly Survived[]> };

const scenario = (start: () => Promise<RedisFleet>, of: string, strike: Strike): Scenario => ({
  name: `${of}: ${strike.name}`,
  play: () => survive(start, strike),
});

const CLUSTER = 'a cluster of three masters and three replicas';
const SENTINELS = 'a master with two replicas and three sentinels';

export const SCENARIOS: readonly Scenario[] = [
  ...[killed, stopped, handedOver, moved].map((strike) => scenario(startCluster, CLUSTER, strike)),
  ...[killed, stopped, handedOver].map((strike) => scenario(startSentinels, SENTINELS, strike)),
];

/** How soon things went on, and all had arrived, after the strike in the middle of this. */
export type Survived = {
  readonly phase: string;
  /** How soon the servers had somebody who takes over. */
  readonly decidedMs: number;
  readonly goesOnMs: number;
  readonly doneMs: number;
};

async function survive(start: () => Promise<RedisFleet>, strike: Strike): Promise<readonly Survived[]> {
  const fleet = await start();
  try {
    const stage = await open(fleet);
    try {
      const survived: Survived[] = [];
      for (const phase of PHASES) survived.push(await struckDuring(phase, stage, strike));
      return survived;
    } finally {
      await stage.rig.close();
    }
  } finally {
    await fleet.close();
  }
}

function answersAfter({ managementpro, aceptabits }: Rig, latencyMs: number): void {
  for (const { settings } of [managementpro, aceptabits]) settings.latencyMs = latencyMs;
}

/** Some 120 people of whom 80 are to be created. */
async function open(fleet: RedisFleet): Promise<Stage> {
  // Ten seconds without Redis make a day's edits come at once; what a brake makes of it is not what this is about.
  const brake = { missingPercent: 10, changedPercent: 100, emptiedPercent: 10, minCustomers: 10 };
  const rig = await startRig({
    redisUrl: fleet.url,
    config: { redisMode: fleet.mode, brake: { ...brake, newPercent: 25, newMin: 200 } },
  });
  const world = seedWorld(rig, { seed: 18, managementpro: 80, aceptabits: 80, shared: 40, ambiguous: 0 });
  answersAfter(rig, LATENCY_MS);
  const often = { pollEveryMs: 500 };
  await rig.restart({
    roles: ['scan', 'write'],
    managementpro: { ...rig.config.managementpro, ...often },
    aceptabits: { ...rig.config.aceptabits, ...often, shops: 'all' },
  });
  return { rig, world, fleet, key: rig.app.context.store.keys.schema };
}

/** Something that is under way when it is struck: `stop` ends what people do, `wrong` says what is not as it should be. */
type Phase = { readonly name: string; begin(stage: Stage): Promise<{ stop(): void; wrong(): Wrong }> };

type Wrong = readonly unknown[] | Promise<readonly unknown[]>;

const firstSync: Phase = {
  name: 'first sync',
  begin: async (stage) => ({ stop: () => undefined, wrong: () => lostOrDoubled(stage) }),
};

/** Somebody loads a list of new customers into each of the two systems. */
const importing: Phase = {
  name: 'import',
  async begin(stage) {
    const emails = Array.from({ length: IMPORTED }, (_, at) => imported(stage.rig, at));
    const wrong = () => {
      const { managementpro, aceptabits } = stage.rig;
      const rows = [
        ...managementpro.people.all().map(({ email_1: email }) => `managementpro ${email}`),
        ...aceptabits.people.all().map(({ email }) => `aceptabits ${email}`),
      ];
      const times = (row: string) => rows.filter((one) => one === row).length;
      return emails.filter(
        (email) => times(`managementpro ${email}`) !== 1 || times(`aceptabits ${email}`) !== 1,
      );
    };
    return { stop: () => undefined, wrong: () => [...wrong(), ...lostOrDoubled(stage)] };
  },
};

function imported({ managementpro, aceptabits }: Rig, at: number): string {
  const word = [...String(at)].map((digit) => 'bcdfgjlmnp'[Number(digit)]).join('ai');
  const email = `compras${at}@refacciones-${word}.com.mx`;
  const [name, phone] = [`Refaccionaria ${word} de Materiales del Sureste`, `55${30_000_000 + at * 7}`];
  if (at % 3 === 0) aceptabits.people.create({ name, lastname: 'S.A. de C.V.', email, phone });
  else
    managementpro.people.create({
      descripcion: name,
      razon_social: `${name} S.A. de C.V.`,
      email_1: email,
      email_2: `pagos${at}@refacciones-${word}.com.mx`,
      telefono_1: phone,
      telefono_2: `55${50_000_000 + at * 7}`,
      telefono_3: `55${60_000_000 + at * 7}`,
      contacto_1: 'Lic. Muñoz',
      estado: 'AC',
    });
  return email;
}

/** People edit on both sides without a pause, each customer on one of them. */
const dayOfEdits: Phase = {
  name: 'day of edits',
  async begin(stage) {
    const { rig } = stage;
    const pairs = await editable(stage);
    const last = new Map<Pair, string>();
    let made = 0;
    const before = rig.writes();
    const editing = setInterval(() => {
      const at = made % pairs.length;
      const pair = pairs[at];
      if (pair === undefined) return;
      const phone = `99920${String(10_000 + made)}`;
      edit(rig, at % 2 === 0 ? 'managementpro' : 'aceptabits', pair, { phone });
      last.set(pair, phone);
      made += 1;
    }, EDIT_EVERY_MS);
    const wrong = async () => {
      const overruled = await overruledPhones(rig);
      const astray = [...last].filter(
        ([pair, phone]) =>
          both(rig, pair, 'phone').some((one) => tenDigits(one) !== phone) &&
          !overruled.has(`${pair.clave} ${phone}`),
      );
      // Several edits of one customer may travel together; none travels twice.
      const written = rig.writes() - before;
      return [...astray, ...(written > made ? [{ made, written }] : []), ...lostOrDoubled(stage)];
    };
    return { stop: () => clearInterval(editing), wrong };
  },
};

const tenDigits = (text: string) => text.replace(/\D/g, '').slice(-10);

/**
 * Edits that lost a conflict which is on record. Where sentinels are slow, what the old master still says yes to for half a
 * minute is lost; of a customer that was edited twice meanwhile, on one side, nothing then tells which edit is the newer.
 */
async function overruledPhones({ app }: Rig): Promise<ReadonlySet<string>> {
  const events = await recentHistory(app.context.store, HISTORY_MAX);
  return new Set(
    events.flatMap(({ clave, conflict }) => {
      if (conflict?.field !== 'phone') return [];
      const losers = SIDES.filter((side) => conflict.winner === otherSide(side));
      return losers.map((side) => `${clave} ${tenDigits(conflict[side])}`);
    }),
  );
}

/** Pairs that are linked, for a few wait for a person to tell, and that both sides let us write. */
async function editable({ rig, world }: Stage): Promise<Pair[]> {
  const { redis, keys } = rig.app.context.store;
  const linked = new Set(await redis.hkeys(keys.links));
  return world.census().flatMap(({ person, managementpro: [clave = ''], aceptabits: [code = ''] }) => {
    const isActive = rig.managementpro.people.get(clave)?.estado === 'AC';
    const isOpen = rig.aceptabits.people.get(code)?.isEditable === -1;
    return linked.has(clave) && person.relation === undefined && isActive && isOpen ? [{ clave, code }] : [];
  });
}

const PHASES = [firstSync, importing, dayOfEdits];

/** Whoever is on one side only, save those inactive people who are rightly there alone, and who is there twice. */
function lostOrDoubled({ rig, world }: Stage): string[] {
  const rows = world.census().filter(({ person }) => !person.ambiguous);
  const inactive = ([clave]: readonly string[]) =>
    clave !== undefined && rig.managementpro.people.get(clave)?.estado === 'BA';
  return rows.flatMap(({ managementpro, aceptabits }) => {
    const keys = [...managementpro, ...aceptabits].join(' ');
    if (managementpro.length > 1 || aceptabits.length > 1) return [`twice: ${keys}`];
    const isAlone = managementpro.length === 0 || aceptabits.length === 0;
    return isAlone && !inactive(managementpro) ? [`alone: ${keys}`] : [];
  });
}

const epochBegan = ({ rig }: Stage) => rig.app.context.store.getState<number>(ERA_BEGAN_AT);

async function struckDuring({ name, begin }: Phase, stage: Stage, strike: Strike): Promise<Survived> {
  const { rig } = stage;
  await until(() => isWhole(stage), WITHIN_MS);
  const began = rig.writes();
  const { stop, wrong } = await begin(stage);
  try {
    await until(async () => rig.writes() >= began + WRITES_BEFORE, WITHIN_MS);
    const before = await epochBegan(stage);
    const master = await stage.fleet.master(stage.key);
    answersAfter(rig, STRUCK_LATENCY_MS);
    const mend = await strike.play(stage);
    answersAfter(rig, LATENCY_MS);
    const [struck, written] = [performance.now(), rig.writes()];
    await until(async () => (await stage.fleet.master(stage.key)).port !== master.port, WITHIN_MS);
    const decidedMs = performance.now() - struck;
    const leftMs = GOES_ON_WITHIN_MS - Math.min(decidedMs, DECIDED_WITHIN_MS);
    await until(async () => rig.writes() > written + IN_HAND, leftMs);
    const goesOnMs = performance.now() - struck;
    // What the old master still said yes to may be lost, and the new epoch says so before the end is looked at.
    await until(async () => (await epochBegan(stage)) !== before, WITHIN_MS);
    stop();
    await arrives(stage, wrong);
    const doneMs = performance.now() - struck;
    await mend();
    assert.deepEqual(await wrong(), []);
    return { phase: name, decidedMs, goesOnMs, doneMs };
  } finally {
    stop();
  }
}

/** All is as it should be, and stays so: nothing is written any more. */
async function arrives({ rig }: Stage, wrong: () => Wrong): Promise<void> {
  const isDone = async () => (await wrong()).length === 0 && (await rig.status()).work === 0;
  await until(isDone, WITHIN_MS).catch(async () => {
    throw new Error(JSON.stringify([await wrong(), await rig.status()]));
  });
  const still = rig.writes();
  await pause(SILENCE_MS);
  assert.equal(rig.writes(), still);
  assert.deepEqual(await wrong(), []);
}
