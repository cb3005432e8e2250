import type { FaultKind } from '../../src/simulators/faults.ts';

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
  | { readonly do: 'storm'; readonly side: Side; readonly who: number };

export type Policy = 'managementpro' | 'aceptabits' | 'review';
export type Habit = 'upper' | 'trim' | { readonly cut: number };

/** What holds for the whole history. */
export type Setup = {
  readonly seed: number;
  readonly world: {
    readonly managementpro: number;
    readonly aceptabits: number;
    readonly shared: number;
    readonly ambiguous: number;
  };
  readonly managementpro: {
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
  readonly aceptabits: {
    readonly omitted: 'keep' | 'blank';
    readonly normalise: readonly Habit[];
    readonly listLagMs: number;
    readonly clockSkewMs: number;
    readonly tiedCreatedAt: boolean;
    /** Small enough for several pages, which shift while they are read. */
    readonly pageMax: number;
  };
  readonly policy: Policy;
  /** False leaves Aceptabits without an update method (rule 7). */
  readonly canUpdate: boolean;
  /** How wrong the daemon's clock is. */
  readonly daemonSkewMs: number;
};

export type History = { readonly setup: Setup; readonly steps: readonly Step[] };

/** One line per step, for people. */
export function told(step: Step): string {
  const { do: what, ...rest } = step;
  return `${what} ${JSON.stringify(rest)}`;
}
