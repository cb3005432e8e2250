import type { ManagementProSimulator } from '../../src/simulators/managementpro.ts';

export type { ManagementProOptions } from '../../src/simulators/managementpro.ts';

/** Legal names of seven words, phones and e-mails of their own. */
export function seedCompany({ people }: ManagementProSimulator, customers: number): void {
  for (let number = 1; number <= customers; number += 1)
    people.create({
      descripcion: `Comercializadora y Distribuidora del Sureste ${number}`,
      razon_social: `Comercializadora y Distribuidora del Sureste ${number} S.A. de C.V.`,
      rfc: 'XAXX010101000',
      telefono_1: `999${String(1_000_000 + number)}`,
      telefono_2: '9205305',
      contacto_1: 'Marissa',
      email_1: `compras${number}@sureste.mx`,
      email_2: `pagos${number}@sureste.mx`,
    });
}
