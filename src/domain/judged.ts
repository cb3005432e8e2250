import { type Customer, FIELDS, type Field, SIDES, type Side } from './customer.ts';
import { equal } from './equality.ts';
import type { ByField, BySide, Link } from './link.ts';

/**
 * What has been judged is values (rule 10). A value that differs from its base is judged once, by the poll that counts
 * it or by the person who agrees to it, and stands with the link from then on: whatever else becomes of the record, of
 * the settings or of the routes, it is no news.
 */

/** Fields whose value on a side differs from its base. */
export function moved(link: Link, side: Side, shown: Customer): Field[] {
  return FIELDS.filter((field) => {
    const [base, now] = [link.base[side][field], shown[field]];
    return base !== undefined && now !== undefined && !equal(field, base, now);
  });
}

/** True when exactly this value has been let past the brake. */
function isJudged({ judged }: Link, side: Side, field: Field, value: string): boolean {
  const known = judged?.[side]?.[field];
  return known !== undefined && equal(field, known, value);
}

/** Those of the moved fields whose value nobody has judged yet. */
export function unjudged(link: Link, side: Side, shown: Customer): Field[] {
  return moved(link, side, shown).filter((field) => !isJudged(link, side, field, shown[field] ?? ''));
}

/** Why a field is left alone: its values are braked there, or nobody has judged this one yet. */
export type Withheld = BySide<ByField<'braked' | 'unjudged'>>;

/** True where either side's value is left alone: neither is copied, nor does a base move. */
export function isLeftAlone(withheld: Withheld, field: Field): boolean {
  return SIDES.some((side) => withheld[side]?.[field] !== undefined);
}

export function brakedIn(withheld: Withheld): { readonly side: Side; readonly field: Field }[] {
  return SIDES.flatMap((side) =>
    FIELDS.flatMap((field) => (withheld[side]?.[field] === 'braked' ? [{ side, field }] : [])),
  );
}

/** The link with all that has moved as judged, but for what is withheld; the same one where nothing is new. */
export function withJudged(
  link: Link,
  shown: { readonly [S in Side]: Customer | undefined },
  withheld: Withheld = {},
): Link {
  const judged = Object.fromEntries(
    SIDES.flatMap((side) => {
      const values = judgedOn(link, side, shown[side], withheld[side]);
      return Object.keys(values).length === 0 ? [] : [[side, values] as const];
    }),
  ) as BySide<ByField<string>>;
  if (JSON.stringify(judged) === JSON.stringify(link.judged ?? {})) return link;
  const { judged: _, ...rest } = link;
  return Object.keys(judged).length === 0 ? rest : { ...rest, judged };
}

/** A value that is shown in another spelling is the one that was judged, and stays as it stands. */
function judgedOn(
  link: Link,
  side: Side,
  shown: Customer | undefined,
  withheld: Withheld[Side],
): ByField<string> {
  // Nothing is shown: what was judged before is still to come back.
  if (shown === undefined) return link.judged?.[side] ?? {};
  return Object.fromEntries(
    moved(link, side, shown).flatMap((field) => {
      const known = link.judged?.[side]?.[field];
      const now = shown[field] ?? '';
      const value = withheld?.[field] !== undefined || isJudged(link, side, field, now) ? known : now;
      return value === undefined ? [] : [[field, value] as const];
    }),
  );
}
