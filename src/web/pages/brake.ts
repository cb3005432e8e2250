import type { BrakePage, BrakePlanLine } from '../../report/brake-plan.ts';
import type { BrakeRow } from '../../report/brakes.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import { inWords, leaveBox, whoOf } from './line-words.ts';
import type { PageContext } from './page-context.ts';
import { customerLink, fieldValue, heading, moment, pager } from './parts.ts';

/** What a release would do, by what the brake was put on for. */
function meaningOf(reason: string): 'lookUp' | 'believe' | 'apply' | 'deliver' | 'create' {
  if (reason === 'newcomers') return 'create';
  if (reason === 'backlog' || reason === 'new-routes') return 'deliver';
  if (reason === 'emptied-list' || reason === 'shrunken-list') return 'lookUp';
  return reason === 'missing-keys' || reason === 'empty-told' ? 'believe' : 'apply';
}

/** A brake: its sample first, then what a release means, and leaving it as the first choice. */
export function brakeCard(pageContext: PageContext, brake: BrakeRow): Html {
  const { t, f } = pageContext;
  const { side, reason, field, count, of, since, hash } = brake;
  const why = t.plan.reasons[reason as keyof typeof t.plan.reasons] ?? reason;
  return html`<section class="card braked" aria-label="${t.plan.braked(t.sides[side])}" data-stands><h2>${t.plan.braked(t.sides[side])}</h2>
<p><strong>${why}${field !== undefined && ` (${t.fields[field]})`}.</strong> ${t.plan.brakeIntro(f.number(count), f.number(of))} <span class="age">${moment(pageContext, since)}</span></p>
${sampleOf(pageContext, brake)}
<p>${t.plan.releaseMeans[meaningOf(reason)]}</p>
${pageContext.mayAct && html`<div class="row"><form method="post" action="/plan/refuse">${named(pageContext, brake)}<button class="main">${t.plan.keep}</button></form><a class="button" href="/plan/release?${new URLSearchParams({ side, hash }).toString()}">${t.plan.releaseAsk}</a></div>`}
<p>${isLeavable(reason) && html`<a class="button" href="/plan/brake?${new URLSearchParams({ side, hash }).toString()}">${t.plan.allLines}</a> `}<a class="button" href="/plan/${side}.csv?hash=${encodeURIComponent(hash)}" download>${t.plan.csv}</a> <span class="faint">${t.plan.hash}: <code>${hash}</code></span></p>
</section>`;
}

function named(pageContext: PageContext, { side, hash }: BrakeRow): Html {
  return html`${token(pageContext)}<input type="hidden" name="side" value="${side}"><input type="hidden" name="hash" value="${hash}">`;
}

/** The second step of a release, which repeats how many it is about. */
export function releasePage(pageContext: PageContext, brake: BrakeRow): Html {
  const { t, f } = pageContext;
  const title = t.plan.releaseSure(t.sides[brake.side]);
  return page(
    pageContext,
    title,
    html`<p class="crumbs"><a href="/plan">${t.plan.title}</a></p>${heading(title)}
<section class="card braked" aria-label="${title}"><p><strong>${t.plan.releaseCount(brake.count, f.number(brake.count), f.number(brake.of))}</strong> ${t.plan.releaseMeans[meaningOf(brake.reason)]}</p>
${pageContext.mayAct && html`<div class="row"><form method="post" action="/plan/release">${named(pageContext, brake)}<button class="danger">${t.plan.releaseNow(brake.count, f.number(brake.count))}</button></form><a class="button main" href="/plan">${t.plan.releaseCancel}</a></div>`}</section>`,
  );
}

function sampleOf(pageContext: PageContext, brake: BrakeRow): Html {
  const { t } = pageContext;
  const { side } = brake;
  return html`<h3>${t.plan.sample}</h3>
<div class="scroll"><table class="cards"><tbody>${brake.sample.map(
    (row) =>
      html`<tr><th scope="row">${customerLink(pageContext, row)}</th><td>${row.fields.map(({ field: name, [side]: cell }) => html`<div>${t.fields[name]}: <del>${fieldValue(pageContext, name, cell.base)}</del> → <ins>${fieldValue(pageContext, name, cell.now)}</ins></div>`)}${row.deliver.map(({ field: name, old, value: next }) => html`<div>${t.fields[name]}: <del>${fieldValue(pageContext, name, old)}</del> → <ins>${fieldValue(pageContext, name, next)}</ins></div>`)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Lines about a listing are believed or not as a whole; of all others each can be left out. */
function isLeavable(reason: string): boolean {
  return !['lookUp', 'believe'].includes(meaningOf(reason));
}

/** Every line of a brake, each of which can be left out of a release. */
export function brakeLinesPage(pageContext: PageContext, brake: BrakeRow, lines: BrakePage): Html {
  const { t, f } = pageContext;
  const title = t.plan.braked(t.sides[brake.side]);
  const mayLeave = pageContext.mayAct && isLeavable(brake.reason);
  return page(
    pageContext,
    title,
    html`<p class="crumbs"><a href="/plan">${t.plan.title}</a></p>${heading(title)}
<section class="card braked" aria-label="${title}"><p>${t.plan.allLines}: ${f.number(lines.total)}</p>
<form method="post" action="/plan/leave-out">${token(pageContext)}
<div class="scroll"><table class="cards"><thead><tr><th scope="col">${t.customer.title}</th><th scope="col">${t.plan.detail}</th></tr></thead><tbody>${lines.rows.map((line) => brakeLine(pageContext, line, mayLeave))}</tbody></table></div>
${mayLeave && html`<p class="row"><button>${t.plan.leaveOut}</button><span class="faint">${t.plan.leaveOutHint}</span></p>`}</form>
${pager(pageContext, lines)}</section>`,
  );
}

function brakeLine(pageContext: PageContext, line: BrakePlanLine, mayLeave: boolean): Html {
  const { t } = pageContext;
  const detail = inWords(pageContext, { action: undefined, detail: line.moved || line.detail });
  return html`<tr><th scope="row">${mayLeave && leaveBox(pageContext, line)} ${whoOf(pageContext, line)}</th><td data-name="${t.plan.detail}">${detail}</td></tr>`;
}
