/** Plans and brakes on their page and as CSV, released for exactly what was shown. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLE_MAX } from '../../src/domain/brake.ts';
import { FAST } from '../rig.ts';
import {
  both,
  inAceptabits,
  inManagementPro,
  linkedPairs,
  linkOf,
  type Pair,
  person,
} from '../sync/situations.ts';
import { AT_WORK, basic, quiet, startWebRig, type WebRig } from './web-rig.ts';

let one: WebRig;
let pairs: Pair[];
beforeAll(async () => {
  // A listing may lag behind a young link, which is then not missed; here nothing lags.
  one = await startWebRig({ config: AT_WORK, app: { timings: { ...FAST, lagMs: 0 } } });
  pairs = await linkedPairs(one.rig, 12);
  pairs.forEach(({ clave }, index) => {
    one.rig.managementpro.people.edit(clave, { telefono_1: `99988800${index + 10}` });
  });
  await one.rig.cycles(1);
});
afterAll(() => one.close());

const page = async () => (await one.get('/plan')).text();
const hashIn = (html: string) => /name="hash" value="([^"]+)"/.exec(html)?.[1] ?? '';

test('a braked side shows what it is about, with a sample of what has moved', async () => {
  const html = await page();
  expect(html).toContain('ManagementPro está frenado');
  expect(html).toContain('Muchos clientes cambiaron el mismo dato (Teléfono).');
  expect(html).toContain('Concierne a 12 de 12 clientes.');
  expect(html).toContain('9998880010');
  const [brake] = (await (await one.get('/api/brakes')).json()) as { hash: string; sample: unknown[] }[];
  expect(brake).toMatchObject({ side: 'managementpro', reason: 'mass-change', field: 'phone', count: 12 });
  expect(brake?.sample).toHaveLength(12);
});

const linesOf = async (path: string) => (await (await one.get(path)).text()).trim().split('\r\n').slice(1);

test('its CSV has all that a release would let through, and nothing else', async () => {
  // Work of the other side waits too, and is not what the brake holds.
  const [first] = pairs;
  if (first === undefined) throw new Error('no pairs');
  one.rig.aceptabits.people.edit(first.code, { email: 'otra@tienda.mx' });
  await one.rig.cycles(1);
  const lines = await linesOf('/plan/managementpro.csv');
  expect(new Set(lines.map((line) => line.split(',')[2])).size).toBe(pairs.length);
  for (const { clave, code } of pairs)
    expect(lines.join('\n')).toMatch(
      new RegExp(`"update","aceptabits","${clave}","${code}",[^,]*,"phone: .*→ 99988800`),
    );
  expect(await linesOf('/plan/aceptabits.csv')).toEqual([]);
  const items = (await (await one.get('/api/brakes/managementpro/plan')).json()) as object[];
  expect(items).toHaveLength(lines.length);
  expect(items).toContainEqual(expect.objectContaining({ clave: first.clave, side: 'aceptabits' }));
});

test('the sample stands first, leaving the brake is the first choice, and a release asks once more with the number', async () => {
  const html = await page();
  const places = ['9998880010', 'Dejar el freno', 'Soltar el freno…'].map((word) => html.indexOf(word));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(html).not.toContain('action="/plan/release"');
  const path = /href="(\/plan\/release\?[^"]+)"/u.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await (await one.get(path)).text();
  expect(second).toContain('Pasan 12 de 12 clientes.');
  expect(second).toContain('Sí, dejar pasar a estos 12 clientes');
  expect(hashIn(second)).toBe(hashIn(html));
});

test('a release of another hash, or after a refusal, is for exactly what was shown', async () => {
  const hash = hashIn(await page());
  const release = async (named: string) =>
    (await (
      await one.send('POST', '/api/plan/release', { side: 'managementpro', hash: named })
    ).json()) as object;
  expect(await release('another')).toEqual({ done: false });
  const refuse = async (named: string) =>
    (await one.send('POST', '/api/plan/refuse', { side: 'managementpro', hash: named })).json();
  expect(await refuse('another')).toEqual({ done: false });
  expect(await refuse(hash)).toEqual({ done: true });
  expect(await page()).toContain('ManagementPro está frenado');
  expect(await release(hash)).toEqual({ done: true });
  await quiet(one);
  await one.rig.cycles(2);
  for (const pair of pairs) expect(both(one.rig, pair, 'phone')[1]).toContain('99988800');
  expect(await page()).not.toContain('está frenado');
});

test('of a listing that came back short, all whom it did not show, beyond the sample', async () => {
  const more = await linkedPairs(one.rig, SAMPLE_MAX, 100);
  one.rig.aceptabits.faults.add({ on: 'get-customers', when: 'before', kind: 'emptyList', times: 5 });
  await one.rig.poll('aceptabits');
  const [brake] = (await (await one.get('/api/brakes')).json()) as { count: number; sample: unknown[] }[];
  expect(brake?.sample).toHaveLength(SAMPLE_MAX);
  const lines = await linesOf('/plan/aceptabits.csv');
  expect(lines).toHaveLength(brake?.count ?? 0);
  for (const { clave, code } of [...pairs, ...more])
    expect(lines.join('\n')).toContain(`"look-up","","${clave}","${code}",`);
  one.rig.aceptabits.faults.clear();
  await one.rig.poll('aceptabits');
  expect(await linesOf('/plan/aceptabits.csv')).toEqual([]);
});

test('a refused first plan says what that means and what to do, until another one stands there', async () => {
  const day = await startWebRig({ config: { ...AT_WORK, initialSync: 'review' } });
  try {
    inManagementPro(day.rig, person(1));
    await day.rig.cycles(2);
    const shown = async () => (await day.get('/plan')).text();
    const hash = hashIn(await shown());
    const refuse = async (named: string) =>
      (await day.send('POST', '/api/plan/refuse', { hash: named })).json() as Promise<object>;
    expect(await refuse('another')).toEqual({ done: false });
    expect(await refuse(hash)).toEqual({ done: true });
    const html = await shown();
    for (const said of [
      'clerk rechazó este plan.',
      'Nada se enlaza ni se escribe',
      'Tras la siguiente lectura',
      'Aprobarlo a pesar de todo',
    ])
      expect(html).toContain(said);
    expect(html).not.toContain('>Rechazar<');
    expect(await (await day.get('/api/plan')).json()).toMatchObject({ hash, refused: { by: 'clerk' } });
    await day.rig.cycles(2);
    expect(day.rig.writes()).toBe(0);
    inManagementPro(day.rig, person(2));
    await day.rig.cycles(1);
    const next = await shown();
    expect(hashIn(next)).not.toBe(hash);
    expect(next).not.toContain('rechazó este plan');
    expect(next).toContain('>Rechazar<');
  } finally {
    await day.close();
  }
});

test('the first plan is gone through by kind and page, each line with its evidence and side, and what is left out waits', async () => {
  const day = await startWebRig({ config: { ...AT_WORK, initialSync: 'review' } });
  const { rig } = day;
  try {
    const pair = [inManagementPro(rig, person(1)), inAceptabits(rig, person(1))] as const;
    const apart = [inManagementPro(rig, person(2)), inAceptabits(rig, person(2))] as const;
    const claves = Array.from({ length: 60 }, (_, index) => inManagementPro(rig, person(100 + index)));
    await rig.cycles(2);
    const shown = async (path = '/plan') => (await day.get(path)).text();
    const rowsOf = (html: string) => html.match(/<tr><td/gu)?.length ?? 0;
    const first = await shown('/plan?action=create');
    expect([rowsOf(first), rowsOf(await shown('/plan?action=create&page=2'))]).toEqual([50, 10]);
    const links = await shown('/plan?action=link');
    expect(rowsOf(links)).toBe(2);
    expect(links).toContain('ManagementPro · Aceptabits');
    expect(links).toContain('A favor: correo, teléfono, nombre');
    // Pairs that agree in everything wait for their links, and differ in nothing.
    const status = async () =>
      (await (await day.get('/api/status')).json()) as { differing: number; links: number };
    expect((await status()).differing).toBe(claves.length);

    const token = /name="_csrf" value="([^"]+)"/u.exec(links)?.[1] ?? '';
    const say = (path: string, lines: readonly string[]) =>
      fetch(day.web.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { authorization: basic(), origin: day.web.url },
        body: new URLSearchParams([['_csrf', token], ...lines.map((line) => ['line', line])]),
      });
    const [created = ''] = claves;
    const out = [`clave=${apart[0]}&code=${apart[1]}`, `clave=${created}`];
    const said = await say('/plan/leave-out', out);
    expect(said.status).toBe(303);
    const after = await shown(said.headers.get('location') ?? '');
    expect(after).toContain('Quedaron fuera, en pausa.');
    expect(rowsOf(await shown('/plan?action=link'))).toBe(1);
    await day.send('POST', '/api/plan/approve', { hash: hashIn(await shown()) });
    await quiet(day);
    await rig.cycles(3);
    expect((await linkOf(rig, pair[0]))?.code).toBe(pair[1]);
    expect([await linkOf(rig, apart[0]), await linkOf(rig, created)]).toEqual([undefined, undefined]);
    expect((await status()).links).toBe(1 + claves.length - 1);
    // A person's later word.
    await say('/plan/take-in', out);
    await quiet(day);
    await rig.cycles(3);
    expect((await linkOf(rig, apart[0]))?.code).toBe(apart[1]);
    expect(await linkOf(rig, created)).toBeDefined();
  } finally {
    await day.close();
  }
});
