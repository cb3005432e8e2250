import type { StoredCustomer } from '../aceptabits.ts';
import type { StoredCliente } from '../managementpro.ts';
import { canonicalEmail, canonicalPhone, foldedName } from '../names/spelling.ts';

/** By what a person can be recognised, in canonical spelling: lower case, ten digits, no accents. */
export type Evidence = { emails: string[]; phones: string[]; names: string[] };

/** All that recognises somebody, in one set: the three kinds cannot be mistaken for each other. */
export function valuesOf(evidence: Evidence): string[] {
  return [...evidence.emails, ...evidence.phones, ...evidence.names];
}

export function clienteEvidence(cliente: StoredCliente): Evidence {
  return evidenceOf(cliente.descripcion, cliente.email_1, cliente.telefono_1);
}

export function customerEvidence(customer: StoredCustomer): Evidence {
  return evidenceOf(`${customer.name} ${customer.lastname ?? ''}`, customer.email, customer.phone);
}

/** Everything by which either of the two recognises somebody. */
export function joinedEvidence(all: readonly Evidence[]): Evidence {
  return {
    emails: distinct(all.flatMap(({ emails }) => emails)),
    phones: distinct(all.flatMap(({ phones }) => phones)),
    names: distinct(all.flatMap(({ names }) => names)),
  };
}

function evidenceOf(name: string, email: string | null, phone: string | null): Evidence {
  return {
    emails: [canonicalEmail(email) ?? []].flat(),
    phones: [canonicalPhone(phone) ?? []].flat(),
    names: [foldedName(name)].filter(Boolean),
  };
}

function distinct(values: string[]): string[] {
  return [...new Set(values)];
}
