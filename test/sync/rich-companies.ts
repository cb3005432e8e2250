/** Companies with everything that an ERP holds of them, and no two with the same words. */
import type { ClienteFields } from '../../src/simulators/managementpro.ts';

const TRADES = [
  'Ferretera',
  'Comercializadora',
  'Distribuidora',
  'Constructora',
  'Papelera',
  'Refaccionaria',
];
const GOODS = ['Materiales', 'Abarrotes', 'Maquinaria', 'Pinturas', 'Uniformes', 'Empaques', 'Alimentos'];
const PLACES = ['Peninsular', 'Oriental', 'Yucateca', 'Maya', 'Campechana', 'Caribeña', 'Meridana'];

/** Letters that stand for a number, so that no two names share all their words. */
export function lettersOf(number: number): string {
  return [...String(number)].map((digit) => 'bcdfghjklm'[Number(digit)]).join('a');
}

/** A company as an ERP holds it: a legal name of seven words, an RFC, three phones, two e-mails, contacts, addresses. */
export function richCompany(number: number): ClienteFields {
  const own = lettersOf(number);
  const [trade, goods, place] = [TRADES, GOODS, PLACES].map((list) => list[number % list.length]);
  const name = `${trade} ${goods} Industriales ${place} Hermanos Ta${own} Po${own}`;
  const phone = (line: number) => `+52 (999) ${String(1_000_000 + number * 3 + line)}`;
  return {
    descripcion: name,
    razon_social: `${name} S.A. de C.V.`,
    rfc: `FMI${String(100_101 + (number % 800_000))}${own.slice(0, 3).toUpperCase().padEnd(3, 'X')}`,
    telefono_1: phone(0),
    telefono_2: phone(1),
    telefono_3: phone(2),
    contacto_1: `María Guadalupe Canché de Te${own}`,
    email_1: `compras.${own}@ferretera-peninsular.com.mx`,
    contacto_2: `José Ángel Núñez y Ve${own}`,
    email_2: `pagos.${own}@ferretera-peninsular.com.mx`,
    direccion: {
      calle: `Calle ${number} Diagonal Norte`,
      numero_exterior: String(number),
      numero_interior: 'Bodega 4-B',
      colonia: `Ampliación Revolución Le${own}`,
      codigo_postal: String(97_000 + (number % 900)),
      municipio: 'Mérida',
      ciudad: 'Mérida',
      estado: 'Yucatán',
      pais: 'México',
    },
    direccion_1: `Calle ${number} entre Diagonal Norte y Periférico Poniente`,
    direccion_entrega_1: `Parque Industrial Ye${own} nave ${number}`,
  };
}
