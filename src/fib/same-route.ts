import { sameAddress, type Address } from '../address/address.js';
import type { Nexthop, Route, RouteMetric } from './route.js';

/**
 * Reports whether two IPv4 routes of one prefix and TOS are the same to the kernel: a table doesn't hold both. Source: `fib_find_info`.
 */
export function sameRoute(a: Route, b: Route): boolean {
  return (
    a.type === b.type &&
    a.table === b.table &&
    a.metric === b.metric &&
    a.scope === b.scope &&
    a.protocol === b.protocol &&
    a.realms === b.realms &&
    a.onlink === b.onlink &&
    a.object?.id === b.object?.id &&
    sameOptionalAddress(a.prefsrc, b.prefsrc) &&
    sameList(a.metrics, b.metrics, sameMetric) &&
    sameList(a.nexthops, b.nexthops, sameNexthop)
  );
}

/** Reports whether two addresses are equal or both absent. */
export function sameOptionalAddress(a: Address | undefined, b: Address | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameAddress(a, b);
}

function sameNexthop(a: Nexthop, b: Nexthop): boolean {
  return (
    a.dev === b.dev &&
    a.onlink === b.onlink &&
    a.weight === b.weight &&
    a.scope === b.scope &&
    sameOptionalAddress(a.gateway, b.gateway)
  );
}

function sameMetric(a: RouteMetric, b: RouteMetric): boolean {
  return a.name === b.name && a.value === b.value && a.locked === b.locked;
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => {
      const other = b[index];
      return other !== undefined && same(item, other);
    })
  );
}
