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
  const main = await startedRig({ config: { roles: ['scan', 'write'] } });
  await writeFile(join(folder, 'mp.key'), main.rig.config.managementpro.apikey);
  await writeFile(join(folder, 'a.token'), main.rig.config.aceptabits.token);
  await writeFile(join(folder, 'servicios.csv'), 'nombre,precio\nCorte de cabello,180.00\n');
  await writeFile(join(folder, 'routes.json'), '{"sucursales": {}, "vendedores": {}}');
  return new Scenes(folder, main);
}

/** A rig whose commands find a daemon at work. */
async function startedRig(options: RigOptions = {}) {
  const rig = await startRig({ ...options, config: { policies: REVIEW, ...options.config } });
  const daemon = announceDaemon(rig.app.context.store);
  const close = async () => {
    // The sign of life ends before its Redis.
    await daemon.stop();
    await rig.close();
  };
  return { rig, close };
}

type Started = Awaited<ReturnType<typeof startedRig>>;

class Scenes implements DocumentedStage {
  readonly #folder: string;
  readonly #main: Rig;
  readonly #opened: Started[];
  #next = 1;
  readonly #ofCommand: Readonly<Record<string, () => Promise<Scene>>> = {
    approve: () => this.#planned(),
    refuse: () => this.#planned(),
    'conflicts take': () => this.#conflicting(),
    'conflicts resolve': () => this.#conflicting(),
    'matches same': () => this.#doubtful(),
    'matches different': () => this.#doubtful(),
    'links add': () => this.#doubtful(),
    'links import': () => this.#listed(),
    history: () => this.#edited(),
    undo: () => this.#edited(),
    'privacy export': () => this.#edited(),
    'privacy erase': () => this.#edited(),
    retry: () => this.#parked(),
    resume: () => this.#paused(),
    probe: async () => this.#scene(await this.#open(), {}),
    companies: () => this.#fleet(),
  };

  constructor(folder: string, main: Started) {
    this.#folder = folder;
    this.#main = main.rig;
    this.#opened = [main];
  }

  sceneFor(path: string, line: string): Promise<Scene> {
    if (line.startsWith('--company')) return this.#fleet();
    if (line.startsWith('undo --approval')) return this.#approved();
    if (line.startsWith('plan --braked') || path === 'release') {
      return line.endsWith('updates') ? this.#stopped() : this.#braked();
    }
    return (this.#ofCommand[path] ?? (() => this.#linked()))();
  }

  async close(): Promise<void> {
    for (const { close } of this.#opened.toReversed()) await close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #open(options: RigOptions = {}): Promise<Rig> {
    const started = await startedRig(options);
    this.#opened.push(started);
    return started.rig;
  }

  #people(count: number): number {
    this.#next += count;
    return this.#next - count;
  }

  async #onePair(): Promise<Pair> {
    const [pair] = await linkedPairs(this.#main, 1, this.#people(1));
    return pair ?? { clave: '', code: '' };
  }

  #scene(rig: Rig, things: Things): Scene {
    return {
      things: {
        side: 'managementpro',
        shop: rig.config.aceptabits.shop,
        managementproUrl: rig.config.managementpro.url,
        aceptabitsUrl: rig.config.aceptabits.url,
        folder: this.#folder,
        ...things,
      },
      settings: { ...environmentOf(rig), ROUTES_FILE: join(this.#folder, 'routes.json') },
    };
  }

  async #linked(): Promise<Scene> {
    return this.#scene(this.#main, { ...(await this.#onePair()) });
  }

  /** Somebody whose e-mail and phone have crossed: the history has something to show and to put back. */
  async #edited(): Promise<Scene> {
    const pair = await this.#onePair();
    this.#main.managementpro.people.edit(pair.clave, { email_1: `nuevo-${pair.clave}@correo.mx` });
    await this.#main.cycles(1);
    const [event] = await historyOf(
      this.#main.app.context.store,
      { side: 'managementpro', key: pair.clave },
      1,
    );
    const { id = '', job = '' } = event ?? {};
    const preview = await previewUndo(this.#main.app.context, { job });
    const email = `nuevo-${pair.clave}@correo.mx`;
    const phone = person(this.#next - 1).phone;
    return this.#scene(this.#main, { ...pair, event: id, job, hash: preview?.hash ?? '', email, phone });
  }

  async #conflicting(): Promise<Scene> {
    const pair = await this.#onePair();
    this.#main.managementpro.people.edit(pair.clave, { email_1: 'ventas@erp.mx' });
    this.#main.aceptabits.people.edit(pair.code, { email: 'hola@tienda.mx' });
    await this.#main.cycles(1);
    const { out } = await puente(['conflicts', '--json'], environmentOf(this.#main));
    const rows = JSON.parse(out).rows as { clave: string; mark: string }[];
    const mark = rows.find(({ clave }) => clave === pair.clave)?.mark ?? '';
    return this.#scene(this.#main, { ...pair, field: 'email', mark, value: 'tercero@correo.mx' });
  }

  /** Two customers who share an e-mail and nothing else: nobody links them but a person. */
  async #doubtful(): Promise<Scene> {
    const [one, other] = [person(this.#people(1)), person(this.#people(1))];
    const clave = inManagementPro(this.#main, one);
    const code = inAceptabits(this.#main, { ...other, email: one.email });
    await this.#main.cycles(2);
    return this.#scene(this.#main, { clave, code });
  }

  async #parked(): Promise<Scene> {
    const pair = await this.#onePair();
    this.#main.aceptabits.faults.add({ on: 'edit-customer', when: 'before', kind: 'error500', code: '1343' });
    this.#main.managementpro.people.edit(pair.clave, { email_1: `otro-${pair.clave}@correo.mx` });
    await this.#main.cycles(1);
    return this.#scene(this.#main, { ...pair, errorCode: '1343', words: 'e-mail' });
  }

  /** A stage of its own, where the first plan still waits. */
  async #planned(): Promise<Scene> {
    const rig = await this.#open({ config: { initialSync: 'review' } });
    inManagementPro(rig, person(1));
    await rig.cycles(2);
    return this.#scene(rig, { hash: (await rig.status()).plan?.hash ?? '' });
  }

  /** A stage of its own, where an accident has happened to ManagementPro's list. */
  async #braked(): Promise<Scene> {
    const rig = await this.#open();
    for (const { clave } of await linkedPairs(rig, 12))
      rig.managementpro.people.edit(clave, { telefono_1: '' });
    await rig.poll('managementpro');
    return this.#scene(rig, { hash: (await rig.status()).sides.managementpro.brake?.hash ?? '' });
  }

  /** A stage of its own, where updates have changed what they were not sent for. */
  async #stopped(): Promise<Scene> {
    const rig = await this.#open();
    const pairs = await linkedPairs(rig, 4);
    for (const { clave } of pairs) rig.managementpro.people.edit(clave, { grupo_impuesto: 'IVA16' });
    await rig.cycles(1);
    rig.managementpro.settings.omitted = 'blank';
    for (const [at, { code }] of pairs.entries())
      rig.aceptabits.people.edit(code, { phone: `999555001${at}` });
    await rig.cycles(3);
    return this.#scene(rig, {});
  }

  /** An approval is an event too: what was written since is put back by it. */
  async #approved(): Promise<Scene> {
    const rig = await this.#open({ config: { initialSync: 'review' } });
    const one = person(1);
    inManagementPro(rig, one);
    inAceptabits(rig, { ...one, phone: '' });
    await rig.cycles(2);
    await puente(['approve'], environmentOf(rig));
    await rig.cycles(2);
    const { out } = await puente(['history', '--kind', 'approved', '--json'], environmentOf(rig));
    return this.#scene(rig, { event: JSON.parse(out).rows[0]?.id ?? '' });
  }

  /** A file as `links export` writes it, of a pair that waits to be linked. */
  async #listed(): Promise<Scene> {
    const { things, settings } = await this.#doubtful();
    await writeFile(join(this.#folder, 'links.csv'), `clave,code\n${things.clave},${things.code}\n`);
    return { things, settings };
  }

  async #paused(): Promise<Scene> {
    const pair = await this.#onePair();
    await puente(['pause', pair.clave], environmentOf(this.#main));
    return this.#scene(this.#main, { ...pair });
  }

  async #fleet(): Promise<Scene> {
    const sides = { managementpro: this.#main.managementpro, aceptabits: this.#main.aceptabits };
    await writeFile(join(this.#folder, 'acme.env'), fileOf(sides));
    const { redisUrl = '' } = this.#main.config;
    return {
      things: { company: 'acme', folder: this.#folder },
      settings: { COMPANIES_DIR: this.#folder, REDIS_URL: redisUrl, NAMESPACE: freshNamespace() },
    };
  }
}
