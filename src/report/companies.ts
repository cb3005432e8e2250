import type { Config } from '../config/config.ts';
import { SIDES, type Side } from '../domain/customer.ts';
import type { Context } from '../sync/context.ts';
import type { Queues } from '../sync/jobs/queues.ts';
import { type NeedRow, needsYou } from './needs.ts';
import { readStatus } from './status.ts';

/** One company of a process that works for several. */
export type Company = {
  /** Its namespace, and its place in addresses. */
  readonly name: string;
  /** Undefined while it does not run. */
  readonly running: RunningCompany | undefined;
  /** One line for each thing that is wrong with its file, or why it could not be started. */
  readonly wrong: readonly string[];
};

export type RunningCompany = {
  readonly context: Context;
  readonly queues: Queues;
  readonly config: Config;
};

/** How one company stands, for whoever looks after all of them. Counts, and no customer. */
export type CompanyRow = {
  readonly name: string;
  /** As it calls itself; its name where it does not say. */
  readonly businessName: string;
  readonly wrong: readonly string[];
  /** Undefined while it does not run, or where it cannot be told. */
  readonly now: CompanyNow | undefined;
};

type CompanyNow = {
  /** The two leading numbers. */
  readonly differing: number;
  readonly oldestDifferenceAt: number | undefined;
  /** What waits for a person; brakes and circuits among it. */
  readonly needs: readonly Pick<NeedRow, 'code' | 'count' | 'side' | 'since'>[];
  readonly braked: readonly Side[];
  readonly closed: readonly Side[];
  /** When the older of the two last whole readings began; undefined where a side was never read whole. */
  readonly wholeAt: number | undefined;
  readonly requestsPerDay: { readonly [S in Side]: number };
};

/** Companies that are asked beside each other. */
const AT_ONCE = 8;

/** All companies, whoever needs somebody first. */
export async function companyRows(companies: readonly Company[]): Promise<CompanyRow[]> {
  const rows: CompanyRow[] = [];
  for (let at = 0; at < companies.length; at += AT_ONCE)
    rows.push(...(await Promise.all(companies.slice(at, at + AT_ONCE).map(companyRow))));
  return rows.sort(byNeed);
}

/** One that cannot be told of hides no other. */
async function companyRow({ name, running, wrong }: Company): Promise<CompanyRow> {
  const businessName = running?.config.businessName ?? name;
  if (running === undefined) return { name, businessName, wrong, now: undefined };
  try {
    return { name, businessName, wrong, now: await nowOf(running) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { name, businessName, wrong: [...wrong, said], now: undefined };
  }
}

async function nowOf({ context, queues }: RunningCompany): Promise<CompanyNow> {
  const [{ sides, differing, oldestDifferenceAt }, needs] = await Promise.all([
    readStatus(context, queues),
    needsYou(context, queues),
  ]);
  const whole = SIDES.map((side) => sides[side].completeAt);
  return {
    differing,
    oldestDifferenceAt,
    needs: needs.map(({ code, count, side, since }) => ({ code, count, side, since })),
    braked: SIDES.filter((side) => sides[side].brake !== undefined),
    closed: SIDES.filter((side) => sides[side].circuit.open),
    wholeAt: whole.some((at) => at === undefined) ? undefined : Math.min(...whole.map(Number)),
    requestsPerDay: {
      managementpro: sides.managementpro.reading.requestsPerDay,
      aceptabits: sides.aceptabits.reading.requestsPerDay,
    },
  };
}

/**
 * Who needs somebody comes first: a company that does not run or whose file is wrong, then one that is stopped by a
 * circuit or a brake, then whoever waits for an answer, the longest first, then those with something on its way.
 */
export function byNeed(one: CompanyRow, other: CompanyRow): number {
  return (
    rankOf(one) - rankOf(other) ||
    sinceOf(one) - sinceOf(other) ||
    (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)
  );
}

function rankOf({ now, wrong }: CompanyRow): number {
  if (now === undefined) return 0;
  if (wrong.length > 0) return 1;
  if (now.closed.length + now.braked.length > 0) return 2;
  if (now.needs.length > 0) return 3;
  return now.differing > 0 ? 4 : 5;
}

/** Since when the oldest waits; what tells no time comes last among its like. */
export function sinceOf({ now }: CompanyRow): number {
  const since = (now?.needs ?? []).flatMap((need) => need.since ?? []);
  const waits = since.length > 0 ? Math.min(...since) : now?.oldestDifferenceAt;
  return waits ?? Number.MAX_SAFE_INTEGER;
}
