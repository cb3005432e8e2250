import type { FaultKind } from '../../src/simulators/faults.ts';
import { between, pick, seededRandom } from '../../src/simulators/random.ts';
import type {
  Act,
  Among,
  FaultScript,
  Habit,
  History,
  Manner,
  Moment,
  Setting,
  Setup,
  Side,
  Step,
} from './script.ts';

/** Draws whole histories from one number. Nothing here knows what a history will lead to. */

type Random = () => number;
type Weighted<T> = readonly (readonly [weight: number, make: () => T])[];

const HOUR_MS = 3_600_000;
const SIDES: readonly Side[] = ['managementpro', 'aceptabits'];
const chance = (random: Random, share: number) => random() < share;
const salt = (random: Random) => between(random, 1, 2 ** 31 - 1);

function weighted<T>(random: Random, choices: Weighted<T>): T {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  let left = random() * total;
  for (const [weight, make] of choices) {
    left -= weight;
    if (left < 0) return make();
  }
  throw new Error('nothing to choose from');
}

export type Size = { readonly stepsMin: number; readonly stepsMax: number; readonly sharedMax: number };

export function drawHistory(seed: number, { stepsMin, stepsMax, sharedMax }: Size): History {
  const random = seededRandom(seed);
  const setup = drawSetup(seed, random, sharedMax);
  const calm = chance(random, 0.15);
  const withRedis = chance(random, 0.25);
  const steps = Array.from({ length: between(random, stepsMin, stepsMax) }, () =>
    drawStep(random, setup, calm, withRedis),
  );
  return { setup, steps };
}

function drawSetup(seed: number, random: Random, sharedMax: number): Setup {
  const shared = between(random, Math.min(3, sharedMax), sharedMax);
  const sole = Math.ceil(sharedMax / 2);
  // One side at most: what one has made grow would be the other's to answer for.
  const escaping = chance(random, 0.2) ? pick(random, SIDES) : undefined;
  return {
    seed,
    world: {
      managementpro: shared + between(random, 0, sole),
      aceptabits: shared + between(random, 0, sole),
      shared,
      ambiguous: pick(random, [0, 0, 1, 2]),
      respelled: pick(random, [0, 0, 25, 60]),
    },
    managementpro: {
      ...drawManner(random),
      ...pick(random, CHARSETS),
      cap: chance(random, 0.15) ? 10 : 0,
      order: pick(random, ['clave', 'shuffled']),
      registros: pick(random, ['returned', 'matching']),
      omitted: pick(random, ['keep', 'blankForm']),
      claves: pick(random, ['sequential', 'gaps', 'text']),
      numbersAsText: chance(random, 0.5),
      httpErrors: chance(random, 0.5),
      normalise: escaping === 'managementpro' ? ['escape'] : drawHabits(random),
      listLagMs: drawLag(random),
    },
    aceptabits: {
      ...drawManner(random),
      omitted: pick(random, ['keep', 'blank']),
      normalise: escaping === 'aceptabits' ? ['escape'] : drawHabits(random),
      listLagMs: drawLag(random),
      clockSkewMs: drawSkew(random),
      tiedCreatedAt: chance(random, 0.3),
      pageMax: chance(random, 0.3) ? between(random, 4, 8) : 100,
    },
    policy: pick(random, ['managementpro', 'managementpro', 'aceptabits', 'review']),
    method: pick(random, METHODS),
    methodAbsentAs: pick(random, ['404', '405', 'html']),
    initialSync: chance(random, 0.25) ? 'review' : 'auto',
    newMin: chance(random, 0.3) ? WAVE_MIN : 100,
    daemonSkewMs: drawSkew(random),
  };
}

const METHODS = [
  ...Array.from({ length: 14 }, () => 'there' as const),
  'none',
  'none',
  'absent',
  'late',
  'late',
] as const;
const WAVE_MIN = 6;
const CHARSETS = [
  { charset: 'utf-8', charsetDeclared: false },
  { charset: 'utf-8', charsetDeclared: true },
  { charset: 'iso-8859-1', charsetDeclared: true },
  { charset: 'windows-1252', charsetDeclared: true },
] as const;
/** No code of the contracts, and a message that says it. */
const NONE_TOLD = { code: '404', message: 'No se encontraron registros' };

function drawManner(random: Random): Manner {
  return {
    charset: 'utf-8',
    charsetDeclared: false,
    listOfOne: pick(random, ['array', 'array', 'object']),
    emptyList: pick(random, ['array', 'array', 'null', 'text', 'object']),
    rowsAs: pick(random, ['array', 'array', 'array', 'object']),
    emptyListError: chance(random, 0.15) ? NONE_TOLD : undefined,
    idleMs: pick(random, [0, 0, 0, 800, 150]),
  };
}

function drawHabits(random: Random): Habit[] {
  return pick<Habit[]>(random, [[], [], [], ['trim'], ['upper'], ['upper', 'trim'], [{ cut: 120 }]]);
}

function drawLag(random: Random): number {
  return chance(random, 0.6) ? 0 : between(random, 10, 90);
}

function drawSkew(random: Random): number {
  return chance(random, 0.5) ? 0 : between(random, -2 * HOUR_MS, 2 * HOUR_MS);
}

function drawStep(random: Random, setup: Setup, calm: boolean, withRedis: boolean): Step {
  const side = pick(random, SIDES);
  const who = random();
  const harm = calm ? 0 : 1;
  return weighted<Step>(random, [
    [34, () => ({ do: 'act', act: drawAct(random) })],
    [22, () => ({ do: 'poll', side })],
    [8, () => ({ do: 'settle', ms: between(random, 5, 120) })],
    [8 * harm, () => ({ do: 'fault', fault: drawFault(random) })],
    [2 * harm, () => ({ do: 'calm' })],
    [3, () => ({ do: 'setting', setting: drawSetting(random) })],
    [6 * harm, () => ({ do: 'kill', moment: drawMoment(random) })],
    [2 * harm, () => ({ do: 'freeze', moment: drawMoment(random), ms: between(random, 100, 500) })],
    [5, () => ({ do: 'meanwhile', moment: drawMoment(random), act: drawAct(random) })],
    [withRedis ? 2 * harm : 0, () => ({ do: 'redis', ms: between(random, 0, 60) })],
    [2 * harm, () => ({ do: 'replica' })],
    [2, () => ({ do: 'restart' })],
    [3, () => ({ do: 'resync', side, who })],
    [2, () => ({ do: 'storm', side, who })],
    [1.5 * harm, () => ({ do: 'clock', ms: pick(random, [0, 0, between(random, 1, 48) * HOUR_MS]) })],
    [1, () => ({ do: 'rename', nth: between(random, 0, 1) })],
    [1.5, () => ({ do: 'grow', side, pages: between(random, 1, 4), salt: salt(random) })],
    [
      setup.newMin === WAVE_MIN ? 0.8 : 0,
      () => ({ do: 'wave', side, count: between(random, WAVE_MIN, WAVE_MIN + 3), salt: salt(random) }),
    ],
    [2, () => ({ do: 'agree', meanwhile: drawActs(random) })],
    [setup.method === 'late' ? 1 : 0, () => ({ do: 'method' })],
  ]);
}

function drawActs(random: Random): Act[] {
  return Array.from({ length: between(random, 0, 3) }, () => drawAct(random));
}

function drawMoment(random: Random): Moment {
  const among = pick<Among>(random, ['any', 'any', 'http', 'write', 'write']);
  const reach = { any: 250, http: 20, write: 4 }[among];
  return { among, nth: between(random, 1, reach), when: pick(random, ['before', 'after']) };
}

function drawAct(random: Random): Act {
  const side = pick(random, SIDES);
  const both: [number, Act['what']][] = [
    [6, 'create'],
    [9, 'phone'],
    [9, 'email'],
    [8, 'name'],
    [3, 'salesperson'],
    [4, 'respell'],
    [2, 'reorder'],
    [1.5, 'legal-form'],
    [1.5, 'tilde'],
    [3, 'revert'],
    [3, 'copy'],
    [2, 'empty-email'],
    [2, 'empty-phone'],
    [4, 'elsewhere'],
  ];
  const own: [number, Act['what']][] =
    side === 'managementpro'
      ? [
          [3, 'estado'],
          [0.4, 'replace'],
        ]
      : [
          [1.5, 'lock'],
          [0.8, 'delete'],
          [0.5, 'merge'],
        ];
  const what = weighted(
    random,
    [...both, ...own].map(([weight, name]) => [weight, () => name] as const),
  );
  return { side, what, who: random(), salt: salt(random) };
}

const BROKEN: readonly FaultKind[] = [
  'reset',
  'reset',
  'timeout',
  'error500',
  'html502',
  'cutoff',
  'empty',
  'garbage',
  'wrongShape',
  'slow',
];
const WAITING: readonly FaultKind[] = ['pace429', 'pace503', 'unauthorized'];
const LYING: readonly FaultKind[] = ['emptyList', 'halfList', 'missingKeys', 'blankField'];

function drawFault(random: Random): FaultScript {
  const side = pick(random, SIDES);
  const on = pick(random, ['write', 'write', 'read'] as const);
  const kind = pick(random, weighted(random, kindsFor(on)));
  // What makes a side wait carries out nothing; a 401 that arrives after the work is no documented answer.
  const when = WAITING.includes(kind) ? 'before' : pick(random, ['before', 'after'] as const);
  const late = on === 'write' && when === 'after' && chance(random, 0.4);
  return {
    side,
    on,
    kind,
    when,
    times: pick(random, [1, 1, 1, 2, 3, 6]),
    ...(late && { commitDelayMs: between(random, 10, 70) }),
  };
}

function kindsFor(on: 'write' | 'read'): Weighted<readonly FaultKind[]> {
  const always: Weighted<readonly FaultKind[]> = [
    [8, () => BROKEN],
    [1, () => WAITING],
  ];
  return on === 'write' ? always : [...always, [3, () => LYING]];
}

function drawSetting(random: Random): Setting {
  return weighted<Setting>(random, [
    [2, () => ({ side: pick(random, SIDES), name: 'listLagMs', value: drawLag(random) })],
    [1, () => ({ side: 'aceptabits', name: 'clockSkewMs', value: drawSkew(random) })],
    [1, () => ({ side: 'aceptabits', name: 'tiedCreatedAt', value: chance(random, 0.5) })],
  ]);
}
