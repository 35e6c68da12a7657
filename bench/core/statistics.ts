import type { BenchRow } from './suite.js';

/** A quantile of samples by linear interpolation, `share` in 0..1; NaN when there are none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/** The middle of samples; NaN when there are none. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The ratio of two rows of one group, round by round. */
export function ratios(row: BenchRow, over: BenchRow): readonly number[] {
  const count = Math.min(row.samples.length, over.samples.length);
  return Array.from(
    { length: count },
    (_, round) => (row.samples[round] ?? Number.NaN) / (over.samples[round] ?? Number.NaN),
  );
}

/** The ratio of two rows by name, round by round; empty when one of them is not there. */
export function ratiosByName(
  rows: readonly BenchRow[],
  name: string,
  over: string,
): readonly number[] {
  const row = rows.find((one) => one.name === name);
  const base = rows.find((one) => one.name === over);
  return row === undefined || base === undefined ? [] : ratios(row, base);
}

/** The ratio of a row over whichever of some others did best in the same round, where more is better. */
export function ratiosOverBest(
  rows: readonly BenchRow[],
  name: string,
  others: readonly string[],
): readonly number[] {
  const row = rows.find((one) => one.name === name);
  const rivals = rows.filter((one) => others.includes(one.name));
  if (row === undefined || rivals.length === 0) return [];
  return row.samples.map(
    (sample, round) => sample / Math.max(...rivals.map(({ samples }) => samples[round] ?? 0)),
  );
}
