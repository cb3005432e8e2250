import type { Field } from '../../domain/customer.ts';
import type { Planned } from '../../people/leave-out.ts';
import type { PlanItem } from '../../sync/evaluate/plan-items.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page-context.ts';
import { customerPath } from './parts.ts';

/** Names the customer of a line in a form or an address. */
export function lineText({ clave, code }: Planned): string {
  return new URLSearchParams({
    ...(clave !== undefined && { clave }),
    ...(code !== undefined && { code }),
  }).toString();
}

type Who = Planned & { readonly name: string };

/** A box by which a line is left out. */
export function leaveBox({ t }: PageContext, who: Who): Html {
  const label = `${t.plan.leaveOutOne} ${who.name || [who.clave, who.code].filter(Boolean).join(' ')}`;
  return html`<label class="box"><input type="checkbox" name="line" value="${lineText(who)}" aria-label="${label}"></label>`;
}

/** The customer of a line, with the way to its page. */
export function whoOf(pageContext: PageContext, { clave, code, name }: Who): Html {
  const [side, key] =
    clave === undefined ? (['aceptabits', code ?? ''] as const) : (['managementpro', clave] as const);
  const keys = [clave, code].filter((one) => one !== undefined).join(' · ');
  return html`<a class="customer" href="${customerPath(side, key)}"><bdi>${name === '' ? pageContext.t.empty : name}</bdi></a> <span class="keys">${keys}</span>`;
}

const FIELD = '(name|email|phone|salesperson)';
const EMPTY_BEFORE = new RegExp(`(^|; )${FIELD}: {2}→ `, 'g');
const EMPTY_AFTER = new RegExp(`→ (?=$|; ${FIELD}:)`, 'g');
const NAMED_FIELD = new RegExp(`(^|; )${FIELD}(?=:)`, 'g');
/** Both values of a conflict: `phone: 1 | 2`. */
const BOTH = new RegExp(`^${FIELD}: (.*?) \\| (.*)$`, 'su');
/** The evidence of a doubtful match: `(+email −phone−name)`. */
const EVIDENCE = /\(((?:\+(?:email|phone|name))*) ?((?:−(?:email|phone|name))*)\)/g;

/** `phone: 1 → 2; email: Ana`: fields, sides and evidence in the reader's words, and a word where nothing is. */
export function inWords(
  { t }: PageContext,
  { action, detail }: { readonly action: PlanItem['action'] | undefined; readonly detail: string },
): string {
  const kinds = (list: string) =>
    (list.match(/email|phone|name/g) ?? [])
      .map((kind) => t.evidence[kind as keyof typeof t.evidence])
      .join(', ');
  return detail
    .replace(EMPTY_BEFORE, (_, start: string, field: Field) => `${start}${field}: ${t.empty} → `)
    .replace(EMPTY_AFTER, `→ ${t.empty}`)
    .replace(
      action === 'conflict' ? BOTH : /$^/u,
      (_, field: Field, m: string, a: string) =>
        `${field}: ${t.sides.managementpro} ${m || t.empty} · ${t.sides.aceptabits} ${a || t.empty}`,
    )
    .replace(NAMED_FIELD, (_, start: string, field: Field) => start + t.fields[field])
    .replace(EVIDENCE, (_, agree: string, differ: string) => {
      const said = [
        agree && `${t.matches.agree}: ${kinds(agree)}`,
        differ && `${t.matches.differ}: ${kinds(differ)}`,
      ];
      return said.filter(Boolean).join('; ');
    });
}
