import { FIELDS, SIDES } from '../domain/customer.ts';
import { routed } from '../domain/routes.ts';
import type { AnyWait, KeptWait, Loaded } from '../store/records.ts';
import { approved } from '../sync/certify/first-plan.ts';
import type { Context } from '../sync/context.ts';
import { createTroubleOf } from '../sync/decide/create-trouble.ts';
import type { Evaluated, LoneOutcome } from '../sync/evaluate/evaluate.ts';
import type { Snapshot } from '../sync/evaluate/snapshot.ts';
import type { Reason } from './shapes.ts';

/** One wait as a code and the values of its sentence. */
function reasonOf(wait: AnyWait): Reason {
  switch (wait.kind) {
    case 'conflict':
      return {
        code: wait.first ? 'conflict-first' : 'conflict',
        params: { field: wait.field, managementpro: wait.now.managementpro, aceptabits: wait.now.aceptabits },
      };
    case 'held':
      return {
        code: `held-${wait.reason}`,
        params: { side: wait.side, field: wait.field, value: wait.value },
      };
    case 'parked':
      return { code: 'parked', params: { side: wait.side, error: wait.code, detail: wait.detail } };
    case 'frozen':
      return { code: 'frozen', params: { field: wait.field } };
    case 'missing':
    case 'suspended':
    case 'braked':
      return { code: wait.kind, params: { side: wait.side } };
    case 'ambiguous':
      return { code: 'ambiguous', params: { candidates: wait.candidates.map(({ key }) => key).join(', ') } };
    case 'unreadable':
      return { code: 'unreadable', params: { reason: wait.reason } };
    case 'inactive':
    case 'paused':
    case 'unseen':
    case 'platform':
    case 'probe':
    case 'nobody':
      return { code: wait.kind, params: {} };
  }
}

/** Waits that the rules do not give by themselves, but a scan or a brake. */
const FROM_OUTSIDE: readonly AnyWait['kind'][] = ['unreadable', 'braked'];

/** Everything that a customer waits for now, each with since when; `in-step` when it waits for nothing. */
export async function reasonsOf(ctx: Context, evaluated: Evaluated, snapshot: Snapshot): Promise<Reason[]> {
  const { waits } = evaluated.loaded;
  const outside = waits.filter(({ kind }) => FROM_OUTSIDE.includes(kind)).map((wait) => sinceOf(wait, waits));
  const ruled = rulesReasons(evaluated);
  const writes = ruled.some(({ code }) => code.endsWith('-pending') || code === 'wait-for-scan');
  const first: Reason[] = writes && !(await approved(ctx)) ? [{ code: 'first-plan', params: {} }] : [];
  const circuits = writes ? await openCircuits(ctx) : [];
  const troubles = await createTroubles(ctx, ruled);
  const all = [...outside, ...first, ...circuits, ...troubles, ...ruled];
  const still: Reason[] = all.length === 0 ? [{ code: 'in-step', params: {} }] : all;
  return [...still, ...routeReasons(evaluated.loaded, snapshot)];
}

function rulesReasons(evaluated: Evaluated): Reason[] {
  switch (evaluated.kind) {
    case 'gone':
      return [{ code: 'gone', params: {} }];
    case 'link':
      return [
        ...evaluated.plan.waits.map((wait) => sinceOf(wait, evaluated.loaded.waits)),
        ...pendingWrites(evaluated),
      ];
    case 'lone':
      return loneReasons(evaluated);
  }
}

function sinceOf(wait: AnyWait, kept: readonly KeptWait[]): Reason {
  const identity = (some: AnyWait) =>
    JSON.stringify([some.kind, 'field' in some && some.field, 'side' in some && some.side]);
  const since = kept.find((known) => identity(known) === identity(wait))?.since;
  return { ...reasonOf(wait), ...(since !== undefined && { since }) };
}

function pendingWrites({ plan, loaded }: Extract<Evaluated, { kind: 'link' }>): Reason[] {
  return SIDES.flatMap((side) =>
    FIELDS.flatMap((field): Reason[] => {
      const change = plan.writes[side]?.[field];
      if (change === undefined) return [];
      const since = loaded.since === undefined ? {} : { since: loaded.since };
      return [{ code: 'write-pending', params: { side, field, value: change.value }, ...since }];
    }),
  );
}

function loneReasons({ plan, loaded, open }: LoneOutcome): Reason[] {
  const to = loaded.subject.side === 'managementpro' ? 'aceptabits' : 'managementpro';
  const since = loaded.since === undefined ? {} : { since: loaded.since };
  const unclear = open?.intent;
  switch (plan.kind) {
    case 'create':
      return unclear === undefined
        ? [{ code: 'create-pending', params: { side: to }, ...since }]
        : [{ code: 'create-unclear', params: { side: to }, since: unclear.at }];
    case 'link':
      return [{ code: 'link-pending', params: { key: plan.key }, ...since }];
    case 'wait-for-scan':
      return [{ code: 'wait-for-scan', params: { side: to }, ...since }];
    case 'inactive':
      return [{ code: 'inactive', params: {} }];
    case 'platform':
    case 'probe':
    case 'nobody':
    case 'paused':
      return [sinceOf({ kind: plan.kind }, loaded.waits)];
    case 'ambiguous':
      return [sinceOf({ kind: 'ambiguous', candidates: plan.candidates }, loaded.waits)];
    case 'parked':
      return [sinceOf({ kind: 'parked', side: to, code: plan.code, detail: plan.detail }, loaded.waits)];
  }
}

async function openCircuits(ctx: Context): Promise<Reason[]> {
  const circuits = await Promise.all(
    SIDES.map(async (side) => ({ side, ...(await ctx.gates[side].circuit()) })),
  );
  return circuits
    .filter(({ open }) => open)
    .map(({ side, reason = '', since }) => ({
      code: 'circuit-open',
      params: { side, reason },
      ...(since !== undefined && { since }),
    }));
}

/** Whose creates wait for the canary of a side, and why (rule 8). */
async function createTroubles(ctx: Context, ruled: readonly Reason[]): Promise<Reason[]> {
  const sides = SIDES.filter((side) =>
    ruled.some(({ code, params }) => /^create-(pending|unclear)$/.test(code) && params.side === side),
  );
  const found = await Promise.all(
    sides.map(async (side) => ({ side, trouble: (await createTroubleOf(ctx, side)).trouble })),
  );
  return found.flatMap(({ side, trouble }): Reason[] =>
    trouble === undefined
      ? []
      : [{ code: 'create-trouble', params: { side, error: trouble.code }, since: trouble.since }],
  );
}

/** A vendedor without a route leaves the agent of its customers alone (docs/rules.md, the customer). */
function routeReasons({ managementpro, link }: Loaded, { routes }: Snapshot): Reason[] {
  const { salesperson = '', salespersonName = '' } = managementpro?.record ?? {};
  if (link === undefined || salesperson === '' || routed(routes.salespeople, salesperson)) return [];
  return [{ code: 'no-route', params: { salesperson, name: salespersonName } }];
}
