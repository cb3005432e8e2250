import { SIDES } from '../../domain/customer.ts';
import { EVENT_KINDS } from '../../domain/events.ts';
import type { UndoItem, UndoPreview } from '../../people/undo-preview.ts';
import type { HistoryPage } from '../../report/history.ts';
import { events } from './events.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { customerLink, heading, livePlace, nothing, notice, older, option, value } from './parts.ts';

/** What the reader filters by, as it stands in the address. */
export type HistoryFilter = {
  readonly customer: string;
  readonly side: string;
  readonly kind: string;
  readonly person: string;
  readonly job: string;
  readonly text: string;
  readonly from: string;
  readonly until: string;
};

export function historyPage(
  pageContext: PageContext,
  filter: HistoryFilter,
  found: HistoryPage,
  undone: number | undefined,
): Html {
  const { t } = pageContext;
  return page(
    pageContext,
    t.history.title,
    html`${heading(t.history.title, html`<a class="button" href="/history.csv?${new URLSearchParams({ ...filter }).toString()}" download>${t.history.csv}</a>`)}
${undone !== undefined && notice('good', t.history.undone(undone))}
${filters(pageContext, filter)}
${pageContext.mayAct && filter.job !== '' && html`<p><a class="button" href="/history/undo?job=${encodeURIComponent(filter.job)}">${t.history.undoRun}</a></p>`}
<section class="card">${livePlace('events', events(pageContext, found.rows))}</section>
${older(pageContext, found.next)}`,
  );
}

function filters(pageContext: PageContext, filter: HistoryFilter): Html {
  const { customer, side, kind, person, job, text, from, until } = filter;
  const { t } = pageContext;
  const h = t.history;
  return html`<form class="filters" action="/history">
<label>${h.fromDay}<input type="date" name="from" value="${from}"></label>
<label>${h.untilDay}<input type="date" name="until" value="${until}"></label>
<label>${h.text}<input name="text" value="${text}" maxlength="200"></label>
<label>${h.customer}<input name="customer" value="${customer}" maxlength="200"></label>
<label>${h.side}<select name="side">${option('', h.any, side === '')}${SIDES.map((one) => option(one, t.sides[one], one === side))}</select></label>
<label>${h.kind}<select name="kind">${option('', h.any, kind === '')}${EVENT_KINDS.map((one) => option(one, h.kinds[one], one === kind))}</select></label>
<label>${h.person}<input name="person" value="${person}" maxlength="200"></label>
<label>${h.run}<input name="job" value="${job}" maxlength="200"></label>
<button class="main">${h.filter}</button></form>`;
}

/** What putting back would do, before anything is done. */
export function undoPage(
  pageContext: PageContext,
  target: Readonly<Record<string, string>>,
  preview: UndoPreview | undefined,
  moved: boolean,
): Html {
  const { t } = pageContext;
  const hidden = Object.entries(target).map(
    ([name, text]) => html`<input type="hidden" name="${name}" value="${text}">`,
  );
  return page(
    pageContext,
    t.history.preview,
    html`<p class="crumbs"><a href="/history">${t.history.title}</a></p>${heading(t.history.preview)}
${moved && notice('bad', t.history.moved)}
${
  preview === undefined || preview.ready === 0
    ? nothing(t.history.nothing)
    : html`<p>${t.history.previewIntro}</p>
${pageContext.mayAct && html`<form method="post" action="/history/undo" class="row">${token(pageContext)}${hidden}<input type="hidden" name="hash" value="${preview.hash}"><button class="main">${t.history.apply}</button><a class="button" href="/history">${t.history.cancel}</a></form>`}`
}
${preview !== undefined && preview.items.length > 0 && items(pageContext, preview.items)}`,
  );
}

function items(pageContext: PageContext, rows: readonly UndoItem[]): Html {
  const { t } = pageContext;
  return html`<div class="card scroll"><table class="cards"><thead><tr><th scope="col">${t.customer.title}</th><th scope="col">${t.customer.field}</th>${SIDES.map((side) => html`<th scope="col">${t.sides[side]}</th>`)}<th scope="col">${t.history.after}</th><td></td></tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr><th scope="row">${customerLink(pageContext, row)}</th><td data-name="${t.customer.field}">${t.fields[row.field]}</td>
${SIDES.map((side) => html`<td data-name="${t.sides[side]}">${value(pageContext, row.now[side])}</td>`)}<td data-name="${t.history.after}">${value(pageContext, row.value)}</td>
<td><span class="badge ${row.standing === 'ready' ? 'good' : 'calm'}">${t.history.standings[row.standing]}</span></td></tr>`,
  )}</tbody></table></div>`;
}
