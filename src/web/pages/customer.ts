import { mayBeEmptied, otherSide, SIDES, type Side } from '../../domain/customer.ts';
import type { CustomerAction, CustomerView } from '../../report/customer.ts';
import type { FieldRow } from '../../report/fields.ts';
import { events } from './events.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import { candidateCard } from './matches.ts';
import type { PageContext } from './page-context.ts';
import { customerPath, fieldText, fieldValue, heading, moment, notice, option, value } from './parts.ts';
import { sentence } from './reasons.ts';

/** What was said after an action: done, or moved since. */
export type Said = {
  readonly said?: 'done' | 'moved' | 'resync' | undefined;
  /** What was done, where one click takes it back. */
  readonly act?: CustomerAction | undefined;
  /** With whom the link was that was taken apart. */
  readonly was?: string | undefined;
};

export function customerPage(pageContext: PageContext, view: CustomerView, said: Said): Html {
  const { t } = pageContext;
  const keys = [view.clave, view.code].filter((key) => key !== undefined).join(' · ');
  return page(
    pageContext,
    view.name === '' ? keys : view.name,
    html`<p class="crumbs"><a href="/customers">${t.customers.title}</a></p>
${heading(view.name === '' ? t.empty : view.name, html`<span class="keys">${keys}</span>`)}
<div data-told>${told(pageContext, view, said)}</div>
<div data-live-list="customer"><section class="card" aria-labelledby="why" data-key="why"><h2 id="why">${t.customer.why}</h2><ul class="reasons">${view.reasons.map(
      (reason) =>
        html`<li class="${reason.code === 'in-step' ? 'good' : 'open'}">${sentence(pageContext, reason)} ${reason.since !== undefined && html`<span class="age">${moment(pageContext, reason.since)}</span>`}</li>`,
    )}</ul></section>
${view.linked ? fields(pageContext, view) : records(pageContext, view)}
${view.candidates.length > 0 && candidates(pageContext, view)}</div>
${pageContext.mayAct && actions(pageContext, view)}
${view.linked && html`<details class="card"><summary>${t.customer.rest}</summary>${records(pageContext, view)}</details>`}
<section class="card" aria-labelledby="history"><h2 id="history">${t.customer.history}</h2>${events(pageContext, view.history)}</section>`,
  );
}

function told(pageContext: PageContext, view: CustomerView, { said, act, was }: Said): Html {
  const { t } = pageContext;
  if (said === undefined) return html``;
  if (said === 'moved') return notice('bad', t.customer.moved);
  if (said === 'resync') return notice('good', t.customer.resyncAsked);
  return html`<div class="notice good row" role="status"><span>${t.customer.done}</span>${pageContext.mayAct && inverse(pageContext, view, act, was)}</div>`;
}

const INVERSES: Readonly<Partial<Record<CustomerAction, CustomerAction>>> = {
  pause: 'unpause',
  unpause: 'pause',
  link: 'unlink',
  unlink: 'link',
};

/** The button that takes back what was just done; a written value is put back from its line in the history. */
function inverse(
  pageContext: PageContext,
  view: CustomerView,
  act: CustomerAction | undefined,
  was: string | undefined,
): Html | false {
  const { side, key } = view.subject;
  if (act === 'set-field')
    return html`<a class="button small" href="#history">${pageContext.t.seeAndUndo}</a>`;
  const back = act && INVERSES[act];
  if (back === undefined || (back === 'link' && was === undefined)) return false;
  return html`<form method="post" action="${customerPath(side, key)}/${back}">${token(pageContext)}${back === 'link' && html`<input type="hidden" name="other" value="${was ?? ''}">`}<button class="small">${pageContext.t.undo}</button></form>`;
}

const TONES: Readonly<Partial<Record<FieldRow['standing'], string>>> = {
  same: 'good',
  pending: 'calm',
  'left-alone': 'calm',
  parked: 'bad',
};

/** Both sides beside each other, what both agreed on last, and what becomes of it. */
function fields(pageContext: PageContext, view: CustomerView): Html {
  const { t } = pageContext;
  const rows = view.fields;
  return html`<section class="card scroll" aria-labelledby="fields" data-key="fields"><h2 id="fields">${t.customer.differences}</h2><table class="cards compare">
<thead><tr><th scope="col">${t.customer.field}</th>${SIDES.map((side) => html`<th scope="col">${t.sides[side]}</th>`)}<td></td></tr></thead>
<tbody>${rows.map(
    (row) => html`<tr class="${row.standing}">
<th scope="row">${t.fields[row.field]}</th>
${SIDES.map((side) => html`<td data-name="${t.sides[side]}">${cell(pageContext, view, row, side)}</td>`)}
<td><span class="badge ${TONES[row.standing] ?? 'warn'}">${t.standings[row.standing]}</span>${row.wanted && html`<br><span class="faint">${t.customer.wanted(fieldText(pageContext, row.field, row.wanted.value), row.wanted.by)}</span>`}</td></tr>`,
  )}</tbody></table></section>`;
}

function cell(pageContext: PageContext, view: CustomerView, row: FieldRow, side: Side): Html {
  const { t } = pageContext;
  const { now, base, changed, gets } = row[side];
  return html`${isAsked(pageContext, row, side) ? takeButton(pageContext, view, row, side) : fieldValue(pageContext, row.field, now)}${changed && html`<br><span class="faint">${t.customer.base}: ${fieldValue(pageContext, row.field, base)}</span>`}${gets !== undefined && html`<br><span class="faint">→ ${t.customer.willGet(fieldText(pageContext, row.field, gets))}</span>`}`;
}

/** True where a person chooses between the two values, and this one may be chosen. */
function isAsked({ mayAct }: PageContext, row: FieldRow, side: Side): boolean {
  const { field, standing, wanted } = row;
  const { now = '' } = row[side];
  const isOpen = standing === 'conflict' || standing === 'frozen';
  return mayAct && isOpen && wanted === undefined && (now.trim() !== '' || mayBeEmptied(field));
}

/** The value itself is the button that has it written on both sides. */
function takeButton(pageContext: PageContext, { subject }: CustomerView, row: FieldRow, side: Side): Html {
  const { t } = pageContext;
  const now = row[side].now ?? '';
  const chosen =
    now.trim() === ''
      ? html`<input type="hidden" name="empty" value="true">`
      : html`<input type="hidden" name="value" value="${now}">`;
  return html`<form method="post" action="${customerPath(subject.side, subject.key)}/set-field" data-answer>${token(pageContext)}${seen(row)}${chosen}<button class="take" title="${t.conflicts.takeNow}"><bdi>${now.trim() === '' ? t.empty : fieldText(pageContext, row.field, now)}</bdi></button></form>`;
}

/** What the person saw, which an answer repeats. */
function seen({ field, managementpro, aceptabits }: FieldRow): Html {
  return html`<input type="hidden" name="field" value="${field}"><input type="hidden" name="managementpro" value="${managementpro.now ?? ''}"><input type="hidden" name="aceptabits" value="${aceptabits.now ?? ''}">`;
}

/** Everything that each side shows. */
function records(pageContext: PageContext, view: CustomerView): Html {
  const { t } = pageContext;
  return html`<div class="pair" data-key="records">${SIDES.map((side) => {
    const record = view[side];
    return html`<section class="card" aria-label="${t.sides[side]}"><h3>${t.sides[side]}</h3>${
      record === undefined
        ? html`<p class="nothing">${t.customer.gone}</p>`
        : html`<dl class="record">${Object.entries(record).map(([name, text]) => html`<div><dt>${label(pageContext, name)}</dt><dd>${value(pageContext, text)}</dd></div>`)}</dl>`
    }</section>`;
  })}</div>`;
}

/** Names of the domain in words; what only the ERP has keeps the ERP's own name. */
function label({ t }: PageContext, name: string): string {
  const words: Readonly<Record<string, string>> = { ...t.fields, ...t.details };
  return words[name] ?? name.replaceAll('_', ' ');
}

function candidates(pageContext: PageContext, view: CustomerView): Html {
  const { side, key } = view.subject;
  return html`<section class="card" aria-labelledby="candidates" data-key="candidates"><h2 id="candidates">${pageContext.t.customer.candidates}</h2><div class="candidates">${view.candidates.map(
    (row) => candidateCard(pageContext, side, key, row),
  )}</div></section>`;
}

// ── what a person may do ──────────────────────────────────────────────────────────────────────

function actions(pageContext: PageContext, view: CustomerView): Html {
  const { t } = pageContext;
  const { side, key } = view.subject;
  const can = (action: CustomerAction) => view.actions.includes(action);
  const post = (action: CustomerAction) => `${customerPath(side, key)}/${action}`;
  const simple = (action: CustomerAction, text: string, hint: string) =>
    can(action) &&
    html`<form method="post" action="${post(action)}">${token(pageContext)}<button title="${hint}">${text}</button></form>`;
  const c = t.customer;
  return html`<section class="card" aria-labelledby="act"><h2 id="act">${c.act}</h2>
<div class="row">
${simple('resync', c.resync, c.resyncHint)}${simple('pause', c.pause, c.pauseHint)}${simple('unpause', c.resume, c.pauseHint)}
${simple('vouch', c.vouch, c.vouchHint)}${simple('unfreeze', c.unfreeze, c.unfreezeHint)}${simple('unpark', c.unpark, c.unparkHint)}
${can('unlink') && html`<details class="ask"><summary>${c.unlink}</summary><form method="post" action="${post('unlink')}"><p>${c.sureUnlink}</p>${token(pageContext)}<button class="danger">${c.confirm}</button></form></details>`}
${can('link') && linkForm(pageContext, view)}
${can('set-field') && setFieldForm(pageContext, view, post('set-field'))}
</div></section>`;
}

function linkForm({ t }: PageContext, { subject }: CustomerView): Html {
  const hint = t.customer.linkHint(t.sides[otherSide(subject.side)]);
  return html`<details class="ask"><summary>${t.customer.linkWith}</summary><form action="${customerPath(subject.side, subject.key)}/link" class="stack" role="search">
<label>${hint}<input name="text" required maxlength="200"></label><button>${t.customer.linkFind}</button></form></details>`;
}

/** One form a field, because an answer repeats what the person saw. */
function setFieldForm(pageContext: PageContext, { fields: rows }: CustomerView, action: string): Html {
  const { t } = pageContext;
  const open = rows.filter(({ standing }) => standing !== 'left-alone');
  return html`<details class="ask"><summary>${t.customer.setField}</summary><p class="faint">${t.customer.setFieldHint}</p>${open.map(
    (row) => html`<form method="post" action="${action}" class="line">${token(pageContext)}${seen(row)}
<label>${t.fields[row.field]}${valueBox(pageContext, row)}</label><button>${t.customer.confirm}</button>${mayBeEmptied(row.field) && html`<button name="empty" value="true" formnovalidate>${t.customer.leaveEmpty}</button>`}</form>`,
  )}</details>`;
}

/** A salesperson is chosen by name; everything else is typed. */
function valueBox(pageContext: PageContext, { field, managementpro: { now = '' } }: FieldRow): Html {
  if (field !== 'salesperson') return html`<input name="value" value="${now}" maxlength="500" required>`;
  const claves = [...new Set([...(now === '' ? [] : [now]), ...pageContext.salespeople.keys()])];
  const byName = claves.map((clave) => [clave, fieldText(pageContext, field, clave)] as const);
  return html`<select name="value" required>${byName.sort(([, a], [, b]) => a.localeCompare(b)).map(([clave, text]) => option(clave, text, clave === now))}</select>`;
}
