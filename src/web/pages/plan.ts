/** The page of what waits for a yes: the first plan with its lines, and each brake with its sample. */
import { SIDES, type Side } from '../../domain/customer.ts';
import type { Planned } from '../../people/leave-out.ts';
import type { BrakeRow } from '../../report/brakes.ts';
import type { PlanPage } from '../../report/first-plan.ts';
import type { FirstSync } from '../../report/first-sync.ts';
import {
  PLAN_ACTIONS,
  type PlanAction,
  type PlanItem,
  type PlanSummary,
} from '../../sync/evaluate/plan-items.ts';
import { brakeCard } from './brake.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import { inWords, leaveBox, lineText, whoOf } from './line-words.ts';
import type { PageContext } from './page-context.ts';
import { heading, livePlace, moment, nothing, notice, pager } from './parts.ts';

export type Plans = {
  /** The first plan, while it waits for its approval. */
  readonly first: PlanSummary | undefined;
  /** Who has refused exactly this one, and when. */
  readonly refused: { readonly by: string; readonly at: number } | undefined;
  /** True while both sides are still being read for it. */
  readonly notReady: boolean;
  readonly brakes: readonly BrakeRow[];
  /** One page of the first plan's lines, of one kind where one was asked for. */
  readonly lines: PlanPage | undefined;
  readonly action: PlanAction | undefined;
  readonly firstSync: FirstSync | undefined;
};
export type PlanSaid = {
  readonly said?: 'approved' | 'released' | 'refused' | 'kept' | 'moved' | 'leftOut' | 'takenIn' | undefined;
  /** Lines that were left out just now. */
  readonly line: readonly Planned[];
};

/** What waits for a person's yes: the first plan, and whatever a brake holds. */
export function planPage(pageContext: PageContext, plans: Plans, { said, line }: PlanSaid): Html {
  const { t } = pageContext;
  const { first, refused, notReady, brakes } = plans;
  const none = first === undefined && brakes.length === 0;
  return page(
    pageContext,
    t.plan.title,
    html`${heading(t.plan.title)}
${said !== undefined && !(said === 'refused' && refused !== undefined) && told(pageContext, said, line)}
${livePlace('first-sync', firstSyncBar(pageContext, plans.firstSync))}
${livePlace(
  'plan',
  html`${brakes.map((brake) => brakeCard(pageContext, brake))}
${first !== undefined && firstPlan(pageContext, first, plans)}
${none && nothing(notReady ? t.plan.notReady : t.plan.none)}`,
)}`,
  );
}

/** What was done, and the way to take it back: an approval or a release is undone from its line in the history. */
function told(pageContext: PageContext, said: NonNullable<PlanSaid['said']>, line: PlanSaid['line']): Html {
  const { t } = pageContext;
  if (said === 'leftOut' && line.length > 0)
    return html`<div role="status"><form class="notice good row" method="post" action="/plan/take-in">${token(pageContext)}<span>${t.plan.leftOut}</span>${line.map((planned) => html`<input type="hidden" name="line" value="${lineText(planned)}">`)}${pageContext.mayAct && html`<button class="small">${t.undo}</button>`}<a href="/customers?state=paused">${t.waits.paused}</a></form></div>`;
  const kind = said === 'approved' ? 'approved' : said === 'released' ? 'release' : undefined;
  if (kind === undefined) return notice(said === 'moved' ? 'bad' : 'good', t.plan[said]);
  return html`<div class="notice good row" role="status"><span>${t.plan[said]}</span>${pageContext.mayAct && html`<a class="button small" href="/history?kind=${kind}">${t.seeAndUndo}</a>`}</div>`;
}

/** How far the first sync is, once its plan was approved. */
export function firstSyncBar({ t, f }: PageContext, sync: FirstSync | undefined): Html | undefined {
  if (sync === undefined) return undefined;
  const { done, total } = sync;
  const label = t.plan.firstSync(f.number(done), f.number(total));
  return html`<p class="first-sync"><progress value="${String(done)}" max="${String(total)}" aria-label="${label}"></progress> ${label}</p>`;
}

function firstPlan(
  pageContext: PageContext,
  plan: PlanSummary,
  { refused, lines, action }: Pick<Plans, 'refused' | 'lines' | 'action'>,
): Html {
  const { t, f } = pageContext;
  return html`<section class="card" aria-labelledby="first" data-stands><h2 id="first">${t.plan.first}</h2>
<p>${t.plan.firstIntro} <span class="age">${moment(pageContext, plan.at)}</span></p>
<ul class="counts">${PLAN_ACTIONS.map((kind) => html`<li><a href="/plan?action=${kind}#lines"${kind === action && html` aria-current="true"`}><strong>${f.number(plan.counts[kind])}</strong> ${t.plan.actions[kind]}</a></li>`)}</ul>
<p><a class="button" href="/plan.csv" download>${t.plan.csv}</a> <span class="faint">${t.plan.hash}: <code>${plan.hash}</code></span></p>
${refused !== undefined && refusal(pageContext, refused)}
${pageContext.mayAct && answers(pageContext, plan.hash, '/plan/approve', refused === undefined ? t.plan.approve : t.plan.approveAfterAll, refused === undefined ? t.plan.refuse : undefined)}
${pageContext.mayAct && refused === undefined && html`<p class="faint">${t.plan.refuseHint}</p>`}
${lines !== undefined && planLines(pageContext, lines, action)}
</section>`;
}

/** What a refusal means, and what to do until the next plan. */
function refusal(pageContext: PageContext, { by, at }: NonNullable<Plans['refused']>): Html {
  const { t } = pageContext;
  return html`<div class="notice bad" role="status"><p><strong>${t.plan.refusedBy(by)}</strong> <span class="age">${moment(pageContext, at)}</span></p>
<p>${t.plan.refusedMeans}</p><ol>${t.plan.refusedNext.map((step) => html`<li>${step}</li>`)}</ol></div>`;
}

function answers(
  pageContext: PageContext,
  hash: string,
  yes: string,
  yesText: string,
  noText: string | undefined,
): Html {
  const form = (action: string, content: Html) =>
    html`<form method="post" action="${action}">${token(pageContext)}<input type="hidden" name="hash" value="${hash}">${content}</form>`;
  return html`<div class="row">${form(yes, html`<button class="main">${yesText}</button>`)}${noText !== undefined && form('/plan/refuse', html`<button>${noText}</button>`)}</div>`;
}

/** What would be written: whoever it is about may be left out. The other kinds wait for a person anyway. */
const LEAVABLE: ReadonlySet<PlanAction> = new Set(['link', 'create', 'update']);

/** The plan's lines, 50 a page, of all kinds or of one. */
function planLines(pageContext: PageContext, lines: PlanPage, action: PlanAction | undefined): Html {
  const { t, f } = pageContext;
  const shown = action === undefined ? t.plan.allLines : t.plan.actions[action];
  return html`<h3 id="lines">${shown}: ${f.number(lines.total)}</h3>
${action !== undefined && html`<p><a href="/plan#lines">${t.plan.allLines}</a></p>`}
<form method="post" action="/plan/leave-out">${token(pageContext)}
${table(pageContext, lines.rows)}
${pageContext.mayAct && lines.rows.some((item) => LEAVABLE.has(item.action)) && html`<p class="row"><button>${t.plan.leaveOut}</button><span class="faint">${t.plan.leaveOutHint}</span></p>`}</form>
${pager(pageContext, lines)}`;
}

/** Where a line would be written; a link, and what is in question, is of both sides. */
function sidesOf({ side }: PlanItem): readonly Side[] {
  return side === undefined ? SIDES : [side];
}

function table(pageContext: PageContext, items: readonly PlanItem[]): Html {
  const { t } = pageContext;
  return html`<div class="scroll"><table class="cards"><thead><tr><th scope="col">${t.plan.action}</th><th scope="col">${t.customer.title}</th><th scope="col">${t.plan.in}</th><th scope="col">${t.plan.detail}</th></tr></thead>
<tbody>${items.map(
    (
      item,
    ) => html`<tr><td data-name="${t.plan.action}">${pageContext.mayAct && LEAVABLE.has(item.action) && leaveBox(pageContext, item)} <span class="badge calm">${t.plan.actions[item.action]}</span></td>
<th scope="row">${whoOf(pageContext, item)}</th><td data-name="${t.plan.in}">${sidesOf(item)
      .map((side) => t.sides[side])
      .join(' · ')}</td><td data-name="${t.plan.detail}">${inWords(pageContext, item)}</td></tr>`,
  )}</tbody></table></div>`;
}
