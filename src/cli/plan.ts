/**
 * `puente plan`, `approve` and `refuse`: what the first sync would do, and a person's yes or no to exactly those
 * lines.
 */
import { approve, refusePlan } from '../people/approve-plan.ts';
import { approved, refreshPlan, shownItems, waitingPlan } from '../sync/certify/first-plan.ts';
import type { Context } from '../sync/context.ts';
import { countPlan, PLAN_ACTIONS, type PlanItem, type PlanSummary } from '../sync/evaluate/plan-items.ts';
import { readNow } from '../sync/jobs/queues.ts';
import { writeCsv } from './csv.ts';
import { EXIT, Exit } from './exit.ts';
import { bold, printJson, say, table } from './print.ts';
import { readBoth } from './reading.ts';
import { whoami, withApp } from './session.ts';
import { said, term } from './words/words.ts';

const COLUMNS = ['action', 'side', 'clave', 'code', 'name', 'detail'] as const;

function cellsOf(item: PlanItem) {
  return COLUMNS.map((column) => item[column]);
}

/** Reads both sides and shows what Puente would do. Writes nothing to either. */
export function plan(options: { readonly json?: boolean; readonly csv?: string }): Promise<void> {
  return withApp(async ({ context }) => {
    await readBoth(context);
    const waits = !(await approved(context));
    if (waits) await refreshPlan(context, true);
    const keep = options.json === true || options.csv !== undefined;
    const { summary, items } = await planShown(context, waits, keep);
    if (options.csv !== undefined) await writeCsv(options.csv, COLUMNS, items.map(cellsOf));
    if (options.json) printJson({ ...summary, sample: undefined, waitsForApproval: waits, items });
    else if (options.csv !== '-') show(summary, waits);
  });
}

/** The plan that waits is the one that its hash stands for; one that waits for nobody needs none. */
async function planShown(context: Context, waits: boolean, keep: boolean) {
  const items: PlanItem[] = [];
  const waiting = waits ? await waitingPlan(context) : undefined;
  if (waiting !== undefined && !keep) return { summary: waiting, items };
  const { counts, sample, add } = countPlan();
  for await (const item of shownItems(context)) {
    add(item);
    if (keep) items.push(item);
  }
  return { summary: waiting ?? { hash: '', at: context.now(), counts, sample }, items };
}

function show(summary: PlanSummary, waits: boolean): void {
  say(
    table(
      ['what', 'customers'].map(term),
      PLAN_ACTIONS.map((action) => [term(action), summary.counts[action]]),
    ),
  );
  if (summary.sample.length > 0) {
    const rows = summary.sample.map(({ action, side, clave, code, name, detail }) => [
      term(action),
      term(side ?? ''),
      clave ?? '',
      code ?? '',
      name,
      detail,
    ]);
    say(table(['what', 'in', 'clave', 'code', 'name', 'detail'].map(term), rows));
    say(said('Up to {count} of each kind are shown; --csv FILE or --json has them all.', { count: 5 }));
  }
  say(
    waits
      ? said('This plan waits for you: {command} (or refuse)', {
          command: bold(`npm run -s puente -- approve ${summary.hash}`),
        })
      : said('Nothing waits for an approval.'),
  );
}

/** Approves the lines of the first plan: of the one of this hash, or of the one that waits now. */
export function approvePlan(hash: string | undefined, options: { readonly json?: boolean }): Promise<void> {
  return withApp(async ({ context, engine }) => {
    if (hash !== undefined && !isHash(hash)) throw await nameless(context, hash);
    if (await approved(context))
      return answer(options, { approved: true }, said('Nothing waits for an approval.'));
    const named = hash ?? (await waitingHash(context));
    if (!(await approve(context, named, whoami()))) throw await unknown(context);
    await readNow(engine.queues);
    answer(options, { approved: true, hash: named }, said('Approved: {hash}', { hash: named }));
  });
}

/** Refuses the first plan: the one of this hash, or the one that waits now. */
export function refuseFirstPlan(
  hash: string | undefined,
  options: { readonly json?: boolean },
): Promise<void> {
  return withApp(async ({ context }) => {
    if (await approved(context))
      throw new Exit(EXIT.refused, said('the first plan has been approved already'));
    const named = hash ?? (await waitingHash(context));
    if (!(await refusePlan(context, named, whoami()))) throw await unknown(context);
    answer(
      options,
      { refused: true, hash: named },
      said(
        'Refused: {hash}. Nothing is written. Correct, link or pause the customers concerned; after the next reading look at the plan anew.',
        { hash: named },
      ),
    );
  });
}

/** What a plan may be called; whatever else was typed cannot have been overtaken. */
function isHash(text: string): boolean {
  return /^[\w+/=-]{8,}$/u.test(text);
}

async function nameless(context: Context, hash: string): Promise<Exit> {
  const waiting = (await waitingPlan(context))?.hash ?? term('none');
  return new Exit(
    EXIT.notThere,
    said('{hash} names no plan; the one that waits: {waiting}', { hash, waiting }),
  );
}

async function waitingHash(context: Context): Promise<string> {
  const waiting = await waitingPlan(context);
  if (waiting !== undefined) return waiting.hash;
  throw new Exit(EXIT.refused, said('no plan waits yet: both sides must be read first (puente plan)'));
}

async function unknown(context: Context): Promise<Exit> {
  const now = (await waitingPlan(context))?.hash ?? term('none');
  return new Exit(
    EXIT.refused,
    said('no such plan was shown within a day; the one that waits is {hash}: look at it with puente plan', {
      hash: now,
    }),
  );
}

function answer(options: { readonly json?: boolean }, value: unknown, line: string): void {
  if (options.json) printJson(value);
  else say(line);
}
