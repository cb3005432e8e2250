/** Exit code 3: commands that ask for what does not exist. */
import { afterEach, expect, test } from 'vitest';
import { announceDaemon } from '../../src/store/daemons.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, person } from '../sync/situations.ts';
import { environmentOf, puente } from './puente.ts';

let rig: Rig;
afterEach(() => rig.close());

test('what is not there ends with 3: no daemon, no such customer, no such plan', async () => {
  rig = await startRig({ config: { roles: ['scan', 'write'] } });
  const run = (...args: string[]) => puente(args, environmentOf(rig));
  const clave = inManagementPro(rig, person(1));
  expect((await run('resync', clave)).code).toBe(3);
  const heartbeat = announceDaemon(rig.app.context.store);
  expect(await run('resync', 'nobody')).toMatchObject({
    code: 3,
    err: 'neither side has a customer of the clave or code nobody\n',
  });
  expect((await run('resync', clave)).code).toBe(0);
  expect(await run('approve', 'zzz')).toMatchObject({
    code: 3,
    err: expect.stringContaining('zzz names no plan'),
  });
  await heartbeat.stop();
});

test('a mistyped key is told to privacy by 3 and marks nobody; who was erased without a link is resumed by the key', async () => {
  rig = await startRig({ config: { roles: ['scan', 'write'], initialSync: 'review' } });
  const run = (...args: string[]) => puente(args, environmentOf(rig));
  const clave = inManagementPro(rig, person(1));
  await rig.poll('managementpro');
  for (const what of ['export', 'erase'])
    expect(await run('privacy', what, '--clave', '0000077777')).toMatchObject({ code: 3, out: '' });
  const { redis, keys } = rig.app.context.store;
  expect(await redis.exists(keys.erased('managementpro'))).toBe(0);
  expect(await run('privacy', 'erase', '--clave', clave)).toMatchObject({ code: 0, err: '' });
  expect(await redis.hkeys(keys.erased('managementpro'))).toEqual([clave]);
  const code = inAceptabits(rig, person(2));
  await rig.poll('aceptabits');
  expect(await run('matches', 'same', clave, code)).toMatchObject({ code: 3 });
  expect(await run('matches', 'different', clave, code)).toMatchObject({ code: 0, err: '' });
  expect(await run('resume', clave)).toMatchObject({ code: 0, err: '' });
  expect(await redis.exists(keys.erased('managementpro'))).toBe(0);
  await rig.poll('managementpro');
  expect(await run('privacy', 'export', '--email', person(1).email)).toMatchObject({ code: 0 });
});

test('--version says which Puente this is', async () => {
  rig = await startRig();
  expect(await puente(['--version'])).toEqual({ code: 0, out: '0.1.0\n', err: '' });
});

test('a company that is named where the process works for one is wrong use, and nothing is done to that one', async () => {
  rig = await startRig({ config: { roles: ['scan', 'write'], initialSync: 'review' } });
  for (const args of [['approve'], ['status'], ['pause', 'nobody']])
    expect(await puente(['--company', 'acme', ...args], environmentOf(rig))).toMatchObject({
      code: 2,
      err: expect.stringContaining('COMPANIES_DIR is not set'),
      out: '',
    });
});
