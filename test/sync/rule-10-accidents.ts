/** The accidents of rule 10, each as something that befalls customers of a side and is over again. */
import type { BrakeReason } from '../../src/domain/brake.ts';
import { type Field, SIDES, type Side } from '../../src/domain/customer.ts';
import { hides } from '../../src/simulators/distortion.ts';
import type { PlanSummary } from '../../src/sync/evaluate/plan-items.ts';
import { type Between, changed, type Passed, type Passing } from '../proxy.ts';
import type { Rig } from '../rig.ts';
import { edit, inAceptabits, inManagementPro, keyOn, type Pair, type Person, person } from './situations.ts';

/** Somebody who is on both sides, and was the same there before the accident. */
export type Known = Pair & { readonly number: number };

export type Stage = {
  readonly rig: Rig;
  /** The side that the accident happens to. */
  readonly side: Side;
  /** Stands before that side. */
  readonly between: Between;
};

export type Accident = {
  readonly what: string;
  readonly sides: readonly Side[];
  readonly reason: BrakeReason;
  readonly field?: Field;
  /** How many customers it takes; 30 unless told. */
  readonly customers?: number;
  /** Whom the brake is about; everybody but the first customer unless told. */
  readonly struck?: (everybody: readonly Known[], side: Side) => readonly Known[];
  /** Which of the platform's own a list of Aceptabits lacks by it as well; none unless told. */
  readonly strikesOwn?: (code: string) => boolean;
  befall(stage: Stage, struck: readonly Known[]): unknown;
  over(stage: Stage, struck: readonly Known[]): unknown;
  /** Whether an edit that the other side makes of the first customer arrives during the accident. */
  readonly towards: 'arrives' | 'waits';
  /** What a release does with whom the brake is about. */
  readonly released: 'found' | 'missing' | 'suspended' | 'believed' | 'delivered';
  /** What the first plan says when it happens during the first readings; undefined where it changes nothing then. */
  readonly firstPlan?: (customers: number, struck: number) => Partial<PlanSummary['counts']>;
};

type Row = Readonly<Record<string, unknown>>;
type Lists = {
  readonly managementpro: { readonly data: { readonly cliente: Row[] } };
  readonly aceptabits: { readonly data: { readonly data: Row[] } };
};

const KEY = { managementpro: 'clave', aceptabits: 'code' } as const;
const MAPPED = [
  ['descripcion', 'email_1', 'telefono_1', 'vendedor', 'sucursal'],
  ['name', 'lastname', 'email', 'phone', 'code_agent', 'code_shop'],
].flat();

/** Whether a request asks for customers, and for all of them. */
function asksFor({ path, query, body }: Passing): 'list' | 'look-up' | undefined {
  const { action, data } = (body ?? {}) as { action?: string; data?: Record<string, string> };
  if (action === 'GetClienteLista') return data?.busqueda || data?.clave ? 'look-up' : 'list';
  if (path.includes('get-customers')) return query.get('search') ? 'look-up' : 'list';
  if (path.includes('show-customer')) return 'look-up';
  return undefined;
}

/** Counts that agree with what is left, so that the list looks whole. */
const counted = {
  managementpro: (change: (rows: Row[]) => Row[]) => (body: Lists['managementpro']) => {
    const cliente = change(body.data.cliente);
    return { ...body, data: { cliente, registros: cliente.length } };
  },
  aceptabits: (change: (rows: Row[]) => Row[]) => (body: Lists['aceptabits']) => {
    const data = change(body.data.data);
    return { ...body, data: { ...body.data, data, total: data.length, last_page: 1 } };
  },
};

/** One customer by its code, changed like a row of the list; nobody where the row is gone. */
async function shown(answer: Promise<Passed>, change: (rows: Row[]) => Row[]): Promise<Passed> {
  const { status, body } = await answer;
  const { data, ...rest } = JSON.parse(body.toString()) as { data?: Row };
  const [row] = data === undefined ? [] : change([data]);
  if (row !== undefined) return { status, body: JSON.stringify({ ...rest, data: row }) };
  return { status: 400, body: JSON.stringify({ status: false, error: { code: '1375' } }) };
}

/** From now on the side shows its customers changed, in its list alone or also where they are looked up. */
function shows({ between, side }: Stage, change: (rows: Row[]) => Row[], alsoLookedUp: boolean): void {
  between.rule = (request, forward) => {
    const asked = asksFor(request);
    const isStruck = asked === 'list' || (asked === 'look-up' && alsoLookedUp);
    if (!isStruck) return forward();
    return request.path.includes('show-customer')
      ? shown(forward(), change)
      : changed(forward(), counted[side](change));
  };
}

const showsAsItIs = ({ between }: Stage) => {
  between.rule = undefined;
};

const keysOf = (side: Side, customers: readonly Known[]) =>
  new Set<unknown>(customers.map((one) => keyOn(side, one)));

function withoutMapped(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !MAPPED.includes(name)));
}

/** Somebody edits each of these customers on the side. */
function edits({ rig, side }: Stage, struck: readonly Known[], to: (one: Person) => Partial<Person>): void {
  for (const one of struck) {
    const { first, last, email, phone } = { ...person(one.number), ...to(person(one.number)) };
    edit(rig, side, one, { name: `${first} ${last}`, email, phone });
  }
}

const editsBack = (stage: Stage, struck: readonly Known[]) => edits(stage, struck, (one) => one);

const STRANGERS_FROM = 1_000;

/** Two of ManagementPro's salespeople, and the agents in Aceptabits who bear their names. */
export const [MARIA, JOSE] = ['0000000003', '0000000004'];
export const [OF_MARIA, OF_JOSE] = ['pgbage9743166351596541', 'pgbage9743167712345902'];

/** Out of the simulators, because a list that is limited and searched has to lack the same half everywhere. */
const HALF = {
  managementpro: { on: 'GetClienteLista', when: 'after', kind: 'halfList', times: Number.POSITIVE_INFINITY },
  aceptabits: {
    on: /^(get|show)-customers?$/,
    when: 'after',
    kind: 'halfList',
    times: Number.POSITIVE_INFINITY,
  },
} as const;

/** Rows that cannot be understood, and do not even say whose they are. */
const NAMELESS = {
  what: 'every key is missing, and the own one too',
  reason: 'emptied-list',
  struck: (everybody) => everybody,
  strikesOwn: () => true,
  befall: (stage) => shows(stage, (rows) => rows.map(() => ({})), false),
  over: showsAsItIs,
  towards: 'arrives',
  released: 'found',
} as const satisfies Omit<Accident, 'sides'>;

const ACCIDENTS: readonly Accident[] = [
  {
    what: 'the list is emptied, and only look-ups still find everybody',
    sides: SIDES,
    reason: 'emptied-list',
    struck: (everybody) => everybody,
    strikesOwn: () => true,
    befall: (stage) => shows(stage, () => [], false),
    over: showsAsItIs,
    towards: 'arrives',
    released: 'found',
    firstPlan: (customers) => ({ create: customers }),
  },
  {
    what: 'the list is emptied, and look-ups find nobody either',
    sides: SIDES,
    reason: 'emptied-list',
    struck: (everybody) => everybody,
    strikesOwn: () => true,
    befall: (stage) => shows(stage, () => [], true),
    over: showsAsItIs,
    towards: 'waits',
    released: 'missing',
    firstPlan: (customers) => ({ create: customers }),
  },
  {
    what: 'the list is cut to half',
    sides: SIDES,
    reason: 'shrunken-list',
    struck: (everybody, side) => everybody.filter((one) => hides(HALF[side])(keyOn(side, one))),
    strikesOwn: hides(HALF.aceptabits),
    befall: ({ rig, side }) => rig[side].faults.add(HALF[side]),
    over: ({ rig, side }) => rig[side].faults.clear(),
    towards: 'arrives',
    released: 'missing',
    firstPlan: (customers, struck) => ({ link: customers - struck, create: struck }),
  },
  {
    // ManagementPro is not braked by this: what such a list hides is found by searches (rule 1).
    what: 'the list is cut to exactly the number asked for',
    sides: ['aceptabits'],
    reason: 'shrunken-list',
    customers: 130,
    // The newest come first.
    struck: (everybody) => everybody.slice(1, -99),
    strikesOwn: () => true,
    befall: (stage) => shows(stage, (rows) => rows, false),
    over: showsAsItIs,
    towards: 'arrives',
    released: 'found',
    firstPlan: () => ({ link: 100, create: 30 }),
  },
  {
    what: 'every e-mail is blank',
    sides: SIDES,
    reason: 'mass-emptying',
    field: 'email',
    befall: (stage, struck) => edits(stage, struck, () => ({ email: '' })),
    over: editsBack,
    towards: 'arrives',
    released: 'delivered',
    firstPlan: (customers, struck) => ({ link: customers, update: struck }),
  },
  {
    what: 'every key but the own one is missing',
    sides: SIDES,
    reason: 'missing-keys',
    befall: (stage, struck) => {
      const lacking = keysOf(stage.side, struck);
      shows(
        stage,
        (rows) => rows.map((row) => (lacking.has(row[KEY[stage.side]]) ? withoutMapped(row) : row)),
        true,
      );
    },
    over: showsAsItIs,
    towards: 'arrives',
    released: 'believed',
  },
  // In the first readings ManagementPro's searches find whom such a list hides.
  { ...NAMELESS, sides: ['managementpro'] },
  { ...NAMELESS, sides: ['aceptabits'], firstPlan: (customers) => ({ create: customers }) },
  {
    what: 'all phones are retyped overnight',
    sides: SIDES,
    reason: 'mass-change',
    field: 'phone',
    befall: (stage, struck) => edits(stage, struck, ({ phone }) => ({ phone: `55${phone.slice(2)}` })),
    over: editsBack,
    towards: 'arrives',
    released: 'delivered',
    firstPlan: (customers, struck) => ({ link: customers, update: struck }),
  },
  {
    what: "the key of another company shows other people under our customers' keys",
    sides: SIDES,
    reason: 'another-company',
    befall: (stage, struck) =>
      edits(stage, struck, ({ email }) => person(STRANGERS_FROM + Number(/\d+/.exec(email)))),
    over: editsBack,
    towards: 'arrives',
    released: 'suspended',
    firstPlan: (_, struck) => ({ link: 1, create: 2 * struck }),
  },
];

export const CELLS = ACCIDENTS.flatMap((accident) =>
  accident.sides.map((side) => ({ side, what: accident.what, accident })),
);

export function accidentOf(what: string): Accident {
  const found = ACCIDENTS.find((accident) => accident.what === what);
  if (found === undefined) throw new Error(`There is no accident called ${what}.`);
  return found;
}

/** One customer more on both sides, the same on both. */
export function arrives(rig: Rig, number: number): Known {
  return { number, clave: inManagementPro(rig, person(number)), code: inAceptabits(rig, person(number)) };
}
