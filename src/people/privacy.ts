/**
 * What is kept of a person, and its erasure (docs/privacy.md). The two systems own their customers: what stands there is
 * for them to erase.
 */

import { SIDES, type Side } from '../domain/customer.ts';
import { folded, phoneNumber } from '../domain/equality.ts';
import { type Link, newLink } from '../domain/link.ts';
import { type KeptEvent, record } from '../store/history.ts';
import { linkIn, linkText } from '../store/packed.ts';
import {
  allRecords,
  eraseEvents,
  erasePlaces,
  eraseSheet,
  type Places,
  placesOf,
  sheetsWith,
  wholeHistory,
} from '../store/personal.ts';
import { type Subject, subjectId } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { eraseJobs, jobsOf } from '../sync/jobs/personal.ts';
import type { Queues } from '../sync/jobs/queues.ts';
import { matchingGeneration } from '../sync/work.ts';

/** How a person is named: by what they say of themselves, or by a key. */
export type Sought = { readonly phone: string } | { readonly email: string } | Named;
type Named = { readonly clave: string } | { readonly code: string };

/** One customer: the keys that stand for it. */
export type Keys = { readonly clave?: string | undefined; readonly code?: string | undefined };

export type Held = Keys & {
  readonly kept: { readonly [S in Side]?: Places };
  readonly history: readonly KeptEvent[];
  readonly sheets: readonly unknown[];
  readonly jobs: readonly unknown[];
};

// ── who is meant ──────────────────────────────────────────────────────────────────────────────

/** Everybody who shows, or ever showed, this phone or e-mail; by a key the one who has it, known or not (`isNothing`). */
export async function peopleSought(ctx: Context, sought: Sought): Promise<Keys[]> {
  if ('clave' in sought || 'code' in sought) return [await whole(ctx, sought)];
  const says = saying(sought);
  const subjects: Subject[] = [];
  for (const side of SIDES)
    for await (const batch of allRecords(ctx.store, side))
      for (const [key, stored] of batch) if (holds(stored, says)) subjects.push({ side, key });
  for await (const events of wholeHistory(ctx.store))
    for (const event of events) if (holds(event, says)) subjects.push(...subjectsOf(event));
  return distinct(await Promise.all(subjects.map((subject) => whole(ctx, keysOf(subject)))));
}

/** True for a text that says the same phone, or the same e-mail, however it is written and whatever stands beside it. */
function saying(sought: { readonly phone: string } | { readonly email: string }): (text: string) => boolean {
  if ('email' in sought) {
    const email = folded(sought.email).toLowerCase();
    return (text) => folded(text).toLowerCase().split(BESIDE_EMAIL).includes(email);
  }
  const phone = numberIn(sought.phone);
  const national = digitsIn(phone).slice(-NATIONAL_DIGITS);
  if (national.length < NATIONAL_DIGITS) return (text) => phone !== '' && numberIn(text) === phone;
  // Clerks write two numbers into one field, which is none as a whole.
  return (text) => digitsIn(text).includes(national);
}

/** What stands between two e-mails of one field. */
const BESIDE_EMAIL = /[\s,;:/|<>()]+/u;
/** Of a number of Mexico; nothing else that is kept holds the same ten in a row by chance. */
const NATIONAL_DIGITS = 10;
const digitsIn = (text: string) => text.replace(/\D/gu, '');
const numberIn = (text: string) => phoneNumber(text) ?? digitsIn(text);

/** True where any text in a value, however deep, is such. */
function holds(value: unknown, isSuch: (text: string) => boolean): boolean {
  if (typeof value === 'string') return isSuch(value);
  return (
    typeof value === 'object' && value !== null && Object.values(value).some((one) => holds(one, isSuch))
  );
}

const keysOf = ({ side, key }: Subject): Keys => (side === 'managementpro' ? { clave: key } : { code: key });

const subjectsOf = ({ clave, code }: Keys): Subject[] => [
  ...(clave === undefined ? [] : [{ side: 'managementpro', key: clave } as const]),
  ...(code === undefined ? [] : [{ side: 'aceptabits', key: code } as const]),
];

/** Both keys of a customer of whom one is known. */
async function whole({ store }: Context, { clave, code }: Keys): Promise<Keys> {
  const linked = clave ?? (await store.redis.hget(store.keys.codes, code ?? '')) ?? undefined;
  const link = linked === undefined ? undefined : await linkUnder(store, linked);
  return link === undefined ? { clave, code } : { clave: link.clave, code: link.code };
}

async function linkUnder({ redis, keys }: Context['store'], clave: string): Promise<Link | undefined> {
  const raw = await redis.hget(keys.links, clave);
  return raw === null ? undefined : linkIn(clave, raw);
}

function distinct(people: readonly Keys[]): Keys[] {
  return [...new Map(people.map((one) => [JSON.stringify([one.clave, one.code]), one])).values()];
}

// ── what is kept ──────────────────────────────────────────────────────────────────────────────

export async function heldOf(ctx: Context, queues: Queues, person: Keys): Promise<Held> {
  const { store } = ctx;
  const kept: { [S in Side]?: Places } = {};
  for (const subject of subjectsOf(person)) kept[subject.side] = await placesOf(store, subject);
  return {
    ...person,
    kept,
    history: await historyOfPerson(ctx, person),
    sheets: (await sheetsAbout(ctx, person)).flatMap(({ lines }) => lines),
    jobs: await jobsOf(queues, subjectsOf(person)),
  };
}

/** True where nothing at all is kept of a key. */
export function isNothing({ kept, history, sheets, jobs }: Held): boolean {
  const places = SIDES.flatMap((side) => Object.keys(kept[side] ?? {}));
  return places.length + history.length + sheets.length + jobs.length === 0;
}

/** The sheets of lines that name the person by a key. */
function sheetsAbout({ store }: Context, { clave, code }: Keys) {
  const own = [clave, code].filter((key) => key !== undefined);
  const names = new Set([...own, ...subjectsOf({ clave, code }).map(subjectId)]);
  return sheetsWith(store, (line) => holds(line, (text) => names.has(text)));
}

async function historyOfPerson({ store }: Context, { clave, code }: Keys): Promise<KeptEvent[]> {
  const found: KeptEvent[] = [];
  for await (const events of wholeHistory(store))
    for (const event of events)
      if ((clave !== undefined && event.clave === clave) || (code !== undefined && event.code === code))
        found.push(event);
  return found;
}

// ── erasure ───────────────────────────────────────────────────────────────────────────────────

/** Rounds in which what was in hand while it was erased is erased too. */
const ROUNDS = 5;

/**
 * Erases all that is kept of a person but the keys of the link, which stays, paused. The keys are marked first: what is
 * read or written of them meanwhile is not kept any more, and a crash leaves only what the same command erases again.
 * False where jobs in hand have held something for too long: to be asked for again.
 */
export async function erasePerson(ctx: Context, queues: Queues, person: Keys, by: string): Promise<boolean> {
  const { store } = ctx;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { history, jobs } = await heldOf(ctx, queues, person);
    const sheets = await sheetsAbout(ctx, person);
    for (const subject of subjectsOf(person)) await erasePlaces(store, subject, ctx.now());
    await bareLink(ctx, person);
    await eraseEvents(store, history);
    for (const { hash } of sheets) await eraseSheet(store, hash);
    await eraseJobs(queues, subjectsOf(person));
    if (round > 0 && history.length + sheets.length + jobs.length === 0) {
      await noteErasure(ctx, person, by);
      return true;
    }
  }
  return false;
}

/** A link that is paused from now on and remembers nobody. */
async function bareLink(ctx: Context, { clave }: Keys): Promise<void> {
  const { store } = ctx;
  const link = clave === undefined ? undefined : await linkUnder(store, clave);
  if (link === undefined) return;
  const bare: Link = { ...newLink(link.clave, link.code, link.since), paused: link.paused ?? ctx.now() };
  await store.redis.hset(store.keys.links, link.clave, linkText(bare));
}

/** On record by its keys alone; the plan that a person is shown is made anew without them. */
async function noteErasure(ctx: Context, { clave, code }: Keys, by: string): Promise<void> {
  const { store } = ctx;
  const tx = store.transaction().count(store.keys.state, matchingGeneration);
  const cause = { code: 'erased' } as const;
  record(store, tx, { at: ctx.now(), kind: 'decision', clave, code, cause, by });
  await tx.commit();
}
