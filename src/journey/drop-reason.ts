import { assertNever } from '../assert-never.js';
import type { Place } from '../program/place.js';

/** What the kernel calls a drop at a place; undefined where it depends on more than the place. Source: `enum skb_drop_reason`. */
export function dropReason(at: Place): string | undefined {
  switch (at.kind) {
    case 'rule':
    case 'policy':
    case 'masquerade':
    case 'translated-redirect':
    case 'clash':
      return 'NETFILTER_DROP';
    case 'rp_filter':
      return 'IP_RPFILTER';
    case 'disable_ipv6':
      return 'IPV6DISABLED';
    case 'ttl':
      return 'IP_INHDR';
    case 'forwarding':
      return 'IP_INADDRERRORS';
    case 'lookup':
      return at.purpose === 'input' ? 'IP_INNOROUTES' : undefined;
    case 'bind':
    case 'martian-source':
    case 'martian-destination':
    case 'taken':
    case 'group-frame':
    case 'checksum':
    case 'device':
    case 'allowed-ips':
    case 'endpoint':
    case 'policy-of-xfrm':
    case 'mode-of-team':
      return undefined;
    default:
      return assertNever(at);
  }
}
