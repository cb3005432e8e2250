/** How long a job that failed waits for its next try. */
const BACKOFF_MAX_MS = 300_000;

/** Exponential with jitter (rule 11): 1, 2, 4… times `firstMs`, each between half and one and a half of that. */
export function backoff(firstMs: number, attempt: number, random: () => number): number {
  return Math.min(firstMs * 2 ** (attempt - 1), BACKOFF_MAX_MS) * (0.5 + random());
}
