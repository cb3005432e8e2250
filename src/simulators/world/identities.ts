import { between, digits, pick } from '../random.ts';
import { foldedName, withoutAccents } from './spelling.ts';

/** Somebody who could be a customer, before anyone has typed them into a system. */
export type Identity = {
  business: boolean;
  /** The whole name in proper spelling; for a person, `given` and `surnames`. */
  name: string;
  given: string;
  surnames: string;
  legalName: string;
  rfc: string;
  email: string;
  /** Ten national digits. */
  phone: string;
};

export type IdentityIssuer = {
  next(): Identity;
  /** Another e-mail or phone that nobody has. */
  email(name: string): string;
  phone(): string;
};

const givenNames =
  'María Guadalupe|José Luis|Juan Carlos|Ana Sofía|Verónica|Martín|Jesús|Rosa María|Miguel Ángel|Alejandra|Héctor|Lucía|Raúl|Patricia|Óscar|Leticia|Víctor Hugo|Mónica|Sergio|Adriana|Iván|Beatriz|Ramón|Gabriela|Andrés|Teresa|Édgar|Norma Alicia|Joaquín|Claudia|Rubén|Silvia|Tomás|Yolanda|Germán|Itzel|Abraham|Xóchitl|Julián|Carmen'.split(
    '|',
  );
const surnames =
  'Hernández|García|Martínez|López|González|Pérez|Rodríguez|Sánchez|Ramírez|Cruz|Flores|Gómez|Morales|Vázquez|Jiménez|Reyes|Díaz|Torres|Gutiérrez|Ruiz|Mendoza|Aguilar|Ortiz|Castillo|Moreno|Romero|Álvarez|Chávez|Rivera|Juárez|Domínguez|Canul|Ek|Pech|Núñez|Ibáñez|Peña|Cárdenas|Zúñiga|Muñoz'.split(
    '|',
  );
const trades =
  'Abarrotes|Ferretería|Papelería|Farmacia|Distribuidora|Refaccionaria|Panadería|Tortillería|Comercializadora|Materiales|Taller|Restaurante|Zapatería|Dulcería|Llantera|Carnicería|Clínica|Transportes|Imprenta|Mueblería|Óptica|Florería|Lavandería|Vidriería'.split(
    '|',
  );
const tradeNames =
  'La Esperanza|El Güero|San Felipe|Los Compadres|del Sureste|La Purísima|Montejo|El Águila|Santa Lucía|La Perla|Don Ramón|El Faro|Tres Hermanos|La Económica|Peninsular|San José|El Porvenir|La Ñ|Nuevo León|Los Ángeles|El Tucán|Río Grande|La Michoacana|Mayab|El Pípila|La Concepción|Jalisco|La Guadalupana|Zócalo|El Ancla'.split(
    '|',
  );
const branches = ['', '', 'Norte', 'Sur', 'Centro', 'Express', 'y Cía'];
const companyForms = ['SA de CV', 'S de RL de CV', 'SPR de RL'];
const domains = ['gmail.com', 'hotmail.com', 'outlook.mx', 'yahoo.com.mx', 'prodigy.net.mx'];
const ladas = ['33', '55', '81', '999', '998', '442', '222', '664', '981', '477'];
const genericRfc = 'XAXX010101000';

/**
 * Makes identities whose name, e-mail and phone are nobody else's: neither in `taken` (folded names, e-mails in
 * lower case, ten digits) nor issued before.
 */
export function identityIssuer(random: () => number, taken: Iterable<string> = []): IdentityIssuer {
  const used = new Set([...taken].map(inAnyOrder));
  const unused = <T>(make: (attempt: number) => T, canonical: (made: T) => string): T => {
    let made = make(0);
    for (let attempt = 1; used.has(canonical(made)); attempt += 1) made = make(attempt);
    used.add(canonical(made));
    return made;
  };
  const email = (name: string) => unused(() => emailFor(random, name), String);
  const phone = () => unused(() => nationalNumber(random), String);
  return {
    email,
    phone,
    next() {
      const business = random() < 0.55;
      const make = business ? businessName : personName;
      const parts = unused(
        (attempt) => make(random, attempt),
        (made) => inAnyOrder(foldedName(wholeName(made))),
      );
      const name = wholeName(parts);
      const legalName = business ? `${name} ${pick(random, companyForms)}` : name;
      const rfc = rfcOf(random, business, name);
      return { business, ...parts, name, legalName, rfc, email: email(name), phone: phone() };
    },
  };
}

/** One form for every order of the words: two people whose surnames are swapped look like one to whoever has no more. */
function inAnyOrder(text: string): string {
  return text.split(' ').sort().join(' ');
}

type NameParts = { given: string; surnames: string };

function wholeName({ given, surnames }: NameParts): string {
  return `${given} ${surnames}`.trim();
}

/** Names run out in large worlds; after some attempts the branches of a chain are numbered. */
function businessName(random: () => number, attempt: number): NameParts {
  const branch = attempt < 10 ? pick(random, branches) : `Sucursal ${between(random, 2, 99_999)}`;
  return { given: `${pick(random, trades)} ${pick(random, tradeNames)} ${branch}`.trim(), surnames: '' };
}

function personName(random: () => number, attempt: number): NameParts {
  const second = attempt < 10 ? '' : ` ${pick(random, givenNames)}`;
  return {
    given: pick(random, givenNames) + second,
    surnames: `${pick(random, surnames)} ${pick(random, surnames)}`,
  };
}

function emailFor(random: () => number, name: string): string {
  const words = foldedName(name)
    .replace(/[^a-z ]/g, '')
    .split(' ')
    .filter((word) => word.length > 2);
  return `${words.slice(0, 3).join('.')}${between(random, 1, 9999)}@${pick(random, domains)}`;
}

function nationalNumber(random: () => number): string {
  const lada = pick(random, ladas);
  return lada + digits(random, 10 - lada.length);
}

/** Valid in form; two in five customers have none of their own, and bear the one of the general public. */
function rfcOf(random: () => number, business: boolean, name: string): string {
  if (random() < 0.4) return genericRfc;
  const letters = withoutAccents(name)
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .padEnd(4, 'X')
    .slice(0, business ? 3 : 4);
  const two = (low: number, high: number) => String(between(random, low, high)).padStart(2, '0');
  const homoclave = `${pick(random, [...'ABCDEFGHJKLMN'])}${pick(random, [...'123456789PQRS'])}${pick(random, [...'0123456789A'])}`;
  return letters + two(60, 99) + two(1, 12) + two(1, 28) + homoclave;
}
