import type { FaultKind } from '../../src/simulators/faults.ts';
import type { Manners } from '../../src/simulators/manners.ts';

/**
 * A history as data: everything that will be done is drawn beforehand from one seed, so that a history can be
 * repeated, shortened by leaving out steps, and printed.
 */
export type Side = 'managementpro' | 'aceptabits';

/** What one person does to one customer; `who` (0 to 1) picks the customer among those there are then. */
export type Act = {
  readonly side: Side;
  readonly what:
    | 'create'
    | 'phone'
    | 'email'
    | 'name'
    | 'salesperson'
    | 'respell'
    | 'reorder'
    | 'legal-form'
    | 'tilde'
    | 'revert'
    | 'copy'
    | 'empty-email'
    | 'empty-phone'
    | 'elsewhere'
    | 'estado'
    | 'lock'
    | 'delete'
    | 'merge'
    | 'replace';
  readonly who: number;
  /** Seeds whatever else has to be chosen. */
  readonly salt: number;
};

/** Which calls of a daemon are counted: all, those over HTTP, or only the writes over HTTP. */
export type Among = 'any' | 'http' | 'write';

/** The n-th such call from now on; `before` it reaches the other end, or `after` it was answered there. */
export type Moment = { readonly among: Among; readonly nth: number; readonly when: 'before' | 'after' };

export type FaultScript = {
  readonly side: Side;
  /** `write`: adds and updates; `read`: the rest. */
  readonly on: 'write' | 'read';
  readonly kind: FaultKind;
  readonly when: 'before' | 'after';
  readonly times: number;
  readonly commitDelayMs?: number;
};

export type Setting =
  | { readonly side: Side; readonly name: 'listLagMs'; readonly value: number }
  | { readonly side: 'aceptabits'; readonly name: 'clockSkewMs'; readonly value: number }
  | { readonly side: 'aceptabits'; readonly name: 'tiedCreatedAt'; readonly value: boolean };

export type Step =
  | { readonly do: 'act'; readonly act: Act }
  | { readonly do: 'poll'; readonly side: Side }
  | { readonly do: 'settle'; readonly ms: number }
  | { readonly do: 'fault'; readonly fault: FaultScript }
  | { readonly do: 'calm' }
  | { readonly do: 'setting'; readonly setting: Setting }
  | { readonly do: 'kill'; readonly moment: Moment }
  | { readonly do: 'freeze'; readonly moment: Moment; readonly ms: number }
  | { readonly do: 'meanwhile'; readonly moment: Moment; readonly act: Act }
  | { readonly do: 'redis'; readonly ms: number }
  | { readonly do: 'replica' }
  | { readonly do: 'restart' }
  | { readonly do: 'resync'; readonly side: Side; readonly who: number }
  | { readonly do: 'storm'; readonly side: Side; readonly who: number }
  /** Redis' clock is ahead by so much from now on; 0 puts it right. */
  | { readonly do: 'clock'; readonly ms: number }
  /** A sucursal is called otherwise: every row of it changes, and no customer. */
  | { readonly do: 'rename'; readonly nth: number }
  /** Somebody new comes into being before each of the next pages of this side's list. */
  | { readonly do: 'grow'; readonly side: Side; readonly pages: number; readonly salt: number }
  /** So many new customers at once, such as an import makes. */
  | { readonly do: 'wave'; readonly side: Side; readonly count: number; readonly salt: number }
  /** A person reads what waits for their word, others work meanwhile, and then the person agrees to what was shown. */
  | { readonly do: 'agree'; readonly meanwhile: readonly Act[] }
  /** Aceptabits gets its update method. */
  | { readonly do: 'method' };

export type Policy = 'managementpro' | 'aceptabits' | 'review';
export type Habit = 'upper' | 'trim' | 'escape' | { readonly cut: number };

/** How a server answers whatever it answers, and when it drops connections that idle. */
export type Manner = Pick<
  Manners,
  'charset' | 'charsetDeclared' | 'listOfOne' | 'emptyList' | 'rowsAs' | 'emptyListError' | 'idleMs'
>;

/** What holds for the whole history. */
export type Setup = {
  readonly seed: number;
  readonly world: {
    readonly managementpro: number;
    readonly aceptabits: number;
    readonly shared: number;
    readonly ambiguous: number;
    /** Of people on both sides so many in a hundred have a name that is written in another way in ManagementPro. */
    readonly respelled: number;
  };
  readonly managementpro: Manner & {
    readonly cap: number;
    readonly order: 'clave' | 'shuffled';
    readonly registros: 'returned' | 'matching';
    readonly omitted: 'keep' | 'blankForm';
    readonly claves: 'sequential' | 'gaps' | 'text';
    readonly numbersAsText: boolean;
    readonly httpErrors: boolean;
    readonly normalise: readonly Habit[];
    readonly listLagMs: number;
  };
  readonly aceptabits: Manner & {
    readonly omitted: 'keep' | 'blank';
    readonly normalise: readonly Habit[];
    readonly listLagMs: number;
    readonly clockSkewMs: number;
    readonly tiedCreatedAt: boolean;
    /** Small enough for several pages, which shift while they are read. */
    readonly pageMax: number;
  };
  readonly policy: Policy;
  /** Aceptabits' update method (rule 7): by setting there is none; or the server lacks it, for ever or until later. */
  readonly method: 'there' | 'none' | 'absent' | 'late';
  readonly methodAbsentAs: '404' | '405' | 'html';
  readonly initialSync: 'auto' | 'review';
  /** So many newcomers at once are a wave (rule 10). */
  readonly newMin: number;
  /** How wrong the daemon's clock is. */
  readonly daemonSkewMs: number;
};

export type History = { readonly setup: Setup; readonly steps: readonly Step[] };

/** One line per step, for people. */
export function told(step: Step): string {
  const { do: what, ...rest } = step;
  return `${what} ${JSON.stringify(rest)}`;
}
