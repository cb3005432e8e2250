import fc from 'fast-check';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import type { Link } from '../../src/domain/link.ts';
import { type Between, type Passed, startProxy } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import { pollBeside } from './driven.ts';
import { applied, type Mutation } from './mutations.ts';

/** The whole engine between garbage on both sides: what its links hold must not move, and nothing be written. */

export type EngineFuzz = {
  readonly answers: number;
  /** Links whose base, keys or existence changed. */
  readonly moved: number;
  readonly writes: number;
  /** Exceptions that are neither a side's error nor the gate's. */
  readonly failures: readonly string[];
  /** Whether, with the garbage gone, both sides were in step again without a write. */
  readonly recovered: boolean;
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

async function bases(rig: Rig): Promise<Map<string, string>> {
  const { store } = rig.app.context;
  const links = Object.entries(await store.redis.hgetall(store.keys.links));
  return new Map(
    links.map(([clave, raw]) => {
      const { code, base } = JSON.parse(raw) as Link;
      return [clave, JSON.stringify({ code, base })];
    }),
  );
}

async function openRig(redisUrl: string | undefined) {
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

/** Polls both sides until `answers` answers have been spoilt. */
export async function fuzzEngine(answers: number, seed: number, redisUrl?: string): Promise<EngineFuzz> {
  const { rig, proxies } = await openRig(redisUrl);
  const spoiling = fc.sample(garbage, { numRuns: answers, seed });
  let given = 0;
  const spoil: Between['rule'] = async (_, forward) => spoilt(await forward(), spoiling[given++ % answers]);
  const [before, writes] = [await bases(rig), rig.writes()];
  const failures: string[] = [];
  for (const side of SIDES) proxies[side].rule = spoil;
  const poll = async (side: Side) => pollBeside(rig, side).catch((error) => failures.push(String(error)));
  while (given < answers) for (const side of SIDES) await poll(side);
  for (const side of SIDES) proxies[side].rule = undefined;
  const after = await bases(rig);
  await rig.cycles(3);
  const recovered = (await rig.inStep()) && rig.writes() === writes;
  const written = rig.writes() - writes;
  await rig.close();
  await Promise.all(SIDES.map((side) => proxies[side].close()));
  const moved =
    [...before].filter(([clave, base]) => after.get(clave) !== base).length + after.size - before.size;
  return { answers: given, moved, writes: written, failures: [...new Set(failures)], recovered };
}
