/** The value in the middle; of rounds that somebody else has disturbed it is one that was not. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that this share of all does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
