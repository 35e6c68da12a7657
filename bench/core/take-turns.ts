import type { BenchRow } from './suite.js';

/** A program to be measured. */
export interface Contestant {
  readonly name: string;
  /** Nothing of it gets faster by having run: it takes no part in the round that warms up. */
  readonly isAlwaysCold?: boolean;
  /** Does the work once and gives the sample. */
  measure(): number | Promise<number>;
}

/** How long programs take turns. */
export interface TurnLimit {
  readonly rounds: number;
  /** When so many seconds are over no other round begins, but for the first few; left out, all rounds are taken. */
  readonly groupSeconds?: number;
  /** Rounds that are taken however long they last; left out, five. */
  readonly leastRounds?: number;
}

const LEAST_ROUNDS = 5;

/**
 * Measures programs in turns: each once per round, so that whatever else the machine does meets all of them. One round before the first
 * warms up and does not count; from round to round another one begins.
 */
export async function takeTurns(
  contestants: readonly Contestant[],
  limit: number | TurnLimit,
): Promise<readonly BenchRow[]> {
  const {
    rounds,
    groupSeconds = Infinity,
    leastRounds = LEAST_ROUNDS,
  }: TurnLimit = typeof limit === 'number' ? { rounds: limit } : limit;
  const samples = contestants.map((): number[] => []);
  const end = performance.now() + 1000 * groupSeconds;
  for (let round = -1; round < rounds; round++) {
    if (round >= leastRounds && performance.now() > end) break;
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (turn + Math.max(round, 0)) % contestants.length;
      const contestant = contestants[index];
      if (contestant === undefined || (round < 0 && contestant.isAlwaysCold === true)) continue;
      const sample = await contestant.measure();
      if (round >= 0) samples[index]?.push(sample);
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
