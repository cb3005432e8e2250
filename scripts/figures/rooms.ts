/** How large the house and its rooms are. A room is a folder of `src`; what lies beside them is the roof. */
import type { Source } from './sources.ts';

const ROOF = '(the roof)';

type Room = { readonly room: string; readonly lines: number; readonly share: number };

export function linesOf(sources: readonly Source[]): number {
  return sources.reduce((sum, { lines }) => sum + lines, 0);
}

/** The rooms by their lines, the biggest first, each with its share of the house in percent. */
export function roomsOf(sources: readonly Source[]): Room[] {
  const rooms = Map.groupBy(sources, ({ file }) => file.match(/^src\/([^/]+)\//)?.[1] ?? ROOF);
  const house = linesOf(sources);
  return [...rooms]
    .map(([room, held]) => ({ room, lines: linesOf(held), share: (100 * linesOf(held)) / house }))
    .sort((a, b) => b.lines - a.lines);
}
