/** What a person says of one customer in a word: pause, resume, vouch for, try again. */
import { SIDES } from '../domain/customer.ts';
import { pause, unfreeze, unpause, vouch } from '../people/answers.ts';
import { type RetryOf, retryAll } from '../people/retry-all.ts';
import { isErased } from '../store/personal.ts';
import type { Subject } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { unpark } from '../sync/decide/park.ts';
import { customerNamed, nudge, nudgeAll, refused } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say } from './print.ts';
import { whoami, withApp } from './session.ts';
import { said } from './words/words.ts';

type Json = { readonly json?: boolean };
type Done = 'paused' | 'resumed' | 'vouched for' | 'tried again';
type Decision = (ctx: Context, subject: Subject) => Promise<boolean>;

/** One decision on one customer, and what is said of it. */
function decideOn(
  key: string,
  options: Json,
  decision: Decision,
  done: Done,
  named = customerNamed,
): Promise<void> {
  return withApp(async (app) => {
    const subject = await named(app.context, key);
    if (!(await decision(app.context, subject))) throw refused(key);
    const when = await nudge(app, subject);
    if (options.json) printJson({ ...subject, done });
    else say(said(`{key} is ${done}. {when}`, { key, when }));
  });
}

/** Nothing is copied, and nobody created, for this customer until it is resumed. */
export function pauseCustomer(key: string, options: Json): Promise<void> {
  return decideOn(key, options, (ctx, subject) => pause(ctx, subject, whoami()), 'paused');
}

export function resumeCustomer(key: string, options: Json): Promise<void> {
  return decideOn(key, options, (ctx, subject) => unpause(ctx, subject, whoami()), 'resumed', erasedOrNamed);
}

/** Nobody is known any more by the key of somebody who was erased without a link: resuming is for them too. */
async function erasedOrNamed(ctx: Context, key: string): Promise<Subject> {
  for (const side of SIDES)
    if (await isErased(ctx.store, { side, key }))
      return (await ctx.store.subjectsOf(side, [key]))[0] ?? { side, key };
  return customerNamed(ctx, key);
}

/** A record that looks like another person is this customer after all. */
export function vouchFor(key: string, options: Json): Promise<void> {
  const decision: Decision = (ctx, subject) => vouch(ctx, subject.key, whoami());
  return decideOn(key, options, decision, 'vouched for');
}

type RetryOptions = Json & { readonly all?: boolean; readonly code?: string; readonly reason?: string };

/** Frees what is frozen or parked of a customer; with `--all`, what is parked of everybody. */
export function retryCustomer(key: string | undefined, options: RetryOptions): Promise<void> {
  const { all, code, reason } = options;
  const isForOne = key !== undefined && !all && code === undefined && reason === undefined;
  if (!isForOne && (key !== undefined || !all))
    throw new Exit(
      EXIT.usage,
      said('name one clave or code, or --all with --code or --reason: puente retry --all'),
    );
  if (!isForOne) return retryEverybody({ code, reason }, options);
  const decision: Decision = async (ctx, subject) => {
    const thawed = await unfreeze(ctx, subject.key, whoami());
    const unparked = await unpark(ctx, subject, whoami());
    if (!thawed && !unparked)
      throw new Exit(EXIT.refused, said('refused: nothing of {key} is frozen or parked', { key: key ?? '' }));
    return true;
  };
  return decideOn(key, options, decision, 'tried again');
}

function retryEverybody(of: RetryOf, { json }: Json): Promise<void> {
  return withApp(async (app) => {
    const done = await retryAll(app.context, of, whoami());
    const when = done === 0 ? '' : await nudgeAll(app);
    if (json) printJson({ done });
    else say(said('{count} customers are tried again. {when}', { count: done, when }).trim());
  });
}
