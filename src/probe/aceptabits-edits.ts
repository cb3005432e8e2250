import type { AceptabitsRecord } from '../domain/customer.ts';
import type { Measured } from '../domain/profile.ts';
import type { AceptabitsProbing } from '../systems/aceptabits/probing.ts';
import { type Findings, patience, type Run, untilShown } from './run.ts';

/** What an edit of Aceptabits does: whether it lands, which fields it takes and empties, and what becomes of the others. */

const FIELDS = ['name', 'lastname', 'phone', 'email'] as const;
type Field = (typeof FIELDS)[number];
type Fields = Readonly<Record<Field, string>>;

type Subject = { readonly code: string; readonly sent: Fields };
type Update = NonNullable<Measured['update']>;

export async function measureEdits(
  run: Run,
  asks: AceptabitsProbing,
  { measured }: Findings,
  { code, sent }: Subject,
): Promise<void> {
  const edits = editsOf(run, asks, code, patience(run, measured.lag));
  const changed = {
    name: sent.name.replace('no es una', 'no es ninguna'),
    lastname: `${sent.lastname} bis`,
    phone: '5500000109',
    email: `bis.${sent.email}`,
  };
  const first = await edits(changed);
  if (first.update !== undefined) {
    measured.update = first.update;
    return;
  }
  const untaken = FIELDS.filter(
    (field) => first.before[field] === first.after[field] || first.after[field] === '',
  );
  if (untaken.length === FIELDS.length) {
    measured.update = { is: 'no-effect', untaken, unemptied: [] };
    return;
  }
  const taken = FIELDS.filter((field) => !untaken.includes(field));
  const omitted = await omittedBy(edits, sent, taken);
  if (omitted !== undefined) measured.omitted = omitted;
  const emptied = await emptiedBy(edits, changed, taken);
  measured.update = { is: 'lands', untaken, unemptied: emptied };
}

type Edited = { readonly before: Fields; readonly after: Fields; readonly update?: Update | undefined };
type Edits = (fields: Partial<Fields>) => Promise<Edited>;

/** Sends an edit and reads until something has changed, or the wait is over. */
function editsOf(run: Run, asks: AceptabitsProbing, code: string, withinMs: number): Edits {
  return async (fields) => {
    const before = textsOf(await recordOf(asks, code));
    const told = await asks.edit(code, fields);
    if (told.missing) return { before, after: before, update: notDone('not-there', `HTTP ${told.status}`) };
    if (!told.reading.ok)
      return { before, after: before, update: notDone('refused', told.reading.verdict.code) };
    const seen = await untilShown(run, withinMs, async () => {
      const now = textsOf(await recordOf(asks, code));
      return FIELDS.some((field) => now[field] !== before[field]) ? now : undefined;
    });
    return { before, after: seen?.value ?? before };
  };
}

function notDone(is: Update['is'], detail: string): Update {
  return { is, detail, untaken: [], unemptied: [] };
}

/** An edit of one field alone. */
async function omittedBy(edits: Edits, sent: Fields, taken: readonly Field[]): Promise<Measured['omitted']> {
  const [field] = taken;
  if (field === undefined) return undefined;
  const { before, after } = await edits({ [field]: sent[field] });
  if (after[field] === before[field]) return undefined;
  const names = FIELDS.filter((other) => other !== field && before[other] !== '' && after[other] === '');
  return { are: names.length > 0 ? 'blanked' : 'kept', names };
}

/** The fields that stay although they are sent empty. A name is never emptied. */
async function emptiedBy(edits: Edits, full: Fields, taken: readonly Field[]): Promise<Field[]> {
  await edits(full);
  const fields = taken.filter((field) => field !== 'name');
  const { after } = await edits({
    ...full,
    name: `${full.name}.`,
    ...Object.fromEntries(fields.map((field) => [field, ''])),
  });
  return fields.filter((field) => after[field] !== '');
}

function textsOf(record: AceptabitsRecord | undefined): Fields {
  const { name = '', lastname = '', phone = '', email = '' } = record ?? {};
  return { name, lastname, phone, email };
}

/** By `show-customer`, or by the search for the code where that is not there. */
export async function recordOf(asks: AceptabitsProbing, code: string): Promise<AceptabitsRecord | undefined> {
  const shown = await asks.show(code);
  if (!shown.missing) return shown.reading.ok ? shown.reading.value : undefined;
  const told = await asks.page({ page: 1, limit: 100, search: code });
  if (!told.reading.ok) return undefined;
  const rows = told.reading.value.rows.flatMap((row) => (row.ok ? [row.record] : []));
  return rows.find(({ key }) => key === code);
}
