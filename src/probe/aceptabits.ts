import { setTimeout as sleep } from 'node:timers/promises';
import type { AceptabitsRecord } from '../domain/customer.ts';
import { isPlatformOwn } from '../domain/evidence.ts';
import { bearsProbeMark } from '../domain/probe-mark.ts';
import type { FieldName, Form } from '../domain/profile.ts';
import type { AceptabitsProbing } from '../systems/aceptabits/probing.ts';
import { IMPOSSIBLE } from '../systems/none-told.ts';
import { measureEdits } from './aceptabits-edits.ts';
import { foldsOf } from './folds.ts';
import { formsOf } from './forms.ts';
import { type Findings, given, measure, type Run, refusalIn, Untold, untilShown } from './run.ts';
import { TEST_NAMES, type TestName, testCustomer } from './test-customers.ts';

/** Aceptabits as it answers, measured from the outside in: first without writing anything. */

export type AceptabitsSide = { readonly asks: AceptabitsProbing; readonly shop: string };

type Sent = Readonly<Record<'name' | 'lastname' | 'email' | 'phone', string>>;
type TestShown = {
  readonly which: TestName;
  readonly sent: Sent;
  readonly madeAt: number;
  readonly record: AceptabitsRecord;
};

const PAGE_MAX = 100;
const DOMAIN = 'example.com';
/** The last one is made in another second than the first, so that one `created_at` for both is a coarser clock's. */
const APART_MS = 1_050;

export async function measureAceptabits(run: Run, side: AceptabitsSide, found: Findings): Promise<void> {
  const before = await firstLook(run, side, found);
  await measureRefusals(run, side, found);
  const shown = await measureTestCustomers(run, side, found);
  const plain = shown.find(({ which }) => which === 'plain');
  if (plain === undefined) return;
  const { measured } = found;
  measured.forms = formsShown(shown);
  measured.filled = { names: plain.record.agent ? [`agent=${plain.record.agent}`] : [] };
  await measure(run, found, 'order', () => measureList(side, found, before, shown));
  await measure(run, found, 'search', async () => {
    const finds = async (text: string, key: string) =>
      (await searched(side, text)).some((record) => record.key === key);
    measured.search = await foldsOf(finds, (which) => shown.find((one) => one.which === which)?.record);
  });
  await measure(run, found, 'update', () =>
    measureEdits(run, side.asks, found, { code: plain.record.key, sent: plain.sent }),
  );
}

/** @throws SideError, Untold: where the first question fails nothing else is asked, and nothing is made */
async function firstLook(run: Run, { asks }: AceptabitsSide, { measured }: Findings): Promise<number> {
  run.step('clock');
  run.check();
  const told = await asks.page({ page: 1, limit: PAGE_MAX });
  const page = given(told);
  if (told.toldAt !== undefined)
    measured.clock = { offMs: told.toldAt - Math.round(told.askedAt + told.ms / 2) };
  measured.answers = { contentType: told.contentType, unknownFields: page.unknownFields };
  measured.pages = { rowsMax: Math.min(PAGE_MAX, page.perPage ?? PAGE_MAX) };
  const records = page.rows.flatMap((row) => (row.ok ? [row.record] : []));
  measured.platform = { customers: records.filter(isPlatformOwn).length, among: records.length };
  return page.total ?? page.received;
}

async function measureRefusals(run: Run, { asks }: AceptabitsSide, found: Findings): Promise<void> {
  const { measured } = found;
  await measure(run, found, 'wrongKey', async () => {
    const told = await asks.withWrongToken();
    const refused = refusalIn(told, IMPOSSIBLE);
    if (refused === undefined || told.reading.ok) throw new Untold('A wrong token was accepted.');
    measured.wrongKey = { ...refused, recognised: told.reading.verdict.errorClass === 'credentials' };
  });
  await measure(run, found, 'methods', async () => {
    const shown = await asks.show(IMPOSSIBLE);
    if (!shown.missing) measured.unknownKey = refusalIn(shown, IMPOSSIBLE) ?? { empty: true };
    measured.methods = {
      'show-customer': !shown.missing,
      'get-shops': !(await asks.has('get-shops')).missing,
      'get-agents': !(await asks.has('get-agents')).missing,
    };
  });
  await measure(run, found, 'none', async () => {
    const told = await asks.page({ page: 1, limit: 10, search: IMPOSSIBLE });
    measured.none = { search: refusalIn(told, IMPOSSIBLE) ?? { empty: true } };
    if (told.reading.ok) measured.shapes = { many: 'other', one: 'other', none: told.reading.value.shape };
  });
}

async function measureTestCustomers(run: Run, side: AceptabitsSide, found: Findings): Promise<TestShown[]> {
  const shown: TestShown[] = [];
  for (const which of TEST_NAMES)
    await measure(run, found, which === 'plain' ? 'lag' : 'forms', async () => {
      if (which === TEST_NAMES.at(-1)) await sleep(APART_MS);
      const made = await make(run, side, found, which);
      if (made !== undefined) shown.push(made);
    });
  return shown;
}

async function make(
  run: Run,
  side: AceptabitsSide,
  { measured }: Findings,
  which: TestName,
): Promise<TestShown | undefined> {
  const { name, legalName: lastname, email, phone } = testCustomer(which, run.tag, DOMAIN);
  const sent = { name, lastname, email, phone };
  // Noted before it is sent: after a crash a later run looks for it by its tag.
  await run.noteIntent();
  const madeAt = run.now();
  const told = given(await side.asks.create({ shop: side.shop, ...sent }));
  await run.noteMade(told.key);
  if (which === 'plain' && told.createdAt !== undefined)
    measured.created = { offMs: Date.parse(told.createdAt) - madeAt };
  const seen = await untilShown(run, run.lagWithinMs, async () =>
    (await searched(side, told.key)).find(({ key }) => key === told.key),
  );
  if (which === 'plain') measured.lag = seen === undefined ? { overMs: run.lagWithinMs } : { ms: seen.ms };
  return seen && { which, sent, madeAt, record: seen.value };
}

async function searched({ asks }: AceptabitsSide, search: string): Promise<AceptabitsRecord[]> {
  const told = await asks.page({ page: 1, limit: PAGE_MAX, search });
  // That nobody fits may be told as an error.
  if (!told.reading.ok) return [];
  return told.reading.value.rows.flatMap((row) => (row.ok ? [row.record] : []));
}

const FORM_FIELDS = ['name', 'lastname', 'email', 'phone'] as const;

function formsShown(shown: readonly TestShown[]): Partial<Record<FieldName, Form[]>> {
  const of = (field: (typeof FORM_FIELDS)[number]) =>
    formsOf(shown.map(({ sent, record }) => [sent[field], record[field]] as const));
  return Object.fromEntries(FORM_FIELDS.map((field) => [field, of(field)]));
}

/** The first page, twice, with our customers on top of it. */
async function measureList(
  { asks }: AceptabitsSide,
  { measured }: Findings,
  before: number,
  shown: readonly TestShown[],
): Promise<void> {
  const page = given(await asks.page({ page: 1, limit: PAGE_MAX }));
  const again = given(await asks.page({ page: 1, limit: PAGE_MAX }));
  const one = given(await asks.page({ page: 1, limit: 1 }));
  const codes = ourCodes(page.rows);
  const isSame = codes.join() === ourCodes(again.rows).join();
  const newest = shown.map(({ record }) => record.key).reverse();
  const [first, last] = [shown[0], shown.at(-1)];
  const tied = first !== last && first?.record.createdAt === last?.record.createdAt;
  const is = codes.join() === newest.join() && isSame ? 'newest-first' : isSame ? 'stable' : 'changing';
  measured.order = { is, tied };
  measured.shapes = { many: page.shape, one: one.shape, none: measured.shapes?.none };
  measured.size = { received: again.total ?? again.received, cap: undefined };
  const grown = (again.total ?? 0) - before - shown.length;
  if (grown > 0) measured.growth = { rows: grown };
}

function ourCodes(rows: readonly { readonly ok: boolean }[]): string[] {
  return rows.flatMap((row) => {
    const record = 'record' in row ? (row.record as AceptabitsRecord) : undefined;
    return record !== undefined && bearsProbeMark(record) ? [record.key] : [];
  });
}
