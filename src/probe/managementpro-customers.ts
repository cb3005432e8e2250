import type { ManagementProRecord } from '../domain/customer.ts';
import type { FieldName, Form } from '../domain/profile.ts';
import type { ManagementProProbing, TestCustomer } from '../systems/managementpro/probing.ts';
import { foldsOf } from './folds.ts';
import { formsOf } from './forms.ts';
import { type Findings, given, measure, patience, type Run, Untold, untilShown } from './run.ts';
import { TEST_NAMES, type TestName, testCustomer } from './test-customers.ts';

/** What is measured with test customers: how they come back, how soon, and what an edit does to them. */

/** A test customer as it was sent, and as the list shows it. */
export type TestShown = {
  readonly which: TestName;
  readonly sent: TestCustomer;
  readonly madeAs: string;
  readonly record: ManagementProRecord;
};

/** `.example` is nobody's domain. */
const DOMAIN = 'example.com';

/** The customers that came to be seen; none where the first was refused. */
export async function measureTestCustomers(
  run: Run,
  asks: ManagementProProbing,
  found: Findings,
  like: ManagementProRecord | undefined,
): Promise<TestShown[]> {
  const shown: TestShown[] = [];
  for (const which of TEST_NAMES)
    await measure(run, found, which === 'plain' ? 'lag' : 'forms', async () => {
      const made = await make(run, asks, found, which, like);
      if (made !== undefined) shown.push(made);
    });
  const plain = shown.find(({ which }) => which === 'plain');
  if (shown.length > 0) found.measured.forms = formsShown(shown);
  if (plain === undefined) return shown;
  found.measured.filled = { names: filledIn(plain.record) };
  await measure(run, found, 'claves', () => measureKeys(asks, found, shown));
  await measure(run, found, 'search', () => measureSearch(asks, found, shown));
  await measure(run, found, 'update', () => measureUpdate(run, asks, found, plain));
  return shown;
}

async function make(
  run: Run,
  asks: ManagementProProbing,
  { measured }: Findings,
  which: TestName,
  like: ManagementProRecord | undefined,
): Promise<TestShown | undefined> {
  const sent = testCustomer(which, run.tag, DOMAIN);
  // Noted before it is sent: after a crash a later run looks for it by its tag.
  await run.noteIntent();
  let told = await asks.create(sent, undefined);
  if (!told.reading.ok && told.reading.verdict.clearNo && like) told = await asks.create(sent, like);
  const madeAs = given(told);
  if (madeAs === undefined) throw new Untold('No clave was answered.');
  await run.noteMade(madeAs);
  const seen = await untilShown(run, run.lagWithinMs, async () => {
    const rows = given(await asks.list({ active: true, search: run.tag, limit: 50 })).rows;
    const listed = rows.flatMap((row) => (row.ok ? [row.record] : []));
    return listed.find(({ key }) => isSameKey(key, madeAs)) ?? byKey(asks, madeAs);
  });
  const lag = seen === undefined ? { overMs: run.lagWithinMs } : { ms: seen.ms };
  if (which === 'plain') measured.lag = lag;
  return seen && { which, sent, madeAs, record: seen.value };
}

/** A server that cuts names, or does not search them, still lists by clave. */
async function byKey(asks: ManagementProProbing, key: string): Promise<ManagementProRecord | undefined> {
  const told = await asks.list({ active: true, keys: [key], limit: 10 });
  if (!told.reading.ok) return undefined;
  const rows = told.reading.value.rows.flatMap((row) => (row.ok ? [row.record] : []));
  return rows.find((record) => isSameKey(record.key, key));
}

function isSameKey(one: string, other: string): boolean {
  return one === other || bare(one) === bare(other);
}

function bare(key: string): string {
  return key.trim().replace(/^0+(?=\d)/u, '');
}

const FORM_FIELDS = ['name', 'legalName', 'email', 'phone'] as const;

function formsShown(shown: readonly TestShown[]): Partial<Record<FieldName, Form[]>> {
  const of = (field: (typeof FORM_FIELDS)[number]) =>
    formsOf(shown.map(({ sent, record }) => [sent[field], record[field]] as const));
  return Object.fromEntries(FORM_FIELDS.map((field) => [field, of(field)]));
}

/** What we sent nothing of and came back with a value. */
function filledIn({ salesperson, shop, rest }: ManagementProRecord): string[] {
  const told = { salesperson, shop, group: rest.group, segment: rest.segment, terms: rest.terms };
  return Object.entries(told).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
}

async function measureKeys(
  asks: ManagementProProbing,
  { measured }: Findings,
  shown: readonly TestShown[],
): Promise<void> {
  const [one] = shown;
  if (one === undefined) return;
  const detail = given(await asks.one(one.record.key));
  const all = [one.record.key, detail.key, one.madeAs];
  const longest = all.reduce((a, b) => (b.trim().length > a.trim().length ? b.trim() : a.trim()), '');
  const form = (key: string) => formOfKey(key, longest);
  measured.claves = {
    made: madeHow(shown.map(({ madeAs }) => madeAs)),
    forms: { list: form(one.record.key), one: form(detail.key), write: form(one.madeAs) },
    referencesDiffer: (one.record.shop ?? '') !== (detail.shop ?? ''),
  };
}

function formOfKey(key: string, longest: string): 'exact' | 'blanks' | 'zeros' | 'bare' {
  if (key.trim() !== key) return 'blanks';
  return key.length < longest.length ? 'bare' : 'exact';
}

function madeHow(keys: readonly string[]): 'next' | 'gaps' | 'text' {
  if (!keys.every((key) => /^\s*\d+\s*$/u.test(key))) return 'text';
  const numbers = keys.map(Number);
  return numbers.every((number, index) => index === 0 || number - (numbers[index - 1] ?? 0) === 1)
    ? 'next'
    : 'gaps';
}

async function measureSearch(
  asks: ManagementProProbing,
  { measured }: Findings,
  shown: readonly TestShown[],
): Promise<void> {
  const finds = async (text: string, key: string) =>
    given(await asks.list({ active: true, search: text, limit: 50 })).rows.some(
      (row) => row.ok && row.record.key === key,
    );
  measured.search = await foldsOf(finds, (which) => {
    const one = shown.find((each) => each.which === which);
    return one && { key: one.record.key, name: one.record.name };
  });
}

/** An edit that carries name and phone alone shows whether edits land, and what becomes of the rest. */
async function measureUpdate(
  run: Run,
  asks: ManagementProProbing,
  { measured }: Findings,
  { record, sent }: TestShown,
): Promise<void> {
  const before = given(await asks.one(record.key));
  const name = sent.name.replace('no es una', 'no es ninguna');
  const told = await asks.editPart(record.key, { name, phone: '5500000109' });
  if (!told.reading.ok) {
    measured.update = { is: 'refused', detail: told.reading.detail, untaken: [], unemptied: [] };
    return;
  }
  const landed = await untilShown(run, patience(run, measured.lag), async () => {
    const now = given(await asks.one(record.key));
    return now.phone === before.phone && now.name === before.name ? undefined : now;
  });
  measured.update = { is: landed === undefined ? 'no-effect' : 'lands', untaken: [], unemptied: [] };
  if (landed === undefined) return;
  const after = landed.value;
  const names = [...emptiedIn(before, after)];
  const internal = names.some((one) => INTERNALS.has(one));
  const are = names.length === 0 ? 'kept' : internal ? 'blanked-with-internals' : 'blanked';
  measured.omitted = { are, names };
}

/** No write can carry these, so one that is blanked shows that all is. */
const INTERNALS = new Set(['priceScheme', 'taxGroup', 'deliveryLine1', 'deliveryLine2', 'deliveryLine3']);

function emptiedIn(before: ManagementProRecord, after: ManagementProRecord): string[] {
  const flat = ({ rest, legalName, rfc, email, shop }: ManagementProRecord) => ({
    legalName,
    rfc,
    email,
    shop,
    ...rest,
  });
  const now: Record<string, string | undefined> = flat(after);
  return Object.entries(flat(before)).flatMap(([name, value]) => (value && !now[name] ? [name] : []));
}
