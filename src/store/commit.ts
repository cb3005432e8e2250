import type { Redis } from 'ioredis';
import { script } from './script.ts';

/**
 * Lines of a hash that is gone through as a whole stand together in blocks, by so many characters of a digest of their
 * names: some 25 of them at 100,000, each for 12 bytes instead of 100.
 */
export const BLOCK_CHARS = 3;

/**
 * Runs all operations, or none if one of the checks no longer holds: what was decided on a state that
 * somebody else has changed meanwhile is thrown away and decided again.
 * ARGV: number of checks, then per check key index, field, `1value` or `0` for absent;
 * then per operation the count of its words, the command, the key index and the arguments.
 */
const commit = script(`
local at = 2
for _ = 1, tonumber(ARGV[1]) do
  local now = redis.call('HGET', KEYS[tonumber(ARGV[at])], ARGV[at + 1])
  local held = now and ('1' .. now) or '0'
  if held ~= ARGV[at + 2] then return 0 end
  at = at + 3
end
while ARGV[at] do
  local words = tonumber(ARGV[at])
  local command, key = ARGV[at + 1], KEYS[tonumber(ARGV[at + 2])]
  local rest = {}
  for i = 3, words do rest[#rest + 1] = ARGV[at + i] end
  if command == 'RECORD' then
    local id = redis.call('XADD', key, '*', 'event', rest[1])
    for i = 3, #rest do redis.call('ZADD', KEYS[tonumber(rest[2])], 0, rest[i] .. ' ' .. id) end
  elseif command == 'LINE' then
    local block = string.sub(redis.sha1hex(rest[1]), 1, ${BLOCK_CHARS})
    local text, head = redis.call('HGET', key, block) or '', '\\n' .. rest[1] .. '\\t'
    local from = string.find(text, head, 1, true)
    local to = from and (string.find(text, '\\n', from + 1, true) or #text + 1)
    if from then text = string.sub(text, 1, from - 1) .. string.sub(text, to) end
    if rest[2] ~= '' then text = text .. head .. rest[2] end
    if text == '' then redis.call('HDEL', key, block) else redis.call('HSET', key, block, text) end
  else
    redis.call(command, key, unpack(rest))
  end
  at = at + words + 1
end
return 1
`);

/**
 * A commit that could be several is ended at this many words, whatever it is about: Redis does nothing else
 * meanwhile (some 10 ms), and takes no more than 1,048,576 words in one command.
 */
const WORDS_ENOUGH = 20_000;

/** A change of several keys at once, prepared and then committed. */
export class Transaction {
  readonly #redis: Redis;
  readonly #keys: string[] = [];
  readonly #checks: string[] = [];
  readonly #operations: string[] = [];
  #checkCount = 0;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  #index(key: string): string {
    const known = this.#keys.indexOf(key);
    return String(known >= 0 ? known + 1 : this.#keys.push(key));
  }

  #run(command: string, key: string, ...args: (string | number)[]): this {
    this.#operations.push(String(args.length + 2), command, this.#index(key));
    for (const arg of args) this.#operations.push(String(arg));
    return this;
  }

  /** Requires a hash field to hold exactly this text, or to be absent. */
  expect(key: string, field: string, value: string | undefined): this {
    this.#checks.push(this.#index(key), field, value === undefined ? '0' : `1${value}`);
    this.#checkCount += 1;
    return this;
  }

  set(key: string, field: string, value: string): this {
    return this.#run('HSET', key, field, value);
  }

  remove(key: string, field: string): this {
    return this.#run('HDEL', key, field);
  }

  count(key: string, field: string, by = 1): this {
    return this.#run('HINCRBY', key, field, by);
  }

  /** Replaces a line, or takes it away where its text is empty; its name holds neither tab nor line break, its text no break. */
  line(key: string, name: string, text: string): this {
    return this.#run('LINE', key, name, text);
  }

  /** Lets a key fall off by itself after so many seconds without this being said again. */
  expire(key: string, seconds: number): this {
    return this.#run('EXPIRE', key, seconds);
  }

  /** Adds a member; with `keep` an older score stays. */
  rank(key: string, score: number, member: string, keep = false): this {
    return keep ? this.#run('ZADD', key, 'NX', score, member) : this.#run('ZADD', key, score, member);
  }

  unrank(key: string, member: string): this {
    return this.#run('ZREM', key, member);
  }

  /** Appends an event to the history stream and to the index of each subject. */
  record(stream: string, index: string, event: string, subjects: readonly string[]): this {
    return this.#run('RECORD', stream, event, this.#index(index), ...subjects);
  }

  /** True when what is independent of this should go into a commit of its own. */
  get isFull(): boolean {
    return this.#operations.length + this.#checks.length >= WORDS_ENOUGH;
  }

  /** Takes an event from a stream. */
  erase(stream: string, id: string): this {
    return this.#run('XDEL', stream, id);
  }

  get isEmpty(): boolean {
    return this.#operations.length === 0;
  }

  /** True when everything was done, false when a check failed and nothing was. */
  async commit(): Promise<boolean> {
    if (this.isEmpty && this.#checkCount === 0) return true;
    const argv = [String(this.#checkCount), ...this.#checks, ...this.#operations];
    return (await commit(this.#redis, this.#keys, argv)) === 1;
  }
}
