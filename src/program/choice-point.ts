import type { Route } from '../fib/route.js';

/** What a choice point remembers from packet to packet. */
export interface ChoiceMemory {
  /** Whose memory it is: the first of the routes among which is chosen. */
  readonly key: Route;
  /**
   * What is chosen, and what is remembered then, for each remembered state: index 0 for "nothing yet", index i + 1 for state i.
   */
  readonly transitions: readonly ChoiceTransition[];
}

/** One way through a choice point: which option is taken, and the state that is remembered (-1: nothing). */
export interface ChoiceTransition {
  readonly option: number;
  readonly state: number;
}

/**
 * Something that the packet alone doesn't decide, by name, with what each way means. Where the host's memory decides, it says how; the
 * prover goes every way.
 */
export interface ChoicePoint {
  /** Unique in its program, for instance `default main metric 0`. */
  readonly name: string;
  /** What each way means, in the order of the step's options. */
  readonly meanings: readonly string[];
  readonly memory: ChoiceMemory;
}
