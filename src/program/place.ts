import type { ChainHook } from '../netfilter/base-chain.js';
import type { TableReference } from '../netfilter/table.js';

/** Why a route lookup is made. */
export type LookupPurpose = 'output' | 'reroute' | 'input' | 'reverse-path' | 'fib' | 'query';

/** Where on the path something happens. */
export type Place =
  | {
      readonly kind: 'rule';
      readonly table: TableReference;
      readonly chain: string;
      /** Number of the rule in its chain, from 1. */
      readonly number: number;
      readonly hook: ChainHook;
    }
  | {
      readonly kind: 'policy';
      readonly table: TableReference;
      /** The base chain; one that iptables has made has the name of its hook. */
      readonly chain: string;
      readonly hook: ChainHook;
    }
  | { readonly kind: 'lookup'; readonly purpose: LookupPurpose }
  | { readonly kind: 'bind' }
  | { readonly kind: 'martian-source' }
  | { readonly kind: 'martian-destination' }
  | { readonly kind: 'rp_filter' }
  /** IPv6 is switched off on the device of arrival. */
  | { readonly kind: 'disable_ipv6' }
  | { readonly kind: 'ttl' }
  | { readonly kind: 'forwarding' }
  /** A packet that was handed to a local socket would be forwarded. */
  | { readonly kind: 'taken' }
  /** A packet that came in a frame for a group of hosts would be forwarded, since NAT has given it another destination. */
  | { readonly kind: 'group-frame' }
  /** A connection leaves by another device than the one whose address MASQUERADE gave it. */
  | { readonly kind: 'masquerade' }
  /** An ICMP redirect about a connection that NAT translates. */
  | { readonly kind: 'translated-redirect' }
  /** The answers of a connection that begins would be another's. */
  | { readonly kind: 'clash' }
  /** A rule has made the checksum of what a local socket would get wrong. */
  | { readonly kind: 'checksum' }
  | { readonly kind: 'device' }
  /** No peer of a WireGuard device has the address. */
  | { readonly kind: 'allowed-ips' }
  /** The peer of a WireGuard device is not known to be anywhere. */
  | { readonly kind: 'endpoint' }
  /** The device sends by policies of XFRM, and there are none. */
  | { readonly kind: 'policy-of-xfrm' }
  /** No program has given the team a mode. */
  | { readonly kind: 'mode-of-team' };

/** The places that are the same on every host, but for route lookups. */
type CheckKind = Exclude<Place['kind'], 'rule' | 'policy' | 'lookup'>;

const CHECKS: Readonly<Record<CheckKind, string>> = {
  bind: 'bind',
  'martian-source': 'source address check',
  'martian-destination': 'destination address check',
  rp_filter: 'rp_filter',
  disable_ipv6: 'disable_ipv6',
  ttl: 'ttl',
  forwarding: 'forwarding',
  taken: 'forwarding of what a local socket has taken',
  'group-frame': 'forwarding of a frame for a group',
  masquerade: 'masqueraded for another device',
  'translated-redirect': 'redirect of what NAT translates',
  clash: 'answers of another connection',
  checksum: 'checksum',
  device: 'device',
  'allowed-ips': 'AllowedIPs',
  endpoint: 'endpoint of the peer',
  'policy-of-xfrm': 'policy of XFRM',
  'mode-of-team': 'mode of the team',
};

const LOOKUPS: Readonly<Record<LookupPurpose, string>> = {
  output: 'route lookup (output)',
  reroute: 'route lookup (reroute)',
  input: 'route lookup (input)',
  'reverse-path': 'route lookup (reverse-path)',
  fib: 'route lookup (fib)',
  query: 'route lookup (query)',
};

/** The places that every host has, whatever is configured, as {@link printPlace} prints them. */
export const STANDING_PLACES: readonly string[] = [
  ...Object.values(LOOKUPS),
  ...Object.values(CHECKS),
];

/** Prints a place in one line: `mangle OUTPUT rule 3`, `filter OUTPUT policy`, `route lookup (output)`. */
export function printPlace(place: Place): string {
  switch (place.kind) {
    case 'rule':
      return `${place.table} ${place.chain} rule ${place.number}`;
    case 'policy':
      return `${place.table} ${place.chain} policy`;
    case 'lookup':
      return LOOKUPS[place.purpose];
    default:
      return CHECKS[place.kind];
  }
}
