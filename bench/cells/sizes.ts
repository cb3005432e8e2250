/** How much of each is measured: `quick` shows whether a change was worth it, the whole run is what is written down. */
export type Sizes = typeof WHOLE;

export const WHOLE = {
  rounds: 5,
  scanSmall: 10_000,
  scanLarge: 100_000,
  scansARound: 1,
  /** Of each kind in a round: of the linked ones a third may be edited, and nobody twice. */
  writes: 60,
  firstSync: 2_000,
  edits: 120,
  editsEveryMs: 250,
  linked: 2_000,
  backfill: 5_000,
  idleSeconds: 60,
};

export const QUICK: Sizes = {
  ...WHOLE,
  rounds: 3,
  scanSmall: 1_000,
  scanLarge: 4_000,
  scansARound: 3,
  writes: 20,
  firstSync: 300,
  edits: 30,
  linked: 500,
  backfill: 300,
  idleSeconds: 10,
};
