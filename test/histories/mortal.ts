import type { Socket } from 'node:net';
import type { Redis } from 'ioredis';
import type { App } from '../../src/app.ts';
import type { Among, Moment, Side } from './script.ts';

/**
 * Stands between one app and everything it can have an effect on: its Redis connections and its two HTTP
 * clients. At a chosen call it lets the app die (nothing more leaves it, no answer reaches it, its sockets are
 * closed, as after SIGKILL), freezes it (as after SIGSTOP), or lets somebody act at just that moment.
 * The product knows nothing of it.
 */
export type Mortal = {
  readonly died: Promise<void>;
  readonly isDead: boolean;
  /** Calls that went through, for the figures. */
  readonly calls: number;
  /** Calls that have had no answer yet, for people. */
  readonly open: ReadonlySet<string>;
  /** Does something at a call still to come; `die` and `freeze` are made for it. */
  at(moment: Moment, what: () => void): void;
  die(): void;
  freeze(ms: number): void;
  /** No death, freeze or act that is still to come will come. */
  spare(): void;
  /** Lets a dead app's code run out: what it waits for fails, so that its timers end and its memory is freed. */
  bury(): Promise<void>;
};

/** Told what a daemon reads by key. */
export type Reader = {
  /** A record is about to be written like this, by this daemon; `reading` is the one that the write goes by. */
  saving(side: Side, key: string, record: Shown, by: symbol, reading: Reading): void;
  /** This daemon does nothing any more. */
  died(by: symbol): void;
  /** A record was read by its key, by this daemon; undefined: nobody was found under it. */
  read(side: Side, key: string, record: Shown | undefined, by: symbol): void;
};
export type Shown = Partial<Readonly<Record<'name' | 'lastname' | 'email' | 'phone', string>>>;

/** When a reading began, real time in ms, and what it showed. */
export type Reading = { readonly startedAt: number; readonly record: Shown };

type Trap = { readonly moment: Moment; left: number; readonly what: () => void };
type Kind = 'redis' | 'http' | 'write';
type Command = Parameters<Redis['sendCommand']>[0];

const counts: { readonly [A in Among]: (kind: Kind) => boolean } = {
  any: () => true,
  http: (kind) => kind !== 'redis',
  write: (kind) => kind === 'write',
};

type Opened = { record: Shown; save: AnyCall };
type AnyCall = (...args: unknown[]) => Promise<unknown>;

/** `clock` says how far Redis' clock is ahead, as this daemon is told it. */
export function mortal(app: App, reader: Reader, clock: { readonly redisAheadMs: number }): Mortal {
  return new OneMortal(app, reader, clock);
}

class OneMortal implements Mortal {
  readonly died: Promise<void>;
  readonly open = new Set<string>();
  readonly #app: App;
  readonly #reader: Reader;
  readonly #clock: { readonly redisAheadMs: number };
  readonly #sockets = new Set<Redis>();
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #self = Symbol('a daemon');
  readonly #tellDeath: () => void;
  #traps: Trap[] = [];
  #dead = false;
  #buried = false;
  #spared = false;
  #calls = 0;
  #thawed: Promise<void> | undefined;

  constructor(app: App, reader: Reader, clock: { readonly redisAheadMs: number }) {
    this.#app = app;
    this.#reader = reader;
    this.#clock = clock;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.died = promise;
    this.#tellDeath = resolve;
    for (const redis of new Set([app.redis, app.context.store.redis])) this.#guardRedis(redis);
    this.#guardClient('managementpro', app.context.clients.managementpro);
    this.#guardClient('aceptabits', app.context.clients.aceptabits);
  }

  get isDead(): boolean {
    return this.#dead;
  }

  get calls(): number {
    return this.#calls;
  }

  at(moment: Moment, what: () => void): void {
    this.#traps.push({ moment, left: moment.nth, what });
  }

  freeze(ms: number): void {
    const until = new Promise<void>((resolve) => setTimeout(resolve, ms));
    for (const redis of this.#sockets) this.#hold(redis, until);
    this.#thawed = until;
    void until.then(() => {
      if (this.#thawed === until) this.#thawed = undefined;
    });
  }

  spare(): void {
    this.#traps = [];
    this.#spared = true;
  }

  async bury(): Promise<void> {
    const closed = this.#app.close().catch(() => undefined);
    this.#buried = true;
    for (const fail of this.#waiting) fail(new Error('buried'));
    this.#waiting.clear();
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
  }

  /** A promise that nobody keeps, until the burial breaks it. */
  #never<T>(): Promise<T> {
    const promise = new Promise<T>((_, reject) =>
      this.#buried ? reject(new Error('buried')) : this.#waiting.add(reject),
    );
    promise.catch(() => undefined);
    return promise;
  }

  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    for (const redis of this.#sockets) this.#cutOff(redis);
    this.#reader.died(this.#self);
    this.#tellDeath();
  }

  #cutOff(redis: Redis): void {
    redis.connect = () => this.#never();
    (redis as unknown as { stream?: Socket }).stream?.destroy();
    redis.disconnect();
  }

  /** Nothing leaves the socket and nothing is read from it until then. */
  #hold(redis: Redis, until: Promise<void>): void {
    const { stream } = redis as unknown as { stream?: Socket };
    stream?.cork();
    stream?.pause();
    void until.then(() => {
      stream?.uncork();
      stream?.resume();
    });
  }

  #spring(when: Moment['when'], struck: readonly Trap[]): void {
    // A call that waits, such as that of an idle worker, may end when no more death is to come.
    if (!this.#spared) for (const { moment, what } of struck) if (moment.when === when) what();
  }

  /** The traps that this call is the chosen one for. */
  #counted(kind: Kind): Trap[] {
    this.#calls += 1;
    const struck = this.#traps.filter((trap) => counts[trap.moment.among](kind) && --trap.left === 0);
    if (struck.length > 0) this.#traps = this.#traps.filter((trap) => !struck.includes(trap));
    return struck;
  }

  #through<T>(kind: Kind, name: string, call: () => Promise<T>): Promise<T> {
    if (this.#dead) return this.#never();
    const struck = this.#counted(kind);
    const label = `${this.#calls} ${name}`;
    this.open.add(label);
    this.#spring('before', struck);
    if (this.#dead) return this.#never();
    const answered =
      this.#thawed === undefined ? call() : this.#thawed.then(() => (this.#dead ? this.#never<T>() : call()));
    const finish = async () => {
      this.open.delete(label);
      this.#spring('after', struck);
      if (this.#thawed !== undefined) await this.#thawed;
    };
    const outcome = answered.then(
      async (value) => {
        if (this.#dead) return this.#never<T>();
        await finish();
        return this.#dead ? this.#never<T>() : value;
      },
      async (error: unknown) => {
        if (this.#dead) return this.#never<T>();
        await finish();
        return this.#dead ? this.#never<T>() : Promise.reject(error);
      },
    );
    // ioredis sends anew what it has queued and does not look at the outcome.
    outcome.catch(() => undefined);
    return outcome;
  }

  /** Commands of a pipeline are written together, and die together before the first that is struck. */
  #inPipeline(call: () => Promise<unknown>): Promise<unknown> {
    if (this.#dead) return this.#never();
    const struck = this.#counted('redis');
    this.#spring('before', struck);
    if (this.#dead) return this.#never();
    const answered = call();
    const after = () => this.#spring('after', struck);
    if (struck.length > 0) answered.then(after, after);
    return answered;
  }

  #ahead(name: string, answer: Promise<unknown>): Promise<unknown> {
    if (name !== 'time') return answer;
    const shifted = answer.then((told) => {
      const [seconds, microseconds] = told as [string, string];
      return [String(Number(seconds) + Math.round(this.#clock.redisAheadMs / 1_000)), microseconds];
    });
    // ioredis sends anew what it has queued and does not look at the outcome.
    shifted.catch(() => undefined);
    return shifted;
  }

  #guardRedis(redis: Redis): void {
    this.#sockets.add(redis);
    const send = redis.sendCommand.bind(redis);
    redis.sendCommand = ((command: Command, stream?: never) => {
      const call = () => this.#ahead(command.name, send(command, stream) as Promise<unknown>);
      return stream === undefined ? this.#through('redis', command.name, call) : this.#inPipeline(call);
    }) as Redis['sendCommand'];
    const duplicate = redis.duplicate.bind(redis);
    redis.duplicate = (override) => {
      const twin = duplicate(override);
      this.#guardRedis(twin);
      if (this.#dead) this.#cutOff(twin);
      return twin;
    };
  }

  #guarded(kind: Kind, name: string, call: AnyCall): AnyCall {
    return (...args) => this.#through(kind, name, () => call(...args));
  }

  #guardClient(side: Side, client: object): void {
    const methods = client as Record<string, unknown>;
    for (const [name, value] of Object.entries(methods)) {
      if (typeof value !== 'function' || name === 'close') continue;
      const call = value as AnyCall;
      methods[name] = this.#guardedMethod(side, name, call);
    }
  }

  #guardedMethod(side: Side, name: string, call: AnyCall): AnyCall {
    const plain = this.#guarded(name.startsWith('create') ? 'write' : 'http', `${side} ${name}`, call);
    if (name === 'open') return this.#opened(side, call);
    if (name === 'lookup') return this.#lookedUp(side, plain);
    return plain;
  }

  #lookedUp(side: Side, lookup: AnyCall): AnyCall {
    return async (...args) => {
      const found = await lookup(...args);
      for (const key of [args[0]].flat().map(String)) {
        const row = (found instanceof Map ? found.get(key) : found) as { record?: Shown } | undefined;
        this.#reader.read(side, key, row?.record, this.#self);
      }
      return found;
    };
  }

  #saved(side: Side, key: string, reading: Reading, save: AnyCall): AnyCall {
    return (...args) => {
      this.#reader.saving(side, key, args[0] as Shown, this.#self, reading);
      return save(...args);
    };
  }

  /** The record opened for a change brings its own write along. */
  #opened(side: Side, open: AnyCall): AnyCall {
    return async (...args) => {
      const startedAt = Date.now();
      const found = (await this.#through('http', `${side} open`, () => open(...args))) as Opened | undefined;
      if (found === undefined) return undefined;
      const key = String(args[0]);
      const reading = { startedAt, record: found.record };
      return {
        ...found,
        save: this.#saved(side, key, reading, this.#guarded('write', `${side} save`, found.save)),
      };
    };
  }
}
