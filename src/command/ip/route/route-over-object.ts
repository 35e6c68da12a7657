import { sameOptionalAddress } from '../../../fib/same-route.js';
import { isErrorType, type Route, type RouteMetric } from '../../../fib/route.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { refuseByKernel, refuseNotSimulated } from '../arguments.js';
import { existingNexthop, heldOf, refuseObject4 } from './check/check-nexthop-object.js';
import { SCOPE } from '../../../fib/route.js';
import { keptMetrics } from './metric-list.js';
import type { NewRoute4 } from './check/check-request-v4.js';

/** What an IPv4 route that names a nexthop object gets of it, and the options that it has in the end. */
export type OverObject = Pick<Route, 'object' | 'nexthops' | 'metrics'>;

/**
 * What an IPv4 route over a nexthop object is made of. Without options of its own it shares those of another that differs in its destination
 * and TOS only, and nothing is checked. Source: `fib_find_info_nh`, `fib_create_info`.
 *
 * @param checkSource - refuses the source that was asked for
 * @throws Refusal in the kernel's words
 */
export function overObject4(
  namespace: Namespace,
  request: NewRoute4,
  checkSource: () => void,
): OverObject {
  const { type, scope, asked } = request;
  const twin = asked.metrics.length === 0 ? findTwin(namespace, request) : undefined;
  if (twin !== undefined) {
    return { object: twin.object, nexthops: twin.nexthops, metrics: twin.metrics };
  }
  const object = existingNexthop(namespace, asked.nhid);
  const metrics: readonly RouteMetric[] = keptMetrics(asked.metrics);
  const over = { ...heldOf(namespace, object), metrics };
  if (isErrorType(type)) return over;
  if (type === 'nat' || type === 'xresolve') refuseNotSimulated(`ip route ${type}`);
  if (scope > SCOPE.host) refuseByKernel('Invalid scope');
  refuseObject4(namespace, object, scope);
  checkSource();
  return over;
}

function findTwin(
  { v4 }: Namespace,
  { type, scope, protocol, prefsrc, table, asked }: NewRoute4,
): Route | undefined {
  return [...(v4.tables.get(table)?.routes.values() ?? [])]
    .flat()
    .find(
      (route) =>
        route.object?.id === asked.nhid &&
        route.type === type &&
        route.scope === scope &&
        route.protocol === protocol &&
        route.metric === asked.metric &&
        sameOptionalAddress(route.prefsrc, prefsrc),
    );
}
