import { drain } from '../tally.ts';
import {
  type Asked,
  ask,
  askKeys,
  askWithin,
  Doubt,
  type Estado,
  type Reading,
  type Rows,
} from './reading.ts';

/**
 * Reads one estado of a server that never shows more than `cap` rows, by `busqueda`, which finds any part
 * of a clave (and of names and RFC, which only makes answers larger).
 *
 * Every clave consists of characters, so it is found by each of its parts. A question answered with fewer
 * rows than the cap is *finished*: all claves that contain it are known. The others are *capped*. Strings are
 * tried by length: a string is worth asking only if all its parts are capped, since a finished part
 * has already found whatever contains it. A clave that is itself a capped string is read by the `clave`
 * filter. When a length has no capped string left, no clave can have been missed.
 */
export type TreeOptions = {
  readonly cap: number;
  /** Whether everything is known by now, by a total that can be trusted; then the rest is not read. */
  readonly allKnown: () => Promise<boolean>;
  /** Claves known from before; their characters count as possible ones. */
  readonly knownKeys: ReadonlySet<string>;
  /**
   * True: a clave may consist of any letter, digit and usual mark. False, for a list that was probably not
   * cut off at all: of digits and whatever the known claves consist of, as long as the longest of them.
   */
  readonly thorough: boolean;
  /** Every string asked so far, and whether its answer was capped; shared by the two ways. */
  readonly capped: Map<string, boolean>;
};

const CONCURRENCY = 3;
const LENGTH_MAX = 24;
const EXACT_MAX = 100;
const EXACT_ALL_MAX = 2_500;
const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
const PUNCTUATION = '-./';

type Tree = TreeOptions & {
  readonly reading: Reading;
  readonly estado: Estado;
  /** Capped strings that were read by the `clave` filter. */
  readonly exact: Set<string>;
  /** Set once an answer shows that upper and lower case are one to the server, or are not. */
  foldsCase: boolean | undefined;
  done: boolean;
};

/**
 * Returns whether `allKnown` ended it; otherwise every possible clave was covered.
 * @throws Doubt when it cannot be made sure that all were found; SideError when a request fails
 */
export async function readBySearch(reading: Reading, estado: Estado, options: TreeOptions): Promise<boolean> {
  const tree: Tree = {
    ...options,
    reading,
    estado,
    exact: new Set(),
    foldsCase: undefined,
    done: false,
  };
  // Answers may show claves with characters that nobody thought of; strings already asked are not asked again.
  for (let size = -1, alphabet = alphabetOf(tree); !tree.done && alphabet.length > size; ) {
    size = alphabet.length;
    await climb(tree, alphabet);
    alphabet = alphabetOf(tree);
  }
  return tree.done;
}

function alphabetOf(tree: Tree): string[] {
  const seen = new Set(tree.thorough ? DIGITS + LETTERS + PUNCTUATION : DIGITS);
  if (tree.thorough && tree.foldsCase === false) for (const letter of LETTERS.toLowerCase()) seen.add(letter);
  for (const keys of [tree.estado.keys, tree.knownKeys]) {
    for (const key of keys) for (const character of folded(tree, key)) seen.add(character);
  }
  return [...seen];
}

/** Until the server has shown that case matters to it, it is taken not to. */
function folded(tree: Tree, text: string): string {
  return tree.foldsCase === false ? text : text.toUpperCase();
}

async function climb(tree: Tree, alphabet: readonly string[]): Promise<void> {
  let strings = [...alphabet];
  for (let length = 1; strings.length > 0 && !tree.done; length += 1) {
    if (length > LENGTH_MAX) throw new Doubt(`Claves share parts longer than ${LENGTH_MAX} characters.`);
    await askAll(tree, strings);
    if (length === 1 && tree.thorough && !tree.done) await learnCase(tree);
    const capped = strings.filter((string) => tree.capped.get(string));
    const few = tree.thorough ? undefined : allOf(capped, length, longestKey(tree));
    if (few) return readExactly(tree, few);
    await readExactly(tree, capped);
    strings = longer(capped, alphabet);
  }
}

function longestKey({ estado, knownKeys }: Tree): number {
  let longest = 1;
  for (const keys of [estado.keys, knownKeys])
    for (const key of keys) longest = Math.max(longest, key.length);
  return longest;
}

/**
 * All strings up to `lengthMax` that consist of the capped characters, when there are few enough to be
 * read by the `clave` filter: far cheaper than climbing on through answers that hold nearly everybody.
 */
function allOf(capped: readonly string[], length: number, lengthMax: number): string[] | undefined {
  const all: string[] = [];
  if (length !== 1) return undefined;
  for (let level = [...capped], size = 1; size <= lengthMax && level.length > 0; size += 1) {
    for (const string of level) all.push(string);
    if (all.length > EXACT_ALL_MAX) return undefined;
    level = level.flatMap((string) => capped.map((character) => string + character));
  }
  return all;
}

/** All strings one character longer whose parts are capped without exception. */
function longer(capped: readonly string[], alphabet: readonly string[]): string[] {
  const set = new Set(capped);
  return capped.flatMap((string) =>
    alphabet
      .map((character) => string + character)
      .filter((next) => set.has(next.slice(1)) && !next.includes('  ')),
  );
}

async function askAll(tree: Tree, strings: readonly string[]): Promise<void> {
  const queue = strings.filter((string) => !tree.capped.has(string));
  await drain(queue, CONCURRENCY, async (string) => {
    if (!tree.done) await askOne(tree, string);
  });
}

async function askOne(tree: Tree, string: string): Promise<void> {
  // A server may trim what it is asked for, so a string with a blank at its edge is never asked.
  if (string.trim() !== string) {
    tree.capped.set(string, true);
    return;
  }
  const { reading, estado, cap } = tree;
  const before = tree.estado.keys.size;
  const expected = [...estado.keys].filter((key) => folded(tree, key).includes(string));
  const query = { active: estado.active, search: string, limit: cap };
  const look = tree.foldsCase === undefined && hasCase(string);
  const answer = await askWithin(
    reading,
    query,
    estado,
    look ? (rows) => noticeCase(tree, string, rows) : undefined,
  );
  // Too slow, or broken on the way: a longer string asks for less.
  const capped = answer === undefined || answer.broken !== undefined || isCapped(answer, cap);
  tree.capped.set(string, capped);
  if (!capped) await check(tree, string, expected, answer);
  if (estado.keys.size > before && (await tree.allKnown())) tree.done = true;
}

function isCapped({ received, claimed }: Asked, cap: number): boolean {
  return received >= cap || (claimed !== undefined && claimed > received);
}

/** A known clave that contains the string must be in a finished answer, or `busqueda` is not what it seems. */
async function check(tree: Tree, string: string, expected: readonly string[], answer: Asked): Promise<void> {
  const missing = expected.find((key) => !answer.keys.has(key) && !key.includes(','));
  if (missing === undefined) return;
  const { reading, estado } = tree;
  const query = { active: estado.active, keys: [missing], limit: 10 };
  const again = await ask(reading, query, estado);
  // One that has left this estado meanwhile was rightly missing.
  if (!again.keys.has(missing)) {
    estado.keys.delete(missing);
    return;
  }
  if (tree.foldsCase === undefined && !missing.includes(string)) {
    tree.foldsCase = false;
    return;
  }
  throw new Doubt(
    'busqueda does not find every part of a clave, so a limited list cannot be read completely.',
  );
}

function hasCase(string: string): boolean {
  return string.toLowerCase() !== string.toUpperCase();
}

/** A row found by a letter that it holds in the other case only shows that case does not matter. */
function noticeCase(tree: Tree, string: string, rows: Rows): void {
  for (const row of rows) {
    if (!row.ok) continue;
    const { key, name = '', legalName = '', rfc = '' } = row.record;
    const text = `${key}\n${name}\n${legalName}\n${rfc}`;
    if (!text.includes(string) && text.toUpperCase().includes(string.toUpperCase())) tree.foldsCase = true;
  }
}

/** Where no answer has shown it yet, a lower-case letter that finds upper-case rows does. */
async function learnCase(tree: Tree): Promise<void> {
  const [letter] = [...LETTERS].filter((candidate) => tree.capped.get(candidate));
  if (tree.foldsCase !== undefined || letter === undefined) return;
  const query = { active: tree.estado.active, search: letter.toLowerCase(), limit: tree.cap };
  await ask(tree.reading, query, tree.estado, (rows) => noticeCase(tree, letter.toLowerCase(), rows));
  tree.foldsCase ??= false;
}

async function readExactly(tree: Tree, strings: readonly string[]): Promise<void> {
  const { reading, estado, exact, cap } = tree;
  const size = Math.min(EXACT_MAX, Math.max(1, cap - 1));
  const keys = strings.filter((s) => !exact.has(s) && !s.includes(',') && s.trim() === s);
  for (let start = 0; start < keys.length && !tree.done; start += size) {
    const chunk = keys.slice(start, start + size);
    await askKeys(reading, estado.active, chunk, cap, estado);
    for (const key of chunk) exact.add(key);
    if (await tree.allKnown()) tree.done = true;
  }
}
