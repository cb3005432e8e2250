/**
 * What can go wrong on the wire or in an answer. The first group replaces the answer, so that a fault `before`
 * the commit stores nothing; the second group (from `slow` on) only distorts the answer that is due anyway.
 */
export type FaultKind =
  | 'reset'
  | 'timeout'
  | 'error500'
  | 'html502'
  | 'pace429'
  | 'pace503'
  | 'cutoff'
  | 'empty'
  | 'garbage'
  | 'unauthorized'
  | 'wrongShape'
  | 'redirect'
  | 'slow'
  | 'wrongType'
  | 'emptyList'
  | 'halfList'
  | 'missingKeys'
  | 'blankField';

export type Fault = {
  /** The action (ManagementPro) or the path below the base (Aceptabits); `*` for all of them. */
  on: string | RegExp;
  /** `before` the commit: nothing was stored. `after`: it was stored, and then the answer goes wrong. */
  when: 'before' | 'after';
  kind: FaultKind;
  /** How often it strikes before it is spent; 1 unless told, Infinity for a lasting fault. */
  times?: number;
  /** From 0 to 1; 1 unless told. */
  probability?: number;
  /** Before the commit or the answer; with `slow`, how long the body drips. */
  delayMs?: number;
  /** With `after`: how long after its arrival the request is committed, even if the caller has left by then. */
  commitDelayMs?: number;
  /** With `pace429` and `pace503`; 1 unless told. */
  retryAfterSeconds?: number;
  /** With `pace429` and `pace503`: Retry-After is a date instead of seconds. */
  retryAfterDate?: boolean;
  /** With `redirect`: where to, and with which status; a login page and 302 unless told. */
  location?: string;
  redirectStatus?: 301 | 302 | 303 | 307 | 308;
  /** With `missingKeys` and `blankField`; the e-mail unless told. */
  field?: string;
  /** With `error500` and `unauthorized`: one code of the endpoint instead of its first. */
  code?: string;
  /** With `cutoff`: the connection breaks (default), or the JSON ends in the middle of a complete response. */
  cut?: 'connection' | 'json';
  /** Narrows the fault to some requests. A POST shows its whole parsed body, a GET its query as an object. */
  matches?: (body: unknown) => boolean;
};

export type Faults = {
  /** Arms a fault; of several that fit one request, the one armed first strikes. */
  add(fault: Fault): void;
  /** Disarms everything. The count of hits stays. */
  clear(): void;
  /** How many requests have been struck so far. */
  hits(): number;
};

/** The server's view of the faults: which one, if any, strikes this request. */
export type ArmedFaults = Faults & { strike(name: string, body: unknown): Fault | undefined };

const replacing: readonly FaultKind[] = [
  'reset',
  'timeout',
  'error500',
  'html502',
  'pace429',
  'pace503',
  'cutoff',
  'empty',
  'garbage',
  'unauthorized',
  'wrongShape',
  'redirect',
];

/** Whether the fault keeps the request from being carried out at all. */
export function preventsCommit(fault: Fault): boolean {
  return fault.when === 'before' && replacing.includes(fault.kind);
}

/** An empty set of faults; `random` decides where a fault has a probability. */
export function createFaults(random: () => number): ArmedFaults {
  let armed: { fault: Fault; left: number }[] = [];
  let hits = 0;
  return {
    add: (fault) => void armed.push({ fault, left: fault.times ?? 1 }),
    clear: () => {
      armed = [];
    },
    hits: () => hits,
    strike(name, body) {
      const struck = armed.find(({ fault, left }) => left > 0 && fits(fault, name, body, random));
      if (!struck) return undefined;
      struck.left -= 1;
      hits += 1;
      return struck.fault;
    },
  };
}

function fits(fault: Fault, name: string, body: unknown, random: () => number): boolean {
  if (!named(fault.on, name)) return false;
  if (fault.matches && !fault.matches(body)) return false;
  return fault.probability === undefined || random() < fault.probability;
}

function named(on: string | RegExp, name: string): boolean {
  if (typeof on === 'string') return on === '*' || on === name;
  on.lastIndex = 0; // A sticky or global expression must not remember the request before.
  return on.test(name);
}
