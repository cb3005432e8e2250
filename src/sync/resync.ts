import type { Subject } from '../store/records.ts';
import { subjectId } from '../store/records.ts';
import { approved } from './approval.ts';
import { brakedSides } from './brakes.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import { markWork, observe } from './observe.ts';
import type { WriteRequest } from './requests.ts';

/**
 * Reads one customer afresh on both sides and decides on it at once, ahead of everything else (section 6).
 * Answers undefined when neither side has the key.
 */
export async function resyncOne(ctx: Context, asked: Subject): Promise<WriteRequest[] | undefined> {
  const [loaded] = await ctx.store.load([asked]);
  const clave = loaded?.link?.clave ?? (asked.side === 'managementpro' ? asked.key : undefined);
  const code = loaded?.link?.code ?? (asked.side === 'aceptabits' ? asked.key : undefined);
  const found = [await readM(ctx, clave), await readA(ctx, code)];
  if (!found.includes(true)) return undefined;
  const subject = loaded?.subject ?? asked;
  const tx = ctx.store.transaction();
  markWork(ctx, tx, subjectId(subject));
  await tx.commit();
  return (await approved(ctx)) ? decide(ctx, [subject], await brakedSides(ctx), 'person') : [];
}

async function readM(ctx: Context, clave: string | undefined): Promise<boolean> {
  if (clave === undefined) return false;
  const sequence = await ctx.store.nextSequence();
  const row = (await ctx.clients.managementpro.lookup([clave])).get(clave);
  if (row !== undefined) await observe(ctx, 'managementpro', [{ ok: true, record: row }], sequence);
  return row !== undefined;
}

async function readA(ctx: Context, code: string | undefined): Promise<boolean> {
  if (code === undefined) return false;
  const sequence = await ctx.store.nextSequence();
  const row = await ctx.clients.aceptabits.lookup(code);
  if (row !== undefined) await observe(ctx, 'aceptabits', [{ ok: true, record: row }], sequence);
  return row !== undefined;
}
