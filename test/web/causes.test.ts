import { afterAll, beforeAll, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { wordsIn } from '../../src/report/alerts/words/words.ts';
import { causeIn } from '../../src/report/causes.ts';
import { record } from '../../src/store/history.ts';
import { linkedPair, type Pair } from '../sync/situations.ts';
import { AT_WORK, startWebRig, type WebRig } from './web-rig.ts';

/** As earlier versions kept it. */
const OLD = 'the brake of long ago was let go';

let one: WebRig;
let pair: Pair;
beforeAll(async () => {
  one = await startWebRig({ config: AT_WORK });
  pair = await linkedPair(one.rig, 1);
  const { clave } = pair;
  await one.send('POST', `/api/customers/managementpro/${clave}/pause`);
  const { store } = one.rig.app.context;
  const tx = store.transaction();
  const kept = { at: Date.now(), kind: 'release', cause: OLD } as unknown as Parameters<typeof record>[2];
  record(store, tx, kept);
  await tx.commit();
});
afterAll(() => one.close());

const ask = async (path: string) => (await one.get(path)).text();

test('what happened is kept as a code, and read in the language of the page', async () => {
  const { rows } = (await (await one.get('/api/history?kind=decision')).json()) as { rows: object[] };
  expect(rows[0]).toMatchObject({ clave: pair.clave, cause: { code: 'paused' } });
  const [spanish, english] = [await ask('/history'), await ask('/history?lang=en')];
  expect(spanish).toContain('en pausa');
  expect(spanish).toContain('coincidieron');
  expect(english).toContain('paused');
  expect(english).not.toContain('en pausa');
});

test('the CSV speaks as the page does, and words find a cause in either language', async () => {
  expect(await ask('/history.csv?kind=decision&lang=es')).toContain('"en pausa"');
  expect(await ask('/history.csv?kind=decision&lang=en')).toContain('"paused"');
  for (const text of ['en pausa', 'paused'])
    expect(await ask(`/history.csv?lang=es&text=${encodeURIComponent(text)}`)).toContain('"en pausa"');
});

test('the sentence of an earlier version is shown as it was kept', async () => {
  expect(await ask('/history?lang=es')).toContain(OLD);
  expect(await (await one.get('/api/history?kind=release')).json()).toMatchObject({ rows: [{ cause: OLD }] });
});

test.each(LANGUAGES)(
  'in %s fields, sides and reasons have their words, and numbers their dots',
  (language) => {
    const words = wordsIn(language);
    const said = causeIn(language, {
      code: 'braked',
      reason: 'mass-change',
      field: 'phone',
      count: 1200,
      of: 4000,
    });
    expect(said).toContain(words.brakes['mass-change']);
    expect(said).toContain(words.fields.phone);
    expect(said).toContain('1,200');
    expect(causeIn(language, { code: 'changed-in', side: 'aceptabits' })).toContain('Aceptabits');
    // 1343: the side's error has its meaning in the reader's words.
    const parked = causeIn(language, { code: 'parked', side: 'aceptabits', error: '1343', detail: 'email' });
    expect(parked).toMatch(/^\S.+ \(1343\) email$/u);
  },
);
