import type { Profile } from '../domain/profile.ts';
import { memoryFrom, NEW_MEMORY, type ScanMemory, scanManagementPro } from '../systems/managementpro/scan.ts';
import type { ListQuery } from '../systems/managementpro/wire-forms.ts';

/** How many requests a profile saves, found by playing both readings against a list of the measured manner: none is sent. */

export type Savings = { readonly customers: number; readonly without: number; readonly with: number };

const CUSTOMERS_MIN = 500;
const CUSTOMERS_MAX = 3_000;
/** A list that is cut off hides how long it is; so many times its cap is an ordinary company. */
const CAPS = 5;

/** The first reading of a company of about this size, with the profile and without. */
export async function savingsBy(profile: Profile): Promise<Savings | undefined> {
  const { size } = profile.measured;
  if (profile.side !== 'managementpro' || size === undefined) return undefined;
  const wanted = size.cap === undefined ? size.received - (size.ours ?? 0) : size.cap * CAPS;
  const customers = Math.min(
    CUSTOMERS_MAX,
    size.cap === undefined ? wanted : Math.max(CUSTOMERS_MIN, wanted),
  );
  const known = memoryFrom(profile, profile.at);
  const paging = profile.measured.paging?.by;
  return {
    customers,
    without: await requestsOf(profile, customers, NEW_MEMORY, undefined),
    with: await requestsOf(profile, customers, known, paging),
  };
}

async function requestsOf(
  profile: Profile,
  customers: number,
  known: ScanMemory,
  paging: NonNullable<Profile['measured']['paging']>['by'],
): Promise<number> {
  const keys = Array.from({ length: customers }, (_, index) => String(index + 1).padStart(10, '0'));
  const { certificate } = await scanManagementPro(listOf(profile, keys), {
    known,
    paging,
    now: () => profile.at,
    onPage: async () => {},
  });
  return certificate.requests;
}

/** A list of active customers with these claves, as the measured server would tell it. */
function listOf({ measured }: Profile, keys: readonly string[]): Parameters<typeof scanManagementPro>[0] {
  const cap = measured.size?.cap ?? Number.POSITIVE_INFINITY;
  return {
    async read({ active, search, keys: asked, limit, page }: ListQuery, onRows) {
      const isAsked = (key: string) =>
        (asked === undefined || asked.includes(key)) && (search === undefined || key.includes(search));
      const matching = active === false ? [] : keys.filter(isAsked);
      const most = Math.min(limit, cap);
      const from = most * ((page?.number ?? 1) - 1);
      const shown = matching.slice(from, from + most);
      await onRows(shown.map((key) => ({ key, decoded: () => ({ ok: true, record: { key, rest: {} } }) })));
      const claimed = measured.registros?.means === 'matching' ? matching.length : shown.length;
      return { received: shown.length, claimed, broken: undefined };
    },
  };
}
