import { routeTypeNumber, type RouteType } from '../../fib/route.js';
import { any, equals, type Predicate } from '../../predicate/predicate.js';

/** The last lookup found a route of one of these types. */
export function routeIs(...types: readonly RouteType[]): Predicate {
  return any(types.map((type) => equals('routeType', routeTypeNumber(type))));
}
