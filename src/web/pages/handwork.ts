import type { HandworkPage, HandworkRow } from '../../report/handwork.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { customerLink, fieldValue, heading, livePlace, moment, nothing, pager, value } from './parts.ts';

/** What a person has to type into Aceptabits, each value ready to copy. */
export function handworkPage(pageContext: PageContext, found: HandworkPage): Html {
  const { t } = pageContext;
  return page(
    pageContext,
    t.handwork.title,
    html`${heading(t.handwork.title, livePlace('csv', found.total > 0 && html`<a class="button" href="/handwork.csv" download>${t.handwork.csv}</a>`))}
<p class="faint">${t.handwork.intro}</p>
${livePlace('total', found.total > 0 && html`<p><strong>${t.handwork.total(found.total)}</strong></p>`)}
${livePlace('handwork', found.rows.length === 0 ? nothing(t.handwork.none) : table(pageContext, found.rows))}
${pager(pageContext, found)}`,
  );
}

function table(pageContext: PageContext, rows: readonly HandworkRow[]): Html {
  const { t } = pageContext;
  return html`<div class="card scroll"><table class="cards"><thead><tr><th scope="col">${t.customer.title}</th><th scope="col">${t.handwork.field}</th><th scope="col">${t.handwork.now}</th><th scope="col">${t.handwork.value}</th><th scope="col">${t.handwork.waits}</th></tr></thead>
<tbody data-live-list="handwork">${rows.map(
    (
      row,
    ) => html`<tr data-key="${row.subject.key} ${row.field}"><th scope="row">${customerLink(pageContext, row)}</th>
<td data-name="${t.handwork.field}">${t.fields[row.field]}${row.side === 'managementpro' && html` <span class="faint">${t.sides[row.side]}</span>`}${row.reason !== 'no-update-method' && html`<br><span class="badge warn">${t.handwork.reasons[row.reason]}</span>`}</td>
<td data-name="${t.handwork.now}">${fieldValue(pageContext, row.field, row.old)}</td>
<td data-name="${t.handwork.value}">${copies(pageContext, row)}</td>
<td data-name="${t.handwork.waits}">${moment(pageContext, row.since)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** One button for each box of the form over there. */
function copies(pageContext: PageContext, { copy, value: whole, field }: HandworkRow): Html {
  const { t } = pageContext;
  if (copy.length === 0) return fieldValue(pageContext, field, whole);
  return html`<ul class="copies">${copy.map(
    ({ box, value: text }) =>
      html`<li><span class="faint">${t.handwork.boxes[box]}</span> ${value(pageContext, text)} <button type="button" class="small" data-needs-script data-copy="${text}" data-copied="${t.copied}" aria-label="${t.copy}: ${t.handwork.boxes[box]} ${text}">${t.copy}</button></li>`,
  )}</ul>`;
}
