import type { Map } from 'immutable';
import { sameAddress, type Address } from '../../address/address.js';
import type { Route } from '../../fib/route.js';
import { frozen } from '../../frozen.js';
import { learnedKey } from './learned-key.js';

/** A better next hop for one destination, as an ICMP redirect has given it (the kernel's `fib_nh_exception`). */
export interface Redirect {
  /** ifindex of the device of the next hop. */
  readonly dev: number;
  /** The next hop in whose place it is. */
  readonly from: Address;
  readonly to: Address;
  /** In IPv6 the route that it was given for, with which it goes; in IPv4 it is one of the next hop, and of all routes that have that. Source: `rt6_insert_exception`. */
  readonly route: Route | undefined;
}

/** The redirects that a namespace has accepted, by `learnedKey` of device and destination. */
export type Redirects = Map<string, readonly Redirect[]>;

/** The next hop of a destination: that of its route, or that to which it was redirected; undefined for the destination itself. Source: `find_exception`. */
export function redirected(
  redirects: Redirects,
  dev: number,
  dst: Address,
  gateway: Address | undefined,
  route: Route | undefined,
): Address | undefined {
  if (gateway === undefined || redirects.size === 0) return gateway;
  const redirect = redirects
    .get(learnedKey(dev, dst))
    ?.find(
      (one) => sameAddress(one.from, gateway) && (one.route === undefined || one.route === route),
    );
  if (redirect === undefined) return gateway;
  return sameAddress(redirect.to, dst) ? undefined : redirect.to;
}

/** Notes a redirect. Source: `update_or_create_fnhe`. */
export function putRedirect(redirects: Redirects, dst: Address, redirect: Redirect): Redirects {
  const key = learnedKey(redirect.dev, dst);
  const others = (redirects.get(key) ?? []).filter(
    ({ from, route }) => route !== redirect.route || !sameAddress(from, redirect.from),
  );
  return redirects.set(key, frozen([redirect, ...others]));
}

/** The redirects that aren't gone. */
export function withoutRedirects(
  redirects: Redirects,
  isGone: (redirect: Redirect) => boolean,
): Redirects {
  return redirects
    .map((those) => those.filter((one) => !isGone(one)))
    .filter(({ length }) => length > 0);
}
