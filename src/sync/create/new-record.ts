/** What a new customer is made of on either side, from the other side's record, the routes and the defaults. */
import type { Scope } from '../../domain/brake.ts';
import type { Side } from '../../domain/customer.ts';
import { folded, tidied } from '../../domain/equality.ts';
import { told } from '../../domain/garbled.ts';
import type { RecordOf } from '../../domain/record.ts';
import { routed, servesShop } from '../../domain/routes.ts';
import type { NewAceptabitsCustomer } from '../../systems/aceptabits/client.ts';
import type { NewManagementProCustomer } from '../../systems/managementpro/client.ts';
import { valuesBraked } from '../evaluate/brake-pass.ts';
import type { Creating, Person } from './creating.ts';

type Newcomer<F> = {
  readonly form: F;
  readonly customer: Person;
  /** The shop whose list alone may show it; undefined where one list has everybody. */
  readonly createdIn?: string | undefined;
  readonly salespersonFrom: string | undefined;
};

/** The RFC of the general public, for new customers whose RFC nobody knows. */
const RFC_OF_THE_PUBLIC = 'XAXX010101000';

/**
 * A record without what is braked there: that is not copied, and is delivered as an edit once the brake is off (rule
 * 10). A name is there, because without one nobody is created.
 */
function unbraked<R extends RecordOf<Side>>(record: R | undefined, scope: Scope | undefined): R | undefined {
  const held = valuesBraked(scope).map((field) =>
    field === 'salesperson' ? ['salesperson', 'agent'] : [field],
  );
  const kept = Object.entries(record ?? {}).filter(([name]) => !held.flat().includes(name));
  return record && (Object.fromEntries(kept) as R);
}

/** What a new Aceptabits customer is made of. Its name stays whole: a split would be a guess (docs/rules.md, the customer). */
export function newAceptabits({
  ctx,
  loaded: { managementpro },
  snapshot: { routes, braked },
}: Creating): Newcomer<NewAceptabitsCustomer> {
  const record = unbraked(managementpro?.record, braked.managementpro);
  const text = (value: string | undefined) => folded(told(value) ?? '');
  const shop = routed(routes.shops, record?.shop) ?? ctx.config.aceptabits.shop;
  const agent = servesShop(record?.salesperson, shop, routes)
    ? routed(routes.salespeople, record?.salesperson)
    : undefined;
  const isHeld = valuesBraked(braked.managementpro).includes('salesperson');
  const covered = !isHeld && (!record?.salesperson || agent !== undefined);
  const name = tidied(told(record?.name) ?? '');
  const customer = { name, email: text(record?.email), phone: text(record?.phone) };
  return {
    form: { shop, ...customer, ...(agent !== undefined && { agent }) },
    createdIn: shop,
    customer: { ...customer, salesperson: agent === undefined ? '' : (record?.salesperson ?? '') },
    salespersonFrom: covered ? record?.salesperson : undefined,
  };
}

function keyFor(map: Readonly<Record<string, string>>, value: string | undefined): string | undefined {
  const keys = Object.entries(map).flatMap(([key, to]) => (to === value ? [key] : []));
  return keys.length === 1 ? keys[0] : undefined;
}

/** What a new ManagementPro customer is made of: the customer, its routes, and `MANAGEMENTPRO_DEFAULTS` for the rest. */
export function newManagementPro({
  ctx,
  loaded: { aceptabits },
  snapshot: { routes, braked },
}: Creating): Newcomer<NewManagementProCustomer> {
  const record = unbraked(aceptabits?.record, braked.aceptabits);
  const isHeld = valuesBraked(braked.aceptabits).includes('salesperson');
  const { defaults } = ctx.config.managementpro;
  const customer = {
    name: tidied(`${record?.name ?? ''} ${record?.lastname ?? ''}`),
    email: folded(told(record?.email) ?? ''),
    phone: folded(told(record?.phone) ?? ''),
  };
  const own = record?.agent ? keyFor(routes.salespeople, record.agent) : undefined;
  const salesperson = own ?? defaults.salesperson;
  const shop = keyFor(routes.shops, record?.shop) ?? defaults.shop;
  return {
    form: {
      ...defaults,
      ...customer,
      rfc: defaults.rfc ?? RFC_OF_THE_PUBLIC,
      legalName: customer.name,
      ...(salesperson !== undefined && { salesperson }),
      ...(shop !== undefined && { shop }),
    },
    customer: { ...customer, salesperson: salesperson ?? '' },
    salespersonFrom: isHeld || (record?.agent && own === undefined) ? undefined : (own ?? ''),
  };
}

const NEW = { managementpro: newManagementPro, aceptabits: newAceptabits } as const;

/** What a new customer of either side is made of. */
export function newcomer(of: Creating): Newcomer<NewAceptabitsCustomer | NewManagementProCustomer> {
  return NEW[of.target](of);
}
