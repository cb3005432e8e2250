import type { Side } from '../../domain/customer.ts';
import type { Intent } from '../../domain/intent.ts';
import { listedForm } from '../../domain/keys.ts';
import type { RecordOf } from '../../domain/record.ts';
import { fileIntent } from '../../store/open-creates.ts';
import type { HeldIntent } from '../../store/records.ts';
import { Later } from '../job-errors.ts';
import type { WriteRequest } from '../write-request.ts';
import type { Creating } from './creating.ts';
import { finish } from './finish.ts';
import { quietLeft } from './intend.ts';
import { readBack } from './read-back.ts';

/** A number, which one method may pad with zeros and another not. */
const NUMBER = /^\d+$/u;

/**
 * ManagementPro answers a create by a clave, in whatever form that method writes it; a link keeps the form of the list.
 * The answer is noted first: killed after that, the next run reads it back and sends nothing.
 */
export async function finishAnswered(of: Creating, held: HeldIntent, made: string): Promise<WriteRequest[]> {
  const { store } = of.ctx;
  const intent: Intent = { ...held.intent, made };
  const tx = store.transaction().expect(store.keys.intents(of.target), of.key, held.raw);
  const raw = fileIntent(store, tx, of, intent, held.intent);
  // Somebody who has found it meanwhile is as far: whose commit comes first is seen when the link is filed.
  await tx.commit();
  return finishMade(of, { intent, raw }, made);
}

/** Reads the created customer back, and files it under the key that the list shows. A list may be late. */
export async function finishMade(of: Creating, held: HeldIntent, made: string): Promise<WriteRequest[]> {
  const listed = await listedKey(of, held.intent, made);
  if (listed !== undefined) return finish(of, held, listed.key, { listed: listed.record });
  if ((await quietLeft(of, held)) > 0)
    throw new Later(of.ctx.timings.retryMs, 'a create was answered, and the list does not show it yet');
  // Nothing but the answer tells where it is; that the list never shows it is for the absences to say.
  return finish(of, held, made);
}

/** The one listed key that the answered one is a form of, with its record. Whoever was known before the intent was not created by it. */
async function listedKey(
  { ctx, target }: Creating,
  intent: Intent,
  made: string,
): Promise<{ readonly key: string; readonly record: RecordOf<Side> | undefined } | undefined> {
  // Beside a known one, so that the answer is no empty list while the new one is not listed yet.
  const known = (await ctx.store.redis.hrandfield(ctx.store.keys.seen(target))) as string | null;
  const keys = [made, padded(made, known ?? ''), ...(known === null ? [] : [known])];
  const shown = await readBack(ctx, keys);
  const stored = await ctx.store.storedRecords(target, shown);
  const isNew = (_: string, at: number) => (stored[at]?.firstSeen ?? intent.sequence) >= intent.sequence;
  const key = listedForm(made, shown.filter(isNew));
  return key === undefined ? undefined : { key, record: stored[shown.indexOf(key)]?.record };
}

/** The same number as long as the claves that are known, in case the list takes no other form. */
function padded(made: string, known: string): string {
  return NUMBER.test(known) && NUMBER.test(made) ? made.padStart(known.length, '0') : made;
}
