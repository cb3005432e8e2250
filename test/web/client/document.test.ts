import { registerHooks } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWebRig, type WebRig } from '../web-rig.ts';

/** The document as it is served, and the types of a client made of it: `npm run docs:api` files both anew. */

let one: WebRig;
beforeAll(async () => {
  one = await startWebRig();
});
afterAll(() => one.close());

const served = async () => JSON.parse(await (await one.get('/api/openapi.json')).text());

test('docs/openapi.json is the document that is served', async () => {
  await expect(`${JSON.stringify(await served(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../docs/openapi.json',
  );
});

test('the types of the client are those of the document', async () => {
  const typescript = new URL('typescript-api.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === 'typescript' ? typescript : specifier, context),
  });
  const { astToString, default: typesOf } = await import('openapi-typescript');
  await expect(astToString(await typesOf(await served()))).toMatchFileSnapshot('api.gen.ts');
});
