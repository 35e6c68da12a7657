import type { Nexthop } from './route.js';

/** The largest hash of a flow. */
export const LARGEST_HASH = 0x7fffffff;

/**
 * Shares all hashes out among the nexthops of one route, by weight; one that is dead or passed over gets none. Source:
 * `fib_rebalance`, `rt6_multipath_rebalance`.
 *
 * @param isPassedOver - reports of a living nexthop that it is not to be used
 */
export function rebalance(
  nexthops: readonly Nexthop[],
  isPassedOver: (nexthop: Nexthop) => boolean,
): readonly Nexthop[] {
  const weights = nexthops.map((nexthop) =>
    nexthop.dead || isPassedOver(nexthop) ? 0 : nexthop.weight,
  );
  const bounds = shareByWeight(weights);
  return nexthops.map((nexthop, index) => {
    const upperBound = bounds[index] ?? -1;
    return nexthop.upperBound === upperBound ? nexthop : { ...nexthop, upperBound };
  });
}

/** The largest hash that each weight takes of all of them; -1 for a weight of 0. */
export function shareByWeight(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  return weights.map((weight) => {
    reached += weight;
    return weight === 0 ? -1 : Math.floor((reached * 2 ** 31 + (total >> 1)) / total) - 1;
  });
}
