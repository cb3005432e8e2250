/** A CPU profile as V8 writes it, cut to a span of time and read by whose code it was in. */
import { readFile } from 'node:fs/promises';

type Call = { readonly functionName: string; readonly url: string; readonly lineNumber: number };
type Node = { readonly id: number; readonly callFrame: Call; readonly children?: readonly number[] };
/** Times in µs of the machine's monotonic clock, which all processes share. */
type Profile = {
  readonly nodes: readonly Node[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/** A function on the way from the root, with the µs that were spent in it and in what it called. */
export type Frame = {
  readonly name: string;
  readonly owner: string;
  readonly us: number;
  readonly ownUs: number;
  readonly children: readonly Frame[];
};

/** The µs between two moments, as a tree; what was idle is left out. */
export async function framesOf(path: string, from: number, to: number): Promise<Frame> {
  const profile = JSON.parse(await readFile(path, 'utf8')) as Profile;
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const own = new Map<number, number>();
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    at += profile.timeDeltas[index] ?? 0;
    if (at >= from && at <= to) own.set(id, (own.get(id) ?? 0) + (profile.timeDeltas[index] ?? 0));
  }
  const frame = (node: Node, above: string): Frame => {
    const owner = ownerOf(node.callFrame, above);
    const ids = node.callFrame.functionName === '(idle)' ? [] : (node.children ?? []);
    const children = ids.flatMap((id) => {
      const child = nodes.get(id);
      return child === undefined ? [] : [frame(child, owner)];
    });
    const ownUs = node.callFrame.functionName === '(idle)' ? 0 : (own.get(node.id) ?? 0);
    return {
      name: nameOf(node.callFrame),
      owner,
      us: children.reduce((sum, { us }) => sum + us, ownUs),
      ownUs,
      children: merged(children.filter(({ us }) => us > 0)),
    };
  };
  const [root] = profile.nodes;
  if (root === undefined) throw new Error(`${path} is no profile`);
  return frame(root, NODE);
}

/** Two calls of one function from one place are one frame. */
function merged(frames: readonly Frame[]): Frame[] {
  const byName = new Map<string, Frame>();
  for (const frame of frames) {
    const same = byName.get(`${frame.owner} ${frame.name}`);
    const sum = same && {
      ...frame,
      us: same.us + frame.us,
      ownUs: same.ownUs + frame.ownUs,
      children: merged([...same.children, ...frame.children]),
    };
    byName.set(`${frame.owner} ${frame.name}`, sum ?? frame);
  }
  return [...byName.values()].sort((one, other) => other.us - one.us);
}

const NODE = 'Node';
const GARBAGE = 'collection of garbage';

/** A package, a room of the sources, or Node; what has no place of its own is its caller's. */
function ownerOf({ url, functionName }: Call, above: string): string {
  if (functionName === '(garbage collector)') return GARBAGE;
  const [, found] = /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(url) ?? [];
  if (found !== undefined) return found;
  const [, room] = /\/(?:src|bench)\/([\w-]+)/u.exec(url) ?? [];
  if (room !== undefined) return `src/${room}`;
  return url.startsWith('node:') ? NODE : above;
}

function nameOf({ functionName, url, lineNumber }: Call): string {
  const file = url.split('/').at(-1) ?? '';
  const place = file === '' ? '' : ` ${file}:${lineNumber + 1}`;
  return `${functionName || '(anonymous)'}${place}`;
}

/** Share of each owner in all that was spent, in percent, the greatest first. */
export function sharesOf(root: Frame): Record<string, number> {
  const byOwner = new Map<string, number>();
  const add = (frame: Frame): void => {
    byOwner.set(frame.owner, (byOwner.get(frame.owner) ?? 0) + frame.ownUs);
    frame.children.forEach(add);
  };
  add(root);
  const sorted = [...byOwner].sort(([, one], [, other]) => other - one);
  return Object.fromEntries(sorted.map(([owner, us]) => [owner, (100 * us) / root.us]));
}
