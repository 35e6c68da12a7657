import type { Outcome } from '../host/outcome.js';
import type { Aspect } from '../trace/deciding-step.js';
import { outcomeOf, printSubject, readSubject } from './fate-subject.js';
import { visible } from '../visible-text.js';

/** What a matcher says of a packet. */
export interface Claim {
  /** As it goes on after "expected the packet to": `leave via 192.168.1.2`. */
  readonly wanted: string;
  /** What of the trace bears on it. */
  readonly aspect: Aspect;
  readonly holds: (outcome: Outcome) => boolean;
  /** What is so, as it goes on after "but": `it is dropped at filter OUTPUT policy`. */
  readonly found: (outcome: Outcome) => string;
}

/** What Vitest wants of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  /** What a failure says: of the matcher, or of its negation when it passes. */
  readonly message: () => string;
}

/** Holds a packet's fate against a claim. @throws TypeError when what was handed to `expect` has no fate */
export function judgeClaim(matcher: string, received: unknown, claim: Claim): MatcherResult {
  const subject = readSubject(matcher, received);
  const outcome = outcomeOf(subject);
  const pass = claim.holds(outcome);
  const sentence = visible(
    `expected the packet ${pass ? 'not ' : ''}to ${claim.wanted}, but ${claim.found(outcome)}`,
  );
  return { pass, message: () => `${sentence}\n\n${printSubject(subject, claim.aspect)}` };
}
