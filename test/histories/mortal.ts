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

/** `clock` says how far Redis' clock is ahead, as this daemon is told it. */
export function mortal(app: App, reader: Reader, clock: { readonly redisAheadMs: number }): Mortal {
  const sockets = new Set<Redis>();
  const waiting = new Set<(error: Error) => void>();
  const open = new Set<string>();
  let traps: Trap[] = [];
  let [dead, buried, spared, calls] = [false, false, false, 0];
  let thawed: Promise<void> | undefined;
  let tellDeath = () => {};
  const self = Symbol('a daemon');
  const died = new Promise<void>((resolve) => {
    tellDeath = resolve;
  });

  /** A promise that nobody keeps, until the burial breaks it. */
  function never<T>(): Promise<T> {
    const promise = new Promise<T>((_, reject) =>
      buried ? reject(new Error('buried')) : waiting.add(reject),
    );
    promise.catch(() => undefined);
    return promise;
  }

  function die(): void {
    if (dead) return;
    dead = true;
    for (const redis of sockets) cutOff(redis);
    reader.died(self);
    tellDeath();
  }

  function cutOff(redis: Redis): void {
    redis.connect = () => never();
    (redis as unknown as { stream?: Socket }).stream?.destroy();
    redis.disconnect();
  }

  /** Nothing leaves the socket and nothing is read from it until then. */
  function hold(redis: Redis, until: Promise<void>): void {
    const { stream } = redis as unknown as { stream?: Socket };
    stream?.cork();
    stream?.pause();
    void until.then(() => {
      stream?.uncork();
      stream?.resume();
    });
  }

  function spring(when: Moment['when'], struck: readonly Trap[]): void {
    // A call that waits, such as that of an idle worker, may end when no more death is to come.
    if (!spared) for (const { moment, what } of struck) if (moment.when === when) what();
  }

  /** The traps that this call is the chosen one for. */
  function counted(kind: Kind): Trap[] {
    calls += 1;
    const struck = traps.filter((trap) => counts[trap.moment.among](kind) && --trap.left === 0);
    if (struck.length > 0) traps = traps.filter((trap) => !struck.includes(trap));
    return struck;
  }

  function through<T>(kind: Kind, name: string, call: () => Promise<T>): Promise<T> {
    if (dead) return never();
    const struck = counted(kind);
    const label = `${calls} ${name}`;
    open.add(label);
    spring('before', struck);
    if (dead) return never();
    const answered = thawed === undefined ? call() : thawed.then(() => (dead ? never<T>() : call()));
    const finish = async () => {
      open.delete(label);
      spring('after', struck);
      if (thawed !== undefined) await thawed;
    };
    const outcome = answered.then(
      async (value) => {
        if (dead) return never<T>();
        await finish();
        return dead ? never<T>() : value;
      },
      async (error: unknown) => {
        if (dead) return never<T>();
        await finish();
        return dead ? never<T>() : Promise.reject(error);
      },
    );
    // ioredis sends anew what it has queued and does not look at the outcome.
    outcome.catch(() => undefined);
    return outcome;
  }

  /** Commands of a pipeline are written together, and die together before the first that is struck. */
  function inPipeline(call: () => Promise<unknown>): Promise<unknown> {
    if (dead) return never();
    const struck = counted('redis');
    spring('before', struck);
    if (dead) return never();
    const answered = call();
    const after = () => spring('after', struck);
    if (struck.length > 0) answered.then(after, after);
    return answered;
  }

  function ahead(name: string, answer: Promise<unknown>): Promise<unknown> {
    if (name !== 'time') return answer;
    const shifted = answer.then((told) => {
      const [seconds, microseconds] = told as [string, string];
      return [String(Number(seconds) + Math.round(clock.redisAheadMs / 1_000)), microseconds];
    });
    // ioredis sends anew what it has queued and does not look at the outcome.
    shifted.catch(() => undefined);
    return shifted;
  }

  function guardRedis(redis: Redis): void {
    sockets.add(redis);
    const send = redis.sendCommand.bind(redis);
    redis.sendCommand = ((command: Command, stream?: never) => {
      const call = () => ahead(command.name, send(command, stream) as Promise<unknown>);
      return stream === undefined ? through('redis', command.name, call) : inPipeline(call);
    }) as Redis['sendCommand'];
    const duplicate = redis.duplicate.bind(redis);
    redis.duplicate = (override) => {
      const twin = duplicate(override);
      guardRedis(twin);
      if (dead) cutOff(twin);
      return twin;
    };
  }

  type Opened = { record: Shown; save: AnyCall };
  type AnyCall = (...args: unknown[]) => Promise<unknown>;

  function guarded(kind: Kind, name: string, call: AnyCall): AnyCall {
    return (...args) => through(kind, name, () => call(...args));
  }

  function guardClient(side: Side, client: object): void {
    const methods = client as Record<string, unknown>;
    for (const [name, value] of Object.entries(methods)) {
      if (typeof value !== 'function' || name === 'close') continue;
      const call = value as AnyCall;
      methods[name] = guardedMethod(side, name, call);
    }
  }

  function guardedMethod(side: Side, name: string, call: AnyCall): AnyCall {
    const plain = guarded(name.startsWith('create') ? 'write' : 'http', `${side} ${name}`, call);
    if (name === 'open') return opened(side, call);
    if (name === 'lookup') return lookedUp(side, plain);
    return plain;
  }

  function lookedUp(side: Side, lookup: AnyCall): AnyCall {
    return async (...args) => {
      const found = await lookup(...args);
      for (const key of [args[0]].flat().map(String)) {
        const row = (found instanceof Map ? found.get(key) : found) as { record?: Shown } | undefined;
        reader.read(side, key, row?.record, self);
      }
      return found;
    };
  }

  function saved(side: Side, key: string, reading: Reading, save: AnyCall): AnyCall {
    return (...args) => {
      reader.saving(side, key, args[0] as Shown, self, reading);
      return save(...args);
    };
  }

  /** The record opened for a change brings its own write along. */
  function opened(side: Side, open: AnyCall): AnyCall {
    return async (...args) => {
      const startedAt = Date.now();
      const found = (await through('http', `${side} open`, () => open(...args))) as Opened | undefined;
      if (found === undefined) return undefined;
      const key = String(args[0]);
      const reading = { startedAt, record: found.record };
      return { ...found, save: saved(side, key, reading, guarded('write', `${side} save`, found.save)) };
    };
  }

  for (const redis of new Set([app.redis, app.context.store.redis])) guardRedis(redis);
  guardClient('managementpro', app.context.clients.managementpro);
  guardClient('aceptabits', app.context.clients.aceptabits);

  return {
    died,
    get isDead() {
      return dead;
    },
    get calls() {
      return calls;
    },
    open,
    at: (moment, what) => void traps.push({ moment, left: moment.nth, what }),
    die,
    freeze(ms) {
      const until = new Promise<void>((resolve) => setTimeout(resolve, ms));
      for (const redis of sockets) hold(redis, until);
      thawed = until;
      void until.then(() => {
        if (thawed === until) thawed = undefined;
      });
    },
    spare() {
      traps = [];
      spared = true;
    },
    async bury() {
      const closed = app.close().catch(() => undefined);
      buried = true;
      for (const fail of waiting) fail(new Error('buried'));
      waiting.clear();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
    },
  };
}
