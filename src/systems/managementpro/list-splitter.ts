import { Broken } from '../broken.ts';

/**
 * Splits the text of `GetClienteLista`'s answer, as it arrives, into its rows and what stands around them, so that a
 * list of any length takes the memory of one row. It looks for quotes, escapes, brackets and commas and nothing else:
 * what a row means is for whoever parses it, and a row whose syntax is broken spoils no other.
 */
export type ListSplitter = {
  /** The rows that this piece has ended, as text. @throws Broken when a row, or what is around them, is too long */
  feed(text: string): string[];
  /** The answer without its rows; JSON again where the list has ended. */
  frame(): string;
  /** Whether a list has begun. */
  hasList(): boolean;
};

const TOKEN = /"(?:[^"\\]|\\.)*(?:"|$)|[{}[\]:]/gs;
const NUMBERED = /^\s*"\d+"\s*:/;

/** Where the rows of `data.cliente` begin; undefined where that has not been seen, or is neither array nor object. */
function listStart(text: string): number | undefined {
  const path: string[] = [];
  let last = '';
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') path.push(last);
    else if (token === '}' || token === ']') path.pop();
    else if (token !== ':') last = token;
    else if (last === '"cliente"' && path.length === 2 && path[1] === '"data"') {
      const at = text.slice(index + 1).search(/\S/) + index + 1;
      return at > index && '[{'.includes(text[at] ?? ' ') ? at : undefined;
    }
  }
  return undefined;
}

const [QUOTE, COMMA, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = ['"', ',', '{', '}', '[', ']'].map((mark) =>
  mark.charCodeAt(0),
);

/** Where the next quote, bracket or comma stands, or the end of the text: most of a scan's time goes by here. */
function nextMark(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1)
    switch (text.charCodeAt(at)) {
      case QUOTE:
      case COMMA:
      case OPEN:
      case CLOSE:
      case OPEN_LIST:
      case CLOSE_LIST:
        return at;
    }
  return text.length;
}

/** One answer's splitter. `charsMax` holds for a row, and for what is around the rows. */
export function createListSplitter(charsMax: number): ListSplitter {
  return new Splitter(charsMax);
}

class Splitter implements ListSplitter {
  readonly #charsMax: number;
  #frame = '';
  #mode: 'head' | 'rows' | 'tail' = 'head';
  #buffer = '';
  #at = 0;
  #depth = 0;
  #inString = false;
  /** The next escape of this piece, once it has been looked for. */
  #escaped = -1;
  /** An object holds rows under numbers, or is a single row, whose parts are put together again. */
  #parts: string[] | undefined;
  #isObject = false;

  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  frame(): string {
    return this.#frame;
  }

  hasList(): boolean {
    return this.#mode !== 'head';
  }

  #rowOf(text: string): string[] {
    if (text.trim() === '') return [];
    if (!this.#isObject) return [text];
    if (this.#parts === undefined && NUMBERED.test(text)) return [text.replace(NUMBERED, '')];
    this.#parts = [...(this.#parts ?? []), text];
    return [];
  }

  #ended(end: number, start: number): string[] {
    const rows = this.#rowOf(this.#buffer.slice(start, end));
    const single = this.#parts === undefined ? [] : [`{${this.#parts.join(',')}}`];
    this.#mode = 'tail';
    this.#frame += this.#buffer.slice(end);
    this.#buffer = '';
    return [...rows, ...single];
  }

  /** Leaves the string in which it stands; what an escape stands for may be in the next piece, and is skipped there. */
  #leaveString(): void {
    while (this.#inString && this.#at < this.#buffer.length) {
      const quote = this.#buffer.indexOf('"', this.#at);
      if (this.#escaped < this.#at) this.#escaped = this.#buffer.indexOf('\\', this.#at);
      if (this.#escaped < 0) this.#escaped = this.#buffer.length;
      if (this.#escaped < (quote < 0 ? this.#buffer.length : quote)) this.#at = this.#escaped + 2;
      else {
        this.#at = quote < 0 ? this.#buffer.length : quote + 1;
        this.#inString = quote < 0;
      }
    }
  }

  #scan(): string[] {
    const rows: string[] = [];
    let start = 0;
    this.#escaped = -1;
    for (;;) {
      if (this.#inString) this.#leaveString();
      const found = this.#inString ? this.#buffer.length : nextMark(this.#buffer, this.#at);
      if (found >= this.#buffer.length) break;
      this.#at = found + 1;
      const mark = this.#buffer.charCodeAt(found);
      if (mark === QUOTE) this.#inString = true;
      else if (mark === OPEN || mark === OPEN_LIST) this.#depth += 1;
      else if (this.#depth > 0) this.#depth -= mark === COMMA ? 0 : 1;
      else if (mark === COMMA) {
        rows.push(...this.#rowOf(this.#buffer.slice(start, found)));
        start = this.#at;
      } else return [...rows, ...this.#ended(found, start)];
    }
    this.#at = Math.max(this.#at, this.#buffer.length);
    this.#buffer = this.#buffer.slice(start);
    this.#at -= start;
    return rows;
  }

  feed(text: string): string[] {
    if (this.#mode !== 'rows') this.#frame += text;
    if (this.#mode === 'head') {
      const start = listStart(this.#frame);
      if (start !== undefined) {
        this.#mode = 'rows';
        this.#isObject = this.#frame[start] === '{';
        this.#buffer = this.#frame.slice(start + 1);
        this.#frame = this.#frame.slice(0, start + 1);
        return this.#scan();
      }
    } else if (this.#mode === 'rows') {
      this.#buffer += text;
      const rows = this.#scan();
      if (this.#buffer.length > this.#charsMax)
        throw new Broken('unreadable', 'A row was larger than allowed.');
      return rows;
    }
    if (this.#frame.length > this.#charsMax)
      throw new Broken('unreadable', 'The answer was larger than allowed.');
    return [];
  }
}
