import { expect, test } from 'vitest';
import { both, inManagementPro, linkedPairs, linkOf, type Pair, person } from '../sync/situations.ts';
import { AT_WORK, basic, quiet, startWebRig, type WebRig } from './web-rig.ts';

/** A person agrees to lines (rule 10): some of a brake's lines are left out, and never make the others pass for it. */

const ASKED_ABOUT_TEN = {
  missingPercent: 10,
  changedPercent: 25,
  emptiedPercent: 10,
  minCustomers: 10,
  newPercent: 25,
  newMin: 10,
};

const htmlOf = async (one: WebRig, path: string) => (await one.get(path)).text();
const brakesOf = async (one: WebRig) =>
  (await (await one.get('/api/brakes')).json()) as { count: number; hash: string; reason: string }[];

async function linesPage(one: WebRig): Promise<string> {
  const path = /href="(\/plan\/brake\?[^"]+)"/u.exec(await htmlOf(one, '/plan'))?.[1] ?? '';
  return htmlOf(one, path.replaceAll('&amp;', '&'));
}

async function say(one: WebRig, path: string, lines: readonly string[]): Promise<void> {
  const token = /name="_csrf" value="([^"]+)"/u.exec(await linesPage(one))?.[1] ?? '';
  const answer = await fetch(one.web.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: basic(), origin: one.web.url },
    body: new URLSearchParams([['_csrf', token], ...lines.map((line) => ['line', line])]),
  });
  expect(answer.status).toBe(303);
  await quiet(one);
  await one.rig.cycles(2);
}

const release = async (one: WebRig, hash: string) => {
  const body = { side: 'managementpro', hash };
  expect(await (await one.send('POST', '/api/plan/release', body)).json()).toEqual({ done: true });
  await quiet(one);
  await one.rig.cycles(3);
};

test('of values that have moved, those left out stay as they are, and the others wait for the release', async () => {
  const one = await startWebRig({ config: AT_WORK });
  const { rig } = one;
  try {
    const pairs = await linkedPairs(rig, 12);
    pairs.forEach(({ clave }, index) => {
      rig.managementpro.people.edit(clave, { telefono_1: `99988800${index + 10}` });
    });
    await rig.cycles(1);
    const [out, others] = [pairs.slice(0, 4), pairs.slice(4)];
    const page = await linesPage(one);
    for (const { clave, code } of pairs) expect(page).toContain(`value="clave=${clave}&amp;code=${code}"`);
    expect(page).toContain('9998880010');
    // Whatever script a name is in, it turns nothing around it.
    expect(page).toContain(`<bdi>${person(1).first}`);
    expect(await htmlOf(one, `/customers/managementpro/${pairs[0]?.clave}`)).toContain('<h1><bdi>');
    await say(
      one,
      '/plan/leave-out',
      out.map(({ clave, code }) => `clave=${clave}&code=${code}`),
    );
    // Eight would be too few for a brake of their own.
    const [brake] = await brakesOf(one);
    expect(brake).toMatchObject({ reason: 'mass-change', count: 8 });
    const isWritten = (pair: Pair) => both(rig, pair, 'phone')[1]?.includes('99988800');
    expect(pairs.filter(isWritten)).toEqual([]);
    const left = await linesPage(one);
    for (const { clave } of out) expect(left).not.toContain(clave);
    await release(one, brake?.hash ?? '');
    expect(pairs.filter(isWritten)).toEqual(others);
    expect(await brakesOf(one)).toEqual([]);
    // A person's later word.
    for (const { clave } of out) await one.send('POST', `/api/customers/managementpro/${clave}/unpause`);
    await quiet(one);
    await rig.cycles(3);
    expect(pairs.filter(isWritten)).toEqual(pairs);
  } finally {
    await one.close();
  }
});

test('of a wave of newcomers, those left out are not created, and the others wait for the release', async () => {
  const one = await startWebRig({ config: { ...AT_WORK, brake: ASKED_ABOUT_TEN } });
  const { rig } = one;
  try {
    await linkedPairs(rig, 3);
    const claves = Array.from({ length: 12 }, (_, index) => inManagementPro(rig, person(100 + index)));
    await rig.cycles(2);
    expect(await brakesOf(one)).toMatchObject([{ reason: 'newcomers', count: 12 }]);
    const out = claves.slice(0, 5);
    await say(
      one,
      '/plan/leave-out',
      out.map((clave) => `clave=${clave}`),
    );
    const [brake] = await brakesOf(one);
    expect(brake).toMatchObject({ reason: 'newcomers', count: 7 });
    await release(one, brake?.hash ?? '');
    for (const clave of claves) expect((await linkOf(rig, clave)) === undefined).toBe(out.includes(clave));
    expect(await brakesOf(one)).toEqual([]);
  } finally {
    await one.close();
  }
});
