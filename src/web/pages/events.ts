/** Lines of the history, each with the ways to undo it that it still has. */
import type { z } from 'zod';
import { causeIn } from '../../report/causes.ts';
import type { eventShape } from '../../report/shapes.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page-context.ts';
import { customerPath, fieldValue, nothing, value } from './parts.ts';

export type EventRow = z.infer<typeof eventShape>;

const TONES: Readonly<Record<string, string>> = {
  conflict: 'warn',
  parked: 'bad',
  suspended: 'bad',
  frozen: 'warn',
  missing: 'warn',
  refused: 'warn',
  brake: 'bad',
  'side-effect': 'bad',
};

/** What happened, the newest first; a value that was replaced can be put back. */
export function events(pageContext: PageContext, rows: readonly EventRow[]): Html {
  if (rows.length === 0) return nothing(pageContext.t.history.none);
  return html`<ol class="events" data-live-list="events">${rows.map((row) => event(pageContext, row))}</ol>`;
}

function event(pageContext: PageContext, row: EventRow): Html {
  const { t, f } = pageContext;
  const { at, kind, side, by, cause, job, id } = row;
  return html`<li data-key="${id}">
<time datetime="${new Date(at).toISOString()}">${f.time(at)}</time>
<div><span class="badge ${TONES[kind] ?? 'calm'}">${t.history.kinds[kind as keyof typeof t.history.kinds] ?? kind}</span>
${side !== undefined && html`<span>${t.sides[side]}</span>`} ${row.name !== undefined && html`<strong><bdi>${row.name}</bdi></strong>`} ${who(row)} ${changes(pageContext, row)}
<p class="faint">${causeIn(pageContext.language, cause)}${by !== undefined && html` · ${t.history.by}: <strong>${by}</strong>`}${job !== undefined && job !== '' && html` · ${t.history.run} <a href="/history?job=${encodeURIComponent(job)}">${job}</a>`}</p></div>
${pageContext.mayAct && isGate(row) && html`<a class="button small" href="/history/undo?approval=${id}">${t.history.undoSince}</a>`}
${pageContext.mayAct && canUndo(row) && html`<a class="button small" href="/history/undo?event=${id}">${t.customer.putBack}</a>`}
</li>`;
}

function who({ clave, code }: EventRow): Html {
  const link = (href: string, key: string) => html`<a class="keys" href="${href}">${key}</a>`;
  return html`${clave !== undefined && clave !== '' && link(customerPath('managementpro', clave), clave)} ${code !== undefined && code !== '' && link(customerPath('aceptabits', code), code)}`;
}

function changes(pageContext: PageContext, { changes: list = [], conflict }: EventRow): Html {
  const { t } = pageContext;
  const lines = list.map(
    (change) =>
      html`<li>${t.fields[change.field]}: <del>${fieldValue(pageContext, change.field, change.old)}</del> → <ins>${fieldValue(pageContext, change.field, change.new)}</ins></li>`,
  );
  if (conflict !== undefined)
    lines.push(
      html`<li>${t.fields[conflict.field]}: ${t.sides.managementpro} ${value(pageContext, conflict.managementpro)} · ${t.sides.aceptabits} ${value(pageContext, conflict.aceptabits)}</li>`,
    );
  return lines.length === 0 ? html`` : html`<ul class="changes">${lines}</ul>`;
}

/** What a person has let through: everything written since can be put back together. */
function isGate({ kind, by }: EventRow): boolean {
  return kind === 'approved' || (kind === 'release' && by !== undefined);
}

/** A write, or a conflict that the policy has decided against a side. */
function canUndo({ kind, side, changes: list = [], conflict }: EventRow): boolean {
  if (side === undefined) return false;
  return (kind === 'updated' && list.length > 0) || (kind === 'conflict' && conflict !== undefined);
}
