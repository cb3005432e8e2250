import type { Profile } from '../../domain/profile.ts';

/** What earlier scans have learnt about the server; JSON, kept by the caller. */
export type ScanMemory = {
  /** The largest answer that was ever received: answers below it were not cut off. 0 = nothing known. */
  readonly proven: number;
  /** The server's silent cap, where one was met. */
  readonly cap?: number | undefined;
  /** True where the cap is ours: a larger question was too much for the server, and this one was not. */
  readonly slow?: boolean | undefined;
  /** Whether the answer's `registros` counts all that match, where that is known. */
  readonly claimedMeansTotal?: boolean | undefined;
  /** When a list that is cut off was last read completely by searches, ms since 1970. */
  readonly searchedAt?: number | undefined;
  readonly active: EstadoMemory;
  readonly inactive: EstadoMemory;
};

export type EstadoMemory = {
  /** Rows of the last complete reading. */
  readonly lastCount: number;
  /** When a count that looks like a cap was last shown to be complete (ms), and which. */
  readonly verifiedAt?: number | undefined;
  readonly verifiedCount?: number | undefined;
};

/** A probe's measure is older than what a scan has learnt by itself, so it counts for the first scans alone, and for a week. */
const PROFILE_FOR_MS = 7 * 86_400_000;

/**
 * What a probe has measured, as an earlier scan would have left it. It shortens the first reading and proves nothing that
 * a reading must prove by itself: a list that is cut off is still read to its end, a count that has dropped is doubted.
 */
export function memoryFrom(profile: Profile | undefined, now: number): ScanMemory {
  const { size, registros } = profile?.measured ?? {};
  const ageMs = now - (profile?.at ?? 0);
  if (size === undefined || ageMs < 0 || ageMs > PROFILE_FOR_MS) return NEW_MEMORY;
  const isWhole = size.cap === undefined && size.tooMuch === undefined && size.broken === undefined;
  return {
    proven: isWhole ? size.received : 0,
    cap: size.cap,
    // That a count is a total is learnt by a question of the scan's own: a list would be believed by it.
    claimedMeansTotal: registros?.means === 'returned' ? false : undefined,
    active: { lastCount: isWhole ? size.received - (size.ours ?? 0) : 0 },
    inactive: { lastCount: 0 },
  };
}

export const NEW_MEMORY: ScanMemory = { proven: 0, active: { lastCount: 0 }, inactive: { lastCount: 0 } };
