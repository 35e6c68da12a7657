import { sameAddress } from '../../address/address.js';
import { SCOPE, type Nexthop } from '../../fib/route.js';
import type { Namespace } from '../../namespace/namespace.js';
import { isValid } from '../../neighbour/neighbour.js';

/** Reports whether the gateway of a nexthop isn't known to fail. Source: `fib_good_nh`, `nexthop_is_good_nh`. */
export function isGood({ neighbours }: Namespace, { scope, gateway, dev }: Nexthop): boolean {
  if (scope !== SCOPE.link || gateway === undefined) return true;
  const entry = neighbours.find(
    (neighbour) =>
      !neighbour.proxy && neighbour.dev === dev && sameAddress(neighbour.address, gateway),
  );
  return entry === undefined || isValid(entry.state);
}
