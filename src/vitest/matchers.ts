import { parseAddress, printAddress } from '../address/address-text.js';
import type { ErrnoName } from '../errno.js';
import { toBeCoveredBy } from './coverage-matcher.js';
import { judgeClaim, type Claim, type MatcherResult } from './claim.js';
import type { HostMatchers, PacketMatchers } from './packet-matchers.js';
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

type AllMatchers = PacketMatchers & HostMatchers;

/** Makes a matcher of what it claims. */
function matcher<Arguments extends readonly unknown[]>(
  name: string,
  claim: (...given: Arguments) => Claim,
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
  toBeCoveredBy,
  toLeave: matcher('toLeave', () => ({
    wanted: 'leave',
    aspect: 'fate',
    holds: ({ kind }) => kind === 'transmit',
    found: sayFate,
  })),
  toLeaveVia: matcher('toLeaveVia', (gateway: string) => {
    const address = canonical(gateway);
    return {
      wanted: `leave via ${address}`,
      aspect: 'fate',
      holds: (outcome) => outcome.kind === 'transmit' && outcome.gateway === address,
      found: sayFate,
    };
  }),
  toLeaveOnLink: matcher('toLeaveOnLink', () => ({
    wanted: 'leave without a gateway',
    aspect: 'fate',
    holds: (outcome) => outcome.kind === 'transmit' && outcome.gateway === null,
    found: sayFate,
  })),
  toLeaveBy: matcher('toLeaveBy', (dev: string) => ({
    wanted: `leave by ${dev}`,
    aspect: 'fate',
    holds: (outcome) => outcome.kind === 'transmit' && outcome.dev === dev,
    found: sayFate,
  })),
  toBeDelivered: matcher('toBeDelivered', () => ({
    wanted: 'be delivered',
    aspect: 'fate',
    holds: ({ kind }) => kind === 'deliver',
    found: sayFate,
  })),
  toBeDropped: matcher('toBeDropped', () => ({
    wanted: 'be dropped',
    aspect: 'fate',
    holds: ({ kind }) => kind === 'drop',
    found: sayFate,
  })),
  toBeDroppedAt: matcher('toBeDroppedAt', (place: string) => ({
    wanted: `be dropped at ${place}`,
    aspect: 'fate',
    holds: (outcome) => outcome.kind === 'drop' && names(outcome.at, place),
    found: sayFate,
  })),
  toFailWith: matcher('toFailWith', (errno: ErrnoName) => ({
    wanted: `fail with ${errno}`,
    aspect: 'fate',
    holds: (outcome) => outcome.errno === errno,
    found: sayErrno,
  })),
  toTakeTable: matcher('toTakeTable', (table: string) => ({
    wanted: `take table ${table}`,
    aspect: 'route',
    holds: (outcome) => outcome.table === table,
    found: sayTable,
  })),
  toTakeRule: matcher('toTakeRule', (priority: number) => ({
    wanted: `take rule ${priority}`,
    aspect: 'rule',
    holds: (outcome) => outcome.rule === priority,
    found: sayRule,
  })),
  toKeepSource: matcher('toKeepSource', (src: string) => {
    const address = canonical(src);
    return {
      wanted: `keep source ${address}`,
      aspect: 'source',
      holds: (outcome) => outcome.src === address,
      found: saySource,
    };
  }),
  toHaveMark: matcher('toHaveMark', (mark: number, mask: number = 0xffffffff) => {
    checkMark(mark, mask);
    return {
      wanted: `have mark ${printMark(mark, mask)}`,
      aspect: 'mark',
      holds: (outcome) => (outcome.mark & mask) >>> 0 === mark,
      found: sayMark,
    };
  }),
};

/** An address as outcomes write it. @throws ParseError when the text is none */
function canonical(text: string): string {
  return printAddress(parseAddress(text));
}

/** Whether a place is named by some of its words, in order and together: `filter FORWARD` names every rule there. */
function names(at: string, place: string): boolean {
  return ` ${at} `.includes(` ${place.trim().split(/\s+/).join(' ')} `);
}

function checkMark(mark: number, mask: number): void {
  for (const [name, value] of Object.entries({ mark, mask })) {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
      throw new RangeError(`${name}: 0..4294967295, got ${value}`);
    }
  }
  if ((mark & ~mask) !== 0) {
    throw new RangeError(`mark: no bits outside of the mask, got ${printMark(mark, mask)}`);
  }
}
