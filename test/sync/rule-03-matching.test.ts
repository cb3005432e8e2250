/** Customers of both sides that are linked, created or left, by what they have in common (rule 3). */
import { afterEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES } from '../../src/domain/customer.ts';
import { pause } from '../../src/people/answers.ts';
import { judgePair } from '../../src/people/pairs.ts';
import { linkWith, unlink } from '../../src/people/relink.ts';
import type { CustomerFields } from '../../src/simulators/aceptabits.ts';
import type { ClienteFields } from '../../src/simulators/managementpro.ts';
import { linkIn } from '../../src/store/packed.ts';
import { decide } from '../../src/sync/decide/decide.ts';
import { poll, readSide } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  both,
  counts,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  linkOf,
  movableClock,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

/** One customer on each side, polled until nothing more follows. */
async function meet(cliente: ClienteFields, customer: CustomerFields, options: RigOptions = {}) {
  rig = await startRig(options);
  const clave = rig.managementpro.people.create(cliente);
  const code = rig.aceptabits.people.create(customer);
  await rig.cycles(3);
  return { clave, code };
}

const policy = (value: 'managementpro' | 'aceptabits' | 'review') => ({
  config: { policies: { name: value, email: value, phone: value, salesperson: value } },
});

/** All links as pairs; every clave and every code at most once. */
async function allLinks(): Promise<string[]> {
  const { redis, keys } = rig.app.context.store;
  const [links, codes] = await Promise.all([redis.hgetall(keys.links), redis.hgetall(keys.codes)]);
  const pairs = Object.entries(links).map(([clave, text]) => `${clave} ${linkIn(clave, text).code}`);
  expect(
    Object.entries(codes)
      .map(([code, clave]) => `${clave} ${code}`)
      .sort(),
  ).toEqual(pairs.sort());
  return pairs;
}

describe('rule 3: the same person written differently on both sides is linked, not created', () => {
  const cases: { what: string; m: ClienteFields; a: CustomerFields }[] = [
    {
      what: 'the e-mail in another case',
      m: { descripcion: 'Rosa Interián', email_1: 'ROSA.INTERIAN@CORREO.MX ' },
      a: { name: 'Rosa', lastname: 'Interián Góngora', email: 'rosa.interian@correo.mx' },
    },
    {
      what: 'the phone with prefix and blanks',
      m: { descripcion: 'Ferretería El Tornillo', telefono_1: '999 923 12 78' },
      a: { name: 'El Tornillo', lastname: 'Ferretería', phone: '+52 1 (999) 923-1278' },
    },
    {
      what: 'the name without accents, in capitals and turned round',
      m: { descripcion: 'CHÁVEZ ÁLVAREZ MARIO' },
      a: { name: 'Mario', lastname: 'Chavez  Alvarez' },
    },
    {
      what: 'a company with and without its legal tail',
      m: { descripcion: 'Materiales Peninsulares S.A. de C.V.', telefono_1: '9992223344' },
      a: { name: 'Materiales Peninsulares', phone: '999-222-3344' },
    },
    {
      what: 'two agreeing pieces against a third that differs',
      m: { descripcion: 'Lucía Poot Ek', email_1: 'lucia@correo.mx', telefono_1: '9991110000' },
      a: { name: 'Lucía', lastname: 'Poot Ek', email: 'lucia@correo.mx', phone: '9995556677' },
    },
  ];
  test.each(cases)('$what', async ({ m, a }) => {
    const { clave, code } = await meet(m, a);
    expect(counts(rig)).toEqual([1, 1]);
    expect((await linkOf(rig, clave))?.code).toBe(code);
  });
});

describe('rule 3: values that mean nobody are no evidence', () => {
  const strangers: { what: string; m: ClienteFields; a: CustomerFields }[] = [
    {
      what: '0000000000',
      m: { descripcion: 'Ana Mis', telefono_1: '0000000000' },
      a: { name: 'Beto Ku', phone: '0000000000' },
    },
    { what: 'empty values', m: { descripcion: 'Ana Mis' }, a: { name: 'Beto Ku', email: '', phone: null } },
    { what: 'a generic RFC', m: { descripcion: 'Ana Mis', rfc: 'XAXX010101000' }, a: { name: 'Beto Ku' } },
  ];
  test.each(strangers)('$what', async ({ m, a }) => {
    const { clave, code } = await meet(m, a);
    expect((await linkOf(rig, clave))?.code).not.toBe(code);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual([]);
    // Each is somebody of their own, and stands once on each side.
    expect(counts(rig)).toEqual([2, 2]);
    expect(await allLinks()).toHaveLength(2);
  });

  test.each(['phone', 'email'] as const)(
    'a %s that several customers of one side share links nobody',
    async (kind) => {
      rig = await startRig();
      const shared = kind === 'phone' ? '9991234567' : 'recepcion@plaza.mx';
      const m = (n: number): ClienteFields => ({
        descripcion: `${person(n).first} ${person(n).last}`,
        ...(kind === 'phone' ? { telefono_1: shared } : { email_1: shared }),
      });
      const claves = [1, 2].map((n) => rig.managementpro.people.create(m(n)));
      const code = rig.aceptabits.people.create({
        name: person(3).first,
        lastname: person(3).last,
        [kind]: shared,
      });
      const same = inAceptabits(rig, person(2), { [kind]: shared });
      await rig.cycles(3);
      // The name still tells who is who.
      expect((await linkOf(rig, claves[1] ?? ''))?.code).toBe(same);
      expect((await linkOf(rig, claves[0] ?? ''))?.code).not.toBe(code);
      expect(await allLinks()).toHaveLength(3);
      expect(counts(rig)).toEqual([3, 3]);
    },
  );
});

describe('rule 3: several candidates, or evidence that disagrees, wait for a person or for the data', () => {
  /** The e-mail is one person's, the phone another's. */
  async function torn() {
    rig = await startRig();
    const clave = inManagementPro(rig, { ...person(1), phone: person(2).phone });
    const byEmail = rig.aceptabits.people.create({ name: 'Norma', lastname: 'Uc', email: person(1).email });
    const byPhone = rig.aceptabits.people.create({ name: 'Óscar', lastname: 'Mex', phone: person(2).phone });
    await rig.cycles(3);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['ambiguous']);
    expect(counts(rig)).toEqual([1, 2]);
    expect(await allLinks()).toEqual([]);
    expect((await rig.status()).waiting.ambiguous).toBeGreaterThan(0);
    return { clave, byEmail, byPhone };
  }

  test('a person says who is the same: linked, and the other is created', async () => {
    const { clave, byEmail } = await torn();
    expect(await judgePair(rig.app.context, clave, byEmail, 'same', 'Ana')).toBe(true);
    await rig.cycles(3);
    expect((await linkOf(rig, clave))?.code).toBe(byEmail);
    expect((await rig.status()).waiting.ambiguous).toBe(0);
    expect(counts(rig)).toEqual([2, 2]);
    expect(await allLinks()).toHaveLength(2);
  });

  test('a person says that all are different: each is created on the other side', async () => {
    const { clave, byEmail, byPhone } = await torn();
    expect(await judgePair(rig.app.context, clave, byEmail, 'different', 'Ana')).toBe(true);
    expect(await judgePair(rig.app.context, clave, byPhone, 'different', 'Ana')).toBe(true);
    await rig.cycles(4);
    expect((await rig.status()).waiting.ambiguous).toBe(0);
    expect(counts(rig)).toEqual([3, 3]);
    const links = await allLinks();
    expect(links).toHaveLength(3);
    expect(links).not.toContain(`${clave} ${byEmail}`);
    expect(links).not.toContain(`${clave} ${byPhone}`);
    const writes = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(writes);
  });

  test('the data changes: what no longer disagrees is linked by itself', async () => {
    const { clave, byEmail, byPhone } = await torn();
    rig.aceptabits.people.edit(byPhone, { phone: '9998887766' });
    rig.aceptabits.people.edit(byEmail, { name: person(1).first, lastname: person(1).last });
    await rig.cycles(3);
    expect((await linkOf(rig, clave))?.code).toBe(byEmail);
    expect(await allLinks()).toHaveLength(2);
    expect(counts(rig)).toEqual([2, 2]);
    expect((await rig.status()).waiting.ambiguous).toBe(0);
  });

  test('two namesakes in Aceptabits and one in ManagementPro: nobody is linked or created', async () => {
    rig = await startRig();
    const clave = rig.managementpro.people.create({ descripcion: 'Juan Pérez Canul' });
    for (let times = 0; times < 2; times += 1)
      rig.aceptabits.people.create({ name: 'Juan', lastname: 'Perez Canul' });
    await rig.cycles(3);
    expect(counts(rig)).toEqual([1, 2]);
    expect(await allLinks()).toEqual([]);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['ambiguous']);
  });

  test('a person cannot put a key into two links', async () => {
    const { clave, byEmail, byPhone } = await torn();
    expect(await judgePair(rig.app.context, clave, byEmail, 'same', 'Ana')).toBe(true);
    expect(await judgePair(rig.app.context, clave, byPhone, 'same', 'Beto')).toBe(true);
    await rig.cycles(4);
    expect((await allLinks()).filter((pair) => pair.startsWith(`${clave} `))).toHaveLength(1);
    // The same word twice is one; another needs the link to be taken apart first.
    expect(await judgePair(rig.app.context, clave, byPhone, 'same', 'Beto')).toBe(true);
    expect(await judgePair(rig.app.context, clave, byEmail, 'same', 'Ana')).toBe(false);
    expect((await allLinks()).filter((pair) => pair.startsWith(`${clave} `))).toHaveLength(1);
  });

  test('a person says who is the same, and then that it is another: the later word holds, and the first is somebody else', async () => {
    const { clave, byEmail, byPhone } = await torn();
    expect(await judgePair(rig.app.context, clave, byEmail, 'same', 'Ana')).toBe(true);
    expect(await judgePair(rig.app.context, clave, byPhone, 'same', 'Ana')).toBe(true);
    await rig.cycles(3);
    expect((await linkOf(rig, clave))?.code).toBe(byPhone);
    expect(await waitsOf(rig, 'aceptabits', byEmail)).toEqual([]);
    expect(counts(rig)).toEqual([2, 2]);
    expect(await allLinks()).toHaveLength(2);
  });

  test('a person says the same of two customers of ManagementPro and one in Aceptabits: the later word holds', async () => {
    rig = await startRig();
    const code = inAceptabits(rig, { ...person(1), phone: person(2).phone });
    const byEmail = rig.managementpro.people.create({ descripcion: 'Norma Uc', email_1: person(1).email });
    const byPhone = rig.managementpro.people.create({
      descripcion: 'Óscar Mex',
      telefono_1: person(2).phone,
    });
    await rig.cycles(3);
    expect(await waitsOf(rig, 'aceptabits', code)).toEqual(['ambiguous']);
    expect(await judgePair(rig.app.context, byPhone, code, 'same', 'Ana')).toBe(true);
    expect(await judgePair(rig.app.context, byEmail, code, 'same', 'Ana')).toBe(true);
    await rig.cycles(3);
    expect((await linkOf(rig, byEmail))?.code).toBe(code);
    expect(await waitsOf(rig, 'managementpro', byPhone)).toEqual([]);
    expect(counts(rig)).toEqual([2, 2]);
    expect(await allLinks()).toHaveLength(2);
  });

  test('a word on somebody whom a person links otherwise is over: nobody waits for it, and the next word holds', async () => {
    const { clave, byEmail, byPhone } = await torn();
    const norma = rig.managementpro.people.create({ descripcion: 'Norma Uc' });
    await rig.cycles(3);
    expect(await judgePair(rig.app.context, clave, byEmail, 'same', 'Ana')).toBe(true);
    expect(await linkWith(rig.app.context, norma, byEmail, 'Beto')).toBe(true);
    await rig.cycles(2);
    expect((await linkOf(rig, norma))?.code).toBe(byEmail);
    expect(await judgePair(rig.app.context, clave, byPhone, 'same', 'Ana')).toBe(true);
    await rig.cycles(3);
    expect((await linkOf(rig, clave))?.code).toBe(byPhone);
    expect((await rig.status()).waiting.ambiguous).toBe(0);
    expect(counts(rig)).toEqual([2, 2]);
  });

  test('a person links somebody of whom it was said that they are another: that word is over', async () => {
    const { clave, byEmail, byPhone } = await torn();
    expect(await judgePair(rig.app.context, clave, byEmail, 'same', 'Ana')).toBe(true);
    expect(await linkWith(rig.app.context, clave, byPhone, 'Beto')).toBe(true);
    await rig.cycles(3);
    expect((await linkOf(rig, clave))?.code).toBe(byPhone);
    // Norma is nobody's double any more, and gets a customer of her own.
    expect(await waitsOf(rig, 'aceptabits', byEmail)).toEqual([]);
    expect(counts(rig)).toEqual([2, 2]);
    expect(await unlink(rig.app.context, clave, 'Beto')).toBe(true);
    await rig.cycles(3);
    expect(await linkOf(rig, clave)).toBeUndefined();
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['paused']);
    expect(await allLinks()).toHaveLength(1);
  });

  test('a word that an earlier version has kept on somebody who is linked by now does not make the next one void', async () => {
    const { clave, byEmail, byPhone } = await torn();
    const norma = rig.managementpro.people.create({ descripcion: 'Norma Uc' });
    await rig.cycles(3);
    expect(await linkWith(rig.app.context, norma, byEmail, 'Beto')).toBe(true);
    const { redis, keys } = rig.app.context.store;
    const note = JSON.stringify({ verdicts: { [byEmail]: 'same' } });
    await redis.hset(keys.lone, `managementpro:${clave}`, note);
    await rig.cycles(2);
    expect(await judgePair(rig.app.context, clave, byPhone, 'same', 'Ana')).toBe(true);
    await rig.cycles(3);
    expect((await linkOf(rig, clave))?.code).toBe(byPhone);
    expect((await rig.status()).waiting.ambiguous).toBe(0);
  });

  test('a person says that two are different while they are being linked: they are not', async () => {
    rig = await startRig();
    const { context } = rig.app;
    const clave = inManagementPro(rig, person(1));
    const code = inAceptabits(rig, person(1));
    for (const side of SIDES) await readSide(context, side);
    const load = context.store.load.bind(context.store);
    let loads = 0;
    // The first one is for the rules, the second for the link that they have found.
    context.store.load = async (subjects) => {
      loads += 1;
      if (loads === 2) expect(await judgePair(context, clave, code, 'different', 'Ana')).toBe(true);
      return load(subjects);
    };
    await decide(context, [{ side: 'managementpro', key: clave }]);
    context.store.load = load;
    expect(loads).toBeGreaterThan(2);
    await rig.cycles(3);
    expect(await allLinks()).not.toContain(`${clave} ${code}`);
    expect(counts(rig)).toEqual([2, 2]);
  });

  test('a double of a linked customer is not created: it waits', async () => {
    rig = await startRig();
    const { clave, code } = await linkedPair(rig);
    const double = inAceptabits(rig, person(1), { name: `${person(1).first}`, lastname: person(1).last });
    await rig.cycles(3);
    expect(counts(rig)).toEqual([1, 2]);
    expect((await linkOf(rig, clave))?.code).toBe(code);
    expect(await waitsOf(rig, 'aceptabits', double)).toEqual(['ambiguous']);
    rig.aceptabits.people.edit(double, {
      name: 'Otra',
      lastname: 'Señora',
      email: 'otra@correo.mx',
      phone: '9990001234',
    });
    await rig.cycles(3);
    expect(counts(rig)).toEqual([2, 2]);
    expect(await allLinks()).toHaveLength(2);
  });
});

describe('rule 3: once linked, the pair is held by its keys', () => {
  test('a changed e-mail is an edit, even when it is now the e-mail of somebody else', async () => {
    rig = await startRig();
    const one = await linkedPair(rig, 1);
    const other = await linkedPair(rig, 2);
    rig.aceptabits.people.edit(one.code, { email: person(2).email });
    await rig.cycles(3);
    expect(both(rig, one, 'email')).toEqual([person(2).email, person(2).email]);
    expect(await allLinks()).toEqual([`${one.clave} ${one.code}`, `${other.clave} ${other.code}`].sort());
    expect(counts(rig)).toEqual([2, 2]);
  });

  test('two linked customers exchange their e-mails and phones: the links stay', async () => {
    rig = await startRig();
    const one = await linkedPair(rig, 1);
    const other = await linkedPair(rig, 2);
    const contact = ({ email, phone }: { email: string; phone: string }) => ({
      email_1: email,
      telefono_1: phone,
    });
    rig.managementpro.people.edit(one.clave, contact(person(2)));
    rig.managementpro.people.edit(other.clave, contact(person(1)));
    await rig.cycles(3);
    expect(both(rig, one, 'email')).toEqual([person(2).email, person(2).email]);
    expect(both(rig, other, 'phone')).toEqual([person(1).phone, person(1).phone]);
    expect(await allLinks()).toEqual([`${one.clave} ${one.code}`, `${other.clave} ${other.code}`].sort());
  });
});

describe('rule 3: the first merge of a new link', () => {
  const m = { descripcion: 'Elena Tun Dzul', telefono_1: '9991002030' };
  const a = { name: 'Elena', lastname: 'Tun Dzul', email: 'elena@correo.mx' };

  test.each(['managementpro', 'aceptabits', 'review'] as const)(
    'takes the value that is not empty under %s',
    async (rule) => {
      const pair = await meet(m, a, policy(rule));
      expect(both(rig, pair, 'email')).toEqual(['elena@correo.mx', 'elena@correo.mx']);
      expect(both(rig, pair, 'phone')).toEqual(['9991002030', '9991002030']);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
    },
  );

  test.each([
    ['managementpro', ['9991002030', '9991002030'], []],
    ['aceptabits', ['9997008090', '9997008090'], []],
    ['review', ['9991002030', '9997008090'], ['conflict']],
  ] as const)('treats two values as a conflict, decided by %s', async (rule, phones, waits) => {
    const pair = await meet(m, { ...a, phone: '9997008090', email: null }, policy(rule));
    if ((await linkOf(rig, pair.clave)) === undefined) {
      // A name against a phone is disagreeing evidence, so it takes a person to link them.
      expect(await judgePair(rig.app.context, pair.clave, pair.code, 'same', 'Ana')).toBe(true);
      await rig.cycles(2);
    }
    expect(both(rig, pair, 'phone')).toEqual(phones);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(waits);
    expect(counts(rig)).toEqual([1, 1]);
  });
});

describe('rule 3: a customer is created only when a scan of the other side, begun after it was first seen, lacks it', () => {
  test('the same person comes into being on both sides between two polls: linked, not doubled', async () => {
    rig = await startRig();
    await rig.cycles(1);
    const clave = inManagementPro(rig, person(1));
    // The scan of Aceptabits that is known began before this customer was seen, so it proves nothing about it.
    await rig.poll('managementpro');
    expect(counts(rig)).toEqual([1, 0]);
    const code = inAceptabits(rig, person(1));
    await rig.cycles(2);
    expect(counts(rig)).toEqual([1, 1]);
    expect((await linkOf(rig, clave))?.code).toBe(code);
  });

  test('the same from the other side', async () => {
    rig = await startRig();
    await rig.cycles(1);
    const code = inAceptabits(rig, person(1));
    await rig.poll('aceptabits');
    expect(counts(rig)).toEqual([0, 1]);
    const clave = inManagementPro(rig, person(1));
    await rig.cycles(2);
    expect(counts(rig)).toEqual([1, 1]);
    expect((await linkOf(rig, clave))?.code).toBe(code);
  });

  test('new customers of both sides are created once each, with their values', async () => {
    rig = await startRig();
    const clave = inManagementPro(rig, person(1));
    const code = inAceptabits(rig, person(2));
    await rig.cycles(3);
    expect(counts(rig)).toEqual([2, 2]);
    const made = { clave, code: (await linkOf(rig, clave))?.code ?? '' };
    expect(both(rig, made, 'email')).toEqual([person(1).email, person(1).email]);
    expect(both(rig, made, 'phone')).toEqual([person(1).phone, person(1).phone]);
    const clave2 = rig.managementpro.people.all().find((one) => one.clave !== clave)?.clave ?? '';
    expect((await linkOf(rig, clave2))?.code).toBe(code);
    expect(both(rig, { clave: clave2, code }, 'name')[0]).toBe(`${person(2).first} ${person(2).last}`);
    const writes = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(writes);
  });
});

test.each(SIDES)(
  'rule 3: somebody known in %s gets the values of a newcomer after the last list, and before the create: ambiguous, not created',
  async (side) => {
    rig = await startRig();
    const source = otherSide(side);
    const inSide = (whom: typeof side, number: number) =>
      whom === 'managementpro' ? inManagementPro(rig, person(number)) : inAceptabits(rig, person(number));
    const known = inSide(side, 2);
    await rig.poll(side);
    expect(await pause(rig.app.context, { side, key: known }, 'ana')).toBe(true);
    await rig.cycles(2);
    const newcomer = inSide(source, 1);
    await readSide(rig.app.context, source);
    const requests = await poll(rig.app.context, side);
    expect(requests).toMatchObject([{ side, subject: { side: source, key: newcomer } }]);
    const { first, last, email } = person(1);
    // The search of ManagementPro goes by names.
    if (side === 'managementpro') rig.managementpro.people.edit(known, { descripcion: `${first} ${last}` });
    else rig.aceptabits.people.edit(known, { email });
    await enqueue(rig.app.engine.queues, requests);
    await rig.idle();
    await rig.cycles(2);
    expect(counts(rig)).toEqual([1, 1]);
    expect(await waitsOf(rig, source, newcomer)).toEqual(['ambiguous']);
  },
);

describe.each([
  ['managementpro', 'GetClienteLista'],
  ['aceptabits', 'get-customers'],
] as const)('rule 3: the very first list of %s has lost all its rows', (side, on) => {
  const isWholeList = (body: unknown) => {
    const { search, data } = body as { search?: string; data?: Record<string, string> };
    return !search && !data?.busqueda && !data?.clave;
  };

  test('a search finds who is there, and nobody is created twice', async () => {
    rig = await startRig();
    const times = Number.POSITIVE_INFINITY;
    rig[side].faults.add({ on, when: 'after', kind: 'emptyList', times, matches: isWholeList });
    for (const number of [1, 2, 3]) {
      inManagementPro(rig, person(number));
      inAceptabits(rig, person(number));
    }
    await rig.cycles(3);
    expect(counts(rig)).toEqual([3, 3]);
    expect(await allLinks()).toHaveLength(3);
    rig[side].faults.clear();
    await rig.cycles(2);
    expect(counts(rig)).toEqual([3, 3]);
    expect(await allLinks()).toHaveLength(3);
  });

  test('a new account is empty, and gets everybody', async () => {
    rig = await startRig();
    for (const number of [1, 2, 3])
      if (side === 'aceptabits') inManagementPro(rig, person(number));
      else inAceptabits(rig, person(number));
    await rig.cycles(3);
    expect(counts(rig)).toEqual([3, 3]);
  });
});

test('rule 3: somebody with a name of one word, deleted and entered anew, is not created a second time', async () => {
  const clock = movableClock();
  rig = await startRig({ now: clock.now });
  await linkedPairs(rig, 4);
  const cemex = { name: 'Cemex', lastname: null, email: 'compras@cemex.mx', phone: '8181234567' };
  rig.managementpro.people.create({
    descripcion: 'Cemex S.A. de C.V.',
    email_1: cemex.email,
    telefono_1: cemex.phone,
  });
  const code = rig.aceptabits.people.create(cemex);
  await rig.cycles(3);
  expect(counts(rig)).toEqual([5, 5]);
  clock.advance(60_000);
  rig.aceptabits.people.remove(code);
  const anew = rig.aceptabits.people.create(cemex);
  await rig.cycles(4);
  expect(counts(rig)).toEqual([5, 5]);
  expect(await waitsOf(rig, 'aceptabits', anew)).toEqual(['ambiguous']);
});

test('rule 3: nor is a double of such a linked customer, the same in all', async () => {
  rig = await startRig();
  const cemex = { descripcion: 'Cemex S.A. de C.V.', email_1: 'compras@cemex.mx', telefono_1: '8181234567' };
  rig.managementpro.people.create(cemex);
  rig.aceptabits.people.create({ name: 'Cemex', email: 'compras@cemex.mx', phone: '8181234567' });
  await rig.cycles(3);
  const double = rig.managementpro.people.create(cemex);
  await rig.cycles(4);
  expect(await waitsOf(rig, 'managementpro', double)).toEqual(['ambiguous']);
  expect(counts(rig)).toEqual([2, 1]);
});
