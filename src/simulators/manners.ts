import type { FaultKind } from './faults.ts';

/** How a server answers, whatever it answers: what no document shows and servers like these do. Both sides have all. */
export type Manners = {
  /** The bytes of the answers; what the charset lacks becomes a question mark. */
  charset: 'utf-8' | 'iso-8859-1' | 'windows-1252';
  /** Whether Content-Type names the charset. */
  charsetDeclared: boolean;
  /** The Content-Type of JSON answers instead of application/json. */
  contentType: string | undefined;
  /** A list of one row: `object` is the row without the array. */
  listOfOne: 'array' | 'object';
  /** A list without rows: `[]`, `null`, `""` or `{}`. */
  emptyList: 'array' | 'null' | 'text' | 'object';
  /** Rows as an object with numeric keys, such as `{"100": {…}}`, instead of an array. */
  rowsAs: 'array' | 'object';
  /** An empty list of customers is told as an error. */
  emptyListError: EmptyListError | undefined;
  /** Keys of customers whose name holds a raw line break, so that a document with their row is no JSON. */
  brokenRows: readonly string[];
  /** The body of each list comes in pieces over this real time, in ms. */
  listDripMs: number;
  /** Each row of a list carries an unknown field of so many bytes. */
  rowPadBytes: number;
  /** A list of more rows ends as `listTooLarge` says; 0 for no limit. */
  listRowsMax: number;
  listTooLarge: Extract<FaultKind, 'error500' | 'html502' | 'timeout' | 'cutoff' | 'reset'>;
  /** So many new customers come into being before each page of customers is read. */
  growth: number;
  /** A connection that was idle for so long (real time, ms) ends at its next use as `idleEnd` says; 0 for never. */
  idleMs: number;
  /** `reset` before any answer, or `blackhole`: never answered, never closed. Neither carries the request out. */
  idleEnd: 'reset' | 'blackhole';
  /** What a search does not distinguish: case as it comes, and not accents. */
  searchFolds: readonly ('case' | 'accents')[];
};

export type EmptyListError = {
  code: string;
  /** `{value}` in it becomes what was asked for. Aceptabits shows a message only where one is set. */
  message?: string;
  /** For which questions, all unless told: the plain list, BA alone, by clave, or a search. */
  on?: readonly Question[];
};

export type Question = 'list' | 'inactive' | 'key' | 'search';

/** A well-behaved server. */
export function goodManners(): Manners {
  return {
    charset: 'utf-8',
    charsetDeclared: false,
    contentType: undefined,
    listOfOne: 'array',
    emptyList: 'array',
    rowsAs: 'array',
    emptyListError: undefined,
    brokenRows: [],
    listDripMs: 0,
    rowPadBytes: 0,
    listRowsMax: 0,
    listTooLarge: 'error500',
    growth: 0,
    idleMs: 0,
    idleEnd: 'reset',
    searchFolds: ['case'],
  };
}

/** The error that this server makes of an empty list, if it makes one of this question's. */
export function emptyListErrorFor(
  { emptyListError }: Manners,
  question: Question,
  value: string,
): { code: string; message: string | undefined } | undefined {
  if (!emptyListError || (emptyListError.on && !emptyListError.on.includes(question))) return undefined;
  const { code, message } = emptyListError;
  return { code, message: message?.replaceAll('{value}', value) };
}
