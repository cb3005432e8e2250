import type { ServiceRunRow } from '../../report/services.ts';
import { SERVICE_ENDS } from '../../store/service-runs.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { heading, livePlace, moment, nothing } from './parts.ts';

/** Every list of services that was handed over, and what became of it. */
export function servicesPage(pageContext: PageContext, runs: readonly ServiceRunRow[]): Html {
  const { t } = pageContext;
  return page(
    pageContext,
    t.services.title,
    html`${heading(t.services.title)}
<p class="faint">${t.services.intro}</p>
<p><code>npm run -s puente -- services push servicios.csv --dry-run</code></p>
${livePlace('services', runs.length === 0 ? nothing(t.services.none) : table(pageContext, runs))}`,
  );
}

function table(pageContext: PageContext, runs: readonly ServiceRunRow[]): Html {
  const { t, f } = pageContext;
  return html`<div class="card scroll"><table class="cards"><thead><tr><th scope="col">${t.services.file}</th><th scope="col">${t.services.when}</th><th scope="col">${t.services.by}</th><th scope="col">${t.services.lines}</th><th scope="col">${t.services.result}</th><th scope="col">CSV</th></tr></thead>
<tbody>${runs.map(
    (run) => html`<tr><th scope="row">${run.file}</th>
<td data-name="${t.services.when}">${moment(pageContext, run.at)}</td>
<td data-name="${t.services.by}">${run.by}</td>
<td data-name="${t.services.lines}">${f.number(run.lines)}</td>
<td data-name="${t.services.result}">${result(pageContext, run)}</td>
<td data-name="CSV"><a href="/services/${encodeURIComponent(run.id)}.csv" download>${t.services.csv}</a></td></tr>`,
  )}</tbody></table></div>`;
}

function result({ t, f }: PageContext, { open, ends }: ServiceRunRow): Html {
  const bad = (kind: string) => kind === 'refused' || kind === 'unclear';
  return html`${open > 0 && html`<span class="badge calm">${t.services.open}: ${f.number(open)}</span> `}${SERVICE_ENDS.filter(
    (kind) => ends[kind] !== undefined,
  ).map(
    (kind) =>
      html`<span class="badge ${bad(kind) ? 'bad' : 'calm'}">${t.services.ends[kind]}: ${f.number(ends[kind] ?? 0)}</span> `,
  )}`;
}
