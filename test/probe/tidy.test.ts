import { expect, test } from 'vitest';
import { AlreadyProbing } from '../../src/probe/probe.ts';
import { type ProbeRig, startProbeRig } from './probe-rig.ts';

/** Whatever becomes of a probe, its test customers are taken away, or named; and nobody else is touched. */

const MARK = /ZZPUENTEPRUEBA/i;

function activeMarked({ managementpro }: ProbeRig): string[] {
  const marked = managementpro.people
    .all()
    .filter(({ descripcion, estado }) => MARK.test(descripcion) && estado === 'AC');
  return marked.map(({ clave }) => clave);
}

function marked({ aceptabits }: ProbeRig): string[] {
  return aceptabits.people.all().flatMap(({ code, name }) => (MARK.test(name) ? [code] : []));
}

const keysLeft = (sides: Awaited<ReturnType<ProbeRig['run']>>['sides']) =>
  sides.map(({ tidied }) => tidied.left.map(({ key }) => key));

test('who ends it in the middle ends it clean, on whichever measure', async () => {
  for (const at of ['lag', 'forms', 'search', 'update', 'paging']) {
    await using rig = await startProbeRig({ people: 12 });
    const stop = new AbortController();
    const { sides, stopped } = await rig.run({
      stop: stop.signal,
      onStep: (_, what) => what === at && stop.abort(),
    });
    expect(stopped).toBe(true);
    expect(sides[0]?.ended).toBeDefined();
    expect(activeMarked(rig)).toEqual([]);
    expect(marked(rig)).toEqual([]);
    expect(rig.managementpro.people.all()).not.toHaveLength(0);
  }
});

test('creates whose answer was lost are found by the tag in their names, and taken away', async () => {
  await using rig = await startProbeRig();
  rig.managementpro.faults.add({ on: 'addCliente', when: 'after', kind: 'reset', times: 2 });
  rig.aceptabits.faults.add({ on: 'add-customer', when: 'after', kind: 'reset', times: 2 });
  const { sides } = await rig.run();
  expect(sides.map(({ tidied }) => tidied.done.length)).toEqual([4, 4]);
  expect(activeMarked(rig)).toEqual([]);
  expect(marked(rig)).toEqual([]);
});

test('what a server does not take away is named, and a later run takes it away', async () => {
  await using rig = await startProbeRig({
    managementpro: { estadoIn: undefined },
    aceptabits: { absent: ['delete-customer'] },
  });
  const [inManagementPro = [], inAceptabits = []] = keysLeft((await rig.run()).sides);
  expect(inManagementPro.toSorted()).toEqual(activeMarked(rig).toSorted());
  expect(inAceptabits.toSorted()).toEqual(marked(rig).toSorted());
  expect(inManagementPro).toHaveLength(4);
  rig.managementpro.settings.estadoIn = 'estatus';
  rig.aceptabits.settings.absent = [];
  expect(keysLeft((await rig.run()).sides)).toEqual([[], []]);
  expect(activeMarked(rig)).toEqual([]);
  expect(marked(rig)).toEqual([]);
});

test('what a server has not shown yet is named as such, and a later run takes it away', async () => {
  await using rig = await startProbeRig({
    managementpro: { listLagMs: 3_600_000 },
    aceptabits: { listLagMs: 3_600_000 },
  });
  const { sides } = await rig.run({ lagWithinMs: 300 });
  expect(sides.map(({ tidied }) => tidied.left.map(({ why }) => why))).toEqual([
    Array(4).fill('It is not shown yet.'),
    Array(4).fill('It is not shown yet.'),
  ]);
  for (const { settings } of [rig.managementpro, rig.aceptabits]) settings.listLagMs = 0;
  // What was written meanwhile is shown from the next write on.
  for (const { clave } of rig.managementpro.people.all()) rig.managementpro.people.edit(clave, {});
  for (const { code } of rig.aceptabits.people.all()) rig.aceptabits.people.edit(code, {});
  expect(keysLeft((await rig.run()).sides)).toEqual([[], []]);
  expect(activeMarked(rig)).toEqual([]);
  expect(marked(rig)).toEqual([]);
});

test('a customer that only looks like a test customer, and one whose key is another person by now, are left alone', async () => {
  await using rig = await startProbeRig({
    managementpro: { estadoIn: undefined },
    aceptabits: { absent: ['delete-customer'] },
  });
  const alike = rig.managementpro.people.create({ descripcion: 'ZZPUENTEPRUEBA de otra instalación' });
  const [inManagementPro = [], inAceptabits = []] = keysLeft((await rig.run()).sides);
  const [clave = ''] = inManagementPro;
  const [code = ''] = inAceptabits;
  const person = {
    descripcion: 'Ferretería El Ancla',
    razon_social: 'Ferretería El Ancla SA de CV',
    email_1: 'a@ancla.mx',
  };
  rig.managementpro.people.edit(clave, person);
  rig.aceptabits.people.edit(code, { name: 'Ferretería El Ancla', lastname: null, email: 'a@ancla.mx' });
  rig.managementpro.settings.estadoIn = 'estado';
  rig.aceptabits.settings.absent = [];
  expect(keysLeft((await rig.run()).sides)).toEqual([[clave], [code]]);
  expect(rig.managementpro.people.get(clave)).toMatchObject({ ...person, estado: 'AC' });
  expect(rig.managementpro.people.get(alike)?.estado).toBe('AC');
  expect(rig.aceptabits.people.get(code)?.name).toBe('Ferretería El Ancla');
});

test('where the first question is refused, or its answer cannot be read, nothing is made', async () => {
  await using rig = await startProbeRig({ managementpro: { charset: 'iso-8859-1' } });
  rig.aceptabits.settings.account = 'suspended';
  const writes = rig.managementpro.writes + rig.aceptabits.writes;
  const { sides } = await rig.run();
  expect(sides.map(({ ended }) => ended)).toEqual([
    expect.stringContaining('unreadable'),
    expect.stringContaining('HTTP 401'),
  ]);
  expect(rig.managementpro.writes + rig.aceptabits.writes).toBe(writes);
});

test('trouble in the middle stops no measure after it', async () => {
  await using rig = await startProbeRig();
  for (const kind of ['error500', 'reset', 'html502', 'pace429'] as const)
    for (const side of [rig.managementpro, rig.aceptabits])
      side.faults.add({ on: '*', when: 'before', kind, times: 3, probability: 0.3, retryAfterSeconds: 1 });
  await rig.run();
  expect(activeMarked(rig)).toEqual([]);
  expect(marked(rig)).toEqual([]);
}, 60_000);

test('two probes are never at one system together', async () => {
  await using rig = await startProbeRig({ people: 12 });
  const first = rig.run();
  await expect(rig.run()).rejects.toBeInstanceOf(AlreadyProbing);
  await first;
  await rig.run();
});

test('what is kept names neither the address nor the key', async () => {
  await using rig = await startProbeRig({ people: 12 });
  await rig.run();
  const { redis, keys } = rig.store;
  const names = await redis.keys(keys.schema.replace('schema', '*'));
  const profiles = names.filter((name) => name.includes(':profile:'));
  expect(profiles).toHaveLength(2);
  const kept = JSON.stringify([names, await redis.mget(profiles)]);
  for (const { url } of [rig.managementpro, rig.aceptabits]) expect(kept).not.toContain(url);
  expect(kept).not.toContain(rig.managementpro.apikey);
  expect(kept).not.toContain(rig.aceptabits.token);
  expect(names.filter((name) => name.includes(':probe-customers:') || name.includes(':probing:'))).toEqual(
    [],
  );
});
