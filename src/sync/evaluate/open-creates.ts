import { otherSide, SIDES } from '../../domain/customer.ts';
import { type Evidence, evidenceOf } from '../../domain/evidence.ts';
import { askedBy, isMadeBy } from '../../domain/intent.ts';
import { type Comparison, compare, resembles } from '../../domain/match.ts';
import { customerOf } from '../../domain/record.ts';
import { traitsOf } from '../../domain/traits.ts';
import { openCreatesLike, openIntents } from '../../store/open-creates.ts';
import { type HeldIntent, type Loaded, type Subject, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import type { Snapshot } from './snapshot.ts';

/** What the open creates have to do with some customers without a link. */
export type OpenCreates = {
  /** The customer's own open create, on the other side. */
  readonly own: HeldIntent | undefined;
  /** Open creates of the other side's customers, by their keys, that may have made this record. */
  readonly asking: ReadonlyMap<string, Asking>;
};

/** With the evidence of whom it has asked for, found out once for all that it is compared with. */
type Asking = HeldIntent & { readonly evidence: readonly Evidence[] };

export const NO_CREATES: OpenCreates = { own: undefined, asking: new Map() };

/** The open creates that concern these customers: two or three commands a side, however many are open. */
export async function openCreatesOf(
  ctx: Context,
  loaded: readonly Loaded[],
  { routes }: Pick<Snapshot, 'routes'>,
): Promise<Map<string, OpenCreates>> {
  const found = new Map<string, OpenCreates>();
  for (const side of SIDES) {
    const lone = loaded.filter(({ link, subject }) => link === undefined && subject.side === side);
    const keys = lone.map(({ subject }) => subject.key);
    const traits = lone.map(({ [side]: stored }) =>
      stored === undefined ? [] : traitsOf(customerOf(side, stored, routes)),
    );
    const [own, asking] = await Promise.all([
      openIntents(ctx.store, otherSide(side), keys),
      openCreatesLike(ctx.store, side, traits),
    ]);
    const evident = withEvidence(asking);
    for (const [at, { subject }] of lone.entries())
      found.set(subjectId(subject), { own: own.get(subject.key), asking: evident[at] ?? new Map() });
  }
  return found;
}

function withEvidence(all: readonly ReadonlyMap<string, HeldIntent>[]): ReadonlyMap<string, Asking>[] {
  const known = new Map<string, Asking>();
  const evident = (key: string, held: HeldIntent) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const intent = { ...held, evidence: askedBy(held.intent).map(({ customer }) => evidenceOf(customer)) };
    known.set(key, intent);
    return intent;
  };
  return all.map((found) => new Map([...found].map(([key, held]) => [key, evident(key, held)])));
}

/** The open create of one customer. */
export async function openCreateOf(ctx: Context, { side, key }: Subject): Promise<HeldIntent | undefined> {
  return (await openIntents(ctx.store, otherSide(side), [key])).get(key);
}

/** The open intents that this record, first seen since, fulfils, but for those of whom a person has called it another (rule 8). */
export function fulfilled(loaded: Loaded, { asking }: OpenCreates, { routes }: Snapshot): string[] {
  const { side } = loaded.subject;
  const stored = loaded[side];
  if (stored === undefined) return [];
  return [...asking]
    .filter(([, { intent }]) => isMadeBy(intent, side, stored, routes))
    .map(([key]) => key)
    .filter((key) => !isCalledDifferent(loaded, key));
}

/**
 * The customers whose open creates may have made this record, first seen since: it resembles them, fulfils none of
 * the intents as it stands, and no person has called them different (rule 8).
 */
export function resembled(loaded: Loaded, creates: OpenCreates, snapshot: Snapshot): Comparison[] {
  const { side } = loaded.subject;
  const stored = loaded[side];
  if (stored === undefined || creates.asking.size === 0) return [];
  if (fulfilled(loaded, creates, snapshot).length > 0) return [];
  const evidence = evidenceOf(customerOf(side, stored, snapshot.routes));
  return [...creates.asking]
    .filter(([key, { intent }]) => stored.firstSeen >= intent.sequence && !isCalledDifferent(loaded, key))
    .flatMap(([key, { evidence: asked }]) => {
      const like = asked.find((shown) => resembles(evidence, shown));
      return like === undefined ? [] : [compare(evidence, { key, linked: false, evidence: like })];
    });
}

/** A person's word on a customer and one of the other side (rule 3). */
export function isCalledDifferent({ lone }: Loaded, key: string): boolean {
  return lone.verdicts?.[key] === 'different';
}
