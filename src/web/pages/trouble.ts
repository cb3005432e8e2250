import { explain } from '../../domain/error-table.ts';
import type { Trouble, TroubleCode } from '../../report/troubles.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { heading, livePlace, moment, nothing } from './parts.ts';

/** One kind of trouble: what the side said, since when, when it is tried again, and what a person can do. */
export function troublePage(pageContext: PageContext, code: TroubleCode, found: readonly Trouble[]): Html {
  const { t } = pageContext;
  const { title } = t.needs[code];
  return page(
    pageContext,
    title,
    html`<p class="crumbs"><a href="/">${t.overview.title}</a></p>${heading(title)}
${livePlace('trouble', found.length === 0 ? nothing(t.trouble.over) : html`${found.map((trouble) => card(pageContext, code, trouble))}`)}`,
  );
}

function card(pageContext: PageContext, code: TroubleCode, trouble: Trouble): Html {
  const { t, f, now } = pageContext;
  const { side, since, nextAt, names } = trouble;
  const name = side === undefined ? t.needs[code].title : t.sides[side];
  const isSoon = nextAt !== undefined && nextAt > now;
  return html`<section class="card" aria-label="${name}">${side !== undefined && html`<h2>${name}</h2>`}
<dl>${said(pageContext, trouble)}
${since !== undefined && html`<div><dt>${t.trouble.since}</dt><dd>${f.time(since)} · ${moment(pageContext, since)}</dd></div>`}
${nextAt !== undefined && html`<div><dt>${t.trouble.next}</dt><dd>${isSoon ? t.trouble.in(f.span(nextAt - now)) : t.trouble.now}</dd></div>`}</dl>
${names.length > 0 && html`<ul>${names.map((one) => html`<li><bdi>${one}</bdi>${code === 'paused-queue' && html` <a href="/queues/queue/${encodeURIComponent(one)}">${t.trouble.resume}</a>`}</li>`)}</ul>`}
${side === undefined ? html`<h2>${t.trouble.toDo}</h2>` : html`<h3>${t.trouble.toDo}</h3>`}<ol>${steps(pageContext, code, trouble).map((step) => html`<li>${step}</li>`)}</ol>
${place(pageContext, code)}</section>`;
}

/** The side's own words, with what they mean in ours. */
function said({ t, language }: PageContext, { side, error, operation, detail }: Trouble): Html {
  const own = [operation, error, detail].filter(Boolean).join(' · ');
  const meaning =
    side === undefined || error === undefined ? undefined : explain(side, error).meaning[language];
  return html`${meaning !== undefined && html`<div><dt>${t.trouble.means}</dt><dd>${meaning}</dd></div>`}
${own !== '' && html`<div><dt>${t.trouble.said}</dt><dd><bdi class="value">${own}</bdi></dd></div>`}`;
}

function steps({ t }: PageContext, code: TroubleCode, { side, error }: Trouble): readonly string[] {
  const isRefused =
    side !== undefined && error !== undefined && explain(side, error).errorClass === 'credentials';
  return code === 'circuit' && (isRefused || error === 'credentials')
    ? t.trouble.steps.credentials
    : t.trouble.steps[code];
}

/** Where a person goes on from here. */
function place({ t }: PageContext, code: TroubleCode): Html | undefined {
  if (code === 'no-route') return html`<p><a class="button main" href="/routes">${t.nav.routes}</a></p>`;
  if (code === 'no-update-method')
    return html`<p><a class="button main" href="/handwork">${t.nav.handwork}</a></p>`;
  return undefined;
}
