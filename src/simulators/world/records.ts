/** One person as both systems hold it, each with its own gaps and spellings. */
import type { AceptabitsSimulator, CustomerFields } from '../aceptabits.ts';
import type { ClienteFields, Direccion, ManagementProSimulator } from '../managementpro.ts';
import type { Identity } from '../names/identities.ts';
import { foldedName, spelledEmail, spelledName, spelledPhone } from '../names/spelling.ts';
import { otherAreaCodes } from '../names/vocabulary.ts';
import { between, digits, pick } from '../random.ts';
import type { Knowledge } from './variants.ts';

export type Simulators = { managementpro: ManagementProSimulator; aceptabits: AceptabitsSimulator };

type StoredAgent = ReturnType<AceptabitsSimulator['people']['agents']>[number];

/** The shop and the salesperson of a customer, in the words of both sides. */
export type Place = { sucursal: string; code_shop: string; vendedor: string; code_agent: string | null };

type Town = Pick<Direccion, 'codigo_postal' | 'municipio' | 'ciudad' | 'estado'>;

const towns: readonly Town[] = [
  { codigo_postal: '97203', municipio: 'Mérida', ciudad: 'Mérida', estado: 'Yucatán' },
  { codigo_postal: '44100', municipio: 'Guadalajara', ciudad: 'Guadalajara', estado: 'Jalisco' },
  { codigo_postal: '06700', municipio: 'Cuauhtémoc', ciudad: 'Ciudad de México', estado: 'Ciudad de México' },
  { codigo_postal: '77500', municipio: 'Benito Juárez', ciudad: 'Cancún', estado: 'Quintana Roo' },
  { codigo_postal: '64000', municipio: 'Monterrey', ciudad: 'Monterrey', estado: 'Nuevo León' },
];
const streets = ['Calle 60', 'Av. Cupules', 'Prol. Montejo', 'Niños Héroes', 'Av. Juárez', '42 x 31 y 33'];
const colonias = ['Francisco de Montejo', 'Serapio Rendón', 'Centro', 'Las Águilas', 'Itzimná', 'Del Valle'];
const contacts = ['Alex', 'Marissa Peña', 'Lic. Muñoz', 'Sra. Begoña Ruiz', 'Ing. Íñigo Díaz', 'Recepción'];
/** A shop, mostly the first one, and one of its salespeople or none. */
export function somePlace({ managementpro, aceptabits }: Simulators, random: () => number): Place {
  const { sucursal, vendedor } = managementpro.settings.catalogos;
  const [shops, sucursales] = [aceptabits.people.shops(), Object.keys(sucursal)];
  const nth = random() < 0.85 ? 0 : between(random, 0, Math.min(shops.length, sucursales.length) - 1);
  const code_shop = shops[nth]?.code ?? '';
  const place = { sucursal: sucursales[nth] ?? '', code_shop, vendedor: '', code_agent: null };
  if (random() < 0.15) return place;
  const [clave, name] = pick(random, Object.entries(vendedor));
  const called = foldedName(name);
  const agent = aceptabits.people
    .agents()
    .find((one) => one.code_shop === code_shop && calledOf(one) === called);
  return { ...place, vendedor: clave, code_agent: agent?.code ?? null };
}

/** Folded once for each agent, because every customer asks for it. */
const folded = new WeakMap<StoredAgent, string>();

function calledOf(agent: StoredAgent): string {
  const called = folded.get(agent) ?? foldedName(`${agent.name} ${agent.lastname ?? ''}`);
  folded.set(agent, called);
  return called;
}

/** Somebody as an employee types them into ManagementPro, with all that an ordinary company has there. */
export function asClienteFields(
  identity: Identity,
  known: Knowledge,
  place: Place,
  random: () => number,
): ClienteFields {
  const email = known.email === undefined ? '' : spelledEmail(random, known.email);
  return {
    descripcion: spelledName(random, known.name),
    razon_social: spelledName(random, identity.legalName),
    rfc: identity.rfc,
    telefono_1: known.phone === undefined ? '' : spelledPhone(random, known.phone),
    email_1: email,
    sucursal: place.sucursal,
    vendedor: place.vendedor,
    condicion_venta: pick(random, ['CONT', 'CONT', 'CRED', '']),
    ...(identity.business ? ofCompany(identity, random) : ofPerson(identity, random)),
    ...someAddress(random),
  };
}

/** Three phones and two e-mails, contacts, and what only the ERP's own screens set. */
function ofCompany(identity: Identity, random: () => number): ClienteFields {
  return {
    telefono_2: otherPhone(random),
    telefono_3: otherPhone(random),
    contacto_1: pick(random, contacts),
    contacto_2: pick(random, contacts),
    email_2: `pagos.${identity.email}`,
    segmento: pick(random, ['0000', '0001', '0001']),
    giro_comercial: pick(random, ['0001', '0002']),
    grupo_comercial: pick(random, ['0000000000', '0000000001']),
    esquema_precio: pick(random, ['1', '2', '3']),
    grupo_impuesto: 'IVA16',
  };
}

function ofPerson(identity: Identity, random: () => number): ClienteFields {
  return {
    telefono_2: random() < 0.3 ? otherPhone(random) : '',
    contacto_1: identity.given,
    segmento: '0002',
  };
}

function otherPhone(random: () => number): string {
  return pick(random, otherAreaCodes) + digits(random, 7);
}

/** An address with all its parts; goods go elsewhere for one in three. */
function someAddress(random: () => number): ClienteFields {
  const direccion: Direccion = {
    calle: random() < 0.5 ? String(between(random, 1, 120)) : pick(random, streets),
    numero_exterior: String(between(random, 100, 999)),
    numero_interior: random() < 0.1 ? 'B ' : '',
    cruzamiento_1: String(between(random, 1, 120)),
    cruzamiento_2: String(between(random, 1, 120)),
    colonia: pick(random, colonias),
    ...pick(random, towns),
    pais: 'México',
  };
  const elsewhere = random() < 0.33;
  return {
    direccion,
    direccion_entrega_1: elsewhere
      ? `Bodega ${between(random, 1, 9)}, Periférico km ${between(random, 1, 50)}`
      : `${direccion.calle} No.${direccion.numero_exterior}`,
    direccion_entrega_2: elsewhere ? 'Parque Industrial' : direccion.colonia,
    direccion_entrega_3: direccion.codigo_postal,
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
