/**
 * A side whose creates end unclear, one customer after another (rule 8). Three customers in a row, and the side is in
 * trouble: the others wait unsent, and one of them is the canary, tried alone and at growing intervals. Whoever lands
 * ends it, and all follow. One customer whose create never works is no trouble of the side: the others land between.
 *
 *     well ──unclear──▶ well, 1 or 2 in a row ──unclear, the third──▶ in trouble ──a canary's send, unclear──▶ longer
 *       ▲                     │                                          │              interval, the third: put aside
 *       └───────landed────────┴──────────────────landed──────────────────┘
 *
 * All times are ms by Redis' clock; keys are those of the customers on the side that they come from.
 */
export type CreateTrouble = {
  /** Whose newest creates ended unclear, with nobody landing in between. */
  readonly inARow: readonly string[];
  readonly trouble?: Trouble | undefined;
};

export type Trouble = {
  readonly since: number;
  /** What the side said to the newest send that ended unclear. */
  readonly code: string;
  /** Nobody is sent before. */
  readonly nextAt: number;
  readonly intervalMs: number;
  readonly canary?: Canary | undefined;
  /** Former canaries and others put aside in this trouble: they follow when it ends. */
  readonly aside: readonly string[];
};

/** One that has not been heard of by `dueAt` (linked or paused meanwhile, say) makes room for another. */
type Canary = { readonly key: string; readonly sends: number; readonly dueAt: number };

export type TroubleLimits = {
  readonly firstMs: number;
  readonly lastMs: number;
  /** How long a canary may go without being heard of. */
  readonly patienceMs: number;
};

export const WELL: CreateTrouble = { inARow: [] };

/** Customers in a row that make a trouble of the side. */
const IN_A_ROW = 3;
/** Sends of one canary before the next takes its place. */
const CANARY_SENDS = 3;

/** May this customer's create be tried, or looked for, now? `ms` says for how long it may not. */
export type Leave =
  | { readonly kind: 'go' }
  | { readonly kind: 'canary'; readonly ms: number }
  | { readonly kind: 'wait' };

/** A pause that ends later than it can by this clock was begun by one that was ahead: it is over, and so is its canary. */
function byThisClock({ trouble }: CreateTrouble, now: number): Trouble | undefined {
  if (trouble === undefined || trouble.nextAt - now <= trouble.intervalMs) return trouble;
  return { ...trouble, nextAt: now, canary: undefined };
}

/** What the state says to a customer that asks; nothing is changed by asking (`claim`). */
export function leaveOf(state: CreateTrouble, key: string, now: number): Leave {
  const trouble = byThisClock(state, now);
  if (trouble === undefined) return { kind: 'go' };
  const { canary, nextAt } = trouble;
  if (canary?.key === key && nextAt > now) return { kind: 'canary', ms: nextAt - now };
  if (canary !== undefined && canary.key !== key && canary.dueAt > now) return { kind: 'wait' };
  return nextAt > now ? { kind: 'wait' } : { kind: 'go' };
}

/** Whoever is let through in a trouble is its canary from now on, or goes on being it. */
export function claim(state: CreateTrouble, key: string, now: number, limits: TroubleLimits): CreateTrouble {
  const trouble = byThisClock(state, now);
  if (trouble === undefined) return state;
  const sends = trouble.canary?.key === key ? trouble.canary.sends : 0;
  const dueAt = Math.max(now, trouble.nextAt) + limits.patienceMs;
  return { ...state, trouble: { ...trouble, canary: { key, sends, dueAt } } };
}

/** A send has ended without a clear yes or no. */
export function endedUnclear(
  state: CreateTrouble,
  key: string,
  code: string,
  now: number,
  limits: TroubleLimits,
): CreateTrouble {
  const { trouble } = state;
  if (trouble !== undefined) return { ...state, trouble: canaryFailed(trouble, key, code, now, limits) };
  const inARow = [...state.inARow.filter((other) => other !== key), key];
  if (inARow.length < IN_A_ROW) return { inARow };
  const { firstMs: intervalMs } = limits;
  return { inARow: [], trouble: { since: now, code, nextAt: now + intervalMs, intervalMs, aside: [] } };
}

/** Sends of others were on their way already when the trouble began. */
function canaryFailed(
  trouble: Trouble,
  key: string,
  code: string,
  now: number,
  { lastMs, patienceMs }: TroubleLimits,
): Trouble {
  const { canary } = trouble;
  if (canary?.key !== key) return trouble;
  const intervalMs = Math.min(trouble.intervalMs * 2, lastMs);
  const nextAt = now + trouble.intervalMs;
  const sends = canary.sends + 1;
  const next = { ...trouble, code, nextAt, intervalMs };
  if (sends < CANARY_SENDS) return { ...next, canary: { key, sends, dueAt: nextAt + patienceMs } };
  return { ...next, canary: undefined, aside: withOne(trouble.aside, key) };
}

/** A customer that was put aside, or answered with a clear no, is the canary no longer. */
export function stoodDown(state: CreateTrouble, key: string, isAside: boolean): CreateTrouble {
  const { trouble } = state;
  if (trouble === undefined) return state;
  const canary = trouble.canary?.key === key ? undefined : trouble.canary;
  const aside = isAside ? withOne(trouble.aside, key) : trouble.aside;
  return { ...state, trouble: { ...trouble, canary, aside } };
}

function withOne(keys: readonly string[], key: string): readonly string[] {
  return keys.includes(key) ? keys : [...keys, key];
}
