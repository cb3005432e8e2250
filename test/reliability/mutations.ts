import fc from 'fast-check';

/** One change of a JSON document: at the `at`-th of its places (counted round), do `what`. */
export type Mutation = { readonly at: number; readonly what: Change };

type Change =
  | { readonly kind: 'drop' }
  | { readonly kind: 'replace'; readonly by: unknown }
  | { readonly kind: 'wrap' }
  | { readonly kind: 'retype' }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'repeat'; readonly times: number };

type Json = unknown;
type Place = { readonly holder: Record<string, Json> | Json[]; readonly name: string | number };

/** What servers are seen to send where a text was expected, and what none should. */
const ODD_TEXTS = [
  '',
  ' ',
  'null',
  '-1',
  '0',
  'AC',
  'BA',
  '\u0000',
  '\ud800',
  '\u202eabc',
  '__proto__',
  'constructor',
  'toString',
  '99'.repeat(400),
  'á\u0301'.repeat(50),
  '1,2',
  '<html>',
  '+52 1 999 123 45 67',
  'a@b',
  '{{',
] as const;
const ODD_NUMBERS = [0, -1, 1, 2, 1e15, 9_007_199_254_740_991, 1e308, -0.5, 100, 101] as const;

const oddValue = fc.oneof(
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { clave: null }, { code: {} }),
  fc.constantFrom(...ODD_TEXTS),
  fc.constantFrom(...ODD_NUMBERS),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant({ kind: 'drop' } as const),
  fc.record({ kind: fc.constant('replace' as const), by: oddValue }),
  fc.constant({ kind: 'wrap' } as const),
  fc.constant({ kind: 'retype' } as const),
  fc.record({
    kind: fc.constant('rename' as const),
    to: fc.constantFrom('data', 'cliente', 'code', 'clave', 'status', '__proto__', 'Clave', 'email'),
  }),
  fc.record({ kind: fc.constant('repeat' as const), times: fc.integer({ min: 1, max: 3 }) }),
);

const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(fc.record({ at: fc.nat(), what: change }), {
  minLength: 1,
  maxLength: 4,
});

/** An example with some changes, or once in a while a document of no known form. */
export function mutated(examples: readonly Json[]): fc.Arbitrary<Json> {
  return fc.oneof(
    {
      weight: 15,
      arbitrary: fc
        .tuple(fc.constantFrom(...examples), mutations)
        .map(([example, changes]) => applied(example, changes)),
    },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** The document with all changes made one after the other; the original stays as it is. */
export function applied(document: Json, changes: readonly Mutation[]): Json {
  const root: Json[] = [structuredClone(document)];
  for (const { at, what } of changes) {
    const places = placesIn(root);
    const place = places[at % Math.max(1, places.length)];
    if (place !== undefined) make(place, what);
  }
  return root[0];
}

function placesIn(value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, Json> | Json[];
  const names = Array.isArray(holder) ? holder.map((_, index) => index) : Object.keys(holder);
  return names.flatMap((name) => [{ holder, name }, ...placesIn(Reflect.get(holder, name))]);
}

function make({ holder, name }: Place, what: Change): void {
  const value: Json = Reflect.get(holder, name);
  switch (what.kind) {
    case 'drop':
      remove(holder, name);
      break;
    case 'replace':
      put(holder, name, structuredClone(what.by));
      break;
    case 'wrap':
      put(holder, name, [value]);
      break;
    case 'retype':
      put(holder, name, typeof value === 'number' ? String(value) : Number(value) || 0);
      break;
    case 'rename':
      remove(holder, name);
      put(holder, what.to, value);
      break;
    case 'repeat':
      if (Array.isArray(holder)) for (let i = 0; i < what.times; i += 1) holder.push(structuredClone(value));
  }
}

function remove(holder: Record<string, Json> | Json[], name: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else Reflect.deleteProperty(holder, name);
}

/** Also under `__proto__`, as JSON.parse does it. */
function put(holder: Record<string, Json> | Json[], name: string | number, value: Json): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}
