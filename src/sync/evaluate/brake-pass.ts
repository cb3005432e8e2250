import type { Braked, Scope } from '../../domain/brake.ts';
import { FIELDS, type Field, SIDES, type Side } from '../../domain/customer.ts';
import type { EvidenceKind } from '../../domain/evidence.ts';
import { unjudged, type Withheld } from '../../domain/judged.ts';
import type { ByField, LinkState } from '../../domain/link.ts';
import { hashFields, scoresOf } from '../../store/hash-fields.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';

/**
 * Past the brake goes what has been judged (rule 10). A poll judges values as it decides on them, all but those of a
 * braked field. A writer judges nothing: what it is the first to see may be one customer of many that an accident has
 * changed, and waits for a poll.
 */
export type Pass = { readonly braked: Braked; readonly judging: boolean };

/** What is asked without deciding: what would follow if nothing were braked. */
export const EVERYTHING: Pass = { braked: {}, judging: true };

/** The values of a link that do not pass. A field that has no base yet would be copied unjudged. */
export function withheldFrom({ link, shown }: LinkState, { braked, judging }: Pass): Withheld {
  const onSide = (side: Side): ByField<'braked' | 'unjudged'> => {
    const [now, scope] = [shown[side], braked[side]];
    if (now === undefined || (judging && scope === undefined)) return {};
    const open = unjudged(link, side, now);
    const unbased = FIELDS.filter((field) => link.base[side][field] === undefined);
    const isBraked = (field: Field) => scope?.fields.includes(field) === true;
    const why = (field: Field) => (isBraked(field) ? ('braked' as const) : ('unjudged' as const));
    const left = judging ? open.filter(isBraked) : open;
    return Object.fromEntries([...left, ...unbased.filter(isBraked)].map((field) => [field, why(field)]));
  };
  return { managementpro: onSide('managementpro'), aceptabits: onSide('aceptabits') };
}

/** What moves while a writer looks at it is left to the next poll, like all that nobody has judged. */
export function writersPass({ braked }: { readonly braked: Braked }): Pass {
  return { braked, judging: false };
}

const EVIDENCE_FIELDS: readonly EvidenceKind[] = ['email', 'phone', 'name'];

/** What is no evidence while its values are braked on either side. */
export function noEvidence(braked: Braked): EvidenceKind[] {
  return EVIDENCE_FIELDS.filter((kind) => SIDES.some((side) => valuesBraked(braked[side]).includes(kind)));
}

/** The fields of a side whose values alone are braked; where everything waits, they are no question of their own. */
export function valuesBraked(scope: Scope | undefined): readonly Field[] {
  return scope === undefined || scope.whole ? [] : scope.fields;
}

/**
 * Leaves out what has passed and has not changed since: its values were judged then, and its job is among those in hand.
 * A job that was lost to a crash is asked for again as soon as the backlog is done. Whoever waits for a brake has values
 * that were not judged, or has passed by a release and has no job; nor has whoever has been parked since.
 */
export async function undecided(
  { store: { redis, keys } }: Context,
  batch: readonly Subject[],
): Promise<Subject[]> {
  const ids = batch.map(subjectId);
  const [passed, braked, parked] = await Promise.all([
    hashFields(redis, keys.passed, ids),
    scoresOf(redis, keys.waitsOf('braked'), ids),
    scoresOf(redis, keys.waitsOf('parked'), ids),
  ]);
  return batch.filter((_, at) => passed[at] === null || braked[at] !== null || parked[at] !== null);
}
