import type { StoredCustomer } from './aceptabits.ts';
import type { StoredCliente } from './managementpro.ts';
import { type IdentityIssuer, identityIssuer } from './names/identities.ts';
import { spelledPhone } from './names/spelling.ts';
import { pick } from './random.ts';
import { clienteEvidence, customerEvidence, valuesOf } from './world/evidence.ts';
import { asClienteFields, asCustomerFields, type Simulators, somePlace } from './world/records.ts';

/** What one person did in one system; `values` are the fields as they are now. */
export type PeopleStep = {
  side: 'managementpro' | 'aceptabits';
  key: string;
  what: 'create' | 'phone' | 'email' | 'name' | 'estado';
  values: Record<string, string | null>;
};

export type PeopleOptions = {
  sims: Simulators;
  random: () => number;
  /** Real time between two edits, in ms. */
  everyMs: number;
  /** The clock that `onStep` is told, in ms. */
  now?: () => number;
  onStep?: (step: PeopleStep, atMs: number) => void;
};

/** People who edit on both sides at random until `stop`. They never keep the process alive. */
export function startPeople({ sims, random, everyMs, now = Date.now, onStep }: PeopleOptions): {
  stop(): void;
} {
  const timer = setInterval(() => {
    // On a line of its own: as an argument it would not be taken where nobody listens.
    const step = stepPeople(sims, random);
    onStep?.(step, now());
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/**
 * One edit by one person on one side. New e-mails, phones and names are nobody else's, so that everybody stays
 * the one they are.
 */
export function stepPeople(sims: Simulators, random: () => number): PeopleStep {
  const issuer = identityIssuer(random, takenValues(sims));
  return random() < 0.5 ? stepInManagementPro(sims, random, issuer) : stepInAceptabits(sims, random, issuer);
}

function takenValues({ managementpro, aceptabits }: Simulators): string[] {
  return [
    ...managementpro.people.all().flatMap((cliente) => valuesOf(clienteEvidence(cliente))),
    ...aceptabits.people.all().flatMap((customer) => valuesOf(customerEvidence(customer))),
  ];
}

function stepInManagementPro(sims: Simulators, random: () => number, issuer: IdentityIssuer): PeopleStep {
  const { people } = sims.managementpro;
  const side = 'managementpro';
  const all = people.all();
  const what = pick(random, [
    'phone',
    'phone',
    'phone',
    'email',
    'email',
    'name',
    'name',
    'estado',
    'create',
  ] as const);
  if (what === 'create' || all.length === 0) {
    const identity = issuer.next();
    const key = people.create(asClienteFields(identity, identity, somePlace(sims, random), random));
    return { side, key, what: 'create', values: { descripcion: people.get(key)?.descripcion ?? '' } };
  }
  const cliente = pick(random, all);
  const values = clienteEdit(cliente, what, random, issuer);
  people.edit(cliente.clave, values);
  return { side, key: cliente.clave, what, values };
}

function clienteEdit(
  cliente: StoredCliente,
  what: 'phone' | 'email' | 'name' | 'estado',
  random: () => number,
  issuer: IdentityIssuer,
) {
  switch (what) {
    case 'phone':
      return { telefono_1: spelledPhone(random, issuer.phone()) };
    case 'email':
      return { email_1: issuer.email(cliente.descripcion) };
    case 'name':
      return { descripcion: corrected(cliente.descripcion, random) };
    case 'estado':
      return { estado: cliente.estado === 'AC' && random() < 0.3 ? ('BA' as const) : ('AC' as const) };
  }
}

function stepInAceptabits(sims: Simulators, random: () => number, issuer: IdentityIssuer): PeopleStep {
  const { people } = sims.aceptabits;
  const side = 'aceptabits';
  const editable = people.all().filter(({ isEditable }) => isEditable !== 0);
  const what = pick(random, ['phone', 'phone', 'phone', 'email', 'email', 'name', 'name', 'create'] as const);
  if (what === 'create' || editable.length === 0) {
    const identity = issuer.next();
    const key = people.create(asCustomerFields(identity, identity, somePlace(sims, random), random));
    return { side, key, what: 'create', values: { name: people.get(key)?.name ?? '' } };
  }
  const customer = pick(random, editable);
  const values = customerEdit(customer, what, random, issuer);
  people.edit(customer.code, values);
  return { side, key: customer.code, what, values };
}

function customerEdit(
  customer: StoredCustomer,
  what: 'phone' | 'email' | 'name',
  random: () => number,
  issuer: IdentityIssuer,
) {
  switch (what) {
    case 'phone':
      return { phone: spelledPhone(random, issuer.phone()) };
    case 'email':
      return { email: issuer.email(customer.name) };
    case 'name':
      return customer.lastname === null
        ? { name: corrected(customer.name, random) }
        : { lastname: corrected(customer.lastname, random) };
  }
}

const additions = [' Jr.', ' e Hijos', ' (nuevo)', ' y Asociados'];

/** The name with one addition, or without the one it has: corrections never make it grow. */
function corrected(name: string, random: () => number): string {
  const bare = additions.reduce((text, addition) => text.replace(addition, ''), name.trimEnd());
  return bare === name.trimEnd() || random() < 0.7 ? bare + pick(random, additions) : bare;
}
