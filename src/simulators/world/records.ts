import type { AceptabitsSimulator, CustomerFields } from '../aceptabits.ts';
import type { ClienteFields, Direccion, ManagementProSimulator } from '../managementpro.ts';
import { between, pick } from '../random.ts';
import type { Identity } from './identities.ts';
import { foldedName, spelledEmail, spelledName, spelledPhone } from './spelling.ts';
import type { Knowledge } from './variants.ts';

export type Simulators = { managementpro: ManagementProSimulator; aceptabits: AceptabitsSimulator };

/** The shop and the salesperson of a customer, in the words of both sides. */
export type Place = { sucursal: string; code_shop: string; vendedor: string; code_agent: string | null };

const places: readonly Pick<Direccion, 'codigo_postal' | 'municipio' | 'ciudad' | 'estado'>[] = [
  { codigo_postal: '97203', municipio: 'Mérida', ciudad: 'Mérida', estado: 'Yucatán' },
  { codigo_postal: '44100', municipio: 'Guadalajara', ciudad: 'Guadalajara', estado: 'Jalisco' },
  { codigo_postal: '06700', municipio: 'Cuauhtémoc', ciudad: 'Ciudad de México', estado: 'Ciudad de México' },
  { codigo_postal: '77500', municipio: 'Benito Juárez', ciudad: 'Cancún', estado: 'Quintana Roo' },
];
const colonias = ['Francisco de Montejo', 'Serapio Rendón', 'Centro', 'Las Águilas', 'Itzimná', 'Del Valle'];

/** A shop, mostly the first one, and one of its salespeople or none. */
export function somePlace({ managementpro, aceptabits }: Simulators, random: () => number): Place {
  const { sucursal, vendedor } = managementpro.settings.catalogos;
  const [shops, sucursales] = [aceptabits.people.shops(), Object.keys(sucursal)];
  const nth = random() < 0.85 ? 0 : between(random, 0, Math.min(shops.length, sucursales.length) - 1);
  const code_shop = shops[nth]?.code ?? '';
  const place = { sucursal: sucursales[nth] ?? '', code_shop, vendedor: '', code_agent: null };
  if (random() < 0.15) return place;
  const [clave, name] = pick(random, Object.entries(vendedor));
  const agent = aceptabits.people
    .agents()
    .find(
      (one) =>
        one.code_shop === code_shop && foldedName(`${one.name} ${one.lastname ?? ''}`) === foldedName(name),
    );
  return { ...place, vendedor: clave, code_agent: agent?.code ?? null };
}

/** Somebody as an employee types them into ManagementPro. */
export function asClienteFields(
  identity: Identity,
  known: Knowledge,
  place: Place,
  random: () => number,
): ClienteFields {
  const direccion = someAddress(random);
  const email = known.email === undefined ? '' : spelledEmail(random, known.email);
  return {
    descripcion: spelledName(random, known.name),
    razon_social: spelledName(random, identity.legalName),
    rfc: identity.rfc,
    telefono_1: known.phone === undefined ? '' : spelledPhone(random, known.phone),
    contacto_1: identity.business ? '' : identity.given,
    email_1: email,
    sucursal: place.sucursal,
    vendedor: place.vendedor,
    condicion_venta: pick(random, ['CONT', 'CONT', 'CRED', '']),
    direccion,
    direccion_entrega_1: `${direccion.calle} No.${direccion.numero_exterior}`,
    direccion_entrega_2: direccion.colonia,
    direccion_entrega_3: direccion.codigo_postal,
  };
}

function someAddress(random: () => number): Direccion {
  return {
    calle: String(between(random, 1, 120)),
    numero_exterior: String(between(random, 100, 999)),
    numero_interior: random() < 0.1 ? 'B ' : '',
    cruzamiento_1: String(between(random, 1, 120)),
    cruzamiento_2: String(between(random, 1, 120)),
    colonia: pick(random, colonias),
    ...pick(random, places),
    pais: 'México',
  };
}

/** Somebody as a sales agent types them into Aceptabits; nothing is `null` or "" as it happens. */
export function asCustomerFields(
  identity: Identity,
  known: Knowledge,
  place: Place,
  random: () => number,
): CustomerFields {
  const nothing = random() < 0.5 ? null : '';
  const split = !identity.business && known.name === identity.name && random() < 0.85;
  return {
    name: spelledName(random, split ? identity.given : known.name),
    lastname: split ? spelledName(random, identity.surnames) : null,
    phone: known.phone === undefined ? nothing : spelledPhone(random, known.phone),
    email: known.email === undefined ? nothing : spelledEmail(random, known.email),
    code_shop: place.code_shop,
    code_agent: place.code_agent,
  };
}
