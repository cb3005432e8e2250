import type { AceptabitsRecord, ManagementProRecord } from '../domain/customer.ts';
import { SideError } from '../domain/errors.ts';
import { bearsProbeMark, PROBE_MARK } from '../domain/probe-mark.ts';
import type { ProbeNotes } from '../store/profiles.ts';
import type { AceptabitsProbing } from '../systems/aceptabits/probing.ts';
import type { ManagementProProbing } from '../systems/managementpro/probing.ts';
import { recordOf } from './aceptabits-edits.ts';
import { given, type Lag, patience, type Run, Untold, untilShown } from './run.ts';
import { testCustomer } from './test-customers.ts';

/**
 * Test customers are set to BA in ManagementPro and deleted in Aceptabits: those of this run, and those that an earlier
 * run has noted and left. Whom no note and no mark prove to be a probe's is left alone.
 */

export type Tidied = { readonly done: readonly string[]; readonly left: readonly Left[] };
export type Left = { readonly key: string; readonly why: string };

/** How one side finds its test customers and takes them away. */
export type Tidying = {
  /** This run has seen nobody whom it has made: who is not shown need not be gone. */
  readonly isLate: boolean;
  /** Everybody whom a search for this word shows. */
  search(tag: string): Promise<readonly { readonly key: string }[]>;
  read(key: string): Promise<Marked | undefined>;
  /** @throws Untold where the side does not do it */
  takeAway(key: string, tag: string): Promise<void>;
};
type Marked = ManagementProRecord | AceptabitsRecord;

/**
 * Ends with what is left, whatever goes wrong with one of them. A note goes when its customer has gone. All are taken away
 * at once, so that a server without an effect is waited for once and not for each of them.
 */
export async function tidyUp(notes: ProbeNotes, tidying: Tidying): Promise<Tidied> {
  const done: string[] = [];
  const left: Left[] = [];
  const unfound = await noteUnclear(notes, tidying, left);
  const taking = [...(await notes.made())].map(async ([key, tag]) => {
    try {
      await takeAway(tidying, key, tag);
      await notes.forgetMade(key);
      done.push(key);
    } catch (error) {
      left.push({ key, why: whyOf(error) });
    }
  });
  // What no words exist for is thrown when all have ended: nobody is left half way.
  for (const taken of await Promise.allSettled(taking)) if (taken.status === 'rejected') throw taken.reason;
  if (left.length === 0 && !unfound) for (const tag of await notes.tags()) await notes.forgetTag(tag);
  return { done, left };
}

/** Creates without a clear answer are looked for by the tag that stands in their names. */
async function noteUnclear(notes: ProbeNotes, { search }: Tidying, left: Left[]): Promise<boolean> {
  const known = await notes.made();
  for (const tag of await notes.tags()) {
    try {
      for (const record of await search(tag))
        if (!known.has(record.key) && isOfRun(record as Marked, tag)) await notes.noteMade(record.key, tag);
    } catch (error) {
      left.push({ key: tag, why: whyOf(error) });
      return true;
    }
  }
  return false;
}

function isOfRun(record: Marked, tag: string): boolean {
  const texts = ['name', 'lastname', 'legalName', 'email'].map((name) =>
    String(Reflect.get(record, name) ?? ''),
  );
  return bearsProbeMark(record) && texts.some((text) => text.toUpperCase().includes(tag));
}

/** Read right before: a key that bears no mark belongs to somebody else by now. */
async function takeAway({ read, takeAway: take, isLate }: Tidying, key: string, tag: string): Promise<void> {
  const record = await read(key);
  if (record === undefined && isLate) throw new Untold('It is not shown yet.');
  if (record === undefined) return;
  if (!bearsProbeMark(record)) throw new Untold('It does not bear the mark of a probe.');
  await take(key, tag);
}

function whyOf(error: unknown): string {
  if (error instanceof SideError) return [error.facts.code, error.facts.detail].filter(Boolean).join(' ');
  if (error instanceof Untold) return error.message;
  throw error;
}

const isLate = (lag: Lag) => lag !== undefined && 'overMs' in lag;

const rowsIn = <R>(rows: readonly ({ readonly ok: true; readonly record: R } | { readonly ok: false })[]) =>
  rows.flatMap((row) => (row.ok ? [row.record] : []));

export function tidyingOfManagementPro(run: Run, asks: ManagementProProbing, lag: Lag): Tidying {
  const withinMs = patience(run, lag);
  const listed = async (key: string, active: boolean) => {
    const told = await asks.list({ active, keys: [key], limit: 10 });
    // That nobody fits may be told as an error.
    return told.reading.ok ? rowsIn(told.reading.value.rows)[0] : undefined;
  };
  return {
    isLate: isLate(lag),
    async search(tag) {
      const told = await asks.list({ active: true, search: tag, limit: 100 });
      return told.reading.ok ? rowsIn(told.reading.value.rows) : [];
    },
    read: async (key) =>
      await untilShown(
        run,
        withinMs,
        async () => (await listed(key, true)) ?? ((await listed(key, false)) && ('inactive' as const)),
      ).then((seen) => (seen?.value === 'inactive' ? undefined : seen?.value)),
    async takeAway(key, tag) {
      const name = `${PROBE_MARK} ${tag} prueba terminada`;
      given(
        await asks.putAside(key, { ...testCustomer('plain', tag, 'example.com'), name, legalName: name }),
      );
      const gone = await untilShown(run, withinMs, () => listed(key, false));
      if (gone === undefined) throw new Untold('ManagementPro does not set a customer to BA by addCliente.');
    },
  };
}

export function tidyingOfAceptabits(run: Run, asks: AceptabitsProbing, lag: Lag): Tidying {
  const withinMs = patience(run, lag);
  return {
    isLate: isLate(lag),
    async search(tag) {
      const told = await asks.page({ page: 1, limit: 100, search: tag });
      return told.reading.ok ? rowsIn(told.reading.value.rows) : [];
    },
    read: async (key) => (await untilShown(run, withinMs, () => recordOf(asks, key)))?.value,
    async takeAway(key) {
      const told = await asks.remove(key);
      if (told.missing) throw new Untold('delete-customer is not there.');
      given(told);
      const gone = await untilShown(run, withinMs, async () =>
        (await recordOf(asks, key)) === undefined ? true : undefined,
      );
      if (gone === undefined) throw new Untold('delete-customer has no effect.');
    },
  };
}
