/** The sentence at the top of the overview. */
import { SIDES, type Side } from '../../domain/customer.ts';
import type { NeedRow } from '../../report/needs.ts';
import type { SideStatus, Status } from '../../report/status.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page-context.ts';
import { firstSyncBar } from './plan.ts';

type Standing = { readonly status: Status; readonly needs: readonly NeedRow[] };

/** One sentence that says how things stand. It never says that all is well before both sides have been read. */
export function lead(pageContext: PageContext, { status, needs }: Standing): Html {
  const { t, f, now } = pageContext;
  const unread = SIDES.filter((side) => status.sides[side].completeAt === undefined);
  if (unread.length > 0) return firstReading(pageContext, status, needs.length);
  const sync = firstSyncBar(pageContext, status.firstSync);
  if (needs.length > 0) return html`<p class="lead warn">${t.lead.waits(needs.length)}</p>${sync}`;
  if (sync !== undefined) return sync;
  if (status.differing > 0) return html`<p class="lead">${t.lead.onTheWay(f.number(status.differing))}</p>`;
  const read = Math.min(...SIDES.map((side) => status.sides[side].lastScan?.endedAt ?? 0));
  return html`<p class="lead good">${t.lead.allWell(f.ago(read, now))}</p>`;
}

function firstReading(pageContext: PageContext, { sides }: Status, needs: number): Html {
  const { t } = pageContext;
  return html`<p class="lead">${t.lead.firstReading}${needs > 0 && html` ${t.lead.waits(needs)}`}</p>
<ul class="reading">${SIDES.map((side) => html`<li>${reading(pageContext, side, sides[side])}</li>`)}</ul>`;
}

/** How far the first reading of a side is, and why it does not get on. */
function reading(
  { t, f }: PageContext,
  side: Side,
  { completeAt, circuit, lastScan, known }: SideStatus,
): Html {
  const name = t.sides[side];
  if (circuit.open) return html`${t.reasons['circuit-open']({ side: name })}`;
  if (completeAt !== undefined) return html`${t.lead.isRead(name, f.number(known))}`;
  if (lastScan === undefined) return html`${t.lead.isBeingRead(name)}`;
  if (lastScan.complete) return html`${t.lead.isConfirmed(name, f.number(lastScan.distinct))}`;
  return html`<span title="${lastScan.why}">${t.lead.isIncomplete(name, f.number(lastScan.distinct))}</span>`;
}
