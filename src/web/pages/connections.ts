import { CONNECTIONS, type Connection } from '../../report/doctor/connections.ts';
import { detailsIn, type Finding } from '../../report/doctor/finding.ts';
import { whatIn } from '../../report/doctor/words.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { heading } from './parts.ts';

/** What Puente talks to: where it is, a button that tries it, and what the last try has found. */
export function connectionsPage(
  pageContext: PageContext,
  places: Readonly<Record<Connection, string | undefined>>,
  tested: { readonly which: Connection; readonly findings: readonly Finding[] } | undefined,
): Html {
  const { connections: c } = pageContext.t;
  return page(
    pageContext,
    c.title,
    html`${heading(c.title)}<p class="faint">${c.intro}</p>
<div class="card scroll"><table class="cards"><thead><tr><th scope="col">${c.what}</th><th scope="col">${c.where}</th><th scope="col">${c.result}</th></tr></thead>
<tbody>${CONNECTIONS.map((which) =>
      row(pageContext, which, places[which], tested?.which === which ? tested.findings : undefined),
    )}</tbody></table></div>`,
  );
}

function row(
  pageContext: PageContext,
  which: Connection,
  place: string | undefined,
  findings: readonly Finding[] | undefined,
): Html {
  const { connections: c } = pageContext.t;
  const unset = which === 'redis' ? c.own : c.notSet;
  const mayTest = pageContext.mayAct && (place !== undefined || which === 'redis');
  return html`<tr><th scope="row">${c.names[which]}</th><td data-name="${c.where}"><bdi>${place ?? unset}</bdi></td>
<td data-name="${c.result}">${findings !== undefined && result(pageContext, findings)}${mayTest && html`<form method="post" action="/connections">${token(pageContext)}<button name="which" value="${which}" aria-label="${c.test}: ${c.names[which]}">${c.test}</button></form>`}</td></tr>`;
}

const TONES = { ok: 'good', warn: 'warn', fail: 'bad' } as const;

/** The worst verdict in a word; what is behind it as `doctor` says it, for whoever mends it. */
function result({ t, language }: PageContext, findings: readonly Finding[]): Html {
  const has = (verdict: Finding['verdict']) => findings.some((one) => one.verdict === verdict);
  const worst = has('fail') ? 'fail' : has('warn') ? 'warn' : 'ok';
  const open = findings.filter(({ verdict }) => verdict !== 'ok');
  return html`<p role="status"><span class="badge ${TONES[worst]}">${t.connections.verdict[worst]}</span></p>
${open.length > 0 && html`<p class="faint">${t.connections.ask}</p><ul>${open.map((one) => html`<li>${whatIn(language, one.what)}: ${detailsIn(language, one)}</li>`)}</ul>`}`;
}
