import { otherSide } from '../domain/customer.ts';
import type { Verdict } from '../domain/match.ts';
import type { Transaction } from '../store/commit.ts';
import { record } from '../store/history.ts';
import { type LoneNote, type Subject, subjectId } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { LIKE_ERASED } from '../sync/create/search-first.ts';
import { askAnew } from '../sync/decide/change-link.ts';
import { expectNote } from '../sync/decide/file-decision.ts';
import { matchingGeneration } from '../sync/work.ts';

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
  // The same word twice is one.
  if (verdict === 'same' && loaded[0]?.link?.code === code) return true;
  if (loaded.length !== 2 || (verdict === 'same' && loaded.some(({ link }) => link !== undefined)))
    return false;
  const { store } = ctx;
  const tx = store.transaction();
  for (const [index, subject] of subjects.entries()) {
    const customer = loaded[index];
    const note: LoneNote = customer?.lone ?? {};
    const peer = subject.side === 'managementpro' ? code : clave;
    const others = verdict === 'same' ? await takeBackSame(ctx, tx, subject, note, peer) : note.verdicts;
    const verdicts = { ...others, [peer]: verdict };
    if (customer !== undefined) expectNote(ctx, tx, customer);
    tx.set(store.keys.lone, subjectId(subject), JSON.stringify({ ...answered(note), verdicts }));
    askAnew(ctx, tx, customer?.link === undefined ? subject : customer.subject);
  }
  tx.count(store.keys.state, matchingGeneration);
  record(store, tx, {
    at: ctx.now(),
    kind: 'decision',
    clave,
    code,
    cause: { code: verdict === 'same' ? 'same-person' : 'different-people' },
    by,
  });
  return tx.commit();
}

/** Whoever waits because of somebody erased whom they are like has waited for this word. */
function answered({ parked, ...note }: LoneNote): LoneNote {
  return parked === undefined || parked.code === LIKE_ERASED ? note : { ...note, parked };
}

/** Takes back what a person has said of a pair; false when nothing was said, or the two are linked by now. */
export async function unjudgePair(ctx: Context, clave: string, code: string, by: string): Promise<boolean> {
  const ends = [
    { subject: { side: 'managementpro', key: clave }, peer: code },
    { subject: { side: 'aceptabits', key: code }, peer: clave },
  ] as const;
  const loaded = await ctx.store.load(ends.map(({ subject }) => subject));
  if (
    loaded.length !== 2 ||
    loaded.some(({ link, lone }, index) => link || !lone.verdicts?.[ends[index]?.peer ?? ''])
  )
    return false;
  const { store } = ctx;
  const tx = store.transaction();
  for (const [index, { subject, peer }] of ends.entries()) {
    const customer = loaded[index];
    const { [peer]: _, ...verdicts } = customer?.lone.verdicts ?? {};
    if (customer !== undefined) expectNote(ctx, tx, customer);
    tx.set(store.keys.lone, subjectId(subject), JSON.stringify({ ...customer?.lone, verdicts }));
    askAnew(ctx, tx, subject);
  }
  tx.count(store.keys.state, matchingGeneration);
  record(store, tx, {
    at: ctx.now(),
    kind: 'decision',
    clave,
    code,
    cause: { code: 'nothing-said' },
    by,
  });
  return tx.commit();
}

/**
 * Nobody is the same as two customers of the other side: the latest word holds, whoever is linked by now (rule 3). What
 * was said before is taken from the notes of the others, too, or their words would go on calling them the same. Answers
 * the verdicts that are left on the customer itself.
 */
export async function takeBackSame(
  ctx: Context,
  tx: Transaction,
  { side, key }: Subject,
  { verdicts = {} }: LoneNote,
  peer: string,
): Promise<NonNullable<LoneNote['verdicts']>> {
  const { redis, keys } = ctx.store;
  const left = Object.entries(verdicts).filter(([, verdict]) => verdict !== 'same');
  const before = Object.keys(verdicts).filter((other) => verdicts[other] === 'same' && other !== peer);
  for (const other of before) {
    const subject = { side: otherSide(side), key: other };
    const raw = await redis.hget(keys.lone, subjectId(subject));
    const note = raw === null ? {} : (JSON.parse(raw) as LoneNote);
    tx.expect(keys.lone, subjectId(subject), raw ?? undefined);
    if (raw === null || note.verdicts?.[key] !== 'same') continue;
    const { [key]: _, ...others } = note.verdicts;
    tx.set(keys.lone, subjectId(subject), JSON.stringify({ ...note, verdicts: others }));
    askAnew(ctx, tx, subject);
  }
  return Object.fromEntries(left);
}
