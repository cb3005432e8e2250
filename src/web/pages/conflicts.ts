import { mayBeEmptied, SIDES, type Side } from '../../domain/customer.ts';
import type { ConflictPage, ConflictRow } from '../../report/conflicts.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { Look } from './look.ts';
import { customerLink, heading, moment, nothing, notice, pager, value } from './parts.ts';

/** How many answers were taken, refused because what they were given to has moved, and left without a value. */
export type Answered = { readonly done: number; readonly moved: number; readonly blank: number };

export function conflictsPage(look: Look, found: ConflictPage, answered: Answered | undefined): Html {
  const { t } = look;
  return page(
    look,
    t.conflicts.title,
    html`${heading(t.conflicts.title, html`<span class="faint">${t.conflicts.intro}</span>`)}
${answered !== undefined && told(look, answered)}
${found.rows.length === 0 ? nothing(t.conflicts.none) : form(look, found.rows)}
${pager(look, found)}`,
  );
}

function told({ t }: Look, { done, moved, blank }: Answered): Html {
  return html`${done > 0 && notice('good', t.conflicts.done(done))}${moved > 0 && notice('bad', t.conflicts.moved(moved))}${blank > 0 && notice('bad', t.conflicts.blank(blank))}${done + moved + blank === 0 && notice('bad', t.conflicts.nothingChosen)}`;
}

function form(look: Look, rows: readonly ConflictRow[]): Html {
  const { t, mayAct } = look;
  return html`<form method="post" action="/conflicts">${token(look)}
${mayAct && html`<p class="row mark-all" data-needs-script>${t.conflicts.allTo} ${SIDES.map((side) => html`<button type="button" class="small" data-mark="${side}">${t.conflicts.take(t.sides[side])}</button>`)}<button type="button" class="small" data-mark="later">${t.conflicts.later}</button></p>`}
${rows.map((row, index) => conflict(look, row, index))}
${mayAct && html`<p class="sticky"><button class="main">${t.conflicts.save}</button></p>`}
</form>`;
}

function conflict(look: Look, row: ConflictRow, index: number): Html {
  const { t, mayAct } = look;
  const name = `answer.${index}`;
  const choice = (answer: Side, label: string, shown: Html) =>
    html`<label class="choice">${mayAct && html`<input type="radio" name="${name}" value="${answer}"${!mayStand(row.now[answer]) && html` disabled`}>`}<span><span class="faint">${label}</span><br>${shown}</span></label>`;
  const mayStand = (text: string) => text.trim() !== '' || mayBeEmptied(row.field);
  const hidden = (key: string, text: string) =>
    html`<input type="hidden" name="${key}.${index}" value="${text}">`;
  return html`<fieldset class="card conflict"><legend>${customerLink(look, row)} — <strong>${t.fields[row.field]}</strong> <span class="age">${moment(look, row.since)}</span></legend>
${hidden('clave', row.clave ?? '')}${hidden('field', row.field)}${hidden('managementpro', row.now.managementpro)}${hidden('aceptabits', row.now.aceptabits)}
<div class="choices">
${SIDES.map((side) => choice(side, t.conflicts.take(t.sides[side]), html`${value(look, row.now[side])}${row.base[side] !== undefined && html`<br><span class="faint">${t.conflicts.before}: ${row.base[side]}</span>`}`))}
${
  mayAct &&
  html`<div class="choice"><input type="radio" name="${name}" value="other" id="other-${index}" aria-label="${t.conflicts.other}"><label class="grow">${t.conflicts.other}<input name="value.${index}" maxlength="500" data-selects="other-${index}"></label></div>
${mayBeEmptied(row.field) && html`<label class="choice later"><input type="radio" name="${name}" value="empty"><span>${t.conflicts.leaveEmpty}</span></label>`}
<label class="choice later"><input type="radio" name="${name}" value="later" checked><span>${t.conflicts.later}</span></label>`
}
</div></fieldset>`;
}
