import type { Map } from 'immutable';
import { sameAddress, type Address } from '../../address/address.js';
import { frozen } from '../../frozen.js';
import { learnedKey } from './learned-key.js';

/** A better next hop for one destination, as an ICMP redirect has given it (the kernel's `fib_nh_exception`). */
export interface Redirect {
  /** The next hop in whose place it is. */
  readonly from: Address;
  readonly to: Address;
}

/** The redirects that a namespace has accepted, by `learnedKey` of device and destination. */
export type Redirects = Map<string, Redirect>;

/** The next hop of a destination: that of its route, or that to which it was redirected; undefined for the destination itself. Source: `find_exception`. */
export function redirected(
  redirects: Redirects,
  dev: number,
  dst: Address,
  gateway: Address | undefined,
): Address | undefined {
  if (gateway === undefined || redirects.size === 0) return gateway;
  const redirect = redirects.get(learnedKey(dev, dst));
  if (redirect === undefined || !sameAddress(redirect.from, gateway)) return gateway;
  return sameAddress(redirect.to, dst) ? undefined : redirect.to;
}

/** Notes a redirect. Source: `update_or_create_fnhe`. */
export function putRedirect(
  redirects: Redirects,
  dev: number,
  dst: Address,
  redirect: Redirect,
): Redirects {
  return redirects.set(learnedKey(dev, dst), frozen(redirect));
}
