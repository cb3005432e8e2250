/**
 * One pair of systems in which the same people stand on both sides, in a process of its own. Every company of the bench
 * reads it: what is measured is what they cost, and not whom they know.
 */
import { startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import { startManagementProSimulator } from '../../src/simulators/managementpro.ts';
import { childArgs, serveChild } from './child.ts';

const [customers] = childArgs<[number]>();
const managementpro = await startManagementProSimulator({ host: '0.0.0.0' });
const aceptabits = await startAceptabitsSimulator({ host: '0.0.0.0' });
const [shop] = aceptabits.people.shops();
for (let number = 0; number < customers; number += 1) {
  const word = [...String(number)]
    .map((digit) => `${'bcdfgjlmnp'[Number(digit)]}${'aeiou'[number % 5]}`)
    .join('');
  const [name, lastname] = [`Distribuidora de Materiales ${word}`, 'del Sureste S.A. de C.V.'];
  const [email, phone] = [`compras@materiales${number}.com.mx`, `55${String(10_000_000 + number)}`];
  managementpro.people.create({
    descripcion: `${name} ${lastname}`,
    razon_social: `${name} ${lastname}`,
    email_1: email,
    email_2: `pagos@materiales${number}.com.mx`,
    telefono_1: phone,
    telefono_2: `55${String(30_000_000 + number)}`,
    contacto_1: 'Lic. Muñoz',
    estado: 'AC',
  });
  aceptabits.people.create({ name, lastname, email, phone, code_shop: shop?.code ?? '' });
}

await serveChild(
  {
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: shop?.code ?? '',
    ACEPTABITS_SHOPS: '*',
  },
  {
    counters: () => ({
      managementpro: managementpro.requests.total,
      aceptabits: aceptabits.requests.total,
      writes: managementpro.writes + aceptabits.writes,
    }),
  },
);
process.exit(0);
