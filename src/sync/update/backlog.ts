import type { Field } from '../../domain/customer.ts';
import { isEmpty } from '../../domain/equality.ts';
import type { BrakeLine } from '../../domain/lines.ts';
import { BACKLOG_UNASKED, hasAppeared, SHOWN_BY } from '../../domain/update-trial.ts';
import { batchesOf } from '../../store/batches.ts';
import { hashFields, scoresOf } from '../../store/hash-fields.ts';
import { type KeptWait, type Subject, subjectId, subjectOf } from '../../store/records.ts';
import { brake, lift } from '../certify/brakes.ts';
import { leftOutOf } from '../certify/left-out.ts';
import type { Context } from '../context.ts';
import { canUpdateAceptabits, isOfBacklog, trialsOf } from '../evaluate/update-method.ts';
import { markWork } from '../work.ts';
import { changeTrial } from './trial.ts';

/**
 * What was held before Aceptabits' update method appeared (rule 7). A few follow as soon as it is there; where they are
 * many, two customers of them show that it is, and the others are a sheet that a person agrees to.
 */

type HeldLine = { readonly subject: Subject; readonly field: Field; readonly value: string };

/** A held change as a person agrees to it: its exact value. */
export function heldMark({ store }: Context, clave: string, field: Field, value: string): string {
  return store.digest(JSON.stringify(['held', clave, field, value]));
}

/** Judges, at each poll, what waits for a method that is there or may be. */
export async function judgeBacklog(ctx: Context): Promise<void> {
  const trials = await trialsOf(ctx);
  const { aceptabits: trial } = trials;
  if (!canUpdateAceptabits(ctx, trials)) return lift(ctx, 'aceptabits', 'backlog');
  const held = await heldLines(ctx);
  const leftOut = held.length === 0 ? 0 : await leftOutOf(ctx, 'aceptabits', 'backlog');
  // A method that was away for a while holds nothing that was there before it.
  if (trial.away || held.length + leftOut <= BACKLOG_UNASKED) {
    if (trial.backlog !== undefined) await letGo(ctx, held);
    return lift(ctx, 'aceptabits', 'backlog');
  }
  if (!hasAppeared(trial)) return tryFirst(ctx, held, trial.backlog?.tried ?? []);
  await changeTrial(ctx, 'aceptabits', (now) => (now.backlog ? now : { ...now, backlog: { tried: [] } }));
  const claves = new Set(held.map(({ subject }) => subject.key));
  await brake(ctx, 'aceptabits', {
    reason: 'backlog',
    count: claves.size,
    of: await ctx.store.redis.hlen(ctx.store.keys.links),
    keys: [...claves],
    lines: held.map((line) => lineOf(ctx, line)),
  });
}

function lineOf(ctx: Context, { subject: { key: clave }, field, value }: HeldLine): BrakeLine {
  return { kind: 'held', clave, field, mark: heldMark(ctx, clave, field, value) };
}

/** All lines of the backlog, those of the customer who waits longest first. */
async function heldLines({ store }: Context): Promise<HeldLine[]> {
  const lines: HeldLine[] = [];
  for (const batch of batchesOf(await store.waiting('held'))) {
    const texts = await hashFields(store.redis, store.keys.waits, batch.map(subjectId));
    for (const [index, subject] of batch.entries()) {
      const waits = JSON.parse(texts[index] ?? '[]') as KeptWait[];
      const own = waits.filter(isOfBacklog);
      lines.push(...own.map(({ field, value }) => ({ subject, field, value })));
    }
  }
  return lines;
}

/** They are work before the trial forgets them: killed in between, the next poll finds them and does both again. */
async function letGo(ctx: Context, held: readonly HeldLine[]): Promise<void> {
  await ctx.store.inCommits(held, (tx, { subject }) => markWork(ctx, tx, subjectId(subject)));
  await changeTrial(ctx, 'aceptabits', ({ backlog: _, ...trial }) => trial);
}

/** As many as it takes to tell; others take their place once nothing more is to be seen of them. */
async function tryFirst(ctx: Context, held: readonly HeldLine[], tried: readonly string[]): Promise<void> {
  const { store } = ctx;
  const before = (await store.subjectsOf('aceptabits', tried)).map(subjectId);
  const busy = await scoresOf(store.redis, store.keys.work, before);
  if (busy.some((since) => since !== null)) return;
  // Of an emptying the method may take no notice, whatever else it does.
  const telling = held.toSorted((a, b) => Number(isEmpty(a.value)) - Number(isEmpty(b.value)));
  const ids = [...new Set(telling.map(({ subject }) => subjectId(subject)))].slice(0, SHOWN_BY);
  const loaded = await store.load(ids.map(subjectOf));
  const next = loaded.flatMap(({ link }) => (link === undefined ? [] : [link.code]));
  await changeTrial(ctx, 'aceptabits', (trial) => ({ ...trial, backlog: { tried: next } }));
  await store.inCommits(ids, (tx, id) => markWork(ctx, tx, id));
}
