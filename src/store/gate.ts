import type { Side } from '../domain/customer.ts';
import { script } from './script.ts';
import type { Store } from './store.ts';

/**
 * The gate of a side, shared by all replicas through Redis: its pace (`*_MAX_RPS`), what it asked us to wait
 * (429, Retry-After), and its circuit. An open circuit lets one probe through at a growing interval.
 * Redis' own clock is used, so that replicas with wrong clocks agree.
 */
export type GateLimits = {
  /** Milliseconds between two requests, 0 for no limit. */
  readonly spacingMs: number;
  /** Failures in a row of a side in trouble before its circuit opens. */
  readonly troublesToOpen: number;
  readonly firstProbeMs: number;
  readonly lastProbeMs: number;
};

export const GATE_LIMITS: GateLimits = {
  spacingMs: 0,
  troublesToOpen: 5,
  firstProbeMs: 30_000,
  lastProbeMs: 300_000,
};

export type Admission =
  | {
      readonly kind: 'go';
      readonly troubled: boolean /** Until one's slot begins. */;
      readonly afterMs: number;
    }
  | { readonly kind: 'probe' }
  | { readonly kind: 'space'; readonly ms: number }
  | { readonly kind: 'closed'; readonly ms: number; readonly reason: string };

/** A gate that was found open is asked again after this: what another replica has met is heard of within it. */
const FREE_MS = 100;

/**
 * Slots that are given ahead, one after the other, to whoever asks: a process that is late takes no slot of another's with
 * it. Whoever comes when so many wait asks again later.
 */
const SLOTS_AHEAD = 32;
/** Nobody was given a slot that lies further ahead than this, but by a clock that was wrong. */
const TURNS_MAX = 100;

/**
 * By Redis' clock. An end that lies further ahead than its wait is long was set by a clock that was ahead and has been put
 * right: that wait is over.
 */
const NOW = `local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)`;

const admit = script(`
local g = redis.call('HMGET', KEYS[1], 'until', 'open', 'probe', 'interval', 'next', 'failures', 'wait')
local spacing = tonumber(ARGV[1])
${NOW}
local left = tonumber(g[1] or '0') - now
if left > 0 and left <= tonumber(g[7] or left) then return {'closed', left, 'pace'} end
if g[2] then
  left = tonumber(g[3]) - now
  if left > 0 and left <= tonumber(g[4]) then return {'closed', left, g[2]} end
  redis.call('HSET', KEYS[1], 'probe', now + tonumber(g[4]))
  return {'probe', 0, g[2]}
end
local after = 0
local requests = tonumber(ARGV[2])
if spacing > 0 and requests > 0 then
  local next = math.max(tonumber(g[5] or '0'), now)
  if next - now > spacing * ${TURNS_MAX} then next = now end
  after = math.ceil(next - now)
  if after > spacing * ${SLOTS_AHEAD} then return {'space', math.ceil(after - spacing * ${SLOTS_AHEAD}), ''} end
  redis.call('HSET', KEYS[1], 'next', next + spacing * requests)
end
return {'go', tonumber(g[6] or '0'), '', after}
`);

const fail = script(`${NOW}
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
local open = redis.call('HGET', KEYS[1], 'open')
if open then
  if ARGV[2] == '1' then
    local interval = math.min(tonumber(redis.call('HGET', KEYS[1], 'interval')) * 2, tonumber(ARGV[5]))
    redis.call('HSET', KEYS[1], 'interval', interval, 'probe', now + interval)
  end
  return 0
end
if ARGV[1] == 'credentials' or failures >= tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[1], 'open', ARGV[1], 'since', now, 'interval', ARGV[4], 'probe', now + tonumber(ARGV[4]))
  return 1
end
return 0
`);

// Of two answers on their way together, the one that asks for the longer wait holds.
const pace = script(`${NOW}
local g = redis.call('HMGET', KEYS[1], 'until', 'wait')
local left = tonumber(g[1] or '0') - now
local wait = tonumber(ARGV[1])
if left > wait and left <= tonumber(g[2] or left) then return 0 end
redis.call('HSET', KEYS[1], 'until', now + wait, 'wait', wait)
return 1
`);

export type Circuit = {
  readonly open: boolean;
  readonly reason?: string;
  readonly since?: number;
  /** When an open circuit lets the next question through. */
  readonly probeAt?: number;
  readonly waitingUntil?: number;
};

export class Gate {
  readonly #store: Store;
  readonly #key: string;
  readonly #limits: GateLimits;
  /** By this process' steady clock, ms: until then nothing is asked, unless something goes wrong here. */
  #freeUntil = 0;

  constructor(store: Store, side: Side, limits: GateLimits) {
    this.#store = store;
    this.#key = store.keys.gate(side);
    this.#limits = limits;
  }

  /** Asks for so many requests in a row, or for none, which takes no slot. `closed` must not be waited for here: the job goes back to its queue. */
  async admit(requests = 1): Promise<Admission> {
    // Asked before every request: where nothing is to be waited for, neither a clock is asked nor a turn taken.
    if (this.#limits.spacingMs === 0) {
      if (performance.now() < this.#freeUntil) return { kind: 'go', troubled: false, afterMs: 0 };
      const [until, open, failures] = await this.#store.redis.hmget(this.#key, 'until', 'open', 'failures');
      if (!until && !open) {
        if (!failures) this.#freeUntil = performance.now() + FREE_MS;
        return { kind: 'go', troubled: Number(failures ?? 0) > 0, afterMs: 0 };
      }
    }
    const asked = [this.#limits.spacingMs, requests];
    const answer = (await admit(this.#store.redis, [this.#key], asked)) as [string, number, string, number];
    const [kind, number, reason, afterMs] = answer;
    if (kind === 'closed') return { kind, ms: number, reason };
    if (kind === 'space') return { kind, ms: number };
    return kind === 'probe' ? { kind } : { kind: 'go', troubled: number > 0, afterMs };
  }

  /** A request went well: closes an open circuit. True when one was closed. */
  async succeeded(): Promise<boolean> {
    return (await this.#store.redis.hdel(this.#key, 'open', 'since', 'interval', 'probe', 'failures')) > 1;
  }

  /** A request failed by the side's trouble or its refusal of our credentials. True when the circuit opened now. */
  async failed(reason: 'credentials' | 'trouble', probe: boolean): Promise<boolean> {
    this.#freeUntil = 0;
    const { troublesToOpen, firstProbeMs, lastProbeMs } = this.#limits;
    const opened = await fail(
      this.#store.redis,
      [this.#key],
      [reason, probe ? 1 : 0, troublesToOpen, firstProbeMs, lastProbeMs],
    );
    return opened === 1;
  }

  /** The side asked us to wait; a longer wait that it has asked for already stays. */
  async paced(ms: number): Promise<void> {
    this.#freeUntil = 0;
    await pace(this.#store.redis, [this.#key], [Math.ceil(ms)]);
  }

  /** Whether the circuit is open. Where the gate was found open for all a moment ago, that is not asked again. */
  async isCircuitOpen(): Promise<boolean> {
    return performance.now() >= this.#freeUntil && (await this.circuit()).open;
  }

  async circuit(): Promise<Circuit> {
    const [open, since, probe, until] = await this.#store.redis.hmget(
      this.#key,
      'open',
      'since',
      'probe',
      'until',
    );
    const waiting = until ? { waitingUntil: Number(until) } : {};
    return open
      ? { open: true, reason: open, since: Number(since), probeAt: Number(probe), ...waiting }
      : { open: false, ...waiting };
  }
}
