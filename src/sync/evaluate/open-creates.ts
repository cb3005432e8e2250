import { evidenceOf } from '../../domain/evidence.ts';
import { askedBy, isMadeBy } from '../../domain/intent.ts';
import { type Comparison, compare, resembles } from '../../domain/match.ts';
import { customerOf } from '../../domain/record.ts';
import type { Loaded } from '../../store/records.ts';
import type { Surroundings } from './surroundings.ts';

/** The open intents that this record, first seen since, fulfils, but for those of whom a person has called it another (rule 8). */
export function fulfilled(loaded: Loaded, around: Surroundings): string[] {
  const { side } = loaded.subject;
  const stored = loaded[side];
  if (stored === undefined) return [];
  return [...around.intents[side]]
    .filter(([, { intent }]) => isMadeBy(intent, side, stored, around.routes))
    .map(([key]) => key)
    .filter((key) => !isCalledDifferent(loaded, key));
}

/**
 * The customers whose open creates may have made this record, first seen since: it resembles them, fulfils none of
 * the intents as it stands, and no person has called them different (rule 8).
 */
export function resembled(loaded: Loaded, around: Surroundings): Comparison[] {
  const { side } = loaded.subject;
  const stored = loaded[side];
  if (stored === undefined || around.intents[side].size === 0) return [];
  if (fulfilled(loaded, around).length > 0) return [];
  const evidence = evidenceOf(customerOf(side, stored, around.routes));
  return [...around.intents[side]]
    .filter(([key, { intent }]) => stored.firstSeen >= intent.sequence && !isCalledDifferent(loaded, key))
    .flatMap(([key, { intent }]) => {
      const asked = askedBy(intent).map(({ customer }) => evidenceOf(customer));
      const like = asked.find((one) => resembles(evidence, one));
      return like === undefined ? [] : [compare(evidence, { key, linked: false, evidence: like })];
    });
}

/** A person's word on a customer and one of the other side (rule 3). */
export function isCalledDifferent({ lone }: Loaded, key: string): boolean {
  return lone.verdicts?.[key] === 'different';
}
