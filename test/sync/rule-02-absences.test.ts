/** Customers that a list does not show: asked for, marked, and back again without harm (rule 2). */
import { afterEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import type { Link } from '../../src/domain/link.ts';
import { vouch } from '../../src/people/answers.ts';
import { linkText } from '../../src/store/packed.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  both,
  counts,
  edit,
  eventsOf,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  linkOf,
  movableClock,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

/** A pair among bystanders, old enough that a listing can no longer lag behind its making. */
async function settledPair(): Promise<Pair> {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  const [pair] = await linkedPairs(rig, 4);
  clock.advance(60_000);
  if (pair === undefined) throw new Error('There is no pair.');
  return pair;
}

const missing = async () => (await rig.status()).waiting.missing;

describe('rule 2: a linked customer that is gone', () => {
  test('is asked for by show-customer alone, and 1375 in two scans is its absence', async () => {
    const pair = await settledPair();
    const { byPath } = rig.aceptabits.requests;
    rig.aceptabits.people.remove(pair.code);
    const before = { shown: byPath['show-customer'] ?? 0, listed: byPath['get-customers'] ?? 0 };
    await rig.poll('aceptabits');
    expect(byPath['show-customer']).toBe(before.shown + 1);
    expect(await missing()).toBe(0);
    await rig.poll('aceptabits');
    expect(byPath['show-customer']).toBe(before.shown + 2);
    expect(await missing()).toBe(1);
    // A page for each of the two lists, and no search.
    expect(byPath['get-customers']).toBe(before.listed + 2);
  });

  test('is searched for where show-customer is not there, which is asked once', async () => {
    const pair = await settledPair();
    rig.aceptabits.settings.absent = ['show-customer'];
    const { byPath } = rig.aceptabits.requests;
    rig.aceptabits.people.remove(pair.code);
    const before = { shown: byPath['show-customer'] ?? 0, listed: byPath['get-customers'] ?? 0 };
    await rig.poll('aceptabits');
    await rig.poll('aceptabits');
    expect(await missing()).toBe(1);
    expect(byPath['show-customer']).toBe(before.shown + 1);
    expect(byPath['get-customers']).toBe(before.listed + 4);
  });

  test('from Aceptabits is missing after two scans, shown, not created again, and resumes when it is back', async () => {
    const pair = await settledPair();
    const before = rig.aceptabits.people.get(pair.code);
    const kept = rig.managementpro.people.get(pair.clave);
    rig.aceptabits.people.remove(pair.code);
    await rig.poll('aceptabits');
    expect(await missing()).toBe(0);
    await rig.poll('aceptabits');
    expect(await missing()).toBe(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['missing']);
    const writes = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(writes);
    expect(counts(rig)).toEqual([4, 3]);
    expect(rig.managementpro.people.get(pair.clave)).toEqual(kept);
    // An edit meanwhile waits, and is delivered when the customer is back.
    rig.managementpro.people.edit(pair.clave, { email_1: 'entretanto@correo.mx' });
    await rig.cycles(2);
    expect(counts(rig)).toEqual([4, 3]);
    rig.aceptabits.people.create({ ...before });
    await rig.cycles(2);
    expect(await missing()).toBe(0);
    expect(both(rig, pair, 'email')).toEqual(['entretanto@correo.mx', 'entretanto@correo.mx']);
    expect(counts(rig)).toEqual([4, 4]);
    expect((await linkOf(rig, pair.clave))?.code).toBe(pair.code);
    expect((await eventsOf(rig, pair.clave)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['missing', 'returned']),
    );
  });

  test('from ManagementPro is missing after two scans, and its double is neither blanked nor created again', async () => {
    const pair = await settledPair();
    const before = rig.managementpro.people.get(pair.clave);
    const kept = rig.aceptabits.people.get(pair.code);
    rig.managementpro.people.remove(pair.clave);
    await rig.cycles(1);
    expect(await missing()).toBe(0);
    await rig.cycles(1);
    expect(await missing()).toBe(1);
    await rig.cycles(3);
    expect(counts(rig)).toEqual([3, 4]);
    expect(rig.aceptabits.people.get(pair.code)).toEqual(kept);
    if (before !== undefined) rig.managementpro.people.create(before);
    await rig.cycles(2);
    expect(await missing()).toBe(0);
    expect(counts(rig)).toEqual([4, 4]);
    expect((await rig.status()).links).toBe(4);
  });

  test('only turns BA: it is found in the other estado and is not missing', async () => {
    const pair = await settledPair();
    rig.managementpro.people.setEstado(pair.clave, 'BA');
    await rig.cycles(3);
    expect(await missing()).toBe(0);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['inactive']);
  });

  test('that a lagging list does not show, but a look-up does, is not missing however long that lasts', async () => {
    const pair = await settledPair();
    const lists = (body: unknown) => (body as { data: { clave: string } }).data.clave === '';
    const hidden = rig.managementpro.people.get(pair.clave);
    rig.managementpro.people.remove(pair.clave);
    rig.managementpro.faults.add({
      on: 'GetClienteLista',
      when: 'before',
      kind: 'slow',
      times: Number.POSITIVE_INFINITY,
      matches: (body) => {
        // The customer exists for look-ups by key and for nothing else.
        const there = rig.managementpro.people.get(pair.clave) !== undefined;
        if (lists(body) && there) rig.managementpro.people.remove(pair.clave);
        if (!lists(body) && !there && hidden !== undefined) rig.managementpro.people.create(hidden);
        return false;
      },
    });
    await rig.cycles(4);
    expect(await missing()).toBe(0);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
  });
});

describe('rule 2: an error answer, whatever its code, is never an absence', () => {
  test.each(['404', '405', '500', '999'])('ManagementPro refuses the look-up with %s', async (code) => {
    const pair = await settledPair();
    rig.managementpro.people.remove(pair.clave);
    rig.managementpro.faults.add({
      on: /GetCliente/,
      when: 'before',
      kind: 'error500',
      code,
      times: Number.POSITIVE_INFINITY,
      matches: (body) => (body as { data: { clave?: string } }).data.clave !== '',
    });
    for (let times = 0; times < 4; times += 1) await expect(rig.poll('managementpro')).rejects.toThrow();
    expect(await missing()).toBe(0);
    rig.managementpro.faults.clear();
    await reopened('managementpro');
    await rig.cycles(2);
    expect(await missing()).toBe(1);
  });

  test.each(['1290', '1293', '0051'])('Aceptabits refuses the look-up with %s', async (code) => {
    const pair = await settledPair();
    rig.aceptabits.people.remove(pair.code);
    rig.aceptabits.faults.add({
      on: 'show-customer',
      when: 'before',
      kind: 'error500',
      code,
      times: Number.POSITIVE_INFINITY,
    });
    for (let times = 0; times < 4; times += 1) await expect(rig.poll('aceptabits')).rejects.toThrow();
    expect(await missing()).toBe(0);
    rig.aceptabits.faults.clear();
    await reopened('aceptabits');
    await rig.cycles(2);
    expect(await missing()).toBe(1);
  });

  test('an update that finds nobody to update does not recreate: the link becomes missing', async () => {
    const pair = await settledPair();
    rig.managementpro.people.edit(pair.clave, { email_1: 'tarde@correo.mx' });
    rig.aceptabits.people.remove(pair.code);
    await rig.cycles(3);
    expect(await missing()).toBe(1);
    expect(counts(rig)).toEqual([4, 3]);
  });
});

/** Waits until the side's circuit lets a poll through again. */
async function reopened(side: 'managementpro' | 'aceptabits'): Promise<void> {
  await expect
    .poll(
      () =>
        rig.poll(side).then(
          () => true,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
}

describe('rule 2: a customer without a link that is gone', () => {
  test('is forgotten, and its e-mail is evidence for nobody any more', async () => {
    const clock = movableClock();
    rig = await startRig({ now: clock.now });
    await linkedPairs(rig, 3);
    // BA customers are not created in Aceptabits, so this one stays alone.
    const gone = inManagementPro(rig, person(50), { estado: 'BA' });
    await rig.cycles(1);
    clock.advance(60_000);
    expect((await rig.status()).sides.managementpro.known).toBe(4);
    rig.managementpro.people.remove(gone);
    await rig.cycles(2);
    expect((await rig.status()).sides.managementpro.known).toBe(3);
    expect(await missing()).toBe(0);
    const code = inAceptabits(rig, person(50));
    await rig.cycles(2);
    const born = rig.managementpro.people.all().filter(({ email_1 }) => email_1 === person(50).email);
    expect(born).toHaveLength(1);
    expect((await linkOf(rig, born[0]?.clave ?? ''))?.code).toBe(code);
  });
});

describe('rule 2: a key that suddenly bears another person', () => {
  const stranger = person(77);

  test('in ManagementPro suspends the link and leaves Aceptabits as it is, until a person vouches', async () => {
    const pair = await settledPair();
    rig.managementpro.people.edit(pair.clave, { rfc: 'GOMA800101AB1' });
    await rig.cycles(2);
    const kept = rig.aceptabits.people.get(pair.code);
    rig.managementpro.people.edit(pair.clave, {
      descripcion: `${stranger.first} ${stranger.last}`,
      email_1: stranger.email,
      telefono_1: stranger.phone,
      rfc: 'PEXJ900202CD2',
    });
    await rig.cycles(3);
    expect(rig.aceptabits.people.get(pair.code)).toEqual(kept);
    expect(counts(rig)).toEqual([4, 4]);
    expect((await rig.status()).waiting.suspended).toBe(1);
    expect((await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'suspended')).toHaveLength(1);
    expect(await vouch(rig.app.context, pair.clave, 'Ana')).toBe(true);
    await rig.cycles(2);
    expect((await rig.status()).waiting.suspended).toBe(0);
    expect(both(rig, pair, 'email')).toEqual([stranger.email, stranger.email]);
    expect(both(rig, pair, 'name')[1]).toBe(`${stranger.first} ${stranger.last}`);
    expect(both(rig, pair, 'phone')[1]).toBe(stranger.phone);
    const writes = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(writes);
  });

  test('with the same RFC in ManagementPro is the same customer who changed everything else', async () => {
    const pair = await settledPair();
    rig.managementpro.people.edit(pair.clave, { rfc: 'GOMA800101AB1' });
    await rig.cycles(2);
    rig.managementpro.people.edit(pair.clave, {
      descripcion: `${stranger.first} ${stranger.last}`,
      email_1: stranger.email,
      telefono_1: stranger.phone,
    });
    await rig.cycles(2);
    expect((await rig.status()).waiting.suspended).toBe(0);
    expect(both(rig, pair, 'email')).toEqual([stranger.email, stranger.email]);
  });

  test('in Aceptabits suspends the link and leaves ManagementPro as it is, until a person vouches', async () => {
    const pair = await settledPair();
    const kept = rig.managementpro.people.get(pair.clave);
    rig.aceptabits.people.edit(pair.code, {
      name: stranger.first,
      lastname: stranger.last,
      email: stranger.email,
      phone: stranger.phone,
    });
    await rig.cycles(3);
    expect(rig.managementpro.people.get(pair.clave)).toEqual(kept);
    expect((await rig.status()).waiting.suspended).toBe(1);
    expect(await vouch(rig.app.context, pair.clave, 'Ana')).toBe(true);
    await rig.cycles(2);
    expect((await rig.status()).waiting.suspended).toBe(0);
    expect(both(rig, pair, 'email')).toEqual([stranger.email, stranger.email]);
    expect(both(rig, pair, 'name')[0]).toBe(`${stranger.first} ${stranger.last}`);
    const writes = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(writes);
  });

  test.each(SIDES)(
    'in %s stays suspended, whatever whoever has got the key edits and empties of their own',
    async (side) => {
      const pair = await settledPair();
      const kept = both(rig, pair, 'email')[side === 'managementpro' ? 1 : 0];
      edit(rig, side, pair, {
        name: `${stranger.first} ${stranger.last}`,
        email: stranger.email,
        phone: stranger.phone,
      });
      await rig.cycles(2);
      for (const change of [{ email: '' }, { phone: '' }, { name: 'Otra Razón' }, { phone: '9998887766' }]) {
        edit(rig, side, pair, change);
        await rig.cycles(1);
      }
      expect((await rig.status()).waiting.suspended).toBe(1);
      expect(both(rig, pair, 'email')[side === 'managementpro' ? 1 : 0]).toBe(kept);
      edit(rig, side, pair, { email: kept ?? '' });
      await rig.cycles(1);
      expect((await rig.status()).waiting.suspended).toBe(0);
    },
  );

  test.each(SIDES)(
    'in %s is seen as that, though the first lists that show it do not tell the e-mails',
    async (side) => {
      const pair = await settledPair();
      const kept = both(rig, pair, 'email')[side === 'managementpro' ? 1 : 0];
      edit(rig, side, pair, {
        name: `${stranger.first} ${stranger.last}`,
        email: stranger.email,
        phone: stranger.phone,
      });
      const on = side === 'managementpro' ? 'GetClienteLista' : 'get-customers';
      rig[side].faults.add({ on, when: 'after', kind: 'missingKeys', times: Number.POSITIVE_INFINITY });
      await rig.poll(side);
      rig[side].faults.clear();
      await rig.cycles(2);
      expect((await rig.status()).waiting.suspended).toBe(1);
      expect(both(rig, pair, 'email')[side === 'managementpro' ? 1 : 0]).toBe(kept);
    },
  );

  describe('whom a person has vouched for', () => {
    const trio = {
      name: `${stranger.first} ${stranger.last}`,
      email: stranger.email,
      phone: stranger.phone,
    };
    const other = person(88);

    /** One of four pairs, whose record in a side has become the stranger's, as a person has allowed. */
    async function vouchedPair(side: Side, options: RigOptions = {}): Promise<Pair> {
      rig = await startRig(options);
      const [pair] = await linkedPairs(rig, 4);
      if (pair === undefined) throw new Error('There is no pair.');
      edit(rig, side, pair, trio);
      await rig.cycles(1);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['suspended']);
      expect(await vouch(rig.app.context, pair.clave, 'Ana')).toBe(true);
      return pair;
    }

    test('stays this customer while a clerk types the held values one by one, and is edited meanwhile', async () => {
      const pair = await vouchedPair('managementpro', { canUpdate: false });
      await rig.cycles(1);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held', 'held', 'held']);
      edit(rig, 'aceptabits', pair, { email: trio.email });
      await rig.cycles(2);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held', 'held']);
      // Bit by bit nothing is left of whom the person saw.
      for (const change of [{ email: 'otra@correo.mx' }, { phone: '9990001111' }, { name: 'Otra Razón' }]) {
        edit(rig, 'managementpro', pair, change);
        await rig.cycles(1);
        expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['held', 'held', 'held']);
      }
      edit(rig, 'aceptabits', pair, { phone: '9990001111' });
      await rig.cycles(1);
      edit(rig, 'aceptabits', pair, { name: 'Otra Razón', email: 'otra@correo.mx' });
      await rig.cycles(1);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
      expect((await linkOf(rig, pair.clave))?.vouched).toBeUndefined();
      expect((await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'suspended')).toHaveLength(1);
    });

    test.each(SIDES)('in %s has a refused value corrected, and that goes to the other side', async (side) => {
      const pair = await vouchedPair(side);
      rig[otherSide(side)].faults.add({
        on: side === 'managementpro' ? 'edit-customer' : 'addCliente',
        when: 'before',
        kind: 'error500',
        code: side === 'managementpro' ? '1224' : '404',
        times: 3,
      });
      await rig.cycles(1);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['parked']);
      edit(rig, side, pair, { email: 'corregido@correo.mx' });
      rig[otherSide(side)].faults.clear();
      await rig.cycles(2);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
      expect(both(rig, pair, 'email')).toEqual(['corregido@correo.mx', 'corregido@correo.mx']);
      expect(both(rig, pair, 'phone')).toEqual([trio.phone, trio.phone]);
      expect((await linkOf(rig, pair.clave))?.vouched).toBeUndefined();
    });

    test.each(['as soon as a list shows it', 'though its first list does not tell the e-mail'])(
      'is not whoever has the key next: suspended again, %s',
      async (how) => {
        const pair = await vouchedPair('managementpro', { canUpdate: false });
        await rig.cycles(1);
        edit(rig, 'managementpro', pair, {
          name: `${other.first} ${other.last}`,
          email: other.email,
          phone: other.phone,
        });
        if (how.includes('not tell'))
          rig.managementpro.faults.add({ on: 'GetClienteLista', when: 'after', kind: 'missingKeys' });
        await rig.poll('managementpro');
        expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['suspended']);
        rig.managementpro.faults.clear();
        await rig.cycles(1);
        edit(rig, 'managementpro', pair, { email: '' });
        await rig.restart({
          aceptabits: { ...rig.config.aceptabits, customerUpdatePath: 'edit-customer' },
        });
        await rig.cycles(2);
        expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['suspended']);
        expect(both(rig, pair, 'phone')[1]).toBe(person(1).phone);
        edit(rig, 'managementpro', pair, trio);
        await rig.cycles(2);
        expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
        expect(both(rig, pair, 'phone')[1]).toBe(trio.phone);
      },
    );

    test('by an earlier version, which kept a digest, is asked about once more', async () => {
      const pair = await vouchedPair('managementpro');
      const { redis, keys } = rig.app.context.store;
      const link = await linkOf(rig, pair.clave);
      const noted = { ...link, vouched: 'kQ3o0Jr2c7uVxA1b' } as unknown as Link;
      await redis.hset(keys.links, pair.clave, linkText(noted));
      await rig.cycles(1);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['suspended']);
      expect(await vouch(rig.app.context, pair.clave, 'Ana')).toBe(true);
      await rig.cycles(1);
      expect(both(rig, pair, 'email')).toEqual([trio.email, trio.email]);
      expect((await linkOf(rig, pair.clave))?.vouched).toBeUndefined();
    });
  });

  test('goes on by itself when the first person is back under the key', async () => {
    const pair = await settledPair();
    const kept = rig.aceptabits.people.get(pair.code);
    rig.aceptabits.people.edit(pair.code, {
      name: stranger.first,
      lastname: stranger.last,
      email: stranger.email,
      phone: stranger.phone,
    });
    await rig.cycles(1);
    expect((await rig.status()).waiting.suspended).toBe(1);
    rig.aceptabits.people.edit(pair.code, { ...kept });
    await rig.cycles(1);
    expect((await rig.status()).waiting.suspended).toBe(0);
    rig.aceptabits.people.edit(pair.code, { email: 'despues@correo.mx' });
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['despues@correo.mx', 'despues@correo.mx']);
  });

  test('where only the name and the e-mail changed it is an edit', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { descripcion: 'Razón Nueva', email_1: stranger.email });
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual([stranger.email, stranger.email]);
    expect(both(rig, pair, 'name')[1]).toBe('Razón Nueva');
  });
});

test.each([
  [
    'a name and an RFC only',
    person(1),
    { descripcion: 'Otra Empresa del Norte', email_1: '', telefono_1: '' },
  ],
  [
    'a phone where there was an e-mail',
    { ...person(1), phone: '' },
    { descripcion: 'Otra Empresa del Norte', email_1: '', telefono_1: '9998887766' },
  ],
])('rule 2: a clave that is given to another company with %s suspends its link', async (_, before, after) => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  const clave = inManagementPro(rig, before, { rfc: 'GOMA800101AB1' });
  const code = inAceptabits(rig, before);
  await rig.cycles(3);
  clock.advance(10_000);
  const kept = rig.aceptabits.people.get(code);
  rig.managementpro.people.edit(clave, { ...after, rfc: 'PEXJ900202CD2' });
  await rig.cycles(3);
  expect(rig.aceptabits.people.get(code)).toEqual(kept);
  expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['suspended']);
});
