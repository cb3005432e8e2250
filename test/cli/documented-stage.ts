import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { previewUndo } from '../../src/people/undo-preview.ts';
import { announceDaemon } from '../../src/store/daemons.ts';
import { historyOf } from '../../src/store/history.ts';
import { fileOf } from '../fleet-rig.ts';
import { freshNamespace } from '../redis.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkedPairs, type Pair, person } from '../sync/situations.ts';
import { environmentOf, puente } from './puente.ts';

/** What the words of a document stand for, on a stage with customers in every state and a daemon at work. */

/** Real things, under the names that `REAL_NAMES` gives the words of documents. */
export type Things = Readonly<Record<string, string>>;
export type Scene = { readonly things: Things; readonly settings: Record<string, string> };

export type DocumentedStage = {
  /** What a line of this command is about: customers of its own, in the state that it is for. */
  sceneFor(path: string, line: string): Promise<Scene>;
  close(): Promise<void>;
};

const REVIEW = { name: 'review', email: 'review', phone: 'review', salesperson: 'managementpro' } as const;

export async function startDocumentedStage(): Promise<DocumentedStage> {
  const folder = await mkdtemp(join(tmpdir(), 'puente-documented-'));
  const closing: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const open = async (options: RigOptions = {}) => {
    const rig = await startRig({ ...options, config: { policies: REVIEW, ...options.config } });
    // Closed in reverse: the sign of life ends before its Redis.
    closing.push(rig.close, announceDaemon(rig.app.context.store).stop);
    return rig;
  };
  const main = await open({ config: { roles: ['scan', 'write'] } });
  let next = 1;
  const people = (count: number) => {
    next += count;
    return next - count;
  };
  const onePair = async (rig = main): Promise<Pair> => {
    const [pair] = await linkedPairs(rig, 1, people(1));
    return pair ?? { clave: '', code: '' };
  };

  const scene = (rig: Rig, things: Things, more: Record<string, string> = {}): Scene => ({
    things: {
      side: 'managementpro',
      shop: rig.config.aceptabits.shop,
      managementproUrl: rig.config.managementpro.url,
      aceptabitsUrl: rig.config.aceptabits.url,
      folder,
      ...things,
    },
    settings: { ...environmentOf(rig), ROUTES_FILE: join(folder, 'routes.json'), ...more },
  });

  /** Somebody whose e-mail and phone have crossed: the history has something to show and to put back. */
  async function edited(): Promise<Scene> {
    const pair = await onePair();
    main.managementpro.people.edit(pair.clave, { email_1: `nuevo-${pair.clave}@correo.mx` });
    await main.cycles(1);
    const [event] = await historyOf(main.app.context.store, { side: 'managementpro', key: pair.clave }, 1);
    const { id = '', job = '' } = event ?? {};
    const preview = await previewUndo(main.app.context, { job });
    const email = `nuevo-${pair.clave}@correo.mx`;
    const phone = person(next - 1).phone;
    return scene(main, { ...pair, event: id, job, hash: preview?.hash ?? '', email, phone });
  }

  async function conflicting(): Promise<Scene> {
    const pair = await onePair();
    main.managementpro.people.edit(pair.clave, { email_1: 'ventas@erp.mx' });
    main.aceptabits.people.edit(pair.code, { email: 'hola@tienda.mx' });
    await main.cycles(1);
    const { out } = await puente(['conflicts', '--json'], environmentOf(main));
    const rows = JSON.parse(out).rows as { clave: string; mark: string }[];
    const mark = rows.find(({ clave }) => clave === pair.clave)?.mark ?? '';
    return scene(main, { ...pair, field: 'email', mark, value: 'tercero@correo.mx' });
  }

  /** Two customers who share an e-mail and nothing else: nobody links them but a person. */
  async function doubtful(): Promise<Scene> {
    const [one, other] = [person(people(1)), person(people(1))];
    const clave = inManagementPro(main, one);
    const code = inAceptabits(main, { ...other, email: one.email });
    await main.cycles(2);
    return scene(main, { clave, code });
  }

  async function parked(): Promise<Scene> {
    const pair = await onePair();
    main.aceptabits.faults.add({ on: 'edit-customer', when: 'before', kind: 'error500', code: '1343' });
    main.managementpro.people.edit(pair.clave, { email_1: `otro-${pair.clave}@correo.mx` });
    await main.cycles(1);
    return scene(main, { ...pair, errorCode: '1343', words: 'e-mail' });
  }

  /** A stage of its own, where the first plan still waits. */
  async function planned(): Promise<Scene> {
    const rig = await open({ config: { initialSync: 'review' } });
    inManagementPro(rig, person(1));
    await rig.cycles(2);
    return scene(rig, { hash: (await rig.status()).plan?.hash ?? '' });
  }

  /** A stage of its own, where an accident has happened to ManagementPro's list. */
  async function braked(): Promise<Scene> {
    const rig = await open();
    for (const { clave } of await linkedPairs(rig, 12))
      rig.managementpro.people.edit(clave, { telefono_1: '' });
    await rig.poll('managementpro');
    return scene(rig, { hash: (await rig.status()).sides.managementpro.brake?.hash ?? '' });
  }

  /** A stage of its own, where updates have changed what they were not sent for. */
  async function stopped(): Promise<Scene> {
    const rig = await open();
    const pairs = await linkedPairs(rig, 4);
    for (const { clave } of pairs) rig.managementpro.people.edit(clave, { grupo_impuesto: 'IVA16' });
    await rig.cycles(1);
    rig.managementpro.settings.omitted = 'blank';
    for (const [at, { code }] of pairs.entries())
      rig.aceptabits.people.edit(code, { phone: `999555001${at}` });
    await rig.cycles(3);
    return scene(rig, {});
  }

  /** An approval is an event too: what was written since is put back by it. */
  async function approved(): Promise<Scene> {
    const rig = await open({ config: { initialSync: 'review' } });
    const one = person(1);
    inManagementPro(rig, one);
    inAceptabits(rig, { ...one, phone: '' });
    await rig.cycles(2);
    await puente(['approve'], environmentOf(rig));
    await rig.cycles(2);
    const { out } = await puente(['history', '--kind', 'approved', '--json'], environmentOf(rig));
    return scene(rig, { event: JSON.parse(out).rows[0]?.id ?? '' });
  }

  /** A file as `links export` writes it, of a pair that waits to be linked. */
  async function listed(): Promise<Scene> {
    const { things, settings } = await doubtful();
    await writeFile(join(folder, 'links.csv'), `clave,code\n${things.clave},${things.code}\n`);
    return { things, settings };
  }

  async function paused(): Promise<Scene> {
    const pair = await onePair();
    await puente(['pause', pair.clave], environmentOf(main));
    return scene(main, { ...pair });
  }

  async function fleet(): Promise<Scene> {
    const sides = { managementpro: main.managementpro, aceptabits: main.aceptabits };
    await writeFile(join(folder, 'acme.env'), fileOf(sides));
    const { redisUrl = '' } = main.config;
    return {
      things: { company: 'acme', folder },
      settings: { COMPANIES_DIR: folder, REDIS_URL: redisUrl, NAMESPACE: freshNamespace() },
    };
  }

  const linked = async () => scene(main, { ...(await onePair()) });
  const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
    approve: planned,
    refuse: planned,
    'conflicts take': conflicting,
    'conflicts resolve': conflicting,
    'matches same': doubtful,
    'matches different': doubtful,
    'links add': doubtful,
    'links import': listed,
    history: edited,
    undo: edited,
    'privacy export': edited,
    'privacy erase': edited,
    retry: parked,
    resume: paused,
    probe: async () => scene(await open(), {}),
    companies: fleet,
  };
  await writeFile(join(folder, 'mp.key'), main.config.managementpro.apikey);
  await writeFile(join(folder, 'a.token'), main.config.aceptabits.token);
  await writeFile(join(folder, 'servicios.csv'), 'nombre,precio\nCorte de cabello,180.00\n');
  await writeFile(join(folder, 'routes.json'), '{"sucursales": {}, "vendedores": {}}');
  return {
    sceneFor(path, line) {
      if (line.startsWith('--company')) return fleet();
      if (line.startsWith('undo --approval')) return approved();
      if (line.startsWith('plan --braked') || path === 'release') {
        return line.endsWith('updates') ? stopped() : braked();
      }
      return (scenes[path] ?? linked)();
    },
    async close() {
      for (const close of closing.toReversed()) await close();
    },
  };
}
