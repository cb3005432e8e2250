import {
  CUSTOMER_STATES,
  type CustomerPage,
  type CustomerQuery,
  type CustomerRow,
} from '../../report/search.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';
import {
  customerLink,
  heading,
  livePlace,
  moment,
  nothing,
  notice,
  option,
  pager,
  waitBadge,
} from './parts.ts';

/** Search by anything, narrowed to a state. */
export function customersPage(
  pageContext: PageContext,
  query: CustomerQuery,
  found: CustomerPage,
  { freed, nobody }: { readonly freed?: number | undefined; readonly nobody?: string | undefined },
): Html {
  const { t, f } = pageContext;
  return page(
    pageContext,
    t.customers.title,
    html`${heading(t.customers.title, livePlace('total', html`<span class="faint">${t.count(found.total, f.number(found.total))}</span>`))}
<form class="filters" role="search" action="/customers">
<label class="grow">${t.customers.search}<input type="search" name="text" maxlength="200" value="${query.text}" placeholder="${t.customers.searchHint}"></label>
<label>${t.customers.state}<select name="state" data-submit>${CUSTOMER_STATES.map((state) => option(state, stateName(pageContext, state), state === query.state))}</select></label>
<button class="main">${t.customers.search}</button>
</form>
${freed !== undefined && notice('good', t.customers.freed(freed))}
${nobody !== undefined && notice('bad', t.customers.nobody(nobody))}
${query.state === 'parked' && pageContext.mayAct && found.total > 0 && retryForm(pageContext)}
${found.more && html`<p class="notice">${t.customers.narrow}</p>`}
${livePlace('customers', found.rows.length === 0 ? nothing(t.customers.none) : table(pageContext, found.rows))}
${pager(pageContext, found)}
${pageContext.mayAct && resyncForm(pageContext)}`,
  );
}

/** Reads one customer anew on both sides, without a detour over the queue board. */
function resyncForm(pageContext: PageContext): Html {
  const { t } = pageContext;
  return html`<form class="filters" method="post" action="/customers/resync" aria-label="${t.customers.resync}">${token(pageContext)}
<label>${t.customers.resyncKey}<input name="text" maxlength="200" required autocomplete="off"></label>
<button>${t.customers.resync}</button><span class="faint">${t.customer.resyncHint}</span></form>`;
}

/** All who were refused, or those of one code: what was mended was often the same for many. */
function retryForm(pageContext: PageContext): Html {
  const { t } = pageContext;
  return html`<form class="filters" method="post" action="/customers/retry">${token(pageContext)}
<label>${t.customers.retryCode}<input name="code" maxlength="50" autocomplete="off"></label>
<button>${t.customers.retryAll}</button></form>`;
}

function stateName({ t }: PageContext, state: CustomerQuery['state']): string {
  return state in t.customers.states
    ? t.customers.states[state as keyof typeof t.customers.states]
    : t.waits[state as keyof typeof t.waits];
}

function table(pageContext: PageContext, rows: readonly CustomerRow[]): Html {
  const { t } = pageContext;
  return html`<div class="card scroll"><table class="cards">
<thead><tr><th scope="col">${t.customer.title}</th><th scope="col">${t.fields.email}</th><th scope="col">${t.fields.phone}</th><th scope="col">RFC</th><th scope="col">${t.customers.state}</th></tr></thead>
<tbody data-live-list="customers">${rows.map(
    (row) => html`<tr data-key="${row.subject.side} ${row.subject.key}">
<th scope="row">${customerLink(pageContext, row)}</th>
<td data-name="${t.fields.email}">${row.email}</td><td data-name="${t.fields.phone}">${row.phone}</td><td data-name="RFC">${row.rfc}</td>
<td data-name="${t.customers.state}">${standing(pageContext, row)}</td></tr>`,
  )}</tbody></table></div>`;
}

function standing(pageContext: PageContext, { linked, waits, differsSince, active }: CustomerRow): Html {
  const { t } = pageContext;
  const badges = waits.map((kind) => waitBadge(pageContext, kind));
  if (!active && !waits.includes('inactive')) badges.unshift(waitBadge(pageContext, 'inactive'));
  if (badges.length === 0 && differsSince === undefined)
    return html`<span class="badge ${linked ? 'good' : 'calm'}">${linked ? t.customers.inStep : t.customers.lone}</span>`;
  return html`${badges} ${differsSince !== undefined && html`<span class="faint">${t.customers.differs} ${moment(pageContext, differsSince)}</span>`}`;
}
