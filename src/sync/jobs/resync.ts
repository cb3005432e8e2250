import type { Side } from '../../domain/customer.ts';
import { pairOf, type Subject, subjectId } from '../../store/records.ts';
import { approved } from '../certify/first-plan.ts';
import type { Context } from '../context.ts';
import { decide } from '../decide/decide.ts';
import { readByKey } from '../observe/read-by-key.ts';
import { tryCircuit } from '../observe/try-circuit.ts';
import { markWork } from '../work.ts';
import type { WriteRequest } from '../write-request.ts';

/**
 * Reads one customer afresh on both sides and decides on it at once, ahead of everything else (section 6).
 * Answers undefined when neither side has the key.
 */
export async function resyncOne(ctx: Context, asked: Subject): Promise<WriteRequest[] | undefined> {
  const [loaded] = await ctx.store.load([asked]);
  const { clave, code } = pairOf({ subject: asked, link: loaded?.link });
  const found = [await isThere(ctx, 'managementpro', clave), await isThere(ctx, 'aceptabits', code)];
  if (!found.includes(true)) return undefined;
  const subject = loaded?.subject ?? asked;
  const tx = ctx.store.transaction();
  markWork(ctx, tx, subjectId(subject));
  await tx.commit();
  return (await approved(ctx)) ? decide(ctx, [subject], { urgency: 'person', judging: true }) : [];
}

async function isThere(ctx: Context, side: Side, key: string | undefined): Promise<boolean> {
  if (key === undefined) return false;
  await tryCircuit(ctx, side);
  return (await readByKey(ctx, side, [key])).has(key);
}
