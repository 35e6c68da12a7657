import { isUnspecified, type Address } from '../../../address/address.js';
import { defaultPrefix, makePrefix, samePrefix, type Prefix } from '../../../address/prefix.js';
import { TABLE } from '../../../fib/route.js';
import { refuseByKernel } from '../arguments.js';
import type { InetPrefix } from '../address-arguments.js';
import type { FullRequest } from './route-request.js';

/** What the kernel reads in a request for an IPv4 route, made or deleted. */
export interface Request4 {
  readonly dst: Prefix;
  readonly table: number;
  /** Undefined without one, or when it was 0.0.0.0. */
  readonly gateway: Address | undefined;
  readonly prefsrc: Address | undefined;
}

/**
 * The checks that the kernel makes of any request for an IPv4 route, before it looks at tables. Source: `rtm_to_fib_config`.
 *
 * @param impliedTable - the table when none was named
 * @throws Refusal in the kernel's words
 */
export function checkRequest4(request: FullRequest, impliedTable: number): Request4 {
  if (isEmptyAttribute(request.via) || isEmptyAttribute(request.prefsrc)) {
    refuseByKernel('Attribute failed policy validation');
  }
  if ((request.tos & 3) !== 0) refuseByKernel('Invalid dsfield (tos): ECN bits must be 0');
  const dst = checkDestination(request.dst);
  const gateway = givenAddress(request.via);
  if (request.nhid !== 0 && (request.dev !== undefined || gateway !== undefined)) {
    refuseByKernel('Nexthop specification and nexthop id are mutually exclusive');
  }
  return {
    dst,
    table: (request.table ?? impliedTable) || TABLE.main,
    gateway,
    prefsrc: givenAddress(request.prefsrc),
  };
}

function checkDestination({ address, length }: InetPrefix): Prefix {
  if (address === undefined) return defaultPrefix(4);
  const canonical = makePrefix(address, length);
  if (!samePrefix(canonical, { address, length })) {
    refuseByKernel('Invalid prefix for given prefix length');
  }
  return canonical;
}

/** `any` is sent as an attribute without bytes. */
function isEmptyAttribute(prefix: InetPrefix | undefined): boolean {
  return prefix?.kind === 'any';
}

function givenAddress(prefix: InetPrefix | undefined): Address | undefined {
  const address = prefix?.address;
  return address?.family === 4 && isUnspecified(address) ? undefined : address;
}
