import { type Direccion, sinDireccion } from './cliente.ts';

/** What the ERP knows of a salesperson beside clave and name. */
export type Vendedor = {
  nivel: string;
  operador: string;
  grupo_vendedor: { clave: string; descripcion: string };
  sucursal: string;
  direccion: Partial<Direccion>;
  email: string;
  telefono_1: string;
  telefono_2: string;
  telefono_3: string;
  estatus: 'AC' | 'BA';
};

/** Of whom nothing is told. */
export const sinDatos: Vendedor = {
  nivel: '1',
  operador: '',
  grupo_vendedor: { clave: '0000', descripcion: 'Sin grupo' },
  sucursal: '0001',
  direccion: sinDireccion,
  email: '',
  telefono_1: '',
  telefono_2: '',
  telefono_3: '',
  estatus: 'AC',
};

/** Some have the e-mail or the phone of an agent in the simulated Aceptabits, some only the name. */
export function defaultVendedores(): Record<string, Partial<Vendedor>> {
  return {
    '0000000002': { email: 'Francisco@tester.com', telefono_1: '33 1333 7135' },
    '0000000003': { email: 'pgbage9743166351596541@tester.com', telefono_1: '9991234567' },
    '0000000004': {
      telefono_1: '9992345678',
      grupo_vendedor: { clave: '0001', descripcion: 'Ruta foránea' },
    },
    '0000000005': { sucursal: '0002', email: 'paty.gomez@correo.mx' },
    '0000000006': { estatus: 'BA' },
  };
}
