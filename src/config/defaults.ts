/** MANAGEMENTPRO_DEFAULTS: what a customer created in ManagementPro gets beside what Aceptabits knows. */
import { z } from 'zod';

/** Values for new customers, as canonical keys; a missing key means that the create says nothing about it. */
export type NewCustomerDefaults = {
  readonly rfc?: string;
  readonly segment?: string;
  readonly lineOfBusiness?: string;
  readonly group?: string;
  readonly terms?: string;
  /** Clave of the vendedor for customers whose agent has no route. */
  readonly salesperson?: string;
  /** Clave of the sucursal for customers whose shop has no route. */
  readonly shop?: string;
  /** Parts of the address under ManagementPro's own names (`calle`, `codigo_postal`…). */
  readonly address?: Readonly<Record<string, string>>;
};

/** The Spanish key that the integrator writes, and the canonical one that the program uses. */
const CANONICAL = {
  rfc: 'rfc',
  segmento: 'segment',
  giro_comercial: 'lineOfBusiness',
  grupo_comercial: 'group',
  condicion_venta: 'terms',
  vendedor: 'salesperson',
  sucursal: 'shop',
  direccion: 'address',
} as const;

const value = z.string({ error: 'must be text between quotes' }).trim().optional();

const wire = z.strictObject(
  {
    rfc: value,
    segmento: value,
    giro_comercial: value,
    grupo_comercial: value,
    condicion_venta: value,
    vendedor: value,
    sucursal: value,
    direccion: z.record(z.string(), value, { error: 'must be an object of texts' }).optional(),
  },
  { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : 'must be a JSON object') },
);

/** The schema from the parsed JSON to the canonical defaults. */
export const newCustomerDefaults = wire.transform(
  (given): NewCustomerDefaults =>
    Object.fromEntries(
      Object.entries(CANONICAL).flatMap(([spanish, english]) => {
        const found = given[spanish as keyof typeof given];
        return found === undefined ? [] : [[english, found]];
      }),
    ),
);
