import { afterAll, expect, test } from 'vitest';
import { drawHistory } from './draw.ts';
import { play } from './play.ts';
import { told } from './script.ts';

/**
 * Short histories of the whole engine, always the same ones. A longer look takes
 * `npm run test:histories -- --runs 300 --seed N`, which also shortens what fails.
 */
const HISTORIES = 60;
/** Played at once: most of a history is waiting. */
const TOGETHER = 4;
const SHORT = { stepsMin: 12, stepsMax: 32, sharedMax: 4 };
const FIRST_SEED = 1_000;
const ALL_WITHIN_MS = 600_000;

const seeds = Array.from({ length: HISTORIES }, (_, index) => FIRST_SEED + index);
const sum = { histories: 0, kills: 0, freezes: 0, redisRestarts: 0, replicas: 0, faults: 0, writes: 0 };
const EXERCISED = ['kills', 'freezes', 'redisRestarts', 'replicas', 'faults', 'writes'] as const;

afterAll(() => console.log(`histories: ${JSON.stringify(sum)}`));

async function failureOf(seed: number): Promise<string | undefined> {
  const history = drawHistory(seed, SHORT);
  const { problems, figures } = await play(history);
  sum.histories += 1;
  for (const name of EXERCISED) sum[name] += figures[name];
  if (problems.length === 0) return undefined;
  return [`seed ${seed}:`, ...problems, ...history.steps.map(told)].join('\n');
}

// What fails in one of many runs is a finding, and must not pass because it was run once more.
const ONCE = { timeout: ALL_WITHIN_MS, retry: 0 };

test(
  'whatever happens, once it is over both sides are in step, nobody is lost or doubled, and polls are silent',
  ONCE,
  async () => {
    const failures: string[] = [];
    const left = [...seeds];
    const player = async () => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift())
        failures.push(...[await failureOf(seed)].filter((failure) => failure !== undefined));
    };
    await Promise.all(Array.from({ length: TOGETHER }, player));
    expect(failures.join('\n\n')).toBe('');
    // Whatever is never exercised proves nothing.
    for (const name of EXERCISED) expect(sum[name], name).toBeGreaterThan(0);
  },
);

/** Each of these is met by some of the sixty: what is never drawn proves nothing. */
const MET = {
  step: ['clock', 'rename', 'grow', 'wave', 'agree', 'method'],
  act: ['reorder', 'legal-form', 'tilde'],
  method: ['there', 'none', 'absent', 'late'],
  initialSync: ['auto', 'review'],
  charset: ['utf-8', 'iso-8859-1', 'windows-1252'],
  listOfOne: ['array', 'object'],
  emptyList: ['array', 'null', 'text', 'object', 'error'],
  rowsAs: ['array', 'object'],
  idleMs: ['0', '150', '800'],
  escaping: ['managementpro', 'aceptabits'],
} as const;

test('what servers, people and clocks do on their bad days is drawn', () => {
  const met: { readonly [K in keyof typeof MET]: Set<string> } = {
    step: new Set(),
    act: new Set(),
    method: new Set(),
    initialSync: new Set(),
    charset: new Set(),
    listOfOne: new Set(),
    emptyList: new Set(),
    rowsAs: new Set(),
    idleMs: new Set(),
    escaping: new Set(),
  };
  for (const seed of seeds) {
    const { setup, steps } = drawHistory(seed, SHORT);
    met.method.add(setup.method);
    met.initialSync.add(setup.initialSync);
    for (const step of steps) {
      met.step.add(step.do);
      if (step.do === 'act') met.act.add(step.act.what);
    }
    for (const side of ['managementpro', 'aceptabits'] as const) {
      const { charset, listOfOne, emptyList, rowsAs, idleMs, emptyListError, normalise } = setup[side];
      met.charset.add(charset);
      met.listOfOne.add(listOfOne);
      met.emptyList.add(emptyListError === undefined ? emptyList : 'error');
      met.rowsAs.add(rowsAs);
      met.idleMs.add(String(idleMs));
      if (normalise.includes('escape')) met.escaping.add(side);
    }
  }
  for (const [kind, all] of Object.entries(MET))
    for (const one of all) expect([...met[kind as keyof typeof MET]], kind).toContain(one);
});
