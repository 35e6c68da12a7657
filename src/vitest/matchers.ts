import { parseAddress, printAddress } from '../address/address-text.js';
import type { ErrnoName } from '../errno.js';
import { toBeCoveredBy } from './coverage-matcher.js';
import { judgeClaim, type Claim, type MatcherResult } from './claim.js';
import { PROPERTIES } from '../verify/property/properties.js';
import { journeyMatchers, type JourneyMatchers } from './journey-matchers.js';
import type { HostMatchers, PacketMatchers } from './packet-matchers.js';
import { toHold, type ProofMatchers } from './proof-matcher.js';
import {
  printMark,
  sayErrno,
  sayFate,
  sayMark,
  sayRule,
  saySource,
  sayTable,
} from './say-outcome.js';

/** The matchers as functions of what was handed to `expect` and of what is expected. */
export type MatcherFunctions = {
  readonly [Name in keyof AllMatchers]: (
    received: unknown,
    ...given: Parameters<AllMatchers[Name]>
  ) => MatcherResult;
};

type AllMatchers = PacketMatchers & HostMatchers & JourneyMatchers & ProofMatchers;

/** Makes a matcher of what it claims. */
function matcher<Arguments extends readonly unknown[], Given>(
  name: string,
  claim: (...given: Arguments) => Claim<Given>,
): (received: unknown, ...given: Arguments) => MatcherResult {
  return (received, ...given) => judgeClaim(name, received, claim(...given));
}

/**
 * The matchers, for an `expect` of one's own: `expect.extend(matchers)`. To import `nexthop/vitest` registers them with Vitest's.
 *
 * @example
 * ```ts
 * import { matchers } from 'nexthop/vitest';
 * Object.keys(matchers).includes('toLeaveVia'); // true
 * ```
 */
export const matchers: MatcherFunctions = {
  ...journeyMatchers,
  toBeCoveredBy,
  toHold,
  toLeave: matcher('toLeave', () => ({
    property: PROPERTIES.leaves,
    given: undefined,
    wanted: 'leave',
    found: sayFate,
  })),
  toLeaveVia: matcher('toLeaveVia', (gateway: string) => ({
    property: PROPERTIES.leavesVia,
    given: gateway,
    wanted: `leave via ${canonical(gateway)}`,
    found: sayFate,
  })),
  toLeaveOnLink: matcher('toLeaveOnLink', () => ({
    property: PROPERTIES.leavesOnLink,
    given: undefined,
    wanted: 'leave without a gateway',
    found: sayFate,
  })),
  toLeaveBy: matcher('toLeaveBy', (dev: string) => ({
    property: PROPERTIES.leavesBy,
    given: dev,
    wanted: `leave by ${dev}`,
    found: sayFate,
  })),
  toBeDelivered: matcher('toBeDelivered', () => ({
    property: PROPERTIES.delivered,
    given: undefined,
    wanted: 'be delivered',
    found: sayFate,
  })),
  toBeDropped: matcher('toBeDropped', () => ({
    property: PROPERTIES.dropped,
    given: undefined,
    wanted: 'be dropped',
    found: sayFate,
  })),
  toBeDroppedAt: matcher('toBeDroppedAt', (place: string) => ({
    property: PROPERTIES.droppedAt,
    given: place,
    wanted: `be dropped at ${place}`,
    found: sayFate,
  })),
  toFailWith: matcher('toFailWith', (errno: ErrnoName) => ({
    property: PROPERTIES.failsWith,
    given: errno,
    wanted: `fail with ${errno}`,
    found: sayErrno,
  })),
  toTakeTable: matcher('toTakeTable', (table: string) => ({
    property: PROPERTIES.takesTable,
    given: table,
    wanted: `take table ${table}`,
    found: sayTable,
  })),
  toTakeRule: matcher('toTakeRule', (priority: number) => ({
    property: PROPERTIES.takesRule,
    given: priority,
    wanted: `take rule ${priority}`,
    found: sayRule,
  })),
  toKeepSource: matcher('toKeepSource', (src: string) => ({
    property: PROPERTIES.endsWithSource,
    given: src,
    wanted: `keep source ${canonical(src)}`,
    found: saySource,
  })),
  toHaveMark: matcher('toHaveMark', (mark: number, mask: number = 0xffffffff) => ({
    property: PROPERTIES.hasMark,
    given: { value: mark, mask },
    wanted: `have mark ${printMark(mark, mask)}`,
    found: sayMark,
  })),
};

/** An address as outcomes write it. @throws ParseError when the text is none */
function canonical(text: string): string {
  return printAddress(parseAddress(text));
}
