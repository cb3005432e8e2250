import type { KeyForm, ManagementProSettings } from './settings.ts';

/** A clave as a method shows it. Only digits can be bare or a number. */
export function shownClave(clave: string, form: KeyForm): string | number {
  if (form === 'blanks') return `${clave}  `;
  if (form === 'exact' || !/^\d+$/.test(clave)) return clave;
  if (form === 'zeros') return clave.padStart(10, '0');
  return form === 'number' ? Number(clave) : foldedClave(clave);
}

/** All forms of a clave as one. */
export function foldedClave(clave: string): string {
  return clave.trim().replace(/^0+(?=\d)/, '');
}

/** Whether this server shows claves in several forms, and so has to take them all. */
export function takesAllForms({ claveIn }: ManagementProSettings): boolean {
  return Object.values(claveIn).some((form) => form !== 'exact');
}
