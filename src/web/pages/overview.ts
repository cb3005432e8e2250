/** The first page: what needs somebody, the two leading numbers, and both sides with what passes between them. */
import type { Side } from '../../domain/customer.ts';
import type { Activity } from '../../report/activity.ts';
import type { NeedRow } from '../../report/needs.ts';
import type { SideStatus, Status } from '../../report/status.ts';
import { chart } from './chart.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { lead } from './lead.ts';
import type { PageContext } from './page-context.ts';
import { moment, nothing } from './parts.ts';

export type Overview = {
  readonly status: Status;
  readonly needs: readonly NeedRow[];
  readonly activity: Activity;
  /** Requests in the last minute, of all processes. */
  readonly requests: { readonly [S in Side]: number };
};

/** The regions of the page that change by themselves; each goes into the element of its name. */
export const LIVE_PARTS = { lead, needs, numbers, picture, activity } as const;

export function overviewPage(pageContext: PageContext, model: Overview): Html {
  const { t } = pageContext;
  const live = (name: keyof typeof LIVE_PARTS) =>
    html`<div data-live="${name}">${LIVE_PARTS[name](pageContext, model)}</div>`;
  return page(
    pageContext,
    t.overview.title,
    html`<h1 class="unseen">${t.overview.title}</h1>
<p class="live" data-live-from="/live" data-stale="${t.overview.stale}"><span class="dot"></span><span data-live-state>${t.overview.live}</span></p>
${live('lead')}
<section class="card" aria-labelledby="needs"><h2 id="needs">${t.overview.needsYou}</h2>${live('needs')}</section>
${live('numbers')}
<details class="machinery"><summary>${t.overview.machinery}</summary>${live('picture')}</details>
<section aria-labelledby="activity"><h2 id="activity">${t.overview.activity}</h2>${live('activity')}</section>`,
  );
}

function numbers(pageContext: PageContext, { status }: Overview): Html {
  const { t, f } = pageContext;
  const { differing, oldestDifferenceAt, at } = status;
  const age = oldestDifferenceAt === undefined ? undefined : at - oldestDifferenceAt;
  return html`<div class="numbers">
<a class="number ${differing === 0 ? 'good' : 'warn'}" href="/customers?state=differing"><strong>${f.number(differing)}</strong><span>${t.overview.differing(differing)}</span></a>
<a class="number ${age === undefined ? 'good' : 'warn'}" href="/customers?state=differing"><strong>${age === undefined ? '—' : f.span(age)}</strong><span>${age === undefined ? t.overview.nothingWaits : t.overview.oldest}</span></a>
</div>${leftAlone(pageContext, status)}`;
}

/** Who is no person, and is neither created nor matched (rules 3 and 9). */
function leftAlone({ t, f }: PageContext, { waiting }: Status): Html {
  const kinds = (['platform', 'probe', 'nobody'] as const).filter((kind) => waiting[kind] > 0);
  const links = kinds.map(
    (kind) => html` <a href="/customers?state=${kind}">${t.waits[kind]}: ${f.number(waiting[kind])}</a>`,
  );
  return html`${links.length > 0 && html`<p class="faint">${t.overview.leftAlone}${links}</p>`}`;
}

function picture(pageContext: PageContext, { status, requests }: Overview): Html {
  const { managementpro, aceptabits } = status.sides;
  return html`<div class="bridge">
${sideCard(pageContext, 'managementpro', managementpro, requests.managementpro)}
${flow(pageContext, status)}
${sideCard(pageContext, 'aceptabits', aceptabits, requests.aceptabits)}
</div>`;
}

function sideCard(pageContext: PageContext, side: Side, state: SideStatus, requests: number): Html {
  const { t, f, now } = pageContext;
  const { o } = { o: t.overview };
  const { circuit, brake, lastScan, readingTrouble, createTrouble } = state;
  const well = [circuit.open || undefined, brake, readingTrouble, createTrouble].every(
    (one) => one === undefined,
  );
  return html`<section class="card side ${well ? 'well' : 'ill'}" aria-label="${t.sides[side]}">
<h3>${t.sides[side]}</h3>
<p class="big">${f.number(state.known)} <span>${o.customers.toLowerCase()}</span></p>
<dl>
<div><dt>${o.lastScan}</dt><dd>${state.completeAt === undefined ? t.never : moment(pageContext, state.completeAt)}</dd></div>
<div><dt>${o.lastScanWhy}</dt><dd>${lastScan === undefined ? t.never : html`<span class="badge ${lastScan.complete ? 'good' : 'warn'}" title="${lastScan.why}">${lastScan.complete ? '✓' : '…'} ${f.number(lastScan.distinct)}</span> ${moment(pageContext, lastScan.endedAt)}`}</dd></div>
${troubleRow(pageContext, state)}
<div><dt>${o.editAge}</dt><dd>${f.span(state.reading.editAgeMs)}${state.reading.nextWholeAt !== undefined && html` · ${o.nextWhole(f.span(Math.max(0, state.reading.nextWholeAt - now)))}`}</dd></div>
<div><dt>${o.cost}</dt><dd>${o.perDay(f.number(state.reading.requestsPerDay), f.number(state.reading.rowsPerDay))}</dd></div>
<div><dt>${o.requests}</dt><dd>${f.number(requests)}</dd></div>
<div><dt>${o.circuit}</dt><dd>${circuit.open ? html`<a class="badge bad" href="/troubles/circuit">${o.circuitOpen(circuit.since === undefined ? '' : f.ago(circuit.since, now))}</a>` : html`<span class="badge good">${o.circuitClosed}</span>`}</dd></div>
<div><dt>${o.brake}</dt><dd>${brake === undefined ? html`<span class="badge good">${o.brakeOff}</span>` : html`<a class="badge bad" href="/plan">${o.brakeOn}</a>`}</dd></div>
<div><dt>${o.written}</dt><dd>${o.creates(f.number(state.created))} · ${o.updates(f.number(state.updated))}${createTrouble !== undefined && html` <span class="badge warn" title="${createTrouble.code}">${o.createsWait(f.ago(createTrouble.since, now))}</span>`}</dd></div>
</dl>
</section>`;
}

/** What keeps the side from being read whole, in its own words. */
function troubleRow(pageContext: PageContext, { readingTrouble: trouble }: SideStatus): Html | undefined {
  if (trouble === undefined) return undefined;
  const { code, detail, operation, since } = trouble;
  const words = [operation, code, detail].filter((word) => word !== undefined && word !== '').join(' · ');
  return html`<div><dt>${pageContext.t.overview.unread}</dt><dd><a class="badge bad" href="/troubles/unread">${words}</a> ${moment(pageContext, since)}</dd></div>`;
}

/** What passes between both sides: what was written so far on either, and what is on its way. */
function flow({ t, f }: PageContext, { sides, links, queues }: Status): Html {
  const underway = (side: Side) => {
    const counts = queues[`write-${side}`] ?? {};
    return ['active', 'waiting', 'prioritized', 'delayed'].reduce(
      (sum, state) => sum + (counts[state] ?? 0),
      0,
    );
  };
  const arrow = (to: Side, y: number, path: string, tip: string) => {
    const { created, updated } = sides[to];
    const busy = underway(to);
    return html`<g class="arrow ${busy > 0 && 'busy'}"><path d="${path}"/><path class="tip" d="${tip}"/>
<text x="110" y="${y}">${f.number(created + updated)}</text>
<text class="small" x="110" y="${y + 17}">${busy > 0 ? t.overview.waiting(f.number(busy)) : ''}</text></g>`;
  };
  return html`<div class="flow">
<svg viewBox="0 0 220 168" role="img" aria-label="${t.overview.picture}">
${arrow('aceptabits', 24, 'M12 58 Q110 20 198 52', 'M190 42 L204 56 L185 58')}
${arrow('managementpro', 138, 'M208 92 Q110 130 22 98', 'M30 108 L16 94 L35 92')}
</svg>
<p><strong>${f.number(links)}</strong> ${t.overview.links('').trim()}</p>
</div>`;
}

const PLACES: Readonly<Partial<Record<NeedRow['code'], string>>> = {
  'first-plan': '/plan',
  brake: '/plan',
  conflict: '/conflicts',
  ambiguous: '/matches',
  held: '/handwork',
  'no-update-method': '/troubles/no-update-method',
  'side-effect': '/handwork',
  circuit: '/troubles/circuit',
  unread: '/troubles/unread',
  'paused-queue': '/troubles/paused-queue',
  'no-route': '/troubles/no-route',
  'routes-file': '/routes',
};

function needs(pageContext: PageContext, { needs: rows }: Overview): Html {
  const { t, f } = pageContext;
  if (rows.length === 0) return nothing(t.overview.nothingNeeded);
  return html`<ul class="needs">${rows.map(({ code, count, side, since }) => {
    const place = PLACES[code] ?? `/customers?state=${code}`;
    return html`<li><a href="${place}"><span class="count">${f.number(count)}</span><span><strong>${t.needs[code].title}${side !== undefined && `: ${t.sides[side]}`}</strong><span class="step">${t.needs[code].step}</span></span></a>${since !== undefined && html`<span class="age">${moment(pageContext, since)}</span>`}</li>`;
  })}</ul>`;
}

function activity(pageContext: PageContext, { activity: { hours, days } }: Overview): Html {
  const { t, f } = pageContext;
  return html`<div class="charts">
${chart(
  pageContext,
  t.overview.hours,
  hours.map(({ at, ...counts }) => ({ label: f.hour(at), ...counts })),
)}
${chart(
  pageContext,
  t.overview.days,
  days.map(({ day, ...counts }) => ({ label: f.day(day), ...counts })),
)}
</div>`;
}
