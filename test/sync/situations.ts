import type { Field, Side } from '../../src/domain/customer.ts';
import type { Link } from '../../src/domain/link.ts';
import type { CustomerFields, StoredCustomer } from '../../src/simulators/aceptabits.ts';
import type { ClienteFields } from '../../src/simulators/managementpro.ts';
import { historyOf, type KeptEvent } from '../../src/store/history.ts';
import type { Rig } from '../rig.ts';

/** What tests of situations have in common: people, linked pairs, and how both sides stand in the end. */

export type Pair = { readonly clave: string; readonly code: string };

/** A clock that a test moves on by hand, so that nobody has to wait for a span of time. */
export function movableClock(): { now: () => number; advance(ms: number): void } {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}

const FIRST = [
  'Alejandra',
  'Bernardo',
  'Catalina',
  'Dionisio',
  'Ernestina',
  'Fabricio',
  'Guillermina',
  'Humberto',
];
const LAST = [
  'Zapata Ku',
  'Yerena Poot',
  'Xool Canché',
  'Villagrán Sosa',
  'Uribe Chablé',
  'Tejeda Mis',
  'Salazar Pech',
];

export type Person = {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
};

/** Somebody who shares nothing with the person of any other number. */
export function person(number: number): Person {
  const word = [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  return {
    first: `${FIRST[number % FIRST.length]}${word}`,
    last: `${LAST[number % LAST.length]}${word}`,
    email: `cliente${number}@correo.mx`,
    phone: `999${String(1_000_000 + number * 7)}`,
  };
}

export function inManagementPro(
  rig: Pick<Rig, 'managementpro'>,
  one: Person,
  more: ClienteFields = {},
): string {
  return rig.managementpro.people.create({
    descripcion: `${one.first} ${one.last}`,
    email_1: one.email,
    telefono_1: one.phone,
    ...more,
  });
}

export function inAceptabits(rig: Pick<Rig, 'aceptabits'>, one: Person, more: CustomerFields = {}): string {
  return rig.aceptabits.people.create({
    name: one.first,
    lastname: one.last,
    email: one.email,
    phone: one.phone,
    ...more,
  });
}

export async function linkOf(rig: Rig, clave: string): Promise<Link | undefined> {
  const [loaded] = await rig.app.context.store.load([{ side: 'managementpro', key: clave }]);
  return loaded?.link;
}

/** What a clave, or a code of nobody's link, waits for. */
export async function waitsOf(
  rig: Rig,
  side: 'managementpro' | 'aceptabits',
  key: string,
): Promise<string[]> {
  const [loaded] = await rig.app.context.store.load([{ side, key }]);
  return (loaded?.waits ?? []).map(({ kind }) => kind);
}

export function eventsOf(rig: Rig, clave: string): Promise<KeptEvent[]> {
  return historyOf(rig.app.context.store, { side: 'managementpro', key: clave }, 100);
}

/** The same persons on both sides, linked and in step; numbers from `from` on. */
export async function linkedPairs(rig: Rig, count: number, from = 1): Promise<Pair[]> {
  const pairs = Array.from({ length: count }, (_, index) => ({
    clave: inManagementPro(rig, person(from + index)),
    code: inAceptabits(rig, person(from + index)),
  }));
  await rig.cycles(2);
  for (const { clave, code } of pairs) {
    const link = await linkOf(rig, clave);
    if (link?.code !== code) throw new Error(`${clave} and ${code} were not linked.`);
  }
  return pairs;
}

export async function linkedPair(rig: Rig, from = 1): Promise<Pair> {
  const [pair] = await linkedPairs(rig, 1, from);
  if (pair === undefined) throw new Error('There is no pair.');
  return pair;
}

export const keyOn = (side: Side, { clave, code }: Pair) => (side === 'managementpro' ? clave : code);

export type Values = { name?: string; email?: string; phone?: string };

/** A person's edit on either side. */
export function edit(rig: Rig, side: Side, pair: Pair, { name, email, phone }: Values): void {
  if (side === 'aceptabits')
    rig.aceptabits.people.edit(pair.code, {
      ...(name !== undefined && { name, lastname: null }),
      ...(email !== undefined && { email }),
      ...(phone !== undefined && { phone }),
    });
  else
    rig.managementpro.people.edit(pair.clave, {
      ...(name !== undefined && { descripcion: name }),
      ...(email !== undefined && { email_1: email }),
      ...(phone !== undefined && { telefono_1: phone }),
    });
}

/** One person's values on both sides. */
export function both(
  rig: Rig,
  { clave, code }: Pair,
  field: Exclude<Field, 'salesperson'>,
): [string, string] {
  const cliente = rig.managementpro.people.get(clave);
  const customer = rig.aceptabits.people.get(code);
  const a = { name: wholeName(customer), email: customer?.email ?? '', phone: customer?.phone ?? '' };
  const m = {
    name: cliente?.descripcion ?? '',
    email: cliente?.email_1 ?? '',
    phone: cliente?.telefono_1 ?? '',
  };
  return [m[field], a[field]];
}

function wholeName(customer: StoredCustomer | undefined): string {
  return `${customer?.name ?? ''} ${customer?.lastname ?? ''}`.trim();
}

/** Whom readings of a side keep: the people, and in Aceptabits the platform's own of our shop. */
export function keptOf({ managementpro, aceptabits, config }: Rig, side: Side): string[] {
  if (side === 'managementpro') return managementpro.people.all().map(({ clave }) => clave);
  const ours = aceptabits.people.listed().filter(({ code_shop }) => code_shop === config.aceptabits.shop);
  return ours.map(({ code }) => code);
}

/** The counts of customers on the two sides. */
export function counts(rig: Rig): [managementpro: number, aceptabits: number] {
  return [rig.managementpro.people.all().length, rig.aceptabits.people.all().length];
}

/** Runs the callback on each request that the narrowing lets through, before it is answered. */
export function onRequest(
  simulator: Rig['managementpro'] | Rig['aceptabits'],
  name: string | RegExp,
  act: (body: Record<string, unknown>) => void,
): void {
  simulator.faults.add({
    on: name,
    when: 'before',
    kind: 'slow',
    times: Number.POSITIVE_INFINITY,
    matches: (body) => {
      act(body as Record<string, unknown>);
      return false;
    },
  });
}
