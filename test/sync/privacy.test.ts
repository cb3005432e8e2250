import { Writable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SIDES } from '../../src/domain/customer.ts';
import { unpause } from '../../src/people/answers.ts';
import { erasePerson, heldOf, peopleSought } from '../../src/people/privacy.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkOf, person } from './situations.ts';

/** docs/privacy.md: what is kept of a person is shown whole, and erased whole but for the keys of the link. */

const LEGAL_NAME = 'Comercializadora Xtabentún Peninsular del Mayab Tixkokob y Asociados S.A. de C.V.';
const EMAIL = 'xtabentun.tixkokob@mayab-peninsular.mx';
const PHONE = '9991837465';
const EARLIER_PHONE = '9991112233';
/** None of it is a word of anybody else's. */
const OF_PERSON =
  /xtabent|tixkokob|mayab|comercializadora|9991837465|999 ?183 ?7465|1112233|XTA010203AB1|calle 59/iu;

let rig: Rig;
const logged: string[] = [];
beforeEach(async () => {
  logged.length = 0;
  const destination = new Writable({
    write(chunk, _, done) {
      logged.push(String(chunk));
      done();
    },
  });
  const log = createLog({ level: 'trace', pii: false, secrets: [], destination });
  rig = await startRig({
    app: { log },
    config: {
      policies: { name: 'review', email: 'review', phone: 'managementpro', salesperson: 'managementpro' },
    },
  });
});
afterEach(() => rig.close());

const queues = () => rig.app.engine.queues;
const held = async () => {
  const people = await peopleSought(rig.app.context, { phone: `+52 999 183 7465` });
  return Promise.all(people.map((one) => heldOf(rig.app.context, queues(), one)));
};

/** Everything in the database under the namespace, packed pieces unpacked. */
async function dump(redis: Redis, namespace: string): Promise<string> {
  const names = await redis.keys(`{${namespace}}*`);
  const texts = names.map(async (name) => `${name} ${JSON.stringify(await storedUnder(redis, name))}`);
  return (await Promise.all(texts)).join('\n');
}

async function storedUnder(redis: Redis, name: string): Promise<unknown> {
  switch (await redis.type(name)) {
    case 'hash':
      return redis.hgetall(name);
    case 'zset':
      return redis.zrange(name, '0', '-1');
    case 'stream':
      return redis.xrange(name, '-', '+');
    case 'list':
      return redis.lrange(name, 0, -1);
    case 'set':
      return redis.smembers(name);
    case 'string':
      return unpacked((await redis.getBuffer(name)) ?? Buffer.alloc(0));
    default:
      return undefined;
  }
}

function unpacked(bytes: Buffer): string {
  try {
    return inflateRawSync(bytes).toString();
  } catch {
    return bytes.toString();
  }
}

const everything = () => dump(rig.app.context.store.redis, rig.config.namespace);

/** A company of whom there is a record of each side, a link, a conflict, a history of edits, and another customer. */
async function company(): Promise<{ clave: string; code: string }> {
  inManagementPro(rig, person(1));
  const clave = inManagementPro(
    rig,
    {
      ...person(2),
      first: 'Comercializadora',
      last: 'Xtabentún Tixkokob',
      email: EMAIL,
      phone: EARLIER_PHONE,
    },
    {
      razon_social: LEGAL_NAME,
      rfc: 'XTA010203AB1',
      direccion: { calle: 'Calle 59', codigo_postal: '97000' },
    },
  );
  await rig.cycles(3);
  const code = (await linkOf(rig, clave))?.code ?? '';
  rig.managementpro.people.edit(clave, { telefono_1: PHONE });
  await rig.cycles(2);
  rig.managementpro.people.edit(clave, { email_1: `ventas.${EMAIL}` });
  rig.aceptabits.people.edit(code, { email: `compras.${EMAIL}` });
  await rig.cycles(1);
  return { clave, code };
}

test('all that is kept of a person is shown: records, link, what waits, history, jobs', async () => {
  const { clave, code } = await company();
  const [one, ...others] = await held();
  expect(others).toEqual([]);
  expect(one).toMatchObject({ clave, code });
  expect(Object.keys(one?.kept.managementpro ?? {})).toEqual(
    expect.arrayContaining(['records', 'waits', 'link']),
  );
  expect(JSON.stringify(one)).toContain('XTA010203AB1');
  expect(one?.history.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['created', 'updated', 'conflict']),
  );
  expect(one?.jobs.length).toBeGreaterThan(0);
});

test('a phone that a person had once finds them by their history', async () => {
  const { clave, code } = await company();
  expect(await peopleSought(rig.app.context, { phone: EARLIER_PHONE })).toEqual([{ clave, code }]);
  expect(await peopleSought(rig.app.context, { email: 'nobody@example.mx' })).toEqual([]);
});

test('erased, nothing of the person is left in Redis or in the log but two keys, and no reading brings it back', async () => {
  const { clave, code } = await company();
  expect(await everything()).toMatch(OF_PERSON);
  expect(await erasePerson(rig.app.context, queues(), { clave, code }, 'test')).toBe(true);
  expect((await everything()).match(OF_PERSON)?.[0]).toBeUndefined();
  const writes = rig.writes();
  rig.managementpro.people.edit(clave, { telefono_1: '9991837466' });
  await rig.cycles(3);
  for (const side of SIDES) await poll(rig.app.context, side, { everything: true, whole: true });
  expect((await everything()).match(OF_PERSON)?.[0]).toBeUndefined();
  expect(logged.join('').match(OF_PERSON)?.[0]).toBeUndefined();
  expect(rig.writes()).toBe(writes);
  const link = await linkOf(rig, clave);
  expect(link).toEqual({
    clave,
    code,
    since: link?.since,
    paused: link?.paused,
    base: { managementpro: {}, aceptabits: {} },
  });
  expect((await rig.status()).waiting).toMatchObject({ missing: 0, paused: 1 });
});

test('the first plan that a person is looking at is made anew without who was erased', async () => {
  await rig.restart({ initialSync: 'review' });
  const clave = inManagementPro(rig, {
    ...person(3),
    first: 'Comercializadora',
    last: 'Xtabentún Tixkokob',
    email: EMAIL,
    phone: PHONE,
  });
  inManagementPro(rig, person(4));
  await rig.cycles(3);
  expect(await everything()).toMatch(OF_PERSON);
  expect(await erasePerson(rig.app.context, queues(), { clave }, 'test')).toBe(true);
  await rig.cycles(2);
  expect((await everything()).match(OF_PERSON)?.[0]).toBeUndefined();
  expect((await rig.status()).plan?.counts).toBeDefined();
});

test('the history is kept for as long as is set, and what indexes it goes with it', async () => {
  const { clave } = await company();
  const { redis, keys } = rig.app.context.store;
  const old = Date.now() - 3 * 86_400_000;
  const event = { at: old, kind: 'updated', clave, cause: 'three days ago' };
  await redis.del(keys.history, keys.historyOf);
  await redis.xadd(keys.history, `${old}-0`, 'event', JSON.stringify(event));
  await redis.zadd(keys.historyOf, 0, `"managementpro:${clave}" ${old}-0`);
  await rig.restart({ historyKeepDays: 4 });
  await rig.cycles(1);
  expect(JSON.stringify(await recorded())).toContain('three days ago');
  await rig.restart({ historyKeepDays: 2 });
  await rig.cycles(1);
  expect(await recorded()).toEqual([[], []]);
});

const recorded = () => {
  const { redis, keys } = rig.app.context.store;
  return Promise.all([redis.xrange(keys.history, '-', '+'), redis.zrange(keys.historyOf, '0', '-1')]);
};

test('who is resumed is a customer like any again', async () => {
  const { clave, code } = await company();
  inAceptabits(rig, person(5));
  await erasePerson(rig.app.context, queues(), { clave, code }, 'test');
  expect(await unpause(rig.app.context, { side: 'managementpro', key: clave }, 'test')).toBe(true);
  await rig.cycles(2);
  expect(Object.keys((await held())[0]?.kept ?? {})).toEqual(['managementpro', 'aceptabits']);
});
