import type { Side } from './customer.ts';

/**
 * What `puente probe` has found out about a side, by what was measured. It belongs to one address and key, saves the
 * daemon requests, and never takes the place of a check of safety.
 */
export type Profile = {
  readonly side: Side;
  /** When it was measured, ms since 1970. */
  readonly at: number;
  readonly measured: Measured;
};

/** How the rows of a list come. */
export type ListShape = 'array' | 'object' | 'row' | 'null' | 'text' | 'other';

/** The names of the filters that make ManagementPro's list a page, and of the one for its size. */
export type Paging = { readonly page: string; readonly size: string };

/** A refusal in the server's own words; `value` stands for what was asked for. */
export type ToldNo = { readonly status: number; readonly code: string; readonly message: string };

/** What a server made of a text: each kind once, with its amount where it has one. */
export type Form =
  | { readonly kind: 'upper' | 'lower' | 'trimmed' | 'escaped' | 'backslashed' | 'mojibake' | 'lost' | 'accents' | 'emptied' | 'other' }
  | { readonly kind: 'cut'; readonly chars: number }
  | { readonly kind: 'prefixed'; readonly prefix: string }; // biome-ignore format: one case per line

export type FieldName = 'name' | 'lastname' | 'legalName' | 'email' | 'phone';

/** Everything that is measured; a key is missing where it could not be told. */
export type Measured = {
  readonly clock?: { readonly offMs: number };
  /** Aceptabits: its `created_at` against our clock. */
  readonly created?: { readonly offMs: number };
  readonly speed?: { readonly medianMs: number; readonly slowestMs: number };
  readonly answers?: { readonly contentType: string; readonly unknownFields: readonly string[] };
  readonly shapes?: { readonly many: ListShape; readonly one: ListShape; readonly none: ListShape | undefined };
  readonly wrongKey?: ToldNo & { readonly recognised: boolean };
  readonly unknownKey?: ToldNo | { readonly empty: true };
  readonly none?: { readonly key?: ToldNo | { readonly empty: true }; readonly search?: ToldNo | { readonly empty: true } };
  /** The largest answer met, and whether it was a cap; `broken` where a row breaks the document. */
  readonly size?: { readonly received: number; readonly ours?: number | undefined; readonly cap: number | undefined; readonly tooMuch?: string | undefined; readonly broken?: string | undefined };
  /** ManagementPro: rows of an answer that was asked for no number. */
  readonly unasked?: { readonly rows: number };
  readonly registros?: { readonly means: 'returned' | 'matching' | 'untold'; readonly asText: boolean };
  readonly paging?: { readonly by: Paging | undefined };
  readonly pages?: { readonly rowsMax: number };
  readonly order?: { readonly is: 'by-key' | 'newest-first' | 'stable' | 'changing'; readonly tied?: boolean | undefined };
  readonly growth?: { readonly rows: number };
  readonly claves?: { readonly made: 'next' | 'gaps' | 'text'; readonly forms: Readonly<Record<'list' | 'one' | 'write', 'exact' | 'blanks' | 'zeros' | 'bare'>>; readonly referencesDiffer: boolean };
  readonly lag?: { readonly ms: number } | { readonly overMs: number };
  readonly forms?: Readonly<Partial<Record<FieldName, readonly Form[]>>>;
  readonly search?: { readonly finds: boolean; readonly foldsCase: boolean; readonly foldsAccents: boolean | undefined };
  readonly filled?: { readonly names: readonly string[] };
  readonly update?: { readonly is: 'lands' | 'no-effect' | 'not-there' | 'refused'; readonly detail?: string | undefined; readonly untaken: readonly string[]; readonly unemptied: readonly string[] };
  readonly omitted?: { readonly are: 'kept' | 'blanked' | 'blanked-with-internals'; readonly names: readonly string[] };
  readonly methods?: Readonly<Record<string, boolean>>;
  /** Whether the test customers could be set to BA, or deleted. */
  readonly tidied?: { readonly works: boolean };
  /** The platform's own among the newest that were looked at. */
  readonly platform?: { readonly customers: number; readonly among: number };
}; // biome-ignore format: one measure per line

/** What the daemon takes from a profile for its first readings of ManagementPro; see `scan-memory.ts`. */
export function pagingOf(profile: Profile | undefined): Paging | undefined {
  return profile?.measured.paging?.by;
}

/** How long a write may stay unseen, by measure; a multiple, because one measure is no promise. */
export function lagIn(profile: Profile | undefined, atLeastMs: number): number {
  const lag = profile?.measured.lag;
  if (lag === undefined) return atLeastMs;
  return Math.max(atLeastMs, 3 * ('ms' in lag ? lag.ms : lag.overMs));
}
