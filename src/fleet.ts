/**
 * The companies of COMPANIES_DIR, each an engine of its own: opened at the start, and as their files come, go and
 * change.
 */
import { basename } from 'node:path';
import { openCompany } from './app.ts';
import { type CompanyFile, companyFiles, type FleetConfig, markOf, readCompany } from './config/companies.ts';
import type { Config } from './config/config.ts';
import { claimFor } from './fleet-accounts.ts';
import type { Ground } from './ground.ts';
import type { Company, RunningCompany } from './report/companies.ts';
import type { Log } from './telemetry/log.ts';
import { watchOver } from './watch-over.ts';

/** Often enough for whoever has just saved a file; a look asks only whether the files are the same. */
const LOOK_EVERY_MS = 2_000;
/** Companies that are opened beside each other at the start. */
const OPENED_AT_ONCE = 8;
/** A company that could not be opened, for another reason than its file, is tried again. */
const TRY_AGAIN_MS = 60_000;
/** One whose accounts are another's: that one's file may have been mended meanwhile. */
const ASK_AGAIN_MS = 5_000;
/** A folder without any file is rather away, as while it is mounted anew, than emptied by somebody. */
const EMPTY_FOR_MS = 60_000;

export type FleetOptions = {
  readonly log: Log;
  readonly logOf: (company: string, config: Config) => Log;
  readonly lookEveryMs?: number;
  readonly emptyForMs?: number;
};

export type Fleet = {
  /** In the order of their names. */
  companies(): readonly Company[];
  find(name: string): Company | undefined;
  /** True once every file has been looked at. */
  readonly isOpen: boolean;
  /** Opens all, and looks at their files from then on. */
  start(): Promise<void>;
  /** Resolves, with one line that says why, when the state is gone under us. */
  readonly lost: Promise<string>;
  /** Finishes the jobs in hand of all. */
  close(): Promise<void>;
};

type Running = RunningCompany & { close(): Promise<void> };
type Member = {
  readonly file: CompanyFile;
  readonly running: Running | undefined;
  readonly wrong: readonly string[];
  readonly tryAgainAt?: number;
};

/** What is done about one company that a look has found changed, or gone. */
type Turn = { readonly name: string; take(): Promise<void> };

export function createFleet(config: FleetConfig, ground: Ground, options: FleetOptions): Fleet {
  return new OpenFleet(config, ground, options);
}

class OpenFleet implements Fleet {
  isOpen = false;
  readonly lost: Promise<string>;
  readonly #config: FleetConfig;
  readonly #ground: Ground;
  readonly #log: Log;
  readonly #logOf: FleetOptions['logOf'];
  readonly #lookEveryMs: number;
  readonly #emptyForMs: number;
  readonly #members = new Map<string, Member>();
  readonly #loss = Promise.withResolvers<string>();
  #closing = false;
  /** Who is being opened or closed: that may take as long as a system lets a request wait, and nobody else waits for it. */
  readonly #busy = new Set<string>();
  readonly #turns = new Set<Promise<void>>();
  #looking = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  /** Since when the folder has been empty. */
  #emptySince: number | undefined;
  /** Names without a file, and the marks of files that have changed, at the look before. */
  #last: { readonly gone: ReadonlySet<string>; readonly changed: ReadonlyMap<string, string> } = {
    gone: new Set(),
    changed: new Map(),
  };

  constructor(
    config: FleetConfig,
    ground: Ground,
    { log, logOf, lookEveryMs = LOOK_EVERY_MS, emptyForMs = EMPTY_FOR_MS }: FleetOptions,
  ) {
    this.#config = config;
    this.#ground = ground;
    this.#log = log;
    this.#logOf = logOf;
    this.#lookEveryMs = lookEveryMs;
    this.#emptyForMs = emptyForMs;
    this.lost = this.#loss.promise;
  }

  companies(): readonly Company[] {
    return [...this.#members.values()].map(shown).sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(name: string): Company | undefined {
    const member = this.#members.get(name);
    return member && shown(member);
  }

  start(): Promise<void> {
    return this.#lookAgain();
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#turns);
    await Promise.all([...this.#members.values()].map(({ running }) => running?.close()));
  }

  async #open(name: string, own: Config): Promise<Running> {
    const app = await openCompany(own, this.#ground, { log: this.#logOf(name, own), company: name });
    const watching = watchOver(app, own);
    const close = async () => {
      await watching.stop();
      await app.close();
    };
    try {
      await app.engine.start();
    } catch (error) {
      await close();
      throw error;
    }
    void app.lost.then(this.#loss.resolve);
    return { context: app.context, queues: app.engine.queues, config: own, close };
  }

  /** Whose file is wrong by now goes on by the settings it had. Two engines of one company never run beside each other. */
  async #renew(path: string): Promise<void> {
    const file = readCompany(path, this.#config);
    const { name, wrong } = file;
    const { running: before, wrong: told } = this.#members.get(name) ?? {};
    if (file.config === undefined) {
      this.#members.set(name, { file, running: before, wrong });
      const goesOn =
        before === undefined ? 'this company is not started' : 'it goes on by the settings before';
      return this.#log.error({ company: name, wrong }, `the file of a company is wrong: ${goesOn}`);
    }
    await before?.close();
    this.#members.set(name, { file, running: undefined, wrong: [] });
    try {
      const refused = await claimFor(name, file.config, { config: this.#config, ground: this.#ground });
      if (refused !== undefined) {
        const tryAgainAt = Date.now() + ASK_AGAIN_MS;
        this.#members.set(name, { file, running: undefined, wrong: [refused], tryAgainAt });
        if (told?.[0] === refused) return;
        return this.#log.error(
          { company: name, wrong: [refused] },
          'the accounts of a company are those of another: it is not started',
        );
      }
      this.#members.set(name, { file, running: await this.#open(name, file.config), wrong: [] });
      this.#log.info(
        { company: name },
        before === undefined ? 'a company is running' : 'a company has new settings',
      );
    } catch (err) {
      const said = err instanceof Error ? err.message : String(err);
      this.#members.set(name, {
        file,
        running: undefined,
        wrong: [said],
        tryAgainAt: Date.now() + TRY_AGAIN_MS,
      });
      this.#log.error({ company: name, err }, 'a company could not be started, and is tried again');
    }
  }

  async #leave(name: string): Promise<void> {
    const member = this.#members.get(name);
    this.#members.delete(name);
    await member?.running?.close();
    this.#log.info({ company: name }, 'the file of a company is gone: its work rests, and its state is kept');
  }

  #isNews(path: string): boolean {
    const member = this.#members.get(basename(path, '.env'));
    if (member === undefined || markOf(member.file.files) !== member.file.mark) return true;
    return member.tryAgainAt !== undefined && member.tryAgainAt <= Date.now();
  }

  /** What two looks in a row have shown: a file that somebody is just saving is half a file, or none for a moment. */
  #settled(paths: readonly string[]): { gone: string[]; changed: string[] } {
    const names = new Set(paths.map((path) => basename(path, '.env')));
    const gone = [...this.#members.keys()].filter((name) => !names.has(name) && !this.#busy.has(name));
    const isIdle = (path: string) => !this.#busy.has(basename(path, '.env'));
    const changed = new Map(
      paths.filter((path) => isIdle(path) && this.#isNews(path)).map((path) => [path, this.#markNow(path)]),
    );
    const before = this.#last;
    this.#last = { gone: new Set(gone), changed };
    return {
      gone: gone.filter((name) => before.gone.has(name)),
      changed: [...changed.keys()].filter(
        (path) => !this.isOpen || before.changed.get(path) === changed.get(path),
      ),
    };
  }

  #markNow(path: string): string {
    const files = this.#members.get(basename(path, '.env'))?.file.files ?? [];
    return markOf([...new Set([path, ...files])]);
  }

  /** A folder that is away is no reason to stop anybody. */
  #isAway(paths: readonly string[] | undefined): boolean {
    const isEmpty = paths?.length === 0 && this.#members.size > 0;
    this.#emptySince = isEmpty ? (this.#emptySince ?? Date.now()) : undefined;
    if (paths === undefined) return true;
    return this.#emptySince !== undefined && Date.now() - this.#emptySince < this.#emptyForMs;
  }

  async #look(): Promise<void> {
    const paths = companyFiles(this.#config.companiesDir);
    if (paths === undefined || this.#isAway(paths)) return;
    const { gone, changed } = this.#settled(paths);
    const turns: Turn[] = [
      ...gone.map((name) => ({ name, take: () => this.#leave(name) })),
      ...changed.map((path) => ({ name: basename(path, '.env'), take: () => this.#renew(path) })),
    ];
    const taken = this.#take(turns);
    if (!this.isOpen) await taken;
  }

  /** Each company takes one turn after the other, and none of them waits for those of a later look. */
  #take(turns: readonly Turn[]): Promise<void> {
    for (const { name } of turns) this.#busy.add(name);
    const all = beside(turns, OPENED_AT_ONCE, async ({ name, take }) => {
      try {
        if (!this.#closing) await take();
      } catch (err) {
        this.#log.error({ company: name, err }, 'a company could not be looked at');
      }
      this.#busy.delete(name);
    });
    this.#turns.add(all);
    return all.then(() => void this.#turns.delete(all));
  }

  /** One look after the other, however long one takes. */
  #lookAgain(): Promise<void> {
    this.#looking = this.#look().catch((err: unknown) =>
      this.#log.error({ err }, 'the companies could not be looked at'),
    );
    return this.#looking.then(() => {
      this.isOpen = true;
      if (!this.#closing) this.#timer = setTimeout(() => void this.#lookAgain(), this.#lookEveryMs);
    });
  }
}

function shown({ file: { name }, running, wrong }: Member): Company {
  return { name, running, wrong };
}

/** Does the same for all, so many at a time. */
async function beside<T>(
  things: readonly T[],
  most: number,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const left = [...things];
  const worker = async () => {
    for (let thing = left.shift(); thing !== undefined; thing = left.shift()) await work(thing);
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, worker));
}
