import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { Look } from './look.ts';
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
  look: Look,
  rows: readonly SessionRow[],
  mine: string | undefined,
  ended: boolean,
): Html {
  const s = look.t.sessions;
  return page(
    look,
    s.title,
    html`${heading(s.title, html`<span class="faint">${s.intro}</span>`)}
${ended && notice('good', s.ended)}
<div class="card scroll"><table class="cards"><thead><tr><th scope="col">${look.t.logIn.user}</th><th scope="col">${s.since}</th><th scope="col">${s.seen}</th><th scope="col">${s.from}</th><th scope="col"></th></tr></thead>
<tbody>${rows.map((row) => session(look, row, row.id === mine))}</tbody></table></div>`,
  );
}

function session(look: Look, { id, user, since, seen, address, browser }: SessionRow, isMine: boolean): Html {
  const s = look.t.sessions;
  return html`<tr><th scope="row">${user}${isMine && html` <span class="badge good">${s.this}</span>`}</th>
<td data-name="${s.since}">${moment(look, since)}</td><td data-name="${s.seen}">${moment(look, seen)}</td>
<td data-name="${s.from}">${address}<br><span class="faint">${browser}</span></td>
<td><form method="post" action="/sessions/${id}/end">${token(look)}<button>${s.end}</button></form></td></tr>`;
}
