import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  both,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  type Pair,
  person,
} from '../sync/situations.ts';
import { environmentOf, puente, type Said } from './puente.ts';

/** Every command against both simulators and the real engine, each in a process of its own. */

// Each test starts a dozen processes, which takes its time on a machine that is busy.
vi.setConfig({ testTimeout: 180_000 });

let rig: Rig;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'puente-cli-'));
});
afterEach(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

const REVIEW = { name: 'review', email: 'review', phone: 'review', salesperson: 'review' } as const;
/** A name that a terminal must not obey, a browser not run, and a spreadsheet not reckon. */
const NASTY = '=HYPERLINK("http://x")\u001b[31m<img src=x onerror=alert(1)>';

async function start(options: RigOptions = {}): Promise<void> {
  rig = await startRig(options);
}

const run = (...args: string[]): Promise<Said> => puente(args, environmentOf(rig));

async function json(...args: string[]): Promise<unknown> {
  const said = await run(...args, '--json');
  expect([said.err, said.code]).toEqual(['', 0]);
  return JSON.parse(said.out);
}

async function conflicted(): Promise<Pair> {
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { email_1: 'eme@correo.mx' });
  rig.aceptabits.people.edit(pair.code, { email: 'a@correo.mx' });
  await rig.cycles(1);
  return pair;
}

describe('conflicts', () => {
  test('are emptied on both sides only when a person says so', async () => {
    await start({ config: { policies: REVIEW } });
    const pair = await conflicted();
    expect((await run('conflicts', 'resolve', pair.clave, 'email')).code).toBe(2);
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['eme@correo.mx', 'a@correo.mx']);
    expect((await run('conflicts', 'resolve', pair.clave, 'email', '--empty')).code).toBe(0);
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['', '']);
  });

  test('are listed and taken for one side, and an answer to values that have moved is refused with 4', async () => {
    await start({ config: { policies: REVIEW } });
    const pair = await conflicted();
    const { rows } = (await json('conflicts', 'list')) as { rows: { mark: string }[] };
    expect(rows).toMatchObject([
      { ...pair, field: 'email', now: { managementpro: 'eme@correo.mx', aceptabits: 'a@correo.mx' } },
    ]);
    expect((await run('conflicts')).out).toContain('eme@correo.mx');
    const wrong = await run('conflicts', 'take', pair.clave, 'email', 'aceptabits', '--seen', 'another');
    expect(wrong).toMatchObject({ code: 4, out: '', err: expect.stringContaining('look again') });
    const mark = rows[0]?.mark ?? '';
    const taken = await run('conflicts', 'take', pair.code, 'email', 'aceptabits', '--seen', mark);
    expect(taken).toMatchObject({ code: 0, out: expect.stringContaining('No daemon is running') });
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['a@correo.mx', 'a@correo.mx']);
    expect((await run('conflicts')).out).toBe('No conflict waits.\n');
    expect((await run('conflicts', 'take', pair.clave, 'email', 'aceptabits')).code).toBe(4);
  });

  test('are resolved with another value; a field, a side or a customer that is none is said', async () => {
    await start({ config: { policies: REVIEW } });
    const pair = await conflicted();
    expect(await json('conflicts', 'resolve', pair.clave, 'email', ' tercero@correo.mx ')).toEqual({
      clave: pair.clave,
      field: 'email',
      value: 'tercero@correo.mx',
    });
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['tercero@correo.mx', 'tercero@correo.mx']);
    for (const [args, code, line] of [
      [['take', pair.clave, 'mail', 'aceptabits'], 2, 'mail is no field: name, email, phone, salesperson'],
      [['take', pair.clave, 'email', 'm'], 2, 'm is no side: managementpro or aceptabits'],
      [
        ['take', 'nobody', 'email', 'aceptabits'],
        3,
        'no customer with the clave or code nobody is known here',
      ],
      [['take', pair.clave], 2, "error: missing required argument 'field'"],
      [['list', '--page', 'x'], 2, 'x is no number from 1'],
      [['resolve', pair.clave, 'name', '  '], 2, 'a name is never emptied: name a value'],
      [['resolve', pair.clave, 'name', '--empty'], 2, 'a name is never emptied: name a value'],
      [['resolve', pair.clave, 'email', ''], 2, 'name a value; --empty empties the email on both sides'],
      [['resolve', pair.clave, 'email', 'a@b.mx', '--empty'], 2, 'either a value or --empty, not both'],
    ] as const) {
      const said = await run('conflicts', ...args);
      expect([said.code, said.err.split('\n')[0]]).toEqual([code, line]);
    }
  });
});

test('matches are listed with their evidence, and settled either way', async () => {
  await start();
  const one = person(1);
  const clave = inManagementPro(rig, one);
  const byEmail = inAceptabits(rig, { ...person(2), email: one.email });
  const byPhone = inAceptabits(rig, { ...person(3), phone: one.phone });
  await rig.cycles(2);
  const { rows } = (await json('matches', 'list')) as { rows: { candidates: unknown[] }[] };
  // Three customers wait, and one card asks about them: a number says what its page shows.
  expect((await rig.status()).waiting.ambiguous).toBe(3);
  expect((await run('status')).out).toContain('Doubtful match: 1\n');
  expect(rows[0]).toMatchObject({ side: 'managementpro', customer: { key: clave } });
  expect(rows[0]?.candidates).toHaveLength(2);
  expect((await run('matches')).out).toContain(byPhone);
  expect(await json('matches', 'different', clave, byPhone)).toEqual({
    clave,
    code: byPhone,
    verdict: 'different',
  });
  expect((await run('matches', 'same', clave, byEmail)).code).toBe(0);
  await rig.cycles(3);
  expect(await json('why', clave)).toMatchObject({ clave, code: byEmail });
  expect((await run('matches', 'same', clave, 'nobody')).err).toContain('no customer with the code nobody');
});

test('hand work is a table, JSON and a CSV without formulas', async () => {
  await start({ canUpdate: false });
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { descripcion: NASTY });
  await rig.cycles(1);
  const shown = await run('handwork');
  expect(shown.out).toContain(pair.code);
  expect(shown.out).not.toContain('\u001b');
  expect(await json('handwork')).toMatchObject({
    total: 1,
    rows: [{ ...pair, field: 'name', value: NASTY }],
  });
  const file = join(folder, 'handwork.csv');
  expect((await run('handwork', '--csv', file)).out).toBe(`1 lines in ${file}\n`);
  const csv = await readFile(file, 'utf8');
  expect(csv.split('\r\n')[0]).toBe('"clave","code","name","field","old","value","reason","since"');
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")`);
  expect(csv).not.toMatch(/(^|,)"?[=@]/mu);
  expect((await run('handwork', '--csv', '-')).out).toBe(csv);
  expect(await json('handwork', '--csv', file)).toEqual({ lines: 1, file });
  const nowhere = await run('handwork', '--csv', join(folder, 'no', 'such.csv'));
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('cannot be written') });
});

test('the history is filtered, and an undo shows first what it would do and is bound to that', async () => {
  await start();
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
  await rig.cycles(1);
  const { rows } = (await json('history', pair.code, '--kind', 'updated')) as {
    rows: { id: string; job: string }[];
  };
  const { id = '', job = '' } = rows[0] ?? {};
  expect(rows).toMatchObject([{ ...pair, side: 'aceptabits', changes: [{ new: 'nuevo@correo.mx' }] }]);
  expect((await run('history')).out).toContain(id);
  const preview = (await json('undo', id)) as { hash: string };
  expect(preview).toMatchObject({
    ready: 1,
    items: [{ field: 'email', value: person(1).email, standing: 'ready' }],
  });
  expect(await json('undo', '--job', job)).toMatchObject({ ready: 1 });
  const shown = await run('undo', id);
  expect(shown.out).toContain(`--yes --hash ${preview.hash}`);
  expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
  expect((await run('undo', id, '--yes', '--hash', 'another')).code).toBe(4);
  expect((await run('undo', id, '--yes', '--hash', preview.hash)).out).toContain('1 values are put back');
  await rig.cycles(1);
  expect(both(rig, pair, 'email')).toEqual([person(1).email, person(1).email]);
  expect((await run('undo')).code).toBe(2);
  expect((await run('undo', 'x')).code).toBe(2);
  expect((await run('undo', '1-1')).code).toBe(3);
  expect(await run('history', '--side', 'x')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--side: managementpro or aceptabits'),
  });
  expect(await run('history', '--before', 'abc', '--lang', 'es')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--before: el id de un evento, como 1795300000000-0'),
  });
});

test('what is rare in a long history is found, however many other events are newer', async () => {
  await start();
  const { redis, keys } = rig.app.context.store;
  const event = (kind: string) => JSON.stringify({ at: 0, kind, cause: 'As it was.' });
  await redis.xadd(keys.history, '*', 'event', event('frozen'));
  const many = redis.pipeline();
  for (let n = 0; n < 20_500; n += 1) many.xadd(keys.history, '*', 'event', event('linked'));
  await many.exec();
  expect((await json('history', '--kind', 'frozen')) as object).toMatchObject({ rows: [{ kind: 'frozen' }] });
  expect((await run('history', '--kind', 'frozen')).out).toContain('As it was.');
  expect((await run('history', '--kind', 'suspended')).out).toBe('Nothing of that is on record.\n');
});

describe('links', () => {
  test('are exported, and imported only if every line is right', async () => {
    await start();
    const [one, two] = await linkedPairs(rig, 2);
    const exported = join(folder, 'links.csv');
    expect((await run('links', 'export', exported)).out).toBe(`2 links in ${exported}\n`);
    const csv = await readFile(exported, 'utf8');
    expect((await run('links', 'export')).out).toBe(csv);
    expect(await json('links', 'export')).toHaveLength(2);
    await rm(exported);
    expect(await json('links', 'export', exported)).toEqual({ links: 2, file: exported });
    expect(await readFile(exported, 'utf8')).toBe(csv);
    expect(await json('links', 'import', exported)).toEqual({ lines: 2, linked: 0, known: 2 });
    for (const [text, line] of [
      ['a,b\n1,2\n', 'the first line must name the columns'],
      [
        `clave,code\n${one?.clave},${two?.code}\n`,
        `line 2: ${one?.clave} is linked with ${one?.code} already`,
      ],
      [`code,clave\n${one?.code},4\n`, 'line 2: no clave 4 is known here'],
      [`clave,code\n${one?.clave},nobody\n`, 'line 2: no code nobody is known here'],
      [`clave,code\n${one?.clave},${one?.code}\n${one?.clave},\n`, 'line 3: a clave and a code are needed'],
      [`${csv}${one?.clave},${two?.code}\n`, 'stands in line'],
      ['clave,code\n"unfinished', 'the CSV cannot be read: Quote Not Closed'],
    ] as const) {
      const file = join(folder, 'wrong.csv');
      await writeFile(file, text);
      const said = await run('links', 'import', file);
      expect([text, said.code]).toEqual([text, 1]);
      expect(said.err).toContain(line);
    }
    expect((await run('links', 'import', join(folder, 'none.csv'))).err).toContain('cannot be read');
  });

  test('an import links strangers; a link is taken apart, and made by hand with another', async () => {
    await start({ config: { initialSync: 'review' } });
    const [m1, m2] = [inManagementPro(rig, person(1)), inManagementPro(rig, person(2))];
    const [a1, a2] = [inAceptabits(rig, person(11)), inAceptabits(rig, person(12))];
    await rig.cycles(1);
    const file = join(folder, 'links.csv');
    await writeFile(file, `\uFEFFcode,clave,name\r\n${a1},"${m1}","x, ""y"""\r\n${a2},${m2},\r\n`);
    expect(await json('links', 'import', file, '--dry-run')).toEqual({ lines: 2, wouldLink: 2, known: 0 });
    expect(await json('links', 'import', file)).toEqual({ lines: 2, linked: 2, known: 0 });
    expect(await json('links', 'remove', m1)).toEqual({ clave: m1, linked: false });
    expect((await json('why', m1)) as object).not.toHaveProperty('code');
    expect((await run('links', 'remove', m1)).code).toBe(3);
    expect(await json('links', 'add', m1, a2)).toMatchObject({ clave: m1, code: a2 });
    expect(await json('why', m1)).toMatchObject({ clave: m1, code: a2 });
    expect(await json('why', m2)).toMatchObject({ linked: false });
    expect((await run('links', 'add', m1, 'nobody')).code).toBe(3);
  });
});

test('one customer is explained, paused and resumed; what is not frozen is not thawed', async () => {
  await start();
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { descripcion: NASTY });
  await rig.cycles(1);
  const said = await run('why', pair.code);
  expect(said.out).toContain('in step');
  expect(said.out).not.toContain('\u001b');
  expect((await run('pause', pair.code)).out).toContain('is paused');
  await rig.cycles(1);
  expect(await json('why', pair.clave)).toMatchObject({ reasons: [{ code: 'paused' }] });
  expect((await run('resume', pair.clave)).code).toBe(0);
  await rig.cycles(1);
  expect(await json('why', pair.clave)).toMatchObject({ reasons: [{ code: 'in-step' }] });
  expect((await run('retry', pair.clave)).code).toBe(4);
  expect((await run('vouch', pair.clave)).code).toBe(0);
  expect((await run('why', 'nobody')).code).toBe(3);
});

test('the first plan is refused and then approved, each for one hash alone', async () => {
  await start({ config: { initialSync: 'review' } });
  inManagementPro(rig, person(1));
  await rig.cycles(2);
  const { hash } = (await json('plan')) as { hash: string };
  expect((await run('refuse', 'another')).code).toBe(4);
  expect(await json('refuse')).toEqual({ refused: true, hash });
  expect((await run('approve', 'another')).err).toContain(hash);
  expect(await json('approve', hash)).toEqual({ approved: true, hash });
  expect(await run('refuse')).toMatchObject({ code: 4, err: expect.stringContaining('approved already') });
});

test('the hashes of an hour ago are good for the lines that they showed, of a plan and of a brake', async () => {
  await start({ config: { initialSync: 'review' } });
  for (let number = 1; number <= 12; number += 1) {
    inManagementPro(rig, person(number));
    inAceptabits(rig, person(number));
  }
  inManagementPro(rig, person(20));
  await rig.cycles(2);
  const { hash: plan } = (await json('plan')) as { hash: string };
  // A clerk enters somebody else while the CSV is read.
  inManagementPro(rig, person(21));
  await rig.cycles(2);
  expect((await json('plan')) as { hash: string }).not.toMatchObject({ hash: plan });
  expect(await json('approve', plan)).toEqual({ approved: true, hash: plan });
  await rig.cycles(3);
  expect(await rig.status()).toMatchObject({ links: 14, differing: 0 });
  const claves = rig.managementpro.people.all().map(({ clave }) => clave);
  for (const clave of claves) rig.managementpro.people.edit(clave, { telefono_1: '' });
  await rig.poll('managementpro');
  const { hash: brake } = (await json('plan', '--braked', 'managementpro')) as { hash: string };
  rig.managementpro.people.edit(claves[0] ?? '', { telefono_1: '9998887766' });
  await rig.poll('managementpro');
  expect((await json('plan', '--braked', 'managementpro')) as { hash: string }).not.toMatchObject({
    hash: brake,
  });
  expect((await run('release', 'managementpro', brake)).code).toBe(0);
  await rig.cycles(2);
  expect(await rig.status()).toMatchObject({ differing: 0, waiting: { braked: 0 } });
  expect(rig.aceptabits.people.all().filter(({ phone }) => (phone ?? '') !== '')).toHaveLength(1);
});

test('a brake is released for what it has shown and for nothing else', async () => {
  await start();
  const pairs = await linkedPairs(rig, 12);
  for (const { clave } of pairs) rig.managementpro.people.edit(clave, { email_1: '' });
  await rig.poll('managementpro');
  const { hash = '' } = (await rig.status()).sides.managementpro.brake ?? {};
  const shown = (await json('plan', '--braked', 'managementpro')) as { hash: string; items: object[] };
  expect(shown).toMatchObject({
    hash,
    reason: 'mass-emptying',
    field: 'email',
    count: 12,
    items: { length: 12 },
  });
  expect(shown.items[0]).toMatchObject({
    action: 'update',
    side: 'aceptabits',
    moved: expect.stringMatching(/^email: .+ → $/),
  });
  expect(
    (await run('plan', '--braked', 'managementpro', '--csv', '-')).out.trim().split('\r\n'),
  ).toHaveLength(13);
  expect((await run('plan', '--braked', 'managementpro')).out).toContain(`release managementpro ${hash}`);
  expect((await run('plan', '--braked', 'aceptabits')).code).toBe(4);
  expect((await run('release', 'managementpro', 'another')).err).toContain(hash);
  expect((await run('release', 'aceptabits', hash)).code).toBe(4);
  expect((await run('release', 'somewhere', hash)).code).toBe(2);
  expect((await run('release', 'managementpro', hash)).code).toBe(0);
  expect((await rig.status()).sides.managementpro.brake).toBeUndefined();
});

test('agents are listed', async () => {
  await start();
  const { agents } = (await json('agents')) as { agents: { key: string }[] };
  expect(agents.length).toBeGreaterThan(0);
  expect((await run('agents')).out).toContain(agents[0]?.key);
});

test('the report before going live names doubles, shared values and what is invalid, and writes nothing', async () => {
  await start({ config: { initialSync: 'review' } });
  const one = person(1);
  const first = inManagementPro(rig, one, { rfc: 'ABCD991340XY1' });
  const second = inManagementPro(rig, { ...one, email: 'mail@tyr' });
  const third = inManagementPro(rig, { ...person(3), phone: one.phone });
  inAceptabits(rig, { first: '', last: '', email: '', phone: '0000000000' });
  rig.aceptabits.people.create({ name: 'Eva', lastname: 'MuÃ±oz', email: 'eva@correo.mx' });
  const writes = rig.writes();
  const report = (await json('quality')) as { counts: object; findings: { kind: string; keys: string[] }[] };
  expect(rig.writes()).toBe(writes);
  expect(report.counts).toEqual({
    duplicate: { managementpro: 1, aceptabits: 0 },
    'shared-phone': { managementpro: 1, aceptabits: 0 },
    'shared-email': { managementpro: 0, aceptabits: 0 },
    'invalid-email': { managementpro: 1, aceptabits: 0 },
    'invalid-phone': { managementpro: 0, aceptabits: 1 },
    'invalid-rfc': { managementpro: 1, aceptabits: 0 },
    'garbled-text': { managementpro: 0, aceptabits: 1 },
    'empty-name': { managementpro: 0, aceptabits: 1 },
  });
  const of = (kind: string) => report.findings.find((finding) => finding.kind === kind);
  expect(of('duplicate')?.keys.sort()).toEqual([first, second].sort());
  expect(of('duplicate')).toMatchObject({ detail: 'phone + name' });
  expect(of('shared-phone')?.keys.sort()).toEqual([first, second, third].sort());
  expect((await run('quality', '--no-read')).out).toContain('mail@tyr');
  const both = await json('quality', '--no-read', '--csv', join(folder, 'quality.csv'));
  expect(both).toEqual(await json('quality', '--no-read'));
  const csv = await run('quality', '--no-read', '--csv', '-');
  expect(csv.out.split('\r\n')).toHaveLength(report.findings.length + 2);
});
