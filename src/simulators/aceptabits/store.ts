import { growth } from '../growth.ts';
import { type LaggedTable, laggedTable } from '../lagged-table.ts';
import { digits, shuffled } from '../random.ts';
import { customerOfAgent, newAgent, newCustomer, newService, newShop, type Stamps } from './new-records.ts';
import type {
  CustomerFields,
  Editable,
  StoredAgent,
  StoredCustomer,
  StoredService,
  StoredShop,
} from './records.ts';
import type { AceptabitsSettings } from './settings.ts';
import { createdAt } from './time.ts';

/** What a person does inside Aceptabits: no HTTP, no validation, effective at once in every reading. */
export type AceptabitsPeople = {
  /** All but the platform's own, who are no people. */
  all(): readonly StoredCustomer[];
  /** The platform's own: `Cliente General` and one for each agent. */
  platform(): readonly StoredCustomer[];
  /** Everybody whom the list shows: the people, and the platform's own. */
  listed(): readonly StoredCustomer[];
  get(code: string): StoredCustomer | undefined;
  /** @returns the code, a new one unless the fields bring their own */
  create(fields: CustomerFields): string;
  edit(code: string, fields: CustomerFields): void;
  setEditable(code: string, isEditable: Editable): void;
  remove(code: string): void;
  agents(): readonly StoredAgent[];
  /** @returns the code */
  addAgent(fields: Partial<StoredAgent>): string;
  shops(): readonly StoredShop[];
  /** @returns the code */
  addShop(fields: Partial<StoredShop>): string;
  services(): readonly StoredService[];
  /** @returns the code */
  addService(fields: Partial<StoredService>): string;
  /** What every account begins with: `Tienda general`, `Venta general` and `Cliente General`. */
  addPlatformElements(created_at: string): void;
};

/** The records of one account: what is stored, what readings show, and the two ways to write. */
export type AceptabitsStore = {
  people: AceptabitsPeople;
  current(code: string): StoredCustomer | undefined;
  /** What a reading shows of one customer now. */
  visible(code: string): StoredCustomer | undefined;
  /** What the list shows now, newest first. */
  newestFirst(): readonly StoredCustomer[];
  agentsNewestFirst(): readonly StoredAgent[];
  shopsNewestFirst(): readonly StoredShop[];
  servicesNewestFirst(): readonly StoredService[];
  shop(code: string): StoredShop | undefined;
  service(code: string): StoredService | undefined;
  agent(code: string | null): StoredAgent | undefined;
  /** An API write, shown by the lists after the lag that is set. It creates when no customer has the code. */
  write(fields: CustomerFields): StoredCustomer;
  remove(code: string): void;
  /** So many new customers come into being by people's hands. */
  grow(count: number): void;
  addService(fields: Pick<StoredService, 'name' | 'price_mxn' | 'code_shop'>): StoredService;
};

type Tables = {
  customers: LaggedTable<StoredCustomer>;
  agents: Map<string, StoredAgent>;
  shops: Map<string, StoredShop>;
  services: Map<string, StoredService>;
  /** The codes of the customers that the platform itself has made. */
  platform: Set<string>;
};

const minuteMs = 60_000;

/** An empty store on the caller's clock (ms). */
export function createAceptabitsStore(
  settings: AceptabitsSettings,
  now: () => number,
  random: () => number,
): AceptabitsStore {
  const tables = emptyTables();
  const { customers, agents, shops, services } = tables;
  const stamps = stampsOf(settings, now, random);
  const tieBreaker = () => (settings.tiedCreatedAt ? random : undefined);
  const inOrder = sortedOnce<StoredCustomer>();
  const people = peopleIn(tables, stamps, settings);
  return {
    people,
    grow: growth(random, ({ given, surnames, email, phone }) => {
      people.create({ name: given, lastname: surnames || null, email, phone });
    }),
    current: (code) => customers.current(code),
    visible: (code) => customers.visible(code, now()),
    newestFirst: () => inOrder(customers.allVisible(now()), tieBreaker()),
    agentsNewestFirst: () => newestFirst([...agents.values()], tieBreaker()),
    shopsNewestFirst: () => newestFirst([...shops.values()], tieBreaker()),
    servicesNewestFirst: () => newestFirst([...services.values()], tieBreaker()),
    shop: (code) => shops.get(code),
    service: (code) => services.get(code),
    agent: (code) => (code === null ? undefined : agents.get(code)),
    write(fields) {
      const known = customers.current(fields.code ?? '');
      const customer = { ...(known ?? newCustomer('', stamps)), ...fields };
      const visibleFromMs = settings.listLagMs > 0 ? now() + settings.listLagMs : Number.NEGATIVE_INFINITY;
      customers.put(customer.code, customer, visibleFromMs);
      return customer;
    },
    remove: (code) => customers.remove(code),
    addService(fields) {
      const service = { ...newService(stamps), ...fields };
      services.set(service.code, service);
      return service;
    },
  };
}

function emptyTables(): Tables {
  return {
    customers: laggedTable(),
    agents: new Map(),
    shops: new Map(),
    services: new Map(),
    platform: new Set(),
  };
}

function stampsOf(settings: AceptabitsSettings, now: () => number, random: () => number): Stamps {
  return {
    code: (prefix, length) => prefix + digits(random, length),
    createdAt() {
      const atMs = now() + settings.clockSkewMs;
      return createdAt(settings.tiedCreatedAt ? Math.floor(atMs / minuteMs) * minuteMs : atMs);
    },
  };
}

function peopleIn(tables: Tables, stamps: Stamps, settings: AceptabitsSettings): AceptabitsPeople {
  const { customers, agents, shops, services, platform } = tables;
  const firstShop = () => shops.keys().next().value ?? '';
  const existing = (code: string): StoredCustomer => {
    const customer = customers.current(code);
    if (!customer) throw new Error(`No customer ${code} in the simulated Aceptabits.`);
    return customer;
  };
  const stored = <T extends { code: string }>(table: Map<string, T>, record: T): string => {
    table.set(record.code, record);
    return record.code;
  };
  const people: AceptabitsPeople = {
    all: () => customers.allCurrent().filter(({ code }) => !platform.has(code)),
    platform: () => customers.allCurrent().filter(({ code }) => platform.has(code)),
    listed: () => customers.allCurrent(),
    get: (code) => customers.current(code),
    create(fields) {
      const customer = { ...newCustomer(firstShop(), stamps), ...fields };
      customers.putNow(customer.code, customer);
      return customer.code;
    },
    edit: (code, fields) => customers.putNow(code, { ...existing(code), ...fields, code }),
    setEditable: (code, isEditable) => people.edit(code, { isEditable }),
    remove: (code) => customers.remove(existing(code).code),
    agents: () => [...agents.values()],
    addAgent(fields) {
      const agent = { ...newAgent(firstShop(), stamps), ...fields };
      if (settings.platformElements) platform.add(people.create(customerOfAgent(agent)));
      return stored(agents, agent);
    },
    shops: () => [...shops.values()],
    addShop: (fields) => stored(shops, { ...newShop(stamps), ...fields }),
    services: () => [...services.values()],
    addService: (fields) => stored(services, { ...newService(stamps, firstShop()), ...fields }),
    addPlatformElements(created_at) {
      const made = { created_at, isEditable: 0 } as const;
      const code_shop = people.addShop({ ...made, name: 'Tienda general' });
      people.addService({ ...made, name: 'Venta general', code_shop });
      const nobody = { name: 'Cliente', lastname: 'General', phone: '', email: '' };
      platform.add(people.create({ ...made, ...nobody, code_shop }));
    },
  };
  return people;
}

/** `newestFirst` that sorts a list once, as long as no tie is broken by chance. */
function sortedOnce<T extends { created_at: string }>(): typeof newestFirst<T> {
  let last: { records: readonly T[]; ordered: readonly T[] } | undefined;
  return (records, random) => {
    if (random) return newestFirst(records, random);
    if (last?.records !== records) last = { records, ordered: newestFirst(records, undefined) };
    return last.ordered;
  };
}

/** Ties keep the order of creation, newest first, or a new one each time when `random` is given. */
function newestFirst<T extends { created_at: string }>(
  records: readonly T[],
  random: (() => number) | undefined,
): readonly T[] {
  const ordered = random ? shuffled(random, records) : records.toReversed();
  return ordered.sort((one, other) =>
    one.created_at < other.created_at ? 1 : one.created_at > other.created_at ? -1 : 0,
  );
}
