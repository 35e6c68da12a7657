import { assertNever } from '../../src/assert-never.js';
import { samePrefix } from '../../src/address/prefix.js';
import type { Insertion } from '../../src/fib/insertion.js';
import type { Route } from '../../src/fib/route.js';
import { sameRoute } from '../../src/fib/same-route.js';

/**
 * A routing table of IPv4 as one flat list, by the table of `ip route`'s commands and outcomes: the twin of `insertRoute`.
 *
 * @returns the list afterwards, or the name of the error
 */
export function insertFlat(
  routes: readonly Route[],
  route: Route,
  insertion: Insertion,
): readonly Route[] | 'EEXIST' | 'ENOENT' {
  const ofKey = routes.filter((other) => hasKeyOf(other, route));
  const exists = ofKey.some((other) => sameRoute(other, route));
  const [first] = ofKey;
  const last = ofKey.at(-1);
  switch (insertion) {
    case 'add':
      return first === undefined ? [...routes, route] : 'EEXIST';
    case 'test':
      return first === undefined ? 'ENOENT' : 'EEXIST';
    case 'append':
      if (exists) return 'EEXIST';
      return last === undefined ? [...routes, route] : insertBeside(routes, last, route, 1);
    case 'prepend':
      if (exists) return 'EEXIST';
      return first === undefined ? [...routes, route] : insertBeside(routes, first, route, 0);
    case 'replace':
    case 'change':
      if (first === undefined) return insertion === 'change' ? 'ENOENT' : [...routes, route];
      if (sameRoute(first, route)) return routes;
      return exists ? 'EEXIST' : routes.map((other) => (other === first ? route : other));
    default:
      return assertNever(insertion);
  }
}

function insertBeside(
  routes: readonly Route[],
  beside: Route,
  route: Route,
  after: number,
): readonly Route[] {
  return routes.toSpliced(routes.indexOf(beside) + after, 0, route);
}

function hasKeyOf(a: Route, b: Route): boolean {
  return samePrefix(a.dst, b.dst) && a.tos === b.tos && a.metric === b.metric;
}

/** The list in the order in which a table is listed; routes of one key stay as they are arranged. */
export function dumpFlat(routes: readonly Route[]): readonly Route[] {
  return routes.toSorted(
    (a, b) =>
      (a.dst.address.words[0] ?? 0) - (b.dst.address.words[0] ?? 0) ||
      b.dst.length - a.dst.length ||
      b.tos - a.tos ||
      a.metric - b.metric,
  );
}
