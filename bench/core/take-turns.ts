import type { BenchRow } from './suite.js';

/** A program to be measured. */
export interface Contestant {
  readonly name: string;
  /** Does the work once and gives the sample. */
  measure(): number | Promise<number>;
}

/**
 * Measures programs in turns: each once per round, so that whatever else the machine does meets all of them. One round before the first
 * warms up and does not count; from round to round another one begins.
 */
export async function takeTurns(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<readonly BenchRow[]> {
  const samples = contestants.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (turn + Math.max(round, 0)) % contestants.length;
      const sample = await contestants[index]?.measure();
      if (round >= 0 && sample !== undefined) samples[index]?.push(sample);
    }
  }
  return contestants.map(({ name }, index) => ({ name, samples: samples[index] ?? [] }));
}

/** Milliseconds that a piece of work takes. */
export function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
