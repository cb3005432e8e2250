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

export const NEW_MEMORY: ScanMemory = { proven: 0, active: { lastCount: 0 }, inactive: { lastCount: 0 } };
