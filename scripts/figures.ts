/**
 * The figures of the house, for whoever changes it: `npm run -s figures`. With `--check` it says only what must not be, and
 * ends with 1 where something is (`npm run check:house`).
 */
import { overgrown } from './figures/functions.ts';
import { hasHead } from './figures/heads.ts';
import { reachedFrom } from './figures/reach.ts';
import { linesOf, roomsOf } from './figures/rooms.ts';
import { sideQuestions } from './figures/sides.ts';
import { type Source, sourcesOf } from './figures/sources.ts';

const SHARE_MAX = 20;
const SIDE_QUESTIONS_MAX = 10;
const UPDATE = 'src/sync/update/update.ts';

const house = sourcesOf('src');
const all = [...house, ...['bench', 'scripts', 'test'].flatMap(sourcesOf)];
const engine = house.filter(({ file }) => file.startsWith('src/sync/'));
const rooms = roomsOf(house);
const { long, wide } = overgrown(all);
const headless = all.filter((source) => !hasHead(source)).map(({ file }) => file);
const questions = sideQuestions(engine);

function list(title: string, lines: readonly string[]): string {
  return [`${title}: ${lines.length}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function numbers(sources: readonly Source[]): string {
  return `${sources.length} files, ${linesOf(sources)} lines`;
}

function figures(): string[] {
  const reached = reachedFrom(UPDATE, house);
  const inFolder = (folder: string) => reached.filter((file) => file.startsWith(folder)).length;
  return [
    `The house (src): ${numbers(house)}`,
    ...rooms.map(
      ({ room, lines, share }) =>
        `  ${room.padEnd(12)}${String(lines).padStart(6)}  ${share.toFixed(1).padStart(4)} %`,
    ),
    `The engine (src/sync): ${numbers(engine)}`,
    ...roomsIn(engine),
    list('Functions over 70 lines', long),
    list('Functions over five parameters, outside tables', wide),
    list('The engine asks which side it is', questions),
    `Modules that an update passes: ${reached.length}, of them ${inFolder('src/sync/')} in sync, ${inFolder('src/domain/')} in domain`,
    list('Files without a sentence at their head', headless),
  ];
}

/** The rooms inside the engine; its ground is what lies before them. */
function roomsIn(sources: readonly Source[]): string[] {
  const held = Map.groupBy(
    sources,
    ({ file }) =>
      file
        .split('/')
        .at(2)
        ?.replace(/.*\.ts$/, '(ground)') ?? '',
  );
  return [...held].map(([room, files]) => `  ${room.padEnd(12)}${String(linesOf(files)).padStart(6)}`);
}

/** What must hold, each break in one line. */
function breaks(): string[] {
  return [
    ...long,
    ...wide,
    ...headless.map((file) => `${file}: no sentence at its head says what it holds`),
    ...rooms
      .filter(({ share }) => share > SHARE_MAX)
      .map(
        ({ room, share }) => `src/${room} holds ${share.toFixed(1)} % of the house, ${SHARE_MAX} % at most`,
      ),
    ...(questions.length > SIDE_QUESTIONS_MAX
      ? [list(`src/sync asks which side it is more than ${SIDE_QUESTIONS_MAX} times`, questions)]
      : []),
  ];
}

if (process.argv.includes('--check')) {
  const broken = breaks();
  for (const line of broken) console.error(line);
  process.exitCode = broken.length === 0 ? 0 : 1;
} else console.log(figures().join('\n'));
