/** What is measured, against what, and what it is to come to: the table of issue and documentation alike. */

export type Row = {
  readonly job: string;
  readonly against: string;
  readonly unit: '×' | 'MiB' | '%' | 'ms' | 'bytes' | '';
  /** At most this, or at least it where `atLeast` is set. */
  readonly reach?: number;
  readonly aim?: number;
  readonly atLeast?: true;
};

/** One place each, in the order in which it is shown. */
export const TABLE = {
  'scan-cpu': { job: 'no-change scan, CPU', against: 'the node:http floor', unit: '×', reach: 1.5, aim: 1 },
  'scan-rss': { job: 'no-change scan, peak RSS above idle', against: '', unit: 'MiB', reach: 60, aim: 25 },
  'scan-rss-growth': {
    job: 'the same, growth of the peak from the small size to the large one',
    against: 'the small size',
    unit: '%',
    reach: 10,
  },
  'changed-cpu': {
    job: 'scan with 1 % changed, CPU',
    against: 'the no-change scan',
    unit: '×',
    reach: 1.6,
    aim: 1.4,
  },
  'scale-cpu': {
    job: 'CPU per customer from the small size to the large one',
    against: 'the small size',
    unit: '×',
    reach: 1.1,
    aim: 1,
  },
  'update-cpu': {
    job: 'CPU per update, end to end (the dearer side)',
    against: 'the got POST + BullMQ job floor',
    unit: '×',
    reach: 3,
    aim: 2,
  },
  'create-cpu': {
    job: 'CPU per create, end to end (the dearer side)',
    against: 'the got POST + BullMQ job floor',
    unit: '×',
    reach: 3,
    aim: 2,
  },
  'requests-update-a': { job: 'requests per update in Aceptabits', against: '', unit: '', reach: 3, aim: 3 },
  'requests-update-m': {
    job: 'requests per update in ManagementPro',
    against: '',
    unit: '',
    reach: 5,
    aim: 3,
  },
  'requests-create': {
    job: 'requests per create (the dearer side)',
    against: '',
    unit: '',
    reach: 4,
    aim: 3,
  },
  'first-sync': {
    job: 'first sync at an allowed rate of 100/s, wall',
    against: 'the rate',
    unit: '%',
    reach: 97,
    aim: 99,
    atLeast: true,
  },
  'commands-changed': {
    job: 'Redis commands per changed customer',
    against: '',
    unit: '',
    reach: 60,
    aim: 30,
  },
  'commands-unchanged': {
    job: 'Redis commands per unchanged customer',
    against: '',
    unit: '',
    reach: 0.02,
    aim: 0.01,
  },
  'bytes-pair': {
    job: 'Redis bytes per linked pair, history apart',
    against: '',
    unit: 'bytes',
    reach: 3_072,
    aim: 1_536,
  },
  'day-rows': {
    job: 'rows a day at default settings (the dearest side and size)',
    against: 'the budget',
    unit: '%',
    reach: 100,
  },
  'edit-p50': {
    job: 'one edit, polls of 2 s, edit → seen, p50 above half an interval',
    against: 'half an interval',
    unit: 'ms',
    reach: 300,
  },
  'edit-p99': {
    job: 'one edit, polls of 2 s, edit → seen, p99 above one interval',
    against: 'one interval',
    unit: 'ms',
    reach: 1_000,
  },
  backfill: {
    job: 'a person’s edit during a backfill, p50',
    against: 'without backfill',
    unit: '×',
    reach: 2,
    aim: 1.2,
  },
  search: { job: 'search on the dashboard, the slowest text', against: '', unit: 'ms', reach: 200, aim: 100 },
  'search-bytes': { job: 'index of the search per pair', against: '', unit: 'bytes', aim: 300 },
  'idle-cpu': { job: 'idle: CPU of a core', against: '', unit: '%', reach: 0.3 },
  'idle-rss': { job: 'idle: RSS', against: '', unit: 'MiB', reach: 140, aim: 110 },
  start: { job: '`npm start` to ready, warm', against: 'bare TypeScript start', unit: '×', reach: 6, aim: 3 },
} as const satisfies Record<string, Row>;

export type Place = keyof typeof TABLE;
export const PLACES = Object.keys(TABLE) as Place[];

/** One value of the table and what it was made of, under the names that the documentation shows. */
export type Measured = { readonly value: number; readonly of?: Readonly<Record<string, number>> };
export type Measures = { readonly [P in Place]?: Measured };

export type Results = {
  readonly at: string;
  readonly quick: boolean;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly sizes: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly measures: Measures;
  /** The first run that was written down, to compare with. */
  readonly before?: Measures | undefined;
};

export type Verdict = 'aim' | 'reach' | 'not' | 'told' | 'not measured';

/** Whether a value holds what it is to hold; `told` where there is nothing to hold. */
export function verdictOf(place: Place, measured: Measured | undefined): Verdict {
  if (measured === undefined) return 'not measured';
  const { reach, aim, atLeast }: Row = TABLE[place];
  const holds = (limit: number | undefined) =>
    limit !== undefined && (atLeast ? measured.value >= limit : measured.value <= limit);
  if (holds(aim)) return 'aim';
  if (reach === undefined) return 'told';
  return holds(reach) ? 'reach' : 'not';
}

/** Three figures tell enough of a value that drifts by some percent. */
export function figure(value: number): string {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

export function figureOf(place: Place, value: number): string {
  const { unit }: Row = TABLE[place];
  return unit === '' ? figure(value) : `${figure(value)} ${unit}`;
}

export function limitOf(place: Place, limit: number | undefined): string {
  const { atLeast }: Row = TABLE[place];
  return limit === undefined ? '' : `${atLeast ? '≥' : '≤'} ${figureOf(place, limit)}`;
}
