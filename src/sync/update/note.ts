import type { Customer, Field, Side } from '../../domain/customer.ts';
import { type ByField, type Link, unparked } from '../../domain/link.ts';
import type { Change } from '../../domain/link-waits.ts';
import { deliveredFrom } from '../../domain/plan-link.ts';
import { besideWrite, noteSent } from '../../domain/sent-note.ts';
import { record } from '../../store/history.ts';
import { linkText } from '../../store/packed.ts';
import type { Loaded } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { file } from '../decide/file-decision.ts';
import type { LinkOutcome } from '../evaluate/evaluate.ts';
import { Later } from '../job-errors.ts';
import { fileBefore } from './compare.ts';
import type { Opened } from './open-record.ts';

/**
 * The durable note before an update: a crash after the write finds in it what the side was sent, and recognises
 * it whatever the server has made of it. Answers what may be sent; a frozen field is not.
 */
export async function note(
  { ctx, side, job }: { readonly ctx: Context; readonly side: Side; readonly job: string },
  linked: LinkOutcome,
  changes: ByField<Change>,
  open: Opened | undefined,
): Promise<{ sent: Customer; noted: Loaded }> {
  const { state, plan } = linked;
  let link = unparked(plan.link, side);
  const fields = Object.keys(changes) as Field[];
  const beside = besideWrite(link, side, state.shown[side] ?? {}, fields);
  const tx = ctx.store.transaction();
  for (const [field, change] of Object.entries(changes) as [Field, Change][]) {
    const before = state.shown[side]?.[field] ?? '';
    link = noteSent(link, side, field, {
      value: change.value,
      before,
      from: deliveredFrom(state, side, field),
      beside,
      at: ctx.now(),
      job,
    });
    if (link.frozen?.[field] !== undefined) recordFreeze(ctx, tx, link, field);
  }
  file(ctx, tx, { ...linked, plan: { ...plan, link } });
  if (open !== undefined) fileBefore(ctx, tx, side, open.whole, fields);
  if (!(await tx.commit())) throw new Later(0, 'the customer moved while its write was prepared');
  const sent = fields.filter((field) => link.frozen?.[field] === undefined);
  return {
    sent: Object.fromEntries(sent.map((field) => [field, link.sent?.[side]?.[field]?.value])),
    noted: await asNoted(ctx, linked, link),
  };
}

/** The customer as the note has left it: where it waits for nothing, that is known without loading it. */
async function asNoted(ctx: Context, { loaded, plan }: LinkOutcome, link: Link): Promise<Loaded> {
  const known = { ...loaded, link, rawLink: linkText(link) };
  if (loaded.waits.length + plan.waits.length === 0) return known;
  return (await ctx.store.load([loaded.subject]))[0] ?? known;
}

type Tx = ReturnType<Context['store']['transaction']>;

function recordFreeze(ctx: Context, tx: Tx, { clave, code }: Link, field: Field): void {
  record(ctx.store, tx, {
    at: ctx.now(),
    kind: 'frozen',
    clave,
    code,
    cause: { code: 'flips', field },
  });
}
