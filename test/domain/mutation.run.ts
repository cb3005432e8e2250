/**
 * `npm run test:mutation [-- merge match …]`: how many changes of one token in a rule its own vectors notice. Each file is
 * tried with the tests that are named for it and no others, so that a rule is held where it is looked up; what no test
 * reaches counts as survived. Ends with 1 where one file is below the threshold of `mutation.json`.
 */
import { spawnSync } from 'node:child_process';

/** The rules that decide whose value goes where, each with the tests that hold it. */
const HELD_BY: Readonly<Record<string, readonly string[]>> = {
  merge: ['merge-vectors', 'first-merge'],
  match: ['match', 'names'],
  settle: ['settle', 'settle-notes', 'settle-beside'],
  'sent-note': ['settle', 'settle-notes', 'settle-beside'],
  freeze: ['settle'],
  'link-waits': ['plan-link', 'merge-vectors', 'first-merge'],
  'plan-link': ['plan-link', 'merge-vectors', 'first-merge'],
  'plan-lone': ['plan-lone'],
  brake: ['brake', 'judged'],
  lens: ['lens', 'first-merge'],
  equality: ['equality'],
};

function run(file: string): { readonly isEnough: boolean; readonly table: readonly string[] } {
  const { status, stdout } = spawnSync(
    'stryker',
    ['run', 'test/domain/mutation.json', '--mutate', `src/domain/${file}.ts`],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, MUTATION_TESTS: (HELD_BY[file] ?? []).join(' ') },
    },
  );
  process.stdout.write(stdout);
  return { isEnough: status === 0, table: stdout.split('\n').filter((line) => line.includes(' | ')) };
}

const asked = process.argv.slice(2);
const unknown = asked.filter((file) => HELD_BY[file] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(', ')}. Known: ${Object.keys(HELD_BY).join(', ')}.\n`);
  process.exit(2);
}
const runs = (asked.length > 0 ? asked : Object.keys(HELD_BY)).map(run);
// The last line of a table is its only file; the head is the same for all.
const [head = [], ...rows] = [runs[0]?.table.slice(0, 2), ...runs.map(({ table }) => table.at(-1) ?? '')];
process.stdout.write(`${['', ...head, ...rows].join('\n')}\n`);
if (runs.some(({ isEnough }) => !isEnough)) process.exitCode = 1;
