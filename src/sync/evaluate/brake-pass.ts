import type { Braked, Scope } from '../../domain/brake.ts';
import { FIELDS, type Field, SIDES, type Side } from '../../domain/customer.ts';
import type { EvidenceKind } from '../../domain/evidence.ts';
import { unjudged, type Withheld } from '../../domain/judged.ts';
import type { ByField, LinkState } from '../../domain/link.ts';

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
