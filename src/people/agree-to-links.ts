import { agentByRoute, withAgentReplaced } from '../domain/agent-base.ts';
import type { Side } from '../domain/customer.ts';
import { moved } from '../domain/judged.ts';
import type { BrakeLine } from '../domain/lines.ts';
import { type Link, withJudgedValue } from '../domain/link.ts';
import { linkText } from '../store/packed.ts';
import { type Loaded, subjectId } from '../store/records.ts';
import { valueMark } from '../sync/certify/movements.ts';
import { agentMark } from '../sync/certify/reroutes.ts';
import type { Context } from '../sync/context.ts';
import { expectUnmoved } from '../sync/decide/file-decision.ts';
import { evaluateLink, type LinkOutcome } from '../sync/evaluate/evaluate.ts';
import type { Snapshot } from '../sync/evaluate/snapshot.ts';
import { isOfBacklog } from '../sync/evaluate/update-method.ts';
import { heldMark } from '../sync/update/backlog.ts';
import { markWork } from '../sync/work.ts';

/** Lines of a sheet that are about links: values that have moved, that are held, and agents under new routes. */
type LinkLine = Extract<BrakeLine, { clave: string }>;

/** A link that a writer is busy with at this very moment is not so for long. */
const TRIES = 5;

/** Those of the lines that still stand as they were shown pass from now on. */
export async function agreeToLinks(
  ctx: Context,
  side: Side,
  all: readonly BrakeLine[],
  snapshot: Snapshot,
): Promise<void> {
  const lines = all.flatMap((line): LinkLine[] => ('clave' in line ? [line] : []));
  let open = Map.groupBy(lines, ({ clave }) => clave);
  for (let tries = 0; tries < TRIES && open.size > 0; tries += 1) {
    const loaded = await ctx.store.load([...open.keys()].map((key) => ({ side: 'managementpro', key })));
    const again = await Promise.all(
      loaded.map(async (customer) =>
        (await agreeForLink(ctx, side, customer, open.get(customer.link?.clave ?? '') ?? [], snapshot))
          ? []
          : [customer.subject.key],
      ),
    );
    const busy = new Set(again.flat());
    open = new Map([...open].filter(([clave]) => busy.has(clave)));
  }
}

/** False where the customer has moved meanwhile. */
async function agreeForLink(
  ctx: Context,
  side: Side,
  loaded: Loaded,
  lines: readonly LinkLine[],
  snapshot: Snapshot,
): Promise<boolean> {
  const { link } = loaded;
  // Whoever was left out, or is paused, is asked about anew once they go on.
  if (link === undefined || link.paused !== undefined) return true;
  const { store } = ctx;
  const linked = evaluateLink(ctx, loaded, link, snapshot);
  const waits = withoutAgreed(ctx, linked, lines);
  const next = lines.reduce((soFar, line) => agreedTo(ctx, side, soFar, linked, line, snapshot), link);
  if (next === link && waits.length === loaded.waits.length) return true;
  const tx = store.transaction();
  expectUnmoved(ctx, tx, loaded);
  store.putWaits(tx, loaded, waits, ctx.now());
  if (next !== link) tx.set(store.keys.links, link.clave, linkText(next));
  markWork(ctx, tx, subjectId(loaded.subject));
  return tx.commit();
}

/** The link with one of the lines as agreed to, where it is true of it. */
function agreedTo(
  ctx: Context,
  side: Side,
  link: Link,
  { state }: LinkOutcome,
  line: LinkLine,
  { routes }: Snapshot,
): Link {
  if (line.kind === 'held') return link;
  if (line.kind === 'agent') {
    const to = agentByRoute(state, routes);
    const stands = to !== undefined && agentMark(ctx, link.clave, state.agent ?? '', to) === line.mark;
    return stands ? withAgentReplaced(link, state) : link;
  }
  const { field, mark } = line;
  const shown = state.shown[side] ?? {};
  const value = shown[field] ?? '';
  const stands =
    moved(state.link, side, shown).includes(field) && valueMark(ctx, side, link.clave, field, value) === mark;
  return stands ? withJudgedValue(link, side, field, value) : link;
}

/** What was held before the method appeared is an update like any other once it is a wait no more (rule 7). */
function withoutAgreed(ctx: Context, { loaded, plan }: LinkOutcome, lines: readonly LinkLine[]) {
  const marks = new Set(lines.flatMap((line) => (line.kind === 'held' ? [line.mark] : [])));
  const agreed = new Set(
    plan.waits.flatMap((wait) => {
      if (wait.kind !== 'held' || !isOfBacklog(wait)) return [];
      return marks.has(heldMark(ctx, plan.link.clave, wait.field, wait.value)) ? [wait.field] : [];
    }),
  );
  return loaded.waits.filter((wait) => !(isOfBacklog(wait) && agreed.has(wait.field)));
}
