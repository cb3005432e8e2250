/** Both simulators in a process of their own, so that a benchmark measures Puente alone, and the people who edit in them. */
import { startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import { startManagementProSimulator } from '../../src/simulators/managementpro.ts';
import { seedWorld } from '../../src/simulators/world.ts';
import { childArgs, serveChild } from './child.ts';

type Side = 'managementpro' | 'aceptabits';

type Counts = { managementpro: number; aceptabits: number; shared: number };

const [counts, latencyMs = 0] = childArgs<[Counts, latencyMs?: number]>();
const managementpro = await startManagementProSimulator();
const aceptabits = await startAceptabitsSimulator();
for (const { settings } of [managementpro, aceptabits]) settings.latencyMs = latencyMs;
const world = seedWorld({ managementpro, aceptabits }, { seed: 1, ...counts, ambiguous: 0 });

/** Persons whom both sides know and may write, in the order in which they are edited. */
let editable = world.persons.filter(
  ({ managementpro: clave, aceptabits: code, relation }) =>
    relation === undefined &&
    managementpro.people.get(clave ?? '')?.estado === 'AC' &&
    aceptabits.people.get(code ?? '')?.isEditable === -1,
);
/** Numbers that come once each: whose turn it is, and what they get. */
const counter = () => {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
};
const nextPerson = counter();
const nextValue = counter();

const phone = () => `55${String(10_000_000 + nextValue())}`;

/** The next person gets a new phone on one side. Answers the person's keys and the value. */
function edit(side: Side) {
  const person = editable[nextPerson() % editable.length];
  const value = phone();
  if (side === 'managementpro') managementpro.people.edit(person?.managementpro ?? '', { telefono_1: value });
  else aceptabits.people.edit(person?.aceptabits ?? '', { phone: value });
  return { clave: person?.managementpro ?? '', code: person?.aceptabits ?? '', value };
}

const digits = (text: string | null | undefined) => (text ?? '').replace(/\D/g, '').slice(-10);

const LOOK_EVERY_MS = 2;
/** What is not seen by then counts as this long. */
const GIVE_UP_MS = 30_000;

/** Edits a person and answers how long the other side did not show it, ms. */
async function editAndWait(side: Side): Promise<number> {
  const { clave, code, value } = edit(side);
  const began = performance.now();
  const shown = () =>
    side === 'managementpro'
      ? aceptabits.people.get(code)?.phone
      : managementpro.people.get(clave)?.telefono_1;
  while (digits(shown()) !== value && performance.now() - began < GIVE_UP_MS)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  return performance.now() - began;
}

/** A company as an ordinary one is, whom nobody knows. */
function create(side: Side) {
  const number = nextValue();
  const name = `Distribuidora de Materiales Eléctricos ${spelled(number)} del Sureste`;
  const email = `compras@materiales${number}.com.mx`;
  if (side === 'aceptabits') {
    const [shop] = aceptabits.people.shops();
    return aceptabits.people.create({
      name,
      lastname: null,
      email,
      phone: phone(),
      code_shop: shop?.code ?? '',
    });
  }
  return managementpro.people.create({
    descripcion: name,
    razon_social: `${name} S.A. de C.V.`,
    email_1: email,
    email_2: `pagos@materiales${number}.com.mx`,
    telefono_1: phone(),
    telefono_2: phone(),
    telefono_3: phone(),
    contacto_1: 'Lic. Muñoz',
    sucursal: '0001',
    vendedor: '0000000003',
    estado: 'AC',
  });
}

const SYLLABLES = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'la',
  'me',
  'ni',
  'po',
  'ru',
  'sa',
  'te',
  'vi',
  'xo',
  'ya',
  'ze',
];

/** A name of its own for each number. */
function spelled(number: number): string {
  const text = number.toString(16).padStart(5, '0');
  const name = [...text].map((digit) => SYLLABLES[Number.parseInt(digit, 16)]).join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const times = <T>(count: number, act: () => T) => Array.from({ length: count }, act);

await serveChild(
  {
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: aceptabits.people.shops()[0]?.code ?? '',
    ACEPTABITS_SHOPS: '*',
  },
  {
    /** Only these are edited: whoever is no link is nobody's edit. */
    among(claves: readonly string[]) {
      const linked = new Set(claves);
      editable = editable.filter(({ managementpro: clave }) => linked.has(clave ?? ''));
    },
    counters: () => ({
      managementpro: managementpro.requests.total,
      aceptabits: aceptabits.requests.total,
      lists: managementpro.requests.byAction.GetClienteLista ?? 0,
      writes: managementpro.writes + aceptabits.writes,
    }),
    edit: (side: Side, count: number) => void times(count, () => edit(side)),
    create: (side: Side, count: number) => void times(count, () => create(side)),
    /** So many edits, one begun every so many ms on alternating sides; answers how long each took. */
    async edits(count: number, everyMs: number) {
      const open: Promise<number>[] = [];
      for (let at = 0; at < count; at += 1) {
        open.push(editAndWait(at % 2 === 0 ? 'managementpro' : 'aceptabits'));
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
      return Promise.all(open);
    },
    census() {
      const rows = world.census();
      return {
        people: rows.length,
        doubled: rows.filter((row) => row.managementpro.length > 1 || row.aceptabits.length > 1).length,
        missing: rows.filter((row) => row.managementpro.length === 0 || row.aceptabits.length === 0).length,
      };
    },
  },
);
process.exit(0);
