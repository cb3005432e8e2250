import type { Field, Side } from '../domain/customer.ts';
import { equal } from '../domain/equality.ts';
import { fieldNoted, type Link } from '../domain/link.ts';
import type { Verdict } from '../domain/match.ts';
import { eventById, type HistoryEvent, record } from '../store/history.ts';
import { type Loaded, type LoneNote, type Subject, subjectId } from '../store/records.ts';
import { type Context, routesOf } from './context.ts';
import { markWork, NEWS } from './observe.ts';
import { linkStateOf } from './standing.ts';

/** What a person decides. Each answers false when what the person saw has moved since: look again, decide again. */

type Shown = { readonly [S in Side]: string };

async function changeLink(
  ctx: Context,
  clave: string,
  change: (loaded: Loaded, link: Link) => Link | undefined,
  event: Omit<HistoryEvent, 'at' | 'kind'>,
): Promise<boolean> {
  const [loaded] = await ctx.store.load([{ side: 'managementpro', key: clave }]);
  const link = loaded?.link && change(loaded, loaded.link);
  if (loaded === undefined || link === undefined) return false;
  const { store } = ctx;
  const tx = store.transaction().expect(store.keys.links, clave, loaded.rawLink);
  tx.set(store.keys.links, clave, JSON.stringify(link));
  record(store, tx, { at: ctx.now(), kind: 'decision', clave, code: link.code, ...event });
  markWork(ctx, tx, subjectId(loaded.subject));
  return tx.commit();
}

/** Sets a field of a link to a person's value, on both sides, provided both still show what the person saw (rule 4). */
export async function setField(
  ctx: Context,
  clave: string,
  field: Field,
  value: string,
  seen: Shown,
  by: string,
  cause = 'a person chose the value',
): Promise<boolean> {
  const routes = await routesOf(ctx);
  return changeLink(
    ctx,
    clave,
    (loaded, link) => {
      const { shown } = linkStateOf(ctx, loaded, routes);
      const moved = (side: Side) => !equal(field, shown[side]?.[field] ?? '', seen[side]);
      if (moved('managementpro') || moved('aceptabits')) return undefined;
      const wanted = fieldNoted(link.wanted, field, { value, seen, by, at: ctx.now() });
      return {
        ...link,
        wanted,
        frozen: fieldNoted(link.frozen, field, undefined),
        turns: fieldNoted(link.turns, field, undefined),
      };
    },
    { cause: `${cause}: ${field}`, by, changes: [{ field, old: seen.managementpro, new: value }] },
  );
}

/** Puts back the values that a recorded write replaced; an ordinary recorded write (rule 12). */
export async function putBack(ctx: Context, eventId: string, by: string): Promise<boolean> {
  const event = await eventById(ctx.store, eventId);
  if (event?.clave === undefined || event.changes === undefined) return false;
  const routes = await routesOf(ctx);
  let done = true;
  for (const { field, old } of event.changes) {
    const [loaded] = await ctx.store.load([{ side: 'managementpro', key: event.clave }]);
    if (loaded?.link === undefined) return false;
    const { shown } = linkStateOf(ctx, loaded, routes);
    const seen = {
      managementpro: shown.managementpro?.[field] ?? '',
      aceptabits: shown.aceptabits?.[field] ?? '',
    };
    done =
      (await setField(ctx, event.clave, field, old, seen, by, `put back what ${eventId} replaced`)) && done;
  }
  return done;
}

/** A record that looked like another person is this customer after all, with the values it shows now (rule 2). */
export async function vouch(ctx: Context, clave: string, by: string): Promise<boolean> {
  const routes = await routesOf(ctx);
  return changeLink(
    ctx,
    clave,
    (loaded, link) => ({ ...link, vouched: linkStateOf(ctx, loaded, routes).fingerprint }),
    { cause: 'a person says it is the same customer', by },
  );
}

export function pause(ctx: Context, clave: string, by: string): Promise<boolean> {
  return changeLink(ctx, clave, (_, link) => ({ ...link, paused: ctx.now() }), { cause: 'paused', by });
}

export function unpause(ctx: Context, clave: string, by: string): Promise<boolean> {
  return changeLink(ctx, clave, (_, { paused: __, ...link }) => link, { cause: 'resumed', by });
}

/** A person's word on a pair of lone customers: the same person, or different people (rule 3). */
export async function judgePair(
  ctx: Context,
  clave: string,
  code: string,
  verdict: Verdict,
  by: string,
): Promise<boolean> {
  const subjects: Subject[] = [
    { side: 'managementpro', key: clave },
    { side: 'aceptabits', key: code },
  ];
  const loaded = await ctx.store.load(subjects);
  if (loaded.length !== 2 || (verdict === 'same' && loaded.some(({ link }) => link !== undefined)))
    return false;
  const { store } = ctx;
  const tx = store.transaction();
  subjects.forEach((subject, index) => {
    const note: LoneNote = loaded[index]?.lone ?? {};
    const peer = subject.side === 'managementpro' ? code : clave;
    const verdicts = { ...note.verdicts, [peer]: verdict };
    tx.set(store.keys.lone, subjectId(subject), JSON.stringify({ ...note, verdicts }));
    markWork(ctx, tx, subjectId(loaded[index]?.subject ?? subject));
  });
  tx.count(store.keys.state, NEWS);
  record(store, tx, {
    at: ctx.now(),
    kind: 'decision',
    clave,
    code,
    cause: verdict === 'same' ? 'the same person' : 'different people',
    by,
  });
  return tx.commit();
}
