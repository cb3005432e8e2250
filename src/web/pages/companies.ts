import { SIDES } from '../../domain/customer.ts';
import type { CompanyRow } from '../../report/companies.ts';
import { sinceOf } from '../../report/companies.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { heading, moment, nothing } from './parts.ts';

/** Every company of the fleet, whoever needs somebody first; each with one link to its own dashboard. */
export function companiesPage(pageContext: PageContext, rows: readonly CompanyRow[], text: string): Html {
  const { companies: c } = pageContext.t;
  const found = rows.filter(({ name, businessName }) => isAlike(`${name} ${businessName}`, text));
  return page(
    pageContext,
    c.title,
    html`${heading(c.title)}<div data-live-list="summary"><p data-key="summary">${summary(pageContext, rows)}</p></div>
<form class="filters" role="search" action="/companies"><label>${c.search} <input type="search" name="text" value="${text}" maxlength="100"></label><button>${c.look}</button></form>
${board(pageContext, found)}`,
  );
}

function isAlike(names: string, text: string): boolean {
  const folded = (one: string) => one.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded(names).includes(folded(text.trim()));
}

function summary({ t, f }: PageContext, rows: readonly CompanyRow[]): Html {
  const needing = rows.filter(({ now, wrong }) => now === undefined || wrong.length + now.needs.length > 0);
  return html`<strong>${f.number(needing.length)}</strong> ${t.companies.ofAll(f.number(rows.length))}`;
}

function board(pageContext: PageContext, rows: readonly CompanyRow[]): Html {
  const { companies: c, sides } = pageContext.t;
  const titles = [c.company, c.differing, c.oldest, c.waits, c.since, c.whole];
  return html`<div class="card scroll"><table class="cards"><thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}${SIDES.map((side) => html`<th scope="col">${c.requests(sides[side])}</th>`)}</tr></thead>
<tbody data-live-list="companies">${rows.length === 0 ? html`<tr data-key="none"><td colspan="${titles.length + SIDES.length}">${nothing(c.none)}</td></tr>` : rows.map((row) => companyRow(pageContext, row))}</tbody></table></div>`;
}

function companyRow(pageContext: PageContext, row: CompanyRow): Html {
  const { t, f } = pageContext;
  const { companies: c } = t;
  const { name, businessName, wrong, now } = row;
  const known = businessName === name ? false : html` <span class="keys">${name}</span>`;
  // What is wrong stands in the words of the settings, which are English.
  const title = html`<th scope="row">${now === undefined ? html`<bdi>${businessName}</bdi>` : html`<a href="/c/${name}/"><bdi>${businessName}</bdi></a>`}${known}${wrong.length > 0 && html`<ul class="wrong" lang="en">${wrong.map((line) => html`<li><span class="badge bad">${c.wrong}</span> ${line}</li>`)}</ul>`}</th>`;
  if (now === undefined)
    return html`<tr data-key="${name}">${title}<td data-name="${c.waits}"><span class="badge bad">${c.resting}</span></td><td></td><td></td><td></td><td></td><td></td><td></td></tr>`;
  const { differing, oldestDifferenceAt: oldest, wholeAt, requestsPerDay } = now;
  const since = now.needs.length === 0 ? undefined : sinceOf(row);
  return html`<tr data-key="${name}">${title}
<td data-name="${c.differing}"><span class="badge ${differing === 0 ? 'good' : 'warn'}">${f.number(differing)}</span></td>
<td data-name="${c.oldest}">${oldest === undefined ? '—' : moment(pageContext, oldest)}</td>
<td data-name="${c.waits}">${waits(pageContext, now)}</td>
<td data-name="${c.since}">${since === undefined || since === Number.MAX_SAFE_INTEGER ? '—' : moment(pageContext, since)}</td>
<td data-name="${c.whole}">${wholeAt === undefined ? c.never : moment(pageContext, wholeAt)}</td>
${SIDES.map((side) => html`<td data-name="${c.requests(t.sides[side])}">${f.number(requestsPerDay[side])}</td>`)}</tr>`;
}

function waits({ t, f }: PageContext, { needs }: NonNullable<CompanyRow['now']>): Html {
  if (needs.length === 0) return html`<span class="badge good">${t.companies.nobody}</span>`;
  return html`${needs.map(({ code, count, side }) => {
    const stops = code === 'brake' || code === 'circuit' || code === 'unread';
    return html`<span class="badge ${stops ? 'bad' : 'warn'}">${t.needs[code].title}${side !== undefined && `: ${t.sides[side]}`}${count > 1 && ` · ${f.number(count)}`}</span> `;
  })}`;
}
