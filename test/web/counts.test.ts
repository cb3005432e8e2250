import { afterEach, expect, test } from 'vitest';
import { roundUp } from '../../src/web/pages/chart.ts';
import { conflicting, doubtful } from '../browser/stage.ts';
import { edit, linkedPair } from '../sync/situations.ts';
import { AT_WORK, basic, startWebRig, type WebRig } from './web-rig.ts';

/** What a number says is what its page shows. */

let one: WebRig;
afterEach(() => one?.close());

const json = async <T>(path: string) => (await (await one.get(path)).json()) as T;
const page = async (path: string) =>
  (await fetch(one.web.url + path, { headers: { authorization: basic(), accept: 'text/html' } })).text();

test('a pair in doubt waits on both sides and is one question, in the list, beside the section and on its page', async () => {
  one = await startWebRig({ config: AT_WORK });
  await doubtful(one, 400);
  expect((await one.rig.status()).waiting.ambiguous).toBe(2);
  const needs = await json<{ code: string; count: number }[]>('/api/needs');
  expect(needs.find(({ code }) => code === 'ambiguous')?.count).toBe(1);
  const found = await json<{ total: number; rows: unknown[] }>('/api/matches');
  expect([found.total, found.rows.length]).toEqual([1, 1]);
  await expect
    .poll(() => page('/matches'), { timeout: 5_000 })
    .toMatch(/Coincidencias <span class="waiting">1</u);
  const shown = await page('/matches');
  expect(shown).toContain('1 duda.');
  expect(shown.match(/class="candidate"/gu)).toHaveLength(1);
});

test('a conflict that the policy decided is called that, and one that asks a person is another number', async () => {
  one = await startWebRig({
    config: {
      ...AT_WORK,
      policies: {
        name: 'managementpro',
        email: 'review',
        phone: 'managementpro',
        salesperson: 'managementpro',
      },
    },
  });
  const pair = await linkedPair(one.rig, 1);
  edit(one.rig, 'managementpro', pair, { phone: '9990001122' });
  edit(one.rig, 'aceptabits', pair, { phone: '9990003344' });
  await one.rig.cycles(1);
  await conflicting(one, 30, 1);
  const { hours } = await json<{ hours: { conflicts: number; byPolicy: number }[] }>('/api/activity');
  expect(hours.at(-1)).toMatchObject({ conflicts: 1, byPolicy: 1 });
  expect(await page('/')).toContain('Resueltos por la regla');
});

test.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [12, 20],
  [47, 50],
  [79, 100],
  [812, 1000],
])('an axis for %d ends at %d', (most, top) => {
  expect(roundUp(most)).toBe(top);
});
