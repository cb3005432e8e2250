import type { RouteEndRow, RouteRow, RoutesView } from '../../report/routes.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { heading, nothing, notice, option } from './parts.ts';

/** What a form field of a route is called: what it is about, then the clave. */
export const FIELD = { shops: 'shop:', salespeople: 'agent:' } as const;

/** What has been done on this page: written, or why not. */
export type RoutesSaid = { readonly written: true } | { readonly wrong: string };

/** Sucursales beside shops and salespeople beside agents; a person picks. */
export function routesPage(pageContext: PageContext, view: RoutesView, said: RoutesSaid | undefined): Html {
  const { t } = pageContext;
  const isFileThere = view.file !== undefined;
  const mayWrite = pageContext.mayAct && isFileThere;
  const tables = html`${section(pageContext, 'shops', view.sucursales, view.shops)}${section(pageContext, 'salespeople', view.vendedores, view.agents)}`;
  return page(
    pageContext,
    t.routes.title,
    html`${heading(t.routes.title)}<p class="faint">${t.routes.intro}</p>
${said !== undefined && ('written' in said ? notice('good', t.routes.written) : notice('bad', `${t.routes.notWritten} ${said.wrong}`))}
${view.wrong !== undefined && notice('bad', `${t.routes.badFile} ${view.wrong}`)}
${!isFileThere && notice('bad', t.routes.noFile)}
${
  mayWrite
    ? html`<form method="post" action="/routes">${token(pageContext)}<input type="hidden" name="seen" value="${view.seen}">${tables}<p><button class="main">${t.routes.write}</button></p><p class="faint">${t.routes.writeHint}</p></form>`
    : tables
}`,
  );
}

type Of = keyof typeof FIELD;

function section(
  pageContext: PageContext,
  of: Of,
  rows: readonly RouteRow[],
  ends: readonly RouteEndRow[],
): Html {
  const { t } = pageContext;
  const [from, to] = [t.routes.from[of], t.routes.to[of]];
  return html`<section class="card"><h2>${t.routes.of[of]}</h2>
${
  rows.length === 0
    ? nothing(t.routes.none)
    : html`<div class="scroll"><table class="cards"><thead><tr><th scope="col">${from}</th><th scope="col">${to}</th><th scope="col">${t.routes.evidence}</th></tr></thead>
<tbody>${rows.map(
        (row) => html`<tr><th scope="row">${who(pageContext, row.from)}</th>
<td data-name="${to}">${choice(pageContext, of, row, ends)}</td>
<td data-name="${t.routes.evidence}">${evidence(pageContext, row, ends)}</td></tr>`,
      )}</tbody></table></div>`
}</section>`;
}

function who({ t }: PageContext, { key, name, email, phone, of, active }: RouteEndRow): Html {
  const more = [email, phone, of].filter((text) => text !== '').join(' · ');
  return html`${name === '' ? t.empty : name} <span class="keys">${key}</span>${!active && html` <span class="badge calm">BA</span>`}${more !== '' && html`<br><span class="faint">${more}</span>`}`;
}

function choice(pageContext: PageContext, of: Of, row: RouteRow, ends: readonly RouteEndRow[]): Html {
  const { t } = pageContext;
  const { from, to, proposed, by, unknown } = row;
  const chosen = to ?? proposed ?? '';
  const known = ends.some(({ key }) => key === chosen);
  const name = `${FIELD[of]}${from.key}`;
  const label = (one: RouteEndRow) => [one.name || one.key, one.of].filter(Boolean).join(' · ');
  return html`<select name="${name}" aria-label="${t.routes.to[of]}: ${from.name} ${from.key}"${!pageContext.mayAct && html` disabled`}>${option('', t.routes.nobody, chosen === '')}${chosen !== '' && !known && option(chosen, chosen, true)}${ends.map((one) => option(one.key, label(one), one.key === chosen))}</select>
${unknown ? html`<span class="badge bad">${t.routes.unknown}</span>` : to === undefined ? proposed !== undefined && html`<span class="badge warn">${t.routes.proposed}</span>` : html`<span class="badge good">${t.routes.by[by ?? 'file']}</span>`}`;
}

function evidence({ t }: PageContext, { candidates }: RouteRow, ends: readonly RouteEndRow[]): Html {
  const nameOf = (code: string) => ends.find(({ key }) => key === code)?.name || code;
  return html`${candidates.map(
    ({ code, evidence: kinds }) =>
      html`<div>${nameOf(code)}: ${kinds.map((kind) => t.routes.kinds[kind]).join(', ')}</div>`,
  )}`;
}
