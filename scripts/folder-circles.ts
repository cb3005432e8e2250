import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

// Refuses circles of folders in src, where the linter refuses circles of files. In each folder its rooms are the
// folders in it, each with all that it holds, and the files that lie there, each for itself.

type Graph = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Every import between files of src: from, to. */
function importsOf(root: string): [string, string][] {
  return globSync('**/*.ts', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from |import |import\()'(\.[^']+\.ts)'/g)].map(
      ([, path = '']): [string, string] => [file, join(dirname(file), path)],
    ),
  );
}

/** The rooms of one folder and who asks whom, each with one import as its witness. */
function roomsOf(folder: string, imports: readonly [string, string][]): Graph {
  const graph = new Map<string, Map<string, string>>();
  const room = (file: string) => relative(folder, file).split(sep)[0] ?? '';
  for (const [from, to] of imports) {
    const [asking, asked] = [room(from), room(to)];
    if (asking === '..' || asked === '..' || asking === asked) continue;
    const known = graph.get(asking) ?? new Map<string, string>();
    graph.set(asking, known.set(asked, `${from} asks ${to}`));
  }
  return graph;
}

/** The rooms on the shortest way from one room back to itself, by their witnesses; undefined where there is none. */
function circleFrom(graph: Graph, start: string): string[] | undefined {
  const ways: { at: string; witnesses: string[] }[] = [{ at: start, witnesses: [] }];
  const seen = new Set<string>();
  for (const { at, witnesses } of ways)
    for (const [next, witness] of graph.get(at) ?? []) {
      if (next === start) return [...witnesses, witness];
      if (!seen.has(next)) ways.push({ at: next, witnesses: [...witnesses, witness] });
      seen.add(next);
    }
  return undefined;
}

const imports = importsOf('src');
const folders = new Set(['.', ...imports.map(([file]) => dirname(file))]);
const circles = [...folders].flatMap((folder) => {
  const graph = roomsOf(folder, imports);
  return [...graph.keys()].flatMap((room) => {
    const circle = circleFrom(graph, room);
    return circle === undefined ? [] : [`${join('src', folder, room)}:\n  ${circle.join('\n  ')}`];
  });
});
for (const circle of circles) console.error(`A circle of folders through ${circle}`);
process.exitCode = circles.length === 0 ? 0 : 1;
