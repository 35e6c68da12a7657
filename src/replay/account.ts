import type { Unsent, UnsentReason } from './flows/flow-scope.js';

/** Lines or frames that are not sent for one reason. */
export interface ReasonCount extends UnsentReason {
  readonly count: number;
  /** Their numbers, as first and last of runs, ascending; only the first runs when there are many. */
  readonly runs: readonly (readonly [first: number, last: number])[];
}

/** Further reasons of a kind are counted as one. */
const MOST_REASONS = 20;
const MOST_RUNS = 10;

/** Adds up, in the order of the file, which lines or frames are not sent and why. */
export class UnsentAccount {
  readonly #reasons = new Map<string, ReasonCount>();

  /** Those of which the first came first are first. */
  get reasons(): readonly ReasonCount[] {
    return [...this.#reasons.values()];
  }

  /** How many there are of a kind. */
  count(kind: UnsentReason['kind']): number {
    const counts = this.reasons.map((reason) => (reason.kind === kind ? reason.count : 0));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  add({ number, kind, why }: Unsent): void {
    const key = `${kind}: ${why}`;
    const isKnown = this.#reasons.has(key) || this.#reasons.size < MOST_REASONS;
    const reason = isKnown ? { kind, why } : { kind, why: 'other reasons' };
    const place = isKnown ? key : `${kind}: `;
    const { count = 0, runs = [] } = this.#reasons.get(place) ?? {};
    this.#reasons.set(place, { ...reason, count: count + 1, runs: withNumber(runs, number) });
  }
}

function withNumber(runs: ReasonCount['runs'], number: number): ReasonCount['runs'] {
  const last = runs.at(-1);
  if (last?.[1] === number - 1) return [...runs.slice(0, -1), [last[0], number]];
  return runs.length < MOST_RUNS ? [...runs, [number, number]] : runs;
}
