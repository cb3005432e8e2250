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
const OUTSIDE = /["{}[\],]/g;
const INSIDE = /["\\]/g;
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

/** One answer's splitter. `charsMax` holds for a row, and for what is around the rows. */
export function createListSplitter(charsMax: number): ListSplitter {
  let frame = '';
  let mode: 'head' | 'rows' | 'tail' = 'head';
  let buffer = '';
  let at = 0;
  let depth = 0;
  let inString = false;
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

  function scan(): string[] {
    const rows: string[] = [];
    let start = 0;
    for (;;) {
      const pattern = inString ? INSIDE : OUTSIDE;
      pattern.lastIndex = at;
      const found = pattern.exec(buffer);
      at = found ? found.index + 1 : Math.max(at, buffer.length);
      if (!found) break;
      const [mark] = found;
      if (inString) {
        // What an escape stands for may be in the next piece: it is skipped there.
        if (mark === '"') inString = false;
        else at += 1;
      } else if (mark === '"') inString = true;
      else if (mark === '{' || mark === '[') depth += 1;
      else if (depth > 0) depth -= mark === ',' ? 0 : 1;
      else if (mark === ',') {
        rows.push(...rowOf(buffer.slice(start, found.index)));
        start = at;
      } else return [...rows, ...ended(found.index, start)];
    }
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
