import type { Side } from '../../src/domain/customer.ts';
import type { Rig } from '../rig.ts';

/** Whose creates are measured, among whom, and how they are found again in either system. */

export type Person = { readonly name: string; readonly email: string; readonly phone: string };

/** Six kinds of customers, from fully known to a single word; every tenth has a twin that nothing tells apart. */
export function newcomer(number: number): Person {
  const n = number % 10 === 9 ? number - 5 : number;
  const phone = `+52999${String(2_000_000 + n)}`;
  switch (n % 6) {
    case 0:
      return { name: `Comercializadora Maya ${n}`, email: `compras${n}@maya.mx`, phone };
    case 1:
      return { name: `Comercializadora ${n}`, email: `ventas${n}@comercial.mx`, phone: '' };
    case 2:
      return { name: `Abarrotes Doña Lupe ${n}`, email: '', phone };
    case 3:
      return { name: `Ferretería Núm. ${n}`, email: '', phone: '' };
    case 4:
      return { name: `Tlapalería${n}`, email: '', phone: '' };
    default:
      return { name: 'Público en general', email: `mostrador${n}@maya.mx`, phone: '' };
  }
}

export function addPerson(rig: Rig, side: Side, { name, email, phone }: Person): string {
  return side === 'managementpro'
    ? rig.managementpro.people.create({ descripcion: name, email_1: email, telefono_1: phone })
    : rig.aceptabits.people.create({ name, email: email || null, phone: phone || null });
}

/** Known and linked before: more than one page, so that a clock that is behind hides newcomers in the list. */
export const ACQUAINTANCES: readonly Person[] = Array.from({ length: 120 }, (_, n) => {
  return { name: `Conocida Número ${n} Canché`, email: `conocida${n}@maya.mx`, phone: '' };
});

/** Neither side changes what it is sent, so that a record says to the letter whose it is. Twins have one identity. */
export function identity({ name, email, phone }: Person): string {
  return [name, email, phone].join('|');
}

/**
 * True where nothing but the end of a name tells two apart: a server that cuts names off could have made the one's record of
 * what the other asks for, so that a person is asked (rule 8).
 */
export function couldBe(person: Person, other: Person): boolean {
  const [short, long] = [person.name, other.name].sort((a, b) => a.length - b.length);
  const isBegun = long?.startsWith(short ?? '') === true;
  return isBegun && person.email === other.email && person.phone === other.phone;
}

export function peopleOn(rig: Rig, side: Side): Person[] {
  return side === 'managementpro'
    ? rig.managementpro.people.all().map(({ descripcion, email_1, telefono_1 }) => ({
        name: descripcion,
        email: email_1,
        phone: telefono_1,
      }))
    : rig.aceptabits.people.all().map(({ name, lastname, email, phone }) => ({
        name: lastname ? `${name} ${lastname}` : name,
        email: email ?? '',
        phone: phone ?? '',
      }));
}
