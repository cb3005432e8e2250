import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import type { Link } from '../../src/domain/link.ts';
import { isInStep, type Status } from '../../src/report/status.ts';
import { linkIn } from '../../src/store/packed.ts';
import { type Between, type Passed, startProxy } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import { keptOf } from '../sync/situations.ts';
import { pollBeside } from './driven.ts';
import { applied, type Mutation } from './mutations.ts';

/** The whole engine between garbage on both sides: what its links hold must not move, and nothing be written. */

export type EngineFuzz = {
  readonly answers: number;
  /** Links that changed, came or went. */
  readonly moved: number;
  readonly writes: number;
  /** Exceptions that are neither a side's error nor the gate's. */
  readonly failures: readonly string[];
  /** What was still not as before when the garbage had gone, in words. */
  readonly left: readonly string[];
};

const CUSTOMERS = 40;

const change = fc.oneof(
  fc.constant({ kind: 'drop' } as const),
  fc.constant({ kind: 'wrap' } as const),
  fc.record({
    kind: fc.constant('replace' as const),
    // An empty text, a text or a number would be a value; these are none.
    by: fc.constantFrom<unknown>(true, false, [], {}, [null], { a: 1 }, [[1]]),
  }),
  fc.record({ kind: fc.constant('repeat' as const), times: fc.integer({ min: 1, max: 3 }) }),
);
const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(fc.record({ at: fc.nat(), what: change }), {
  minLength: 1,
  maxLength: 6,
});
const broken = fc.constantFrom('{', '', 'null', '[]', '<html></html>', '{"type":"info"}', '{"status":true}');

type Garbage = { readonly text: string } | { readonly changes: readonly Mutation[] } | undefined;
const garbage: fc.Arbitrary<Garbage> = fc.oneof(
  { weight: 6, arbitrary: mutations.map((changes) => ({ changes })) },
  { weight: 1, arbitrary: broken.map((text) => ({ text })) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

function spoilt(answer: Passed, how: Garbage): Passed {
  if (how === undefined) return answer;
  if ('text' in how) return { ...answer, body: how.text };
  return { ...answer, body: JSON.stringify(applied(JSON.parse(String(answer.body)), how.changes)) };
}

type Links = ReadonlyMap<string, Link>;

async function linksOf({ app }: Rig): Promise<Links> {
  const { redis, keys } = app.context.store;
  const rows = Object.entries(await redis.hgetall(keys.links));
  return new Map(rows.map(([clave, raw]) => [clave, linkIn(clave, raw)]));
}

/**
 * Among the garbage are answers that are none: a list emptied twice is all that a server can say of somebody who is
 * gone. Since when somebody is missing is therefore left out while it lasts; it holds up the link and changes
 * nothing that the link holds. Once the garbage has gone nothing is left out.
 */
function withoutMissing(links: Links): Links {
  return new Map([...links].map(([clave, { missing: _, ...rest }]) => [clave, rest]));
}

function changedAmong(before: Links, after: Links): string[] {
  const claves = new Set([...before.keys(), ...after.keys()]);
  return [...claves].filter((clave) => !isDeepStrictEqual(before.get(clave), after.get(clave)));
}

/** Links as they were before, nobody waiting for anything, and nobody new. */
async function leftovers(rig: Rig, before: Links): Promise<string[]> {
  // The platform's own are there before and after, and nobody's.
  const own = keptOf(rig, 'aceptabits').length - CUSTOMERS;
  const status = await rig.status();
  const { store } = rig.app.context;
  const changed = changedAmong(before, await linksOf(rig)).map((clave) => `link ${clave} is another`);
  const { platform, ...others } = status.waiting;
  const waiting = Object.entries({ ...others, platform: platform - own }).filter(([, count]) => count !== 0);
  const unseen = await store.redis.zcard(store.keys.waitsOf('unseen'));
  const lones = (await store.redis.zcard(store.keys.lones)) - own;
  return [
    ...(isInStep(status) ? [] : ['not in step']),
    ...changed,
    ...waiting.map(([kind, count]) => `${count} ${kind}`),
    ...(unseen === 0 ? [] : [`${unseen} unseen`]),
    ...(lones === 0 ? [] : [`${lones} without a link`]),
    ...SIDES.flatMap((side) => leftOf(side, status.sides[side], keptOf(rig, side).length)),
  ];
}

function leftOf(side: Side, { brake, known }: Status['sides'][Side], kept: number): string[] {
  return [
    ...(brake === undefined ? [] : [`${side} is braked`]),
    ...(known === kept ? [] : [`${known} known in ${side}`]),
  ];
}

type Stage = { readonly rig: Rig; readonly proxies: { readonly [S in Side]: Between } };

async function openRig(redisUrl: string | undefined): Promise<Stage> {
  const rig = await startRig({
    ...(redisUrl !== undefined && { redisUrl }),
    app: { gateLimits: { troublesToOpen: 1_000_000 } },
  });
  for (let n = 0; n < CUSTOMERS; n += 1) {
    const [name, email] = [`Persona Número ${n}`, `persona${n}@maya.mx`];
    rig.managementpro.people.create({ descripcion: name, email_1: email, vendedor: '0000000002' });
    rig.aceptabits.people.create({ name, email });
  }
  const proxies = {
    managementpro: await startProxy(rig.managementpro.url),
    aceptabits: await startProxy(rig.aceptabits.url),
  };
  const { managementpro, aceptabits } = rig.config;
  await rig.restart({
    managementpro: { ...managementpro, url: proxies.managementpro.url },
    aceptabits: { ...aceptabits, url: proxies.aceptabits.url },
  });
  await rig.cycles(2);
  return { rig, proxies };
}

/** Polls both sides until `answers` answers have been spoilt; answers how many, and what else was thrown. */
async function pollAmongGarbage({ rig, proxies }: Stage, answers: number, seed: number) {
  const spoiling = fc.sample(garbage, { numRuns: answers, seed });
  const failures = new Set<string>();
  let given = 0;
  const spoil: Between['rule'] = async (_, forward) => spoilt(await forward(), spoiling[given++ % answers]);
  for (const side of SIDES) proxies[side].rule = spoil;
  while (given < answers)
    for (const side of SIDES) await pollBeside(rig, side).catch((error) => failures.add(String(error)));
  for (const side of SIDES) proxies[side].rule = undefined;
  return { answers: given, failures: [...failures] };
}

/** `answers` spoilt answers to an engine that is in step, and three polls of each side without any afterwards. */
export async function fuzzEngine(answers: number, seed: number, redisUrl?: string): Promise<EngineFuzz> {
  const stage = await openRig(redisUrl);
  const { rig, proxies } = stage;
  const [before, writes] = [await linksOf(rig), rig.writes()];
  const polled = await pollAmongGarbage(stage, answers, seed);
  const moved = changedAmong(withoutMissing(before), withoutMissing(await linksOf(rig))).length;
  await rig.cycles(3);
  const left = await leftovers(rig, before);
  const written = rig.writes() - writes;
  await rig.close();
  await Promise.all(SIDES.map((side) => proxies[side].close()));
  return { ...polled, moved, writes: written, left };
}
