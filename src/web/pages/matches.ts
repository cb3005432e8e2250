/** The page on which a person says whether two customers are one. */
import { otherSide, type Side } from '../../domain/customer.ts';
import type { CandidateRow } from '../../report/candidates.ts';
import type { MatchPage, MatchRow } from '../../report/matches.ts';
import type { Contact } from '../../report/shapes.ts';
import { type Html, html } from './html.ts';
import { page, token } from './layout.ts';
import type { PageContext } from './page-context.ts';
import {
  customerPath,
  heading,
  livePlace,
  moment,
  nothing,
  notice,
  pager,
  underWay,
  value,
} from './parts.ts';

type Said = 'done' | 'moved' | 'undone' | undefined;
type Answer = { readonly clave: string; readonly code: string; readonly verdict: string };

export function matchesPage(
  pageContext: PageContext,
  found: MatchPage,
  said: Said,
  answer: Answer | undefined,
): Html {
  const { t } = pageContext;
  return page(
    pageContext,
    t.matches.title,
    html`${heading(t.matches.title, livePlace('total', html`<span class="faint">${found.total > 0 && html`<strong>${t.matches.total(found.total)}</strong> `}${t.matches.intro}</span>`))}
<div data-told>${told(pageContext, said, answer)}</div>
<div data-live-list="matches">${found.rows.length === 0 ? nothing(t.matches.none) : found.rows.map((row, index) => match(pageContext, row, found.rows[index + 1]))}</div>
${pager(pageContext, found)}`,
  );
}

function told(pageContext: PageContext, said: Said, answer: Answer | undefined): Html | false {
  const { t } = pageContext;
  if (said === 'moved') return notice('bad', t.matches.moved);
  if (said === 'undone') return notice('good', t.matches.undone);
  if (said === undefined) return false;
  return html`<div class="notice good row" role="status"><span>${t.matches.done}</span>${answer !== undefined && pageContext.mayAct && html`<form method="post" action="/matches/undo">${token(pageContext)}${Object.entries(answer).map(([name, text]) => html`<input type="hidden" name="${name}" value="${text}">`)}<button class="small">${t.undo}</button></form>`}</div>`;
}

const idOf = ({ side, customer }: MatchRow) => `match-${side}-${encodeURIComponent(customer.key)}`;

function match(pageContext: PageContext, row: MatchRow, next: MatchRow | undefined): Html {
  const { t } = pageContext;
  const { side, customer, candidates, since } = row;
  const answered =
    candidates.some((field) => field.answered === 'same') || candidates.every((one) => one.answered);
  return html`<section class="card match${answered && ' answered'}" id="${idOf(row)}" data-key="${idOf(row)}" tabindex="-1" aria-label="${customer.name}">
<div class="row"><span class="age">${moment(pageContext, since)}</span>${next !== undefined && html`<a class="later" href="#${idOf(next)}">${t.matches.later} ↓</a>`}</div>
<div class="pair"><div><h2 class="side-name">${t.sides[side]}</h2>${contact(pageContext, side, customer)}</div>
<div class="candidates"><h2 class="side-name">${t.sides[otherSide(side)]}</h2>${candidates.map((candidate) => candidateCard(pageContext, side, customer.key, candidate, answered))}</div></div>
</section>`;
}

/** Somebody of the other side, the evidence for and against, and the two answers. */
export function candidateCard(
  pageContext: PageContext,
  side: Side,
  key: string,
  row: CandidateRow,
  answered = row.answered !== undefined,
): Html {
  const { t, mayAct } = pageContext;
  const { candidate, linked, agree, differ } = row;
  const [clave, code] = side === 'managementpro' ? [key, candidate.key] : [candidate.key, key];
  const evidence = (kinds: CandidateRow['agree']) => kinds.map((kind) => t.evidence[kind]).join(', ');
  const answer = (verdict: 'same' | 'different') =>
    html`<button name="verdict" value="${verdict}"${verdict === 'same' && html` class="main"`}>${t.matches[verdict]}</button>`;
  return html`<div class="candidate">${contact(pageContext, otherSide(side), candidate)}
<p>${agree.length > 0 && html`<span class="badge good">${t.matches.agree}: ${evidence(agree)}</span>`} ${differ.length > 0 && html`<span class="badge bad">${t.matches.differ}: ${evidence(differ)}</span>`} ${linked && html`<span class="badge warn">${t.matches.linkedAlready}</span>`}</p>
${row.answered !== undefined && underWay(pageContext)}
${mayAct && !answered && row.answered === undefined && html`<form method="post" action="/matches" class="row" data-answer>${token(pageContext)}<input type="hidden" name="clave" value="${clave}"><input type="hidden" name="code" value="${code}">${!linked && answer('same')}${answer('different')}</form>`}
</div>`;
}

function contact(pageContext: PageContext, side: Side, { key, name, email, phone, rfc }: Contact): Html {
  const { t } = pageContext;
  return html`<p><a class="customer" href="${customerPath(side, key)}"><bdi>${name === '' ? t.empty : name}</bdi></a> <span class="keys">${key}</span></p>
<dl class="record"><div><dt>${t.fields.email}</dt><dd>${value(pageContext, email)}</dd></div><div><dt>${t.fields.phone}</dt><dd>${value(pageContext, phone)}</dd></div>${rfc !== '' && html`<div><dt>RFC</dt><dd>${rfc}</dd></div>`}</dl>`;
}
