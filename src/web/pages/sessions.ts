import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { heading, moment, notice } from './parts.ts';

/** A session as the page shows it; `since` and `seen` in ms. */
export type SessionRow = {
  readonly id: string;
  readonly user: string;
  readonly since: number;
  readonly seen: number;
  readonly address: string;
  readonly browser: string;
};

/** Who is logged in and where; any of them can be ended. `mine` is the reader's own. */
export function sessionsPage(
  pageContext: PageContext,
  rows: readonly SessionRow[],
  mine: string | undefined,
  ended: boolean,
): Html {
  const s = pageContext.t.sessions;
  return page(
    pageContext,
    s.title,
    html`${heading(s.title, html`<span class="faint">${s.intro}</span>`)}
${ended && notice('good', s.ended)}
<div class="card scroll"><table class="cards"><thead><tr><th scope="col">${pageContext.t.logIn.user}</th><th scope="col">${s.since}</th><th scope="col">${s.seen}</th><th scope="col">${s.from}</th><td></td></tr></thead>
<tbody data-live-list="sessions">${rows.map((row) => session(pageContext, row, row.id === mine))}</tbody></table></div>`,
  );
}

function session(
  pageContext: PageContext,
  { id, user, since, seen, address, browser }: SessionRow,
  isMine: boolean,
): Html {
  const s = pageContext.t.sessions;
  return html`<tr data-key="${id}"><th scope="row">${user}${isMine && html` <span class="badge good">${s.this}</span>`}</th>
<td data-name="${s.since}">${moment(pageContext, since)}</td><td data-name="${s.seen}">${moment(pageContext, seen)}</td>
<td data-name="${s.from}">${address}<br><span class="faint">${browser}</span></td>
<td><form method="post" action="/sessions/${id}/end">${token(pageContext)}<button>${s.end}</button></form></td></tr>`;
}
