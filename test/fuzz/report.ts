import type { Finding } from './fuzz-target.js';

/** What the process that runs inputs reports to the one that watches it. */
export type Report =
  /** An input begins: which target, which seed, which input of its draw. */
  | { readonly kind: 'input'; readonly target: string; readonly seed: number; readonly run: number }
  | {
      readonly kind: 'fuzzed';
      readonly target: string;
      readonly inputs: number;
      readonly slowest: number;
      readonly finding: Finding | undefined;
    };

/** What the process that runs inputs is started with. */
export interface Orders {
  readonly seed: number;
  readonly targets: readonly string[];
}
