import type { Redis } from 'ioredis';
import { script } from './script.ts';

/**
 * So long a block of lines may become where there is a sorted set for the rest: what everybody shares does not make each
 * commit write a long text anew.
 */
const BLOCK_CHARS_MAX = 6_000;
/** Begins a block of which some lines are in the sorted set. */
export const SPILT = '+';

/**
 * Runs all operations, or none if one of the checks no longer holds: what was decided on a state that
 * somebody else has changed meanwhile is thrown away and decided again.
 * ARGV: number of hashes that are checked, then per hash its key index, the number of its checks, their fields, and for
 * each `1value` or `0` for absent; then per operation the count of its words, the command, the key index and the arguments.
 */
const commit = script(`
local at = 2
for _ = 1, tonumber(ARGV[1]) do
  local count = tonumber(ARGV[at + 1])
  local fields = {}
  for i = 1, count do fields[i] = ARGV[at + 1 + i] end
  local now = redis.call('HMGET', KEYS[tonumber(ARGV[at])], unpack(fields))
  for i = 1, count do
    local held = now[i] and ('1' .. now[i]) or '0'
    if held ~= ARGV[at + 1 + count + i] then return 0 end
  end
  at = at + 2 + 2 * count
end
while ARGV[at] do
  local words = tonumber(ARGV[at])
  local command, key = ARGV[at + 1], KEYS[tonumber(ARGV[at + 2])]
  local rest = {}
  for i = 3, words do rest[#rest + 1] = ARGV[at + i] end
  if command == 'RECORD' then
    local id = redis.call('XADD', key, '*', 'event', rest[1])
    local lines = {}
    for i = 3, #rest do lines[#lines + 1] = 0; lines[#lines + 1] = rest[i] .. ' ' .. id end
    if #lines > 0 then redis.call('ZADD', KEYS[tonumber(rest[2])], unpack(lines)) end
  elseif command == 'DROP' then
    if redis.call('HDEL', key, rest[1]) == 1 then
      for i = 2, #rest do redis.call('ZREM', KEYS[tonumber(rest[i])], rest[1]) end
    end
  elseif command == 'LINES' then
    local spill, fields, texts = KEYS[tonumber(rest[1])], {}, {}
    for i = 2, #rest, 3 do
      if not texts[rest[i]] then fields[#fields + 1] = rest[i]; texts[rest[i]] = '' end
    end
    for i, text in ipairs(redis.call('HMGET', key, unpack(fields))) do texts[fields[i]] = text or '' end
    for i = 2, #rest, 3 do
      local block, head, tail = rest[i], rest[i + 1], rest[i + 2]
      local text, member = texts[block], block .. string.sub(head, 2)
      local from = string.find(text, head .. '\\t', 1, true)
      local to = from and (string.find(text, '\\n', from + 1, true) or #text + 1)
      if from then text = string.sub(text, 1, from - 1) .. string.sub(text, to)
      elseif string.sub(text, 1, 1) == '${SPILT}' then redis.call('ZREM', spill, member) end
      if tail ~= '' and spill and #text > ${BLOCK_CHARS_MAX} then
        if string.sub(text, 1, 1) ~= '${SPILT}' then text = '${SPILT}' .. text end
        redis.call('ZADD', spill, 0, member)
      elseif tail ~= '' then text = text .. head .. tail end
      texts[block] = text
    end
    local kept, gone = {}, {}
    for _, block in ipairs(fields) do
      if texts[block] == '' then gone[#gone + 1] = block
      else kept[#kept + 1] = block; kept[#kept + 1] = texts[block] end
    end
    if #gone > 0 then redis.call('HDEL', key, unpack(gone)) end
    if #kept > 0 then redis.call('HSET', key, unpack(kept)) end
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

/** So many words one command takes at the most: they stand on Lua's stack. */
const COMMAND_WORDS_MAX = 1_000;

/** What is joined to its forerunner on the same key: one command for many members. */
const JOINED = new Set(['HSET', 'HDEL', 'ZADD', 'ZREM', 'LINES']);

/** One hash' checks: fields, and what each is to hold. */
type Checks = { readonly key: string; readonly fields: string[]; readonly held: string[] };

/** A line, and the block that holds it. Neither its name nor its text holds a line break. */
type Line = { readonly block: string; readonly name: string; readonly text: string | undefined };

/** One command: `head` is its name, its key and what makes it another command, such as `NX`. */
type Operation = { readonly head: readonly string[]; readonly args: string[] };

/** A change of several keys at once, prepared and then committed. */
export class Transaction {
  readonly #redis: Redis;
  readonly #keys: string[] = [];
  readonly #checks: Checks[] = [];
  /** The checks and the operation that the next one of the same key may be joined to. */
  readonly #openChecks = new Map<string, Checks>();
  readonly #openOperations = new Map<string, Operation>();
  readonly #operations: Operation[] = [];
  #words = 0;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  #index(key: string): string {
    const known = this.#keys.indexOf(key);
    return String(known >= 0 ? known + 1 : this.#keys.push(key));
  }

  /**
   * Operations on one key run in the order in which they were named; those on different keys do not know of each other,
   * so that one may join an earlier one of its key where no other has come between.
   */
  #run(head: readonly string[], key: string, args: readonly (string | number)[]): this {
    const index = this.#index(key);
    const [command = '', ...more] = head;
    const whole = [command, index, ...more];
    const last = this.#openOperations.get(index);
    const joins =
      last !== undefined &&
      JOINED.has(command) &&
      last.args.length + args.length <= COMMAND_WORDS_MAX &&
      last.head.join(' ') === whole.join(' ');
    const operation = joins ? last : { head: whole, args: [] };
    if (!joins) this.#operations.push(operation);
    this.#openOperations.set(index, operation);
    for (const arg of args) operation.args.push(String(arg));
    this.#words += args.length + (joins ? 0 : whole.length + 1);
    return this;
  }

  /** Requires a hash field to hold exactly this text, or to be absent. */
  expect(key: string, field: string, value: string | undefined): this {
    const index = this.#index(key);
    let checks = this.#openChecks.get(index);
    if (checks === undefined || checks.fields.length >= COMMAND_WORDS_MAX) {
      checks = { key: index, fields: [], held: [] };
      this.#checks.push(checks);
      this.#openChecks.set(index, checks);
    }
    checks.fields.push(field);
    checks.held.push(value === undefined ? '0' : `1${value}`);
    this.#words += 2;
    return this;
  }

  set(key: string, field: string, value: string): this {
    return this.#run(['HSET'], key, [field, value]);
  }

  remove(key: string, field: string): this {
    return this.#run(['HDEL'], key, [field]);
  }

  count(key: string, field: string, by = 1): this {
    return this.#run(['HINCRBY'], key, [field, by]);
  }

  /**
   * Replaces a line of a hash whose values are blocks of lines, or takes it away where it has no text. With a `spill` the
   * lines that no longer go into a block are members of that sorted set, by block and name alone.
   */
  line(key: string, { block, name, text }: Line, spill?: string): this {
    const words = [block, `\n${name}`, text === undefined ? '' : `\t${text}`];
    return this.#run(['LINES', spill === undefined ? '0' : this.#index(spill)], key, words);
  }

  /** Lets a key fall off by itself after so many seconds without this being said again. */
  expire(key: string, seconds: number): this {
    return this.#run(['EXPIRE'], key, [seconds]);
  }

  /** Adds a member; with `keep` an older score stays. */
  rank(key: string, score: number, member: string, keep = false): this {
    return this.#run(keep ? ['ZADD', 'NX'] : ['ZADD'], key, [score, member]);
  }

  unrank(key: string, member: string): this {
    return this.#run(['ZREM'], key, [member]);
  }

  /** Removes a hash field, and where there was one, a member of its name from these sorted sets. */
  drop(key: string, field: string, ranked: readonly string[]): this {
    return this.#touching(ranked, (at) => this.#run(['DROP'], key, [field, ...at]));
  }

  /** Nothing that comes after an operation on further keys may be moved before it. */
  #touching(keys: readonly string[], run: (at: readonly string[]) => this): this {
    const at = keys.map((key) => this.#index(key));
    for (const key of at) this.#openOperations.delete(key);
    return run(at);
  }

  /** Appends an event to the history stream and to the index of each subject. */
  record(stream: string, index: string, event: string, subjects: readonly string[]): this {
    return this.#touching([index], (at) => this.#run(['RECORD'], stream, [event, ...at, ...subjects]));
  }

  /** True when what is independent of this should go into a commit of its own. */
  get isFull(): boolean {
    return this.#words >= WORDS_ENOUGH;
  }

  /** Takes an event from a stream. */
  erase(stream: string, id: string): this {
    return this.#run(['XDEL'], stream, [id]);
  }

  get isEmpty(): boolean {
    return this.#operations.length === 0;
  }

  /** True when everything was done, false when a check failed and nothing was. */
  async commit(): Promise<boolean> {
    if (this.isEmpty && this.#checks.length === 0) return true;
    const argv = [String(this.#checks.length)];
    const add = (words: readonly string[]) => {
      for (const word of words) argv.push(word);
    };
    for (const { key, fields, held } of this.#checks) {
      argv.push(key, String(fields.length));
      add(fields);
      add(held);
    }
    for (const { head, args } of this.#operations) {
      argv.push(String(head.length + args.length));
      add(head);
      add(args);
    }
    return (await commit(this.#redis, this.#keys, argv)) === 1;
  }
}
