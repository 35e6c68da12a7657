import type { CoveredItems } from '../verify/ask/covered-items.js';
import type { PrintedClass } from '../verify/ask/print-coverage.js';

/** What the packets of one test file exercise; plain data, since it goes to another process. */
export interface FileCoverage extends CoveredItems {
  /** How many packets there were. */
  readonly packets: number;
  /** The behaviour classes, when they are asked for. */
  readonly classes?: readonly PrintedClass[];
}

/** What a reporter wants to know of each test file. */
export interface WantedCoverage {
  readonly classes: boolean;
}

declare module 'vitest' {
  interface TaskMeta {
    /** What the packets of a test file exercise, from its tests to the reporter. */
    nexthopCoverage?: FileCoverage;
  }
  interface ProvidedContext {
    /** What the reporter wants to know, from it to the tests. */
    nexthopCoverage: WantedCoverage;
  }
}
