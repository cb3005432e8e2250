import { mayBeEmptied, otherSide, SIDES, type Side } from '../../domain/customer.ts';
import type { CustomerAction, CustomerView } from '../../report/customer.ts';
import type { FieldRow } from '../../report/fields.ts';
import { events } from './events.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { Look } from './look.ts';
import { candidateCard } from './matches.ts';
import { customerPath, heading, moment, notice, value } from './parts.ts';
import { sentence } from './reasons.ts';

/** What was said after an action: done, or moved since. */
export type Said = 'done' | 'moved' | 'resync' | undefined;

export function customerPage(look: Look, view: CustomerView, said: Said): Html {
  const { t } = look;
  const keys = [view.clave, view.code].filter((key) => key !== undefined).join(' · ');
  return page(
    look,
    view.name === '' ? keys : view.name,
    html`<p class="crumbs"><a href="/customers">${t.customers.title}</a></p>
${heading(view.name === '' ? t.empty : view.name, html`<span class="keys">${keys}</span>`)}
${told(look, said)}
<section class="card" aria-labelledby="why"><h2 id="why">${t.customer.why}</h2><ul class="reasons">${view.reasons.map(
      (reason) =>
        html`<li class="${reason.code === 'in-step' ? 'good' : 'open'}">${sentence(look, reason)} ${reason.since !== undefined && html`<span class="age">${moment(look, reason.since)}</span>`}</li>`,
    )}</ul></section>
${view.linked ? fields(look, view) : records(look, view)}
${view.candidates.length > 0 && candidates(look, view)}
${look.mayAct && actions(look, view)}
${view.linked && html`<details class="card"><summary>${t.customer.rest}</summary>${records(look, view)}</details>`}
<section class="card" aria-labelledby="history"><h2 id="history">${t.customer.history}</h2>${events(look, view.history)}</section>`,
  );
}

function told({ t }: Look, said: Said): Html {
  if (said === undefined) return html``;
  if (said === 'moved') return notice('bad', t.customer.moved);
  return notice('good', said === 'resync' ? t.customer.resyncAsked : t.customer.done);
}

const TONES: Readonly<Partial<Record<FieldRow['standing'], string>>> = {
  same: 'good',
  pending: 'calm',
  'left-alone': 'calm',
  parked: 'bad',
};

/** Both sides beside each other, what both agreed on last, and what becomes of it. */
function fields(look: Look, { fields: rows }: CustomerView): Html {
  const { t } = look;
  return html`<section class="card scroll" aria-labelledby="fields"><h2 id="fields">${t.customer.differences}</h2><table class="cards compare">
<thead><tr><th scope="col">${t.customer.field}</th>${SIDES.map((side) => html`<th scope="col">${t.sides[side]}</th>`)}<th scope="col"></th></tr></thead>
<tbody>${rows.map(
    (row) => html`<tr class="${row.standing}">
<th scope="row">${t.fields[row.field]}</th>
${SIDES.map((side) => html`<td data-name="${t.sides[side]}">${cell(look, row[side])}</td>`)}
<td><span class="badge ${TONES[row.standing] ?? 'warn'}">${t.standings[row.standing]}</span>${row.wanted && html`<br><span class="faint">${t.customer.wanted(row.wanted.value, row.wanted.by)}</span>`}</td></tr>`,
  )}</tbody></table></section>`;
}

function cell(look: Look, { now, base, changed, gets }: FieldRow[Side]): Html {
  const { t } = look;
  return html`${value(look, now)}${changed && html`<br><span class="faint">${t.customer.base}: ${value(look, base)}</span>`}${gets !== undefined && html`<br><span class="faint">→ ${t.customer.willGet(gets)}</span>`}`;
}

/** Everything that each side shows. */
function records(look: Look, view: CustomerView): Html {
  const { t } = look;
  return html`<div class="pair">${SIDES.map((side) => {
    const record = view[side];
    return html`<section class="card" aria-label="${t.sides[side]}"><h3>${t.sides[side]}</h3>${
      record === undefined
        ? html`<p class="nothing">${t.customer.gone}</p>`
        : html`<dl class="record">${Object.entries(record).map(([name, text]) => html`<div><dt>${label(look, name)}</dt><dd>${value(look, text)}</dd></div>`)}</dl>`
    }</section>`;
  })}</div>`;
}

/** Names of the domain in words; what only the ERP has keeps the ERP's own name. */
function label({ t }: Look, name: string): string {
  const words: Readonly<Record<string, string>> = { ...t.fields, ...t.details };
  return words[name] ?? name.replaceAll('_', ' ');
}

function candidates(look: Look, view: CustomerView): Html {
  const { side, key } = view.subject;
  return html`<section class="card" aria-labelledby="candidates"><h2 id="candidates">${look.t.customer.candidates}</h2><div class="candidates">${view.candidates.map(
    (row) => candidateCard(look, side, key, row),
  )}</div></section>`;
}

// ── what a person may do ──────────────────────────────────────────────────────────────────────

function actions(look: Look, view: CustomerView): Html {
  const { t } = look;
  const { side, key } = view.subject;
  const can = (action: CustomerAction) => view.actions.includes(action);
  const post = (action: CustomerAction) => `${customerPath(side, key)}/${action}`;
  const simple = (action: CustomerAction, text: string, hint: string) =>
    can(action) &&
    html`<form method="post" action="${post(action)}">${token(look)}<button title="${hint}">${text}</button></form>`;
  const c = t.customer;
  return html`<section class="card" aria-labelledby="act"><h2 id="act">${c.act}</h2>
<div class="row">
${simple('resync', c.resync, c.resyncHint)}${simple('pause', c.pause, c.pauseHint)}${simple('unpause', c.resume, c.pauseHint)}
${simple('vouch', c.vouch, c.vouchHint)}${simple('unfreeze', c.unfreeze, c.unfreezeHint)}${simple('unpark', c.unpark, c.unparkHint)}
${can('unlink') && html`<details class="ask"><summary>${c.unlink}</summary><form method="post" action="${post('unlink')}"><p>${c.sureUnlink}</p>${token(look)}<button class="danger">${c.confirm}</button></form></details>`}
${can('link') && linkForm(look, view, post('link'))}
${can('set-field') && setFieldForm(look, view, post('set-field'))}
</div></section>`;
}

function linkForm(look: Look, view: CustomerView, action: string): Html {
  const { t } = look;
  const other = otherSide(view.subject.side);
  return html`<details class="ask"><summary>${t.customer.linkWith}</summary><form method="post" action="${action}" class="stack">${token(look)}
<label>${t.customer.linkHint(t.sides[other])}<input name="other" required maxlength="200"></label><button>${t.customer.confirm}</button></form></details>`;
}

/** One form a field, because an answer repeats what the person saw. */
function setFieldForm(look: Look, { fields: rows }: CustomerView, action: string): Html {
  const { t } = look;
  const open = rows.filter(({ standing }) => standing !== 'left-alone');
  return html`<details class="ask"><summary>${t.customer.setField}</summary><p class="faint">${t.customer.setFieldHint}</p>${open.map(
    ({
      field,
      managementpro,
      aceptabits,
    }) => html`<form method="post" action="${action}" class="line">${token(look)}
<input type="hidden" name="field" value="${field}"><input type="hidden" name="managementpro" value="${managementpro.now ?? ''}"><input type="hidden" name="aceptabits" value="${aceptabits.now ?? ''}">
<label>${t.fields[field]}<input name="value" value="${managementpro.now ?? ''}" maxlength="500" required></label><button>${t.customer.confirm}</button>${mayBeEmptied(field) && html`<button name="empty" value="true" formnovalidate>${t.customer.leaveEmpty}</button>`}</form>`,
  )}</details>`;
}
