import type { Nexthop, Route } from '../../fib/route.js';
import type { StepId } from '../../program/step.js';
import { isGood } from './good-nexthop.js';
import { lowerHashed, printHop, type Direction } from './hashed-choice.js';
import type { Lowering } from '../lowering.js';

/** A route over a group, and what to do with each nexthop of it. */
export interface GroupedRoute {
  /** The value of the `routeChoice` register after a lookup that found it. */
  readonly number: number;
  readonly route: Route;
  /** The step that takes a nexthop. */
  readonly take: (nexthop: Nexthop) => StepId;
}

/**
 * The choice among the nexthops of a group: by hash thresholds among those whose gateway isn't known to fail, whatever the sysctls say;
 * by its buckets when it is resilient. The flow's source and device don't count. Source: `nexthop_select_path`.
 */
export function lowerGroupChoice(
  lowering: Lowering,
  direction: Direction,
  { number, route, take }: GroupedRoute,
): StepId {
  const { namespace } = lowering;
  const { nexthops, object } = route;
  const good = nexthops.filter((nexthop) => isGood(namespace, nexthop));
  const among =
    object?.buckets !== undefined ? nexthops : good.length > 0 ? good : nexthops.slice(0, 1);
  const [only, second] = among;
  if (only === undefined) throw new RangeError('nexthops: at least one');
  if (second === undefined) return take(only);
  return lowerHashed(lowering, direction, {
    name: `nexthops of route ${number}`,
    meanings: among.map((nexthop) => printHop(namespace, nexthop)),
    bounds: among.map(({ upperBound }) => upperBound),
    buckets: object?.buckets,
    options: among.map(take),
  });
}
