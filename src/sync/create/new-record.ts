import { folded } from '../../domain/equality.ts';
import { told } from '../../domain/garbled.ts';
import { routed, servesShop } from '../../domain/routes.ts';
import type { NewAceptabitsCustomer } from '../../systems/aceptabits/client.ts';
import type { NewManagementProCustomer } from '../../systems/managementpro/client.ts';
import type { Creating, Person } from './creating.ts';

type Newcomer<F> = {
  readonly form: F;
  readonly customer: Person;
  readonly salespersonFrom: string | undefined;
};

/** The RFC of the general public, for new customers whose RFC nobody knows. */
const RFC_OF_THE_PUBLIC = 'XAXX010101000';

/** What a new Aceptabits customer is made of. Its name stays whole: a split would be a guess (design section 3). */
export function newAceptabits({
  ctx,
  loaded: { managementpro },
  around: { routes },
}: Creating): Newcomer<NewAceptabitsCustomer> {
  const record = managementpro?.record;
  const text = (value: string | undefined) => folded(told(value) ?? '');
  const shop = routed(routes.shops, record?.shop) ?? ctx.config.aceptabits.shop;
  const agent = servesShop(record?.salesperson, shop, routes)
    ? routed(routes.salespeople, record?.salesperson)
    : undefined;
  const covered = !record?.salesperson || agent !== undefined;
  const customer = { name: text(record?.name), email: text(record?.email), phone: text(record?.phone) };
  return {
    form: { shop, ...customer, ...(agent !== undefined && { agent }) },
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
  around: { routes },
}: Creating): Newcomer<NewManagementProCustomer> {
  const record = aceptabits?.record;
  const { defaults } = ctx.config.managementpro;
  const customer = {
    name: folded(`${record?.name ?? ''} ${record?.lastname ?? ''}`),
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
    salespersonFrom: record?.agent && own === undefined ? undefined : (own ?? ''),
  };
}

/** What a new customer of either side is made of. */
export function newcomer(of: Creating): Newcomer<NewAceptabitsCustomer | NewManagementProCustomer> {
  return of.target === 'aceptabits' ? newAceptabits(of) : newManagementPro(of);
}
