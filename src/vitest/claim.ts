import { HostNames } from '../host/host-names.js';
import type { Outcome } from '../host/outcome.js';
import { aspectOf } from '../verify/property/condition.js';
import { outcomeMeets } from '../verify/property/outcome-meets.js';
import type { Property } from '../verify/property/properties.js';
import type { PropertyKind } from '../verify/property/property-kind.js';
import { hostOf, outcomeOf, printSubject, readSubject } from './fate-subject.js';
import { visible } from '../visible-text.js';

/** What a matcher expects of a packet: a property, in the words of a test. */
export interface Claim<Given> {
  readonly property: PropertyKind<Given, Property>;
  readonly given: Given;
  /** As it goes on after "expected the packet to": `leave via 192.168.1.2`. */
  readonly wanted: string;
  /** What is so, as it goes on after "but": `it is dropped at filter OUTPUT policy`. */
  readonly found: (outcome: Outcome) => string;
}

/** What Vitest wants of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  /** What a failure says: of the matcher, or of its negation when it passes. */
  readonly message: () => string;
}

/**
 * Holds a packet's fate against a claim.
 *
 * @throws TypeError when what was handed to `expect` has no fate, or no host that could have the names of the claim
 * @throws UnknownName when the claim names what the host doesn't have, which no packet could meet
 */
export function judgeClaim<Given>(
  matcher: string,
  received: unknown,
  { property, given, wanted, found }: Claim<Given>,
): MatcherResult {
  const subject = readSubject(matcher, received);
  const outcome = outcomeOf(subject);
  const { condition } = property.of(given, new HostNames(hostOf(matcher, subject)));
  const pass = outcomeMeets(condition, outcome);
  const sentence = visible(
    `expected the packet ${pass ? 'not ' : ''}to ${wanted}, but ${found(outcome)}`,
  );
  return { pass, message: () => `${sentence}\n\n${printSubject(subject, aspectOf(condition))}` };
}
