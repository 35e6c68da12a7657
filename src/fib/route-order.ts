import { compareAddresses } from '../address/address.js';
import { prefixCovers, type Prefix } from '../address/prefix.js';
import type { Route } from './route.js';

/**
 * Orders the keys of two routes of one prefix as lookups visit them: negative when `a` comes first, 0 when the keys are equal.
 *
 * IPv4: TOS descending, then metric ascending. IPv6: source-specific routes first, in the order of a dump; metric ascending.
 */
export function compareKeys(a: Route, b: Route): number {
  if (a.dst.address.family === 4) return b.tos - a.tos || a.metric - b.metric;
  return compareSources(a.from, b.from) || a.metric - b.metric;
}

function compareSources(a: Prefix | undefined, b: Prefix | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareInnerFirst(a, b);
}

/** Each prefix after those that lie in it, and otherwise by address. */
function compareInnerFirst(a: Prefix, b: Prefix): number {
  if (prefixCovers(a, b) || prefixCovers(b, a)) return b.length - a.length;
  return compareAddresses(a.address, b.address);
}
