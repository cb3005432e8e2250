import type { ManagementProRecord } from '../domain/customer.ts';
import { SideError } from '../domain/errors.ts';
import type { ManagementPro } from '../systems/managementpro/client.ts';
import type { ManagementProProbing, ToldRows } from '../systems/managementpro/probing.ts';
import { IMPOSSIBLE } from '../systems/none-told.ts';
import type { Told } from '../systems/probing.ts';
import { findPaging } from './find-paging.ts';
import { measureTestCustomers, type TestShown } from './managementpro-customers.ts';
import { type Findings, given, measure, type Run, refusalIn, Untold } from './run.ts';

/** ManagementPro as it answers, measured from the outside in: first without writing anything. */

export type ManagementProSide = {
  readonly asks: ManagementProProbing;
  readonly client: Pick<ManagementPro, 'read'>;
};

const ASK_FIRST = 1_000;
const ASK_GROWTH = 4;
const ASK_MAX = 256_000;

/** The rows of the largest list that the server gives, by key only. */
type Whole = {
  readonly keys: readonly string[];
  readonly broken: string | undefined;
  readonly tooMuch: string | undefined;
};

export async function measureManagementPro(
  run: Run,
  side: ManagementProSide,
  found: Findings,
): Promise<void> {
  const first = await firstLook(run, side, found);
  await measureRefusals(run, side, found);
  let before: Whole = { keys: [], broken: undefined, tooMuch: undefined };
  await measure(run, found, 'size', async () => {
    before = await wholeList(side);
    const { keys, broken, tooMuch } = before;
    found.measured.size = { received: keys.length, cap: undefined, tooMuch, broken };
  });
  const shown = await measureTestCustomers(run, side.asks, found, first);
  if (shown.length === 0) return;
  await measure(run, found, 'order', () => measureLists(side, found, before, shown));
  await measure(run, found, 'registros', () => measureCount(side, found, first));
  await measure(run, found, 'paging', async () => {
    if (found.measured.order?.is === 'changing')
      throw new Untold('The order of the list changes with each answer.');
    found.measured.paging = { by: await findPaging(side.asks) };
  });
}

/** @throws SideError, Untold: where the first question fails nothing else is asked, and nothing is made */
async function firstLook(run: Run, { asks }: ManagementProSide, { measured }: Findings) {
  run.step('clock');
  run.check();
  const told = await asks.list({ active: true, limit: 3 });
  const rows = given(told);
  if (told.toldAt !== undefined)
    measured.clock = { offMs: told.toldAt - Math.round(told.askedAt + told.ms / 2) };
  measured.answers = { contentType: told.contentType, unknownFields: rows.unknownFields };
  const row = rows.rows.find((record) => record.ok);
  return row?.ok ? row.record : undefined;
}

async function measureRefusals(run: Run, { asks }: ManagementProSide, found: Findings): Promise<void> {
  const { measured } = found;
  await measure(run, found, 'wrongKey', async () => {
    const told = await asks.withWrongKey();
    const refused = refusalIn(told, IMPOSSIBLE);
    if (refused === undefined || told.reading.ok) throw new Untold('A wrong key was accepted.');
    measured.wrongKey = { ...refused, recognised: told.reading.verdict.errorClass === 'credentials' };
  });
  await measure(run, found, 'unknownKey', async () => {
    measured.unknownKey = refusalIn(await asks.one(IMPOSSIBLE), IMPOSSIBLE) ?? { empty: true };
  });
  await measure(run, found, 'none', async () => {
    const byKey = await asks.list({ active: true, keys: [IMPOSSIBLE], limit: 10 });
    const bySearch = await asks.list({ active: true, search: IMPOSSIBLE, limit: 10 });
    measured.none = {
      key: refusalIn(byKey, IMPOSSIBLE) ?? { empty: true },
      search: refusalIn(bySearch, IMPOSSIBLE) ?? { empty: true },
    };
  });
  await measure(run, found, 'methods', async () => {
    measured.methods = { GetVendedorLista: (await asks.salespeople()).reading.ok };
  });
  await measure(run, found, 'unasked', async () => {
    measured.unasked = { rows: given(await asks.listUnasked()).rows.length };
  });
}

/** For more and more, until the answer is smaller than what was asked for, or too much for the server. */
async function wholeList({ client }: ManagementProSide): Promise<Whole> {
  let whole: Whole = { keys: [], broken: undefined, tooMuch: undefined };
  for (let asked = ASK_FIRST; asked <= ASK_MAX; asked *= ASK_GROWTH) {
    const keys: string[] = [];
    let unread: string | undefined;
    try {
      const end = await client.read({ active: true, limit: asked }, async (rows) => {
        for (const row of rows) {
          const decoded = row.decoded();
          if (!decoded.ok) unread ??= decoded.reason;
          if (row.key !== undefined) keys.push(row.key);
        }
      });
      const isSame = keys.length <= whole.keys.length;
      whole = { keys, broken: end.broken ?? unread, tooMuch: undefined };
      if (keys.length < asked || isSame) break;
    } catch (error) {
      if (!(error instanceof SideError)) throw error;
      return { ...whole, tooMuch: `${asked}: ${error.facts.code}` };
    }
  }
  return whole;
}

/** The list with our customers in it, twice: whether it was cut off, how it is ordered, who else writes meanwhile. */
async function measureLists(
  side: ManagementProSide,
  { measured, requests: _ }: Findings,
  before: Whole,
  shown: readonly TestShown[],
): Promise<void> {
  const one = await wholeList(side);
  const two = await wholeList(side);
  const ours = shown.map(({ record }) => record.key);
  const isWhole = ours.every((key) => one.keys.includes(key));
  const cap = !isWhole && one.keys.length === before.keys.length ? one.keys.length : undefined;
  const received = Math.max(before.keys.length, one.keys.length, two.keys.length);
  measured.size = { received, ours: ours.length, cap, tooMuch: one.tooMuch, broken: one.broken };
  measured.order = { is: orderOf(one.keys, two.keys) };
  const grown = two.keys.length - before.keys.length - ours.length;
  if (cap === undefined && grown > 0) measured.growth = { rows: grown };
}

function orderOf(one: readonly string[], two: readonly string[]): 'by-key' | 'stable' | 'changing' {
  const common = one.filter((key) => two.includes(key));
  const place = new Map(two.map((key, index) => [key, index]));
  if (!ascends(common.map((key) => place.get(key) ?? 0))) return 'changing';
  const sorted = one.toSorted((a, b) => (a < b ? -1 : 1));
  return sorted.every((key, index) => one[index] === key) ? 'by-key' : 'stable';
}

function ascends(places: readonly number[]): boolean {
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}

/** A question for one row, where four are known to be there. */
async function measureCount(
  { asks }: ManagementProSide,
  { measured }: Findings,
  first: ManagementProRecord | undefined,
): Promise<void> {
  const one = given(await asks.list({ active: true, limit: 1 }));
  const none = await asks.list({ active: true, keys: [IMPOSSIBLE], limit: 10 });
  const many = given(await asks.list({ active: true, limit: 3 }));
  const means =
    one.claimed === undefined ? 'untold' : one.claimed > one.rows.length ? 'matching' : 'returned';
  measured.registros = { means, asText: one.claimedAsText };
  measured.shapes = { many: many.shape, one: one.shape, none: shapeIn(none) };
  if (measured.answers && first === undefined)
    measured.answers = { ...measured.answers, unknownFields: many.unknownFields };
}

function shapeIn({ reading }: Told<ToldRows>) {
  return reading.ok ? reading.value.shape : undefined;
}
