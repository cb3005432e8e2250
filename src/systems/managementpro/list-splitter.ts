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
  let frame = '';
  let mode: 'head' | 'rows' | 'tail' = 'head';
  let buffer = '';
  let at = 0;
  let depth = 0;
  let inString = false;
  /** The next escape of this piece, once it has been looked for. */
  let escaped = -1;
  /** An object holds rows under numbers, or is a single row, whose parts are put together again. */
  let parts: string[] | undefined;
  let isObject = false;

  function rowOf(text: string): string[] {
    if (text.trim() === '') return [];
    if (!isObject) return [text];
    if (parts === undefined && NUMBERED.test(text)) return [text.replace(NUMBERED, '')];
    parts = [...(parts ?? []), text];
    return [];
  }

  function ended(end: number, start: number): string[] {
    const rows = rowOf(buffer.slice(start, end));
    const single = parts === undefined ? [] : [`{${parts.join(',')}}`];
    mode = 'tail';
    frame += buffer.slice(end);
    buffer = '';
    return [...rows, ...single];
  }

  /** Leaves the string in which `at` stands; what an escape stands for may be in the next piece, and is skipped there. */
  function leaveString(): void {
    while (inString && at < buffer.length) {
      const quote = buffer.indexOf('"', at);
      if (escaped < at) escaped = buffer.indexOf('\\', at);
      if (escaped < 0) escaped = buffer.length;
      if (escaped < (quote < 0 ? buffer.length : quote)) at = escaped + 2;
      else {
        at = quote < 0 ? buffer.length : quote + 1;
        inString = quote < 0;
      }
    }
  }

  function scan(): string[] {
    const rows: string[] = [];
    let start = 0;
    escaped = -1;
    for (;;) {
      if (inString) leaveString();
      const found = inString ? buffer.length : nextMark(buffer, at);
      if (found >= buffer.length) break;
      at = found + 1;
      const mark = buffer.charCodeAt(found);
      if (mark === QUOTE) inString = true;
      else if (mark === OPEN || mark === OPEN_LIST) depth += 1;
      else if (depth > 0) depth -= mark === COMMA ? 0 : 1;
      else if (mark === COMMA) {
        rows.push(...rowOf(buffer.slice(start, found)));
        start = at;
      } else return [...rows, ...ended(found, start)];
    }
    at = Math.max(at, buffer.length);
    buffer = buffer.slice(start);
    at -= start;
    return rows;
  }

  function feed(text: string): string[] {
    if (mode !== 'rows') frame += text;
    if (mode === 'head') {
      const start = listStart(frame);
      if (start !== undefined) {
        mode = 'rows';
        isObject = frame[start] === '{';
        buffer = frame.slice(start + 1);
        frame = frame.slice(0, start + 1);
        return scan();
      }
    } else if (mode === 'rows') {
      buffer += text;
      const rows = scan();
      if (buffer.length > charsMax) throw new Broken('unreadable', 'A row was larger than allowed.');
      return rows;
    }
    if (frame.length > charsMax) throw new Broken('unreadable', 'The answer was larger than allowed.');
    return [];
  }

  return {
    feed,
    frame: () => frame,
    hasList: () => mode !== 'head',
  };
}
