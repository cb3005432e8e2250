import type { Customer } from './customer.ts';
import { folded, loose, phoneNumber } from './equality.ts';

/** What can say that two records are the same person, in the loosest form; missing where it would mean nobody. */
export const EVIDENCE = ['email', 'phone', 'name'] as const;
export type EvidenceKind = (typeof EVIDENCE)[number];
export type Evidence = { readonly [K in EvidenceKind]?: string };

/** Names under which a shop files whoever walks in; they mean nobody (rule 3). */
const NOBODY = new Set(
  ['publico en general', 'publico general', 'cliente generico', 'cliente mostrador', 'mostrador', 'cliente',
   'venta al publico', 'ventas al publico', 'ventas mostrador', 'sin nombre', 'prueba', 'test', 'n a', 'na', 'x'],
); // biome-ignore format: one list, read at a glance

/** The tail that a Mexican company's name carries in the ERP and rarely in a shop: "S.A. de C.V." and its kin. */
const LEGAL_TAIL = / (s ?a( ?p ?i| ?b| ?s)?|s de r ?l|s en c|s ?c|a ?c)( de c ?v)?$/u;

function emailKey(email: string): string | undefined {
  const key = folded(email).toLowerCase();
  return /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/u.test(key) ? key : undefined;
}

/** A number whose national digits are all the same (0000000000) means nobody. */
function phoneKey(phone: string): string | undefined {
  const key = phoneNumber(phone);
  return key === undefined || /(\d)\1{6,}$/u.test(key) ? undefined : key;
}

/** Words sorted, so that "Zapata Alejandro" and "Alejandro Zapata" are one name. */
function nameKey(name: string): string | undefined {
  const bare = loose(name).replace(LEGAL_TAIL, '');
  if (bare === '' || NOBODY.has(bare)) return undefined;
  return bare.split(' ').sort().join(' ');
}

/** The evidence that a customer carries (rule 3); values that mean nobody are left out. */
export function evidenceOf(customer: Customer): Evidence {
  const email = emailKey(customer.email ?? '');
  const phone = phoneKey(customer.phone ?? '');
  const name = nameKey(customer.name ?? '');
  return {
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(name !== undefined && { name }),
  };
}
