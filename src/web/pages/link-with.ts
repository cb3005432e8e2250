import { otherSide } from '../../domain/customer.ts';
import type { CustomerPage, CustomerRow } from '../../report/search.ts';
import type { Person } from '../../report/shapes.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { customerLink, customerPath, heading, nothing, pager } from './parts.ts';

/** Whom a customer may be linked with, found by name or key; one click links. */
export function linkWithPage(
  pageContext: PageContext,
  one: Person,
  text: string,
  found: CustomerPage | undefined,
): Html {
  const { t } = pageContext;
  const c = t.customer;
  const { side, key } = one.subject;
  const other = otherSide(side);
  const title = c.linkTitle(one.name === '' ? key : one.name);
  const rows = (found?.rows ?? []).filter(
    (row) => keyOf(row, other) !== undefined && row.subject.key !== key,
  );
  return page(
    pageContext,
    title,
    html`<p class="crumbs"><a href="${customerPath(side, key)}">${c.cancelLink}</a></p>${heading(title)}
<form class="filters" role="search"><label class="grow">${c.linkHint(t.sides[other])}<input type="search" name="text" value="${text}" required maxlength="200"></label><button class="main">${c.linkFind}</button></form>
${found !== undefined && (rows.length === 0 ? nothing(c.nobodyHas(text, t.sides[other])) : table(pageContext, one, rows))}
${found !== undefined && rows.length > 0 && pager(pageContext, found)}`,
  );
}

const keyOf = ({ clave, code }: Person, side: 'managementpro' | 'aceptabits') =>
  side === 'managementpro' ? clave : code;

function table(
  pageContext: PageContext,
  { subject: { side, key } }: Person,
  rows: readonly CustomerRow[],
): Html {
  const { t } = pageContext;
  const other = otherSide(side);
  return html`<div class="card scroll"><table class="cards"><thead><tr><th scope="col">${t.customer.title}</th><th scope="col">${t.fields.email}</th><th scope="col">${t.fields.phone}</th><td></td></tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr><th scope="row">${customerLink(pageContext, row)}</th><td data-name="${t.fields.email}">${row.email}</td><td data-name="${t.fields.phone}">${row.phone}</td>
<td>${row.linked && html`<p class="faint">${t.customer.linkTaken(keyOf(row, side) ?? '')}</p>`}${pageContext.mayAct && html`<form method="post" action="${customerPath(side, key)}/link">${token(pageContext)}<input type="hidden" name="other" value="${keyOf(row, other) ?? ''}"><button>${t.customer.linkThis}</button></form>`}</td></tr>`,
  )}</tbody></table></div>`;
}
