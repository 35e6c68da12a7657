import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { checkFieldNames } from '../field-names.js';
import { printCovered } from '../verify/ask/print-coverage.js';
import { mergeCoverage } from './merge-coverage.js';

/** What the reporter reports. */
export interface CoverageReporterOptions {
  /** The behaviour classes too, which takes time; not when left out. */
  readonly classes?: boolean;
}

/** The setup file that counts, beside this file in sources and package alike. */
const COUNTER = import.meta.url.replace(/coverage-reporter(?=\.\w+$)/, 'count-coverage');

/**
 * A reporter for Vitest that says at the end of a run which rules and routes, of all hosts of all test files, the tests' packets exercise, and
 * quotes those that none did. Packets count that are sent by `host.send`, `host.explain` or a compiled host's `send`, or stand in
 * `toBeCoveredBy`; those of batches don't. It says nothing when no packet was sent, and changes no test's result.
 *
 * @example
 * ```ts
 * import { CoverageReporter } from 'nexthop/vitest';
 * const reporters = ['default', new CoverageReporter({ classes: true })];
 * reporters.length; // 2
 * ```
 */
export class CoverageReporter implements Reporter {
  readonly #classes: boolean;
  #vitest: Vitest | undefined;

  constructor(options: CoverageReporterOptions = {}) {
    checkFieldNames(options, { classes: true });
    this.#classes = options.classes ?? false;
  }

  /** Has every test file counted. */
  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    vitest.provide('nexthopCoverage', { classes: this.#classes });
    for (const { config } of vitest.projects) config.setupFiles.unshift(COUNTER);
  }

  /** Says what was exercised. */
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files = modules.flatMap((module) => module.meta().nexthopCoverage ?? []);
    const { packets, classes, ...items } = mergeCoverage(files);
    if (packets > 0) this.#vitest?.logger.log(printCovered(packets, items, classes));
  }
}
