/** Edits that Aceptabits cannot be told: held, shown as hand-work, and followed up once it can (rule 7). */
import { afterEach, describe, expect, test } from 'vitest';
import { putBack } from '../../src/people/undo.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, eventsOf, linkedPair, linkedPairs, movableClock, waitsOf } from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

function setUpdatePath(customerUpdatePath: string | undefined): Promise<void> {
  return rig.restart({ aceptabits: { ...rig.config.aceptabits, customerUpdatePath } });
}

async function held(clave: string) {
  const [loaded] = await rig.app.context.store.load([{ side: 'managementpro', key: clave }]);
  return loaded?.waits ?? [];
}

describe('rule 7: without an update method, changes for Aceptabits are held', () => {
  test('an edit in ManagementPro is shown with its value and its age, counted, and never tried', async () => {
    rig = await startRig({ canUpdate: false });
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
    await rig.cycles(1);
    const [wait] = await held(pair.clave);
    expect(wait).toMatchObject({
      kind: 'held',
      side: 'aceptabits',
      field: 'email',
      value: 'nuevo@correo.mx',
      reason: 'no-update-method',
    });
    const status = await rig.status();
    expect(status.waiting.held).toBe(1);
    expect(status.differing).toBe(1);
    expect(status.work).toBe(0);
    const posts = { ...rig.aceptabits.requests.byPath };
    await rig.cycles(5);
    const { 'get-customers': _before, ...others } = posts;
    const { 'get-customers': _after, ...othersAfter } = rig.aceptabits.requests.byPath;
    expect(othersAfter).toEqual(others);
    expect((await held(pair.clave))[0]?.since).toBe(wait?.since);
    expect((await rig.status()).queues['write-aceptabits']).toMatchObject({
      failed: 0,
      waiting: 0,
      delayed: 0,
    });
    expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'cliente1@correo.mx']);
  });

  test('it is no reason to hold up the other direction, nor new customers', async () => {
    rig = await startRig({ canUpdate: false });
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
    rig.aceptabits.people.edit(pair.code, { phone: '9991234567' });
    const stranger = rig.managementpro.people.create({ descripcion: 'Leonor Dzul Tamay' });
    await rig.cycles(3);
    expect(rig.managementpro.people.get(pair.clave)?.telefono_1).toBe('9991234567');
    expect(rig.aceptabits.people.all().map(({ name }) => name)).toContain('Leonor Dzul Tamay');
    expect(await waitsOf(rig, 'managementpro', stranger)).toEqual([]);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held']);
  });

  test('several held changes are delivered when the path is set, each once, with the newest value', async () => {
    rig = await startRig({ canUpdate: false });
    const pairs = await linkedPairs(rig, 3);
    for (const { clave } of pairs) rig.managementpro.people.edit(clave, { telefono_1: '9990001111' });
    await rig.cycles(1);
    for (const [index, { clave }] of pairs.entries())
      rig.managementpro.people.edit(clave, { telefono_1: `999555000${index}` });
    await rig.cycles(1);
    expect((await rig.status()).waiting.held).toBe(3);
    expect(rig.aceptabits.writes).toBe(0);
    await setUpdatePath('edit-customer');
    await rig.cycles(1);
    for (const [index, pair] of pairs.entries())
      expect(both(rig, pair, 'phone')).toEqual([`999555000${index}`, `999555000${index}`]);
    expect(rig.aceptabits.writes).toBe(3);
    expect(await rig.status()).toMatchObject({ waiting: { held: 0 }, differing: 0 });
    await rig.cycles(2);
    expect(rig.writes()).toBe(3);
  });

  test('an item closes itself when somebody types the value into Aceptabits, in whatever spelling', async () => {
    rig = await startRig({ canUpdate: false });
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { telefono_1: '999 765 4321', email_1: 'nuevo@correo.mx' });
    await rig.cycles(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held', 'held']);
    rig.aceptabits.people.edit(pair.code, { phone: '+52 9997654321' });
    await rig.cycles(1);
    expect((await held(pair.clave)).map((wait) => 'field' in wait && wait.field)).toEqual(['email']);
    rig.aceptabits.people.edit(pair.code, { email: 'NUEVO@correo.mx ' });
    await rig.cycles(1);
    expect(await rig.status()).toMatchObject({ waiting: { held: 0 }, differing: 0 });
    await setUpdatePath('edit-customer');
    await rig.cycles(2);
    expect(rig.writes()).toBe(0);
  });

  test('an item closes itself when the edit is taken back', async () => {
    rig = await startRig({ canUpdate: false });
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { descripcion: 'Otro Nombre Cualquiera' });
    await rig.cycles(1);
    expect((await rig.status()).waiting.held).toBe(1);
    rig.managementpro.people.edit(pair.clave, { descripcion: 'Bernardob Yerena Pootb' });
    await rig.cycles(1);
    expect(await rig.status()).toMatchObject({ waiting: { held: 0 }, differing: 0 });
    expect(rig.writes()).toBe(0);
  });

  test('a held change and a later edit of the same field in Aceptabits are a conflict, not a loss', async () => {
    rig = await startRig({
      canUpdate: false,
      config: {
        policies: { name: 'review', email: 'review', phone: 'review', salesperson: 'review' },
      },
    });
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'erp@correo.mx' });
    await rig.cycles(1);
    rig.aceptabits.people.edit(pair.code, { email: 'tienda@correo.mx' });
    await rig.cycles(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['conflict']);
    expect(both(rig, pair, 'email')).toEqual(['erp@correo.mx', 'tienda@correo.mx']);
  });

  describe('a held change and a later edit of the same field in Aceptabits, which the policy overrules', () => {
    const [mine, theirs] = ['erp@correo.mx', 'tienda@correo.mx'];

    /** ManagementPro's edit is held, and Aceptabits' own is what a person would type it over. */
    async function overruled() {
      rig = await startRig({ canUpdate: false });
      const pair = await linkedPair(rig);
      rig.managementpro.people.edit(pair.clave, { email_1: mine });
      await rig.cycles(1);
      rig.aceptabits.people.edit(pair.code, { email: theirs });
      await rig.cycles(2);
      expect(await held(pair.clave)).toMatchObject([{ kind: 'held', field: 'email', value: mine }]);
      return pair;
    }

    const conflicts = async (clave: string) =>
      (await eventsOf(rig, clave)).filter(({ kind }) => kind === 'conflict');
    const recorded = async (clave: string) => (await conflicts(clave)).map(({ conflict }) => conflict);
    const entry = (aceptabits: string) => ({
      field: 'email',
      base: 'cliente1@correo.mx',
      managementpro: mine,
      aceptabits,
      winner: 'managementpro',
    });

    test('are on record with all three values, and what was typed over can be put back', async () => {
      const pair = await overruled();
      expect(await recorded(pair.clave)).toEqual([entry(theirs)]);
      rig.aceptabits.people.edit(pair.code, { email: mine });
      await rig.cycles(2);
      expect(await rig.status()).toMatchObject({ waiting: { held: 0 }, differing: 0 });
      const [event] = await conflicts(pair.clave);
      expect(await putBack(rig.app.context, event?.id ?? '', 'Ana')).toBe(true);
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual([theirs, mine]);
      expect(await held(pair.clave)).toMatchObject([{ kind: 'held', field: 'email', value: theirs }]);
      rig.aceptabits.people.edit(pair.code, { email: theirs });
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual([theirs, theirs]);
      expect(await rig.status()).toMatchObject({ waiting: { held: 0 }, differing: 0 });
    });

    test('can be decided for Aceptabits before anybody has typed it over', async () => {
      const pair = await overruled();
      const [event] = await conflicts(pair.clave);
      expect(await putBack(rig.app.context, event?.id ?? '', 'Ana')).toBe(true);
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual([theirs, theirs]);
      expect(await rig.status()).toMatchObject({ waiting: { held: 0 }, differing: 0 });
    });

    test('are on record anew when the losing value moves, and not again when the winning one is delivered', async () => {
      const pair = await overruled();
      rig.aceptabits.people.edit(pair.code, { email: 'caja@correo.mx' });
      await rig.cycles(2);
      await setUpdatePath('edit-customer');
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual([mine, mine]);
      expect(await recorded(pair.clave)).toEqual([entry('caja@correo.mx'), entry(theirs)]);
    });
  });

  test('a path that is taken away again holds what comes after it', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    await setUpdatePath(undefined);
    rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
    await rig.cycles(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held']);
    await setUpdatePath('edit-customer');
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
    const updated = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'updated');
    expect(updated).toHaveLength(1);
  });
});

describe('rule 7: an update method that is set and is not there', () => {
  const DAY_MS = 86_400_000;

  test.each(['404', '405', 'html'] as const)(
    'answers as %s: updates are held, nobody is parked, and nothing is asked again and again',
    async (absentAs) => {
      rig = await startRig({ aceptabits: { absent: ['edit-customer'], absentAs } });
      const pairs = await linkedPairs(rig, 9);
      const edit = (clave: string, at: number) =>
        rig.managementpro.people.edit(clave, { telefono_1: `99955500${10 + at}` });
      for (const [at, { clave }] of pairs.entries()) edit(clave, at);
      await rig.cycles(2);
      const { waiting, differing } = await rig.status();
      expect({ held: waiting.held, parked: waiting.parked, differing }).toEqual({
        held: 9,
        parked: 0,
        differing: 9,
      });
      const asked = rig.aceptabits.requests.byPath['edit-customer'] ?? 0;
      // Those that were under way together when it was found out.
      expect(asked).toBeLessThanOrEqual(8);
      for (const [at, { clave }] of pairs.entries()) edit(clave, at + 20);
      await rig.cycles(3);
      expect(rig.aceptabits.requests.byPath['edit-customer'] ?? 0).toBe(asked);
    },
  );

  test('is tried again after a day, and what was held is delivered once', async () => {
    const clock = movableClock();
    rig = await startRig({ now: clock.now, aceptabits: { absent: ['edit-customer'] } });
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
    await rig.cycles(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held']);
    rig.aceptabits.settings.absent = [];
    clock.advance(DAY_MS);
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'managementpro', { everything: true }));
    await rig.idle();
    expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
    expect(rig.aceptabits.writes).toBe(1);
    expect((await rig.status()).waiting.held).toBe(0);
  });

  test('is tried at once when the setting names another', async () => {
    rig = await startRig({ aceptabits: { absent: ['edit-client'], updatePath: 'edit-customer' } });
    await setUpdatePath('edit-client');
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
    await rig.cycles(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held']);
    await setUpdatePath('edit-customer');
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
  });
});
