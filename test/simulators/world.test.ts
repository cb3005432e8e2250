/** The seeded company: the same from the same seed, and as various as a real one. */
import { afterEach, describe, expect, test } from 'vitest';
import { startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import { startManagementProSimulator } from '../../src/simulators/managementpro.ts';
import { canonicalPhone, foldedName } from '../../src/simulators/names/spelling.ts';
import { startPeople, stepPeople } from '../../src/simulators/people.ts';
import { seededRandom } from '../../src/simulators/random.ts';
import { clienteEvidence, customerEvidence, valuesOf } from '../../src/simulators/world/evidence.ts';
import { type Person, type Simulators, seedWorld, type World } from '../../src/simulators/world.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((sim) => sim.close()));
});

async function freshSims(): Promise<Simulators> {
  const now = () => Date.parse('2026-01-15T12:00:00Z');
  const managementpro = await startManagementProSimulator({ now });
  const aceptabits = await startAceptabitsSimulator({ now });
  opened.push(managementpro, aceptabits);
  return { managementpro, aceptabits };
}

const size = { seed: 42, managementpro: 200, aceptabits: 150, shared: 80 };

async function freshWorld(over: object = {}): Promise<{ sims: Simulators; world: World }> {
  const sims = await freshSims();
  return { sims, world: seedWorld(sims, { ...size, ...over }) };
}

const dump = ({ managementpro, aceptabits }: Simulators) => [
  managementpro.people.all(),
  aceptabits.people.all(),
];
const isShared = ({ managementpro, aceptabits }: Person) =>
  managementpro !== undefined && aceptabits !== undefined;

describe('a seeded world', () => {
  test('has as many customers on each side, and in common, as asked', async () => {
    const { sims, world } = await freshWorld();
    expect(dump(sims).map((side) => side?.length)).toEqual([200, 150]);
    expect(world.persons).toHaveLength(270);
    expect(world.persons.filter(isShared)).toHaveLength(80);
    expect(world.persons.filter(({ ambiguous }) => ambiguous)).toHaveLength(3);
  });

  test('is the same for the same seed, and another for another', async () => {
    const [one, same, other] = [await freshWorld(), await freshWorld(), await freshWorld({ seed: 43 })];
    expect(dump(same.sims)).toEqual(dump(one.sims));
    expect(same.world.persons).toEqual(one.world.persons);
    expect(dump(other.sims)).not.toEqual(dump(one.sims));
  });

  test.each([1, 2, 3, 4, 5])('shares evidence between relatives only, with seed %i', async (seed) => {
    const { world } = await freshWorld({ seed });
    const bearers = new Map<string, Person[]>();
    for (const person of world.persons)
      for (const value of valuesOf(person.evidence))
        bearers.set(value, [...(bearers.get(value) ?? []), person]);
    for (const [value, persons] of bearers) {
      const relations = new Set(persons.map(({ relation }) => relation));
      if (persons.length > 1)
        expect([value, relations.size, relations.has(undefined)]).toEqual([value, 1, false]);
    }
  });

  test('has families with one phone, branches with one e-mail and RFC, and twins with one name', async () => {
    const { sims, world } = await freshWorld({ managementpro: 400, aceptabits: 400, shared: 200 });
    const relatives = (relation: string) => {
      const persons = world.persons.filter((person) => person.relation === relation);
      return persons.flatMap(({ managementpro }) => sims.managementpro.people.get(managementpro ?? '') ?? []);
    };
    const distinct = (values: string[]) => new Set(values.map((value) => foldedName(value))).size;
    const [family, branches, twins] = [relatives('family'), relatives('branch'), relatives('twin')];
    for (const kin of [family, branches, twins]) expect(kin.length).toBeGreaterThan(5);
    expect(distinct(family.map(({ telefono_1 }) => canonicalPhone(telefono_1) ?? ''))).toBe(
      family.length / 2,
    );
    expect(distinct(branches.map(({ email_1 }) => email_1))).toBe(branches.length / 2);
    expect(distinct(branches.map(({ descripcion }) => descripcion))).toBe(branches.length);
    expect(distinct(branches.map(({ razon_social }) => razon_social))).toBe(branches.length / 2);
    expect(distinct(twins.map(({ descripcion }) => descripcion))).toBe(twins.length / 2);
    expect(distinct(twins.map(({ email_1 }) => email_1))).toBe(twins.length);
  });

  test('has people like real ones', async () => {
    const { sims } = await freshWorld();
    const clientes = sims.managementpro.people.all();
    const companies = clientes.filter(({ rfc, grupo_impuesto }) => grupo_impuesto === 'IVA16' && rfc);
    const lengths = companies.map(({ razon_social }) => razon_social.trim().split(/\s+/).length);
    expect(companies.length).toBeGreaterThan(80);
    expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBeGreaterThan(8);
    expect(
      companies.filter(({ razon_social }) => /DE C\. ?V\.?\s*$/i.test(razon_social)).length,
    ).toBeGreaterThan(40);
    for (const company of companies) {
      const { telefono_2, telefono_3, contacto_1, contacto_2, email_2, direccion } = company;
      for (const value of [telefono_2, telefono_3, contacto_1, contacto_2, email_2])
        expect(value).not.toBe('');
      expect(direccion).toMatchObject({ calle: expect.stringMatching(/./), pais: 'México' });
    }
    const own = clientes.map(({ rfc }) => rfc.length);
    expect(new Set(own)).toEqual(new Set([12, 13]));
    const persons = sims.aceptabits.people.all().filter(({ lastname }) => lastname !== null);
    expect(persons.every(({ lastname }) => lastname?.trim().split(' ').length === 2)).toBe(true);
    expect(persons.filter(({ name }) => name.trim().split(' ').length === 2).length).toBeGreaterThan(20);
  });

  test.each([1, 2, 3])(
    'lets shared persons agree, and ambiguous ones disagree, with seed %i',
    async (seed) => {
      const { sims, world } = await freshWorld({ seed });
      for (const person of world.persons.filter(isShared)) {
        const { agreeing, comparable } = comparedEvidence(sims, person);
        if (person.ambiguous) expect(agreeing).toBe(1);
        else expect(agreeing >= 2 || (agreeing === 1 && comparable === 1)).toBe(true);
        if (person.ambiguous) expect(comparable).toBeGreaterThan(agreeing);
      }
    },
  );

  test('is as untidy as life', async () => {
    const { sims } = await freshWorld();
    const [clientes, customers] = [sims.managementpro.people.all(), sims.aceptabits.people.all()];
    const inactive = clientes.filter(({ estado }) => estado === 'BA');
    expect(inactive.length).toBeGreaterThan(2);
    expect(customers.filter(({ isEditable }) => isEditable === 0)).toHaveLength(2);
    expect(clientes.filter(({ rfc }) => rfc === 'XAXX010101000').length).toBeGreaterThan(40);
    expect(clientes.every(({ rfc }) => /^[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{3}$/.test(rfc))).toBe(true);
    expect(clientes.filter(({ telefono_1 }) => telefono_1 === '0000000000')).toHaveLength(2);
    expect(customers.filter(({ email }) => email === 'mail@tyr')).toHaveLength(2);
    expect(clientes.some(({ descripcion }) => descripcion.endsWith(' '))).toBe(true);
    expect(new Set(clientes.map(({ sucursal }) => sucursal)).size).toBe(2);
    expect(new Set(customers.map(({ code_shop }) => code_shop)).size).toBe(2);
    expect(customers.some(({ phone }) => phone === null)).toBe(true);
    expect(customers.some(({ phone }) => phone === '')).toBe(true);
    expect(new Set(customers.map(({ created_at }) => created_at)).size).toBeLessThan(customers.length);
  });

  test('keeps inactive customers out of what is shared, except one', async () => {
    const { sims, world } = await freshWorld();
    const shared = world.persons.filter(isShared);
    const estados = shared.map(
      ({ managementpro }) => sims.managementpro.people.get(managementpro ?? '')?.estado,
    );
    expect(estados.filter((estado) => estado === 'BA')).toHaveLength(1);
  });

  test('cannot share more than there is', async () => {
    await expect(freshWorld({ shared: 151 })).rejects.toThrow('shared');
  });
});

describe('the census', () => {
  test('of an untouched world finds everybody where they were put', async () => {
    const { world } = await freshWorld();
    const keys = (key: string | undefined) => (key === undefined ? [] : [key]);
    expect(world.census()).toEqual(
      world.persons.map((person) => ({
        person,
        managementpro: keys(person.managementpro),
        aceptabits: keys(person.aceptabits),
      })),
    );
  });

  test('knows copies that came later, even after the original was corrected', async () => {
    const { sims, world } = await freshWorld();
    for (const { managementpro, aceptabits } of world.persons) {
      if (aceptabits === undefined) copyToAceptabits(sims, managementpro ?? '');
      if (managementpro === undefined) copyToManagementPro(sims, aceptabits ?? '');
    }
    const rows = world.census();
    expect(rows).toHaveLength(world.persons.length);
    for (const row of rows) expect([row.managementpro.length, row.aceptabits.length]).toEqual([1, 1]);
  });

  test('counts doubles, and lists those who belong to nobody', async () => {
    const { sims, world } = await freshWorld();
    const known = world.persons.find(({ aceptabits }) => aceptabits === undefined);
    copyToAceptabits(sims, known?.managementpro ?? '');
    copyToAceptabits(sims, known?.managementpro ?? '');
    const code = sims.aceptabits.people.create({ name: 'Nadie', lastname: 'Conocido', phone: '9991112233' });
    const clave = sims.managementpro.people.create({
      descripcion: 'OTRO NOMBRE',
      telefono_1: '(999) 111 2233',
    });
    const rows = world.census();
    expect(rows.find(({ person }) => person === known)?.aceptabits).toHaveLength(2);
    expect(rows.at(-1)).toMatchObject({ managementpro: [clave], aceptabits: [code] });
    expect(rows).toHaveLength(world.persons.length + 1);
  });

  test('does not miss somebody who is gone', async () => {
    const { sims, world } = await freshWorld();
    const gone = world.persons.find(isShared);
    sims.aceptabits.people.remove(gone?.aceptabits ?? '');
    expect(world.census().find(({ person }) => person === gone)?.aceptabits).toEqual([]);
  });
});

describe('people', () => {
  test('make the same history for the same seed', async () => {
    const history = async () => {
      const { sims } = await freshWorld();
      const random = seededRandom(9);
      return { steps: Array.from({ length: 300 }, () => stepPeople(sims, random)), end: dump(sims) };
    };
    const first = await history();
    expect(await history()).toEqual(first);
    expect(new Set(first.steps.map(({ what }) => what))).toEqual(
      new Set(['create', 'phone', 'email', 'name', 'estado']),
    );
    expect(new Set(first.steps.map(({ side }) => side)).size).toBe(2);
  });

  test('never make one person look like another', async () => {
    const { sims, world } = await freshWorld();
    const random = seededRandom(10);
    const created = Array.from({ length: 400 }, () => stepPeople(sims, random)).filter(
      ({ what }) => what === 'create',
    );
    const rows = world.census();
    expect(rows).toHaveLength(world.persons.length + created.length);
    expect(rows.every((row) => row.managementpro.length <= 1 && row.aceptabits.length <= 1)).toBe(true);
  });

  test('begin with nothing too, and go on until they are stopped', async () => {
    const sims = await freshSims();
    const seen: number[] = [];
    const people = startPeople({
      sims,
      random: seededRandom(1),
      everyMs: 1,
      now: () => 7,
      onStep: (_step, atMs) => seen.push(atMs),
    });
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(2);
    people.stop();
    expect(seen[0]).toBe(7);
    expect(dump(sims).flat().length).toBeGreaterThan(0);
  });
});

/** How many kinds of evidence both sides have of a person, and in how many they agree. */
function comparedEvidence(sims: Simulators, person: Person): { agreeing: number; comparable: number } {
  const cliente = sims.managementpro.people.get(person.managementpro ?? '');
  const customer = sims.aceptabits.people.get(person.aceptabits ?? '');
  if (!cliente || !customer) throw new Error('Not shared.');
  const [left, right] = [clienteEvidence(cliente), customerEvidence(customer)];
  const kinds = (['emails', 'phones', 'names'] as const).filter((kind) => left[kind][0] && right[kind][0]);
  return {
    agreeing: kinds.filter((kind) => left[kind][0] === right[kind][0]).length,
    comparable: kinds.length,
  };
}

function copyToAceptabits({ managementpro, aceptabits }: Simulators, clave: string): void {
  const cliente = managementpro.people.get(clave);
  if (!cliente) throw new Error(clave);
  aceptabits.people.create({ name: cliente.descripcion, email: cliente.email_1, phone: cliente.telefono_1 });
  if (cliente.email_1) managementpro.people.edit(clave, { telefono_1: '' });
}

function copyToManagementPro({ managementpro, aceptabits }: Simulators, code: string): void {
  const customer = aceptabits.people.get(code);
  if (!customer) throw new Error(code);
  const descripcion = [customer.name, customer.lastname].filter(Boolean).join(' ').toUpperCase();
  managementpro.people.create({
    descripcion,
    email_1: customer.email ?? '',
    telefono_1: customer.phone ?? '',
  });
}
