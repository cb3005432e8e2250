/** Whether somebody new may be a linked customer's partner, deleted and made anew, whom nobody has missed yet (rule 3). */
import { otherSide } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import { keyOn } from '../../domain/link.ts';
import { confirmAbsence } from '../certify/missing.ts';
import { Later, SideClosed } from '../job-errors.ts';
import { readByKey } from '../observe/read-by-key.ts';
import type { Creating } from './creating.ts';

/**
 * Between two whole readings the newcomers are told, and nobody who is gone is missed. Before somebody is created whom a
 * linked customer's partner may have become, that partner is looked up by its key. Throws `Later` where one is gone: its
 * absence is noted by then, and the rules make a doubt of it. False where it cannot be told yet.
 */
export async function arePartnersThere(of: Creating, linked: readonly string[]): Promise<boolean> {
  const { ctx, target, loaded, snapshot } = of;
  const source = otherSide(target);
  const { complete } = snapshot.scans[source] ?? {};
  const firstSeen = loaded[source]?.firstSeen ?? 0;
  // A whole reading begun since the first sight has missed whoever was gone by then.
  if (complete !== undefined && complete.sequence > firstSeen) return true;
  const entries = await ctx.store.load(linked.map((key) => ({ side: target, key })));
  const links = entries.flatMap(({ link }) => (link === undefined ? [] : [link]));
  const there = await foundOn(
    of,
    links.map((link) => keyOn(source, link)),
  );
  if (there === undefined) return false;
  const gone = links.filter((link) => !there.has(keyOn(source, link)));
  if (gone.length === 0) return true;
  // What was made just now may not be shown yet.
  if (gone.some(({ since }) => since + ctx.timings.lagMs > ctx.now())) return false;
  for (const link of gone) await confirmAbsence(ctx, source, keyOn(source, link));
  throw new Later(0, 'the partner of a namesake is gone: this may be that one, made anew');
}

/** Whoever is there of these; undefined where the side does not answer, whose trouble is not to hold up this queue (rule 11). */
async function foundOn(
  { ctx, target, key: newcomer }: Creating,
  keys: readonly string[],
): Promise<ReadonlyMap<string, unknown> | undefined> {
  if (keys.length === 0) return new Map();
  const source = otherSide(target);
  try {
    return await readByKey(ctx, source, keys);
  } catch (error) {
    if (!(error instanceof SideError || error instanceof SideClosed)) throw error;
    ctx.log.warn(
      { side: source, key: newcomer, error: error.message },
      'not created: a namesake’s partner could not be looked up',
    );
    return undefined;
  }
}
