import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkedPair } from '../sync/situations.ts';
import { basic, startWebRig, type WebRig } from './web-rig.ts';

/** What the boxes and addresses of all pages have in common. */

let one: WebRig;
let paths: readonly string[];
beforeAll(async () => {
  one = await startWebRig();
  const { clave } = await linkedPair(one.rig);
  const customer = `/customers/managementpro/${clave}`;
  const lists = ['/customers', '/conflicts', '/matches', '/handwork', '/plan', '/history'];
  paths = [...lists, '/routes', '/services', '/connections', '/sessions', customer, `${customer}/link`];
});
afterAll(() => one.close());

const read = (path: string) =>
  fetch(one.web.url + path, { headers: { authorization: basic(), accept: 'text/html' } });

test('no box takes more than the server does', async () => {
  let boxes = 0;
  for (const path of paths) {
    const text = await (await read(path)).text();
    const typed = [...text.matchAll(/<(?:input|textarea)\b[^>]*>/gu)]
      .map(([box]) => box)
      .filter((box) => !/type="(?:hidden|radio|checkbox|date|submit)"/u.test(box));
    boxes += typed.length;
    expect([path, typed.filter((box) => !/maxlength="\d+"/u.test(box))]).toEqual([path, []]);
  }
  expect(boxes).toBeGreaterThan(8);
});

test('a page that is no number is the first one, and one beyond the last is no error', async () => {
  const main = async (path: string) => {
    const answer = await read(path);
    const [, content = ''] = /<main[^>]*>([\s\S]*)<\/main>/u.exec(await answer.text()) ?? [];
    return { status: answer.status, content: content.replaceAll(/<time[^>]*>[^<]*<\/time>/gu, '') };
  };
  for (const path of ['/customers', '/conflicts', '/matches', '/handwork', '/plan']) {
    const first = await main(path);
    expect([path, first.status]).toEqual([path, 200]);
    for (const page of ['x', '-1', '0', '1.5', '']) expect(await main(`${path}?page=${page}`)).toEqual(first);
    expect((await main(`${path}?page=99999`)).status).toBe(200);
  }
});
