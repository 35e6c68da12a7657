import type { SingleNexthop } from '../../../fib/nexthop-object.js';
import { makeNexthop } from '../../../fib/make-route.js';
import { SCOPE, TABLE, type Nexthop } from '../../../fib/route.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { refuseByKernel } from '../arguments.js';
import { checkGateway6, refuseUnusable } from '../route/check/check-gateway-v6.js';
import { checkNexthop4 } from '../route/check/check-nexthop-v4.js';
import type { NexthopRequest } from './nexthop-request.js';

/** A request of which the kernel has read what it says by itself. */
export type ReadNexthop = NexthopRequest & { readonly dev: number; readonly family: 4 | 6 };

const LOOPBACK = 1;

/** The checks that the kernel makes of a request for a single nexthop by itself. @throws Refusal in its words. Source: `rtm_to_nh_config`. */
export function readSingle(namespace: Namespace, request: NexthopRequest): ReadNexthop {
  const { family, via, dev, blackhole, onlink } = request;
  if (family === undefined) return refuseByKernel('Invalid address family');
  if (blackhole) {
    if (via !== undefined || dev !== undefined) {
      refuseByKernel('Blackhole attribute can not be used with gateway, oif, encap or fdb');
    }
    return { ...request, family, dev: LOOPBACK };
  }
  if (dev === undefined) {
    return refuseByKernel('Device attribute required for non-blackhole and non-fdb nexthops');
  }
  const link = linkByIndex(namespace, dev);
  if (link === undefined) return refuseByKernel('Invalid device index');
  if (!link.up) refuseByKernel('Nexthop device is not up');
  if (!link.carrier) refuseByKernel('Carrier for nexthop device is down');
  if (via !== undefined && via.kind !== 'address') refuseByKernel('Invalid gateway');
  if (onlink && via === undefined) {
    refuseByKernel('ONLINK flag can not be set for nexthop without a gateway');
  }
  return { ...request, family, dev };
}

/** The single nexthop that the kernel makes. @throws Refusal in its words. Source: `nexthop_create`. */
export function checkSingle(namespace: Namespace, id: number, request: ReadNexthop): SingleNexthop {
  const { family, protocol, blackhole } = request;
  const nexthop = family === 4 ? checkWay4(namespace, request) : checkWay6(namespace, request);
  return { kind: 'single', id, protocol, family, blackhole, nexthop };
}

function checkWay4(namespace: Namespace, { via, dev, onlink }: ReadNexthop): Nexthop {
  const gateway = via?.address;
  const hop = { table: TABLE.main, scope: SCOPE.global, gateway, oif: dev, onlink, weight: 1 };
  return checkNexthop4(namespace, hop);
}

function checkWay6(namespace: Namespace, { via, dev, onlink }: ReadNexthop): Nexthop {
  const gateway = via?.address;
  if (gateway !== undefined) {
    const hop = { gateway, oif: dev, onlink, table: undefined, prefsrc: undefined };
    checkGateway6(namespace, hop);
    return makeNexthop({ dev, gateway, onlink });
  }
  const link = linkByIndex(namespace, dev);
  if (link !== undefined) refuseUnusable(namespace, link);
  return makeNexthop({ dev, scope: SCOPE.link });
}
