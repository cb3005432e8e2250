import type { App } from '../app.ts';
import { FIELDS, type Field, SIDES, type Side } from '../domain/customer.ts';
import { subjectNamed } from '../report/search.ts';
import { livingDaemons } from '../store/daemons.ts';
import type { Subject } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import type { ResyncJob } from '../sync/jobs/queues.ts';
import { EXIT, Exit } from './exit.ts';
import { said } from './words/words.ts';

/** What commands on single customers have in common. */

/** The customer that a person names by clave or code. */
export async function customerNamed(ctx: Context, key: string): Promise<Subject> {
  const subject = await subjectNamed(ctx, key);
  if (subject === undefined)
    throw new Exit(EXIT.notThere, said('no customer with the clave or code {key} is known here', { key }));
  return subject;
}

/** The same for a command that needs a link. */
export async function claveNamed(ctx: Context, key: string): Promise<string> {
  const subject = await customerNamed(ctx, key);
  const [loaded] = await ctx.store.load([subject]);
  if (loaded?.link === undefined) throw new Exit(EXIT.notThere, said('{key} has no link', { key }));
  return loaded.link.clave;
}

export function fieldNamed(text: string): Field {
  const field = FIELDS.find((one) => one === text);
  if (field === undefined)
    throw new Exit(EXIT.usage, said('{text} is no field: {fields}', { text, fields: FIELDS.join(', ') }));
  return field;
}

export function sideNamed(text: string): Side {
  const side = SIDES.find((one) => one === text);
  if (side === undefined)
    throw new Exit(
      EXIT.usage,
      said('{text} is no side: {sides}', { text, sides: said('managementpro or aceptabits') }),
    );
  return side;
}

/** A page, or any other count from 1. */
export function countNamed(text = '1'): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new Exit(EXIT.usage, said('{text} is no number from 1', { text }));
  return count;
}

/** A decision that was refused because what the person saw has moved. */
export function refused(what: string): Exit {
  return new Exit(EXIT.refused, said('refused: {what} has moved since; look again', { what }));
}

/** Asks a running daemon to look at the customer at once; says when it will be looked at. */
export function nudge(app: App, { side, key }: Subject): Promise<string> {
  return askDaemon(app, side === 'managementpro' ? { clave: key } : { code: key });
}

/** The same for many: one reading of both sides. */
export function nudgeAll(app: App): Promise<string> {
  return askDaemon(app, { all: true });
}

async function askDaemon({ context, engine }: App, data: ResyncJob): Promise<string> {
  if ((await livingDaemons(context.store)) === 0)
    return said('No daemon is running: it is carried out after the next start.');
  await engine.queues.resync.add('person', data);
  return said('The daemon carries it out now.');
}
