import { expect } from 'vitest';
import type { JourneyMatchers } from './journey-matchers.js';
import { matchers, type MatcherFunctions } from './matchers.js';
import type { HostMatchers, PacketMatchers } from './packet-matchers.js';
import type { ProofMatchers } from './proof-matcher.js';

export { matchers };
export { CoverageReporter, type CoverageReporterOptions } from './coverage-reporter.js';
export type { HostMatchers, JourneyMatchers, MatcherFunctions, PacketMatchers, ProofMatchers };
export type { MatcherResult } from './claim.js';

declare module 'vitest' {
  // Vitest's own interface: one for whatever was handed to `expect`.
  interface Matchers<T> extends PacketMatchers, HostMatchers, JourneyMatchers, ProofMatchers {}
}

expect.extend(matchers);
