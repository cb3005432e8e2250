import { mayBeEmptied, SIDES, type Side } from '../../domain/customer.ts';
import type { ConflictPage, ConflictRow } from '../../report/conflicts.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';
import {
  customerLink,
  fieldText,
  fieldValue,
  heading,
  livePlace,
  moment,
  nothing,
  notice,
  pager,
  underWay,
} from './parts.ts';

/** How many answers were taken, refused because what they were given to has moved, and left without a value. */
export type Answered = { readonly done: number; readonly moved: number; readonly blank: number };

export function conflictsPage(
  pageContext: PageContext,
  found: ConflictPage,
  answered: Answered | undefined,
): Html {
  const { t } = pageContext;
  return page(
    pageContext,
    t.conflicts.title,
    html`${heading(t.conflicts.title, livePlace('total', html`<span class="faint">${found.total > 0 && html`<strong>${t.conflicts.total(found.total)}</strong> `}${t.conflicts.intro}</span>`))}
<div data-told>${answered !== undefined && told(pageContext, answered)}</div>
<div data-live-list="spellings">${spellings(pageContext, found.rows)}</div>
${livePlace('conflicts', form(pageContext, found.rows))}
${pager(pageContext, found)}
<div data-live-list="rules">${found.rules.length > 0 && rules(pageContext, found.rules)}</div>`,
  );
}

function told({ t }: PageContext, { done, moved, blank }: Answered): Html {
  return html`${done > 0 && notice('good', t.conflicts.done(done))}${moved > 0 && notice('bad', t.conflicts.moved(moved))}${blank > 0 && notice('bad', t.conflicts.blank(blank))}${done + moved + blank === 0 && notice('bad', t.conflicts.nothingChosen)}`;
}

/** Differences of case, accents and spacing alone, answered in one go with the better spelling of each. */
function spellings(pageContext: PageContext, all: readonly ConflictRow[]): Html {
  const { t, mayAct } = pageContext;
  const rows = all.filter(({ proposal, answered }) => proposal !== undefined && answered === undefined);
  if (rows.length === 0 || !mayAct) return html``;
  return html`<form class="card" method="post" action="/conflicts" data-key="spellings" data-answer>${token(pageContext)}
<p><strong>${t.conflicts.spellings(rows.length)}</strong> ${t.conflicts.spellingsHint}</p>
<details><summary>${t.conflicts.spellingsShow}</summary><ul>${rows.map((row) => html`<li>${t.fields[row.field]}: <del>${row.now[row.proposal === 'aceptabits' ? 'managementpro' : 'aceptabits']}</del> → <ins>${row.now[row.proposal ?? 'managementpro']}</ins></li>`)}</ul></details>
${rows.map((row) => html`${seen(row)}<input type="hidden" name="answer.${idOf(row)}" value="${row.proposal ?? ''}">`)}
<button class="main">${t.conflicts.spellingsTake(rows.length)}</button></form>`;
}

const idOf = ({ field, clave }: ConflictRow) => `${field}.${encodeURIComponent(clave ?? '')}`;

/** What the person saw, which an answer repeats. */
function seen(row: ConflictRow): Html {
  const hidden = (key: string, text: string) =>
    html`<input type="hidden" name="${key}.${idOf(row)}" value="${text}">`;
  return html`${hidden('clave', row.clave ?? '')}${hidden('field', row.field)}${hidden('managementpro', row.now.managementpro)}${hidden('aceptabits', row.now.aceptabits)}`;
}

/** Enter in a box presses the first button of a form, which is therefore the one that saves what was marked. */
function form(pageContext: PageContext, rows: readonly ConflictRow[]): Html {
  const { t, mayAct } = pageContext;
  const open = mayAct && rows.length > 0;
  return html`<form method="post" action="/conflicts" data-answer>${token(pageContext)}
${open && html`<button class="unseen" name="now" value="" tabindex="-1" aria-hidden="true">${t.conflicts.save}</button><p class="row mark-all" data-needs-script>${t.conflicts.allTo} ${SIDES.map((side) => html`<button type="button" class="small" data-mark="${side}">${t.conflicts.take(t.sides[side])}</button>`)}<button type="button" class="small" data-mark="later">${t.conflicts.later}</button></p>`}
<div data-live-list="conflicts">${rows.length === 0 ? nothing(t.conflicts.none) : rows.map((row) => conflict(pageContext, row))}</div>
${open && html`<p class="sticky"><button class="main" name="now" value="">${t.conflicts.save}</button></p>`}
</form>`;
}

function conflict(pageContext: PageContext, row: ConflictRow): Html {
  const { t } = pageContext;
  const { field, answered } = row;
  return html`<fieldset class="card conflict${answered !== undefined && ' answered'}" data-key="${idOf(row)}" tabindex="-1"><legend>${customerLink(pageContext, row)} — <strong>${t.fields[field]}</strong> <span class="age">${moment(pageContext, row.since)}</span>${row.proposal !== undefined && html` <span class="badge calm">${t.conflicts.spellingOnly}</span>`}</legend>
${answered === undefined ? choices(pageContext, row) : html`${underWay(pageContext)}<p>${fieldValue(pageContext, field, answered.value)}</p>`}
</fieldset>`;
}

function choices(pageContext: PageContext, row: ConflictRow): Html {
  const { t, mayAct } = pageContext;
  const id = idOf(row);
  const name = `answer.${id}`;
  return html`${seen(row)}<div class="choices">
${SIDES.map((side) => choice(pageContext, row, side))}
${
  mayAct &&
  html`<div class="choice"><input type="radio" name="${name}" value="other" id="other-${id}" aria-label="${t.conflicts.other}"><label class="grow">${t.conflicts.other}<input name="value.${id}" maxlength="500" data-selects="other-${id}"></label></div>
${mayBeEmptied(row.field) && html`<label class="choice later"><input type="radio" name="${name}" value="empty"><span>${t.conflicts.leaveEmpty}</span></label>`}
<label class="choice later"><input type="radio" name="${name}" value="later" checked><span>${t.conflicts.later}</span></label>`
}
</div>${mayAct && always(pageContext, row)}`;
}

/** A side's value: marked together with others, or taken at once by the button that bears it. */
function choice(pageContext: PageContext, row: ConflictRow, side: Side): Html {
  const { t, mayAct } = pageContext;
  const { field, now, base } = row;
  const id = idOf(row);
  const mayStand = now[side].trim() !== '' || mayBeEmptied(field);
  const text = fieldText(pageContext, field, now[side]);
  return html`<div class="choice"><label>${mayAct && html`<input type="radio" name="answer.${id}" value="${side}"${!mayStand && html` disabled`}> `}<span class="faint">${t.conflicts.take(t.sides[side])}</span></label>
${mayAct && mayStand ? html`<button class="take" name="now" value="${side}.${id}" title="${t.conflicts.takeNow}"><bdi>${text.trim() === '' ? t.empty : text}</bdi></button>` : fieldValue(pageContext, field, now[side])}
${base[side] !== undefined && html`<span class="faint">${t.conflicts.before}: <bdi>${fieldText(pageContext, field, base[side])}</bdi></span>`}</div>`;
}

/** From one conflict to a rule for all of its field. */
function always(pageContext: PageContext, { field }: ConflictRow): Html {
  const { t } = pageContext;
  return html`<details class="always"><summary>${t.conflicts.always(t.fields[field])}</summary><p class="faint">${t.conflicts.alwaysHint}</p><p class="row">${SIDES.map((side) => html`<button class="small" formaction="/conflicts/rule" name="rule" value="${field}.${side}">${t.conflicts.alwaysOf(t.sides[side], t.fields[field])}</button>`)}</p></details>`;
}

function rules(pageContext: PageContext, rows: ConflictPage['rules']): Html {
  const { t } = pageContext;
  return html`<section class="card" data-key="rules" aria-labelledby="rules"><h2 id="rules">${t.conflicts.rules}</h2><ul>${rows.map(
    ({ field, side, by, at }) =>
      html`<li class="row"><span>${t.conflicts.ruleSaid(t.fields[field], t.sides[side], by)} <span class="age">${moment(pageContext, at)}</span></span>${pageContext.mayAct && html`<form method="post" action="/conflicts/rule">${token(pageContext)}<button class="small" name="rule" value="${field}.">${t.conflicts.ruleUndo}</button></form>`}</li>`,
  )}</ul></section>`;
}
