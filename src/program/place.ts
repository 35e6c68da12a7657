import type { HookName, TableName } from '../netfilter/hook.js';

/** Why a route lookup is made. */
export type LookupPurpose = 'output' | 'reroute' | 'input' | 'reverse-path' | 'query';

/** Where on the path something happens. */
export type Place =
  | {
      readonly kind: 'rule';
      readonly table: TableName;
      readonly chain: string;
      /** Number of the rule in its chain, from 1. */
      readonly number: number;
      readonly hook: HookName;
    }
  | { readonly kind: 'policy'; readonly table: TableName; readonly hook: HookName }
  | { readonly kind: 'lookup'; readonly purpose: LookupPurpose }
  | { readonly kind: 'bind' }
  | { readonly kind: 'martian-source' }
  | { readonly kind: 'martian-destination' }
  | { readonly kind: 'rp_filter' }
  | { readonly kind: 'ttl' }
  | { readonly kind: 'forwarding' }
  /** A packet that was handed to a local socket would be forwarded. */
  | { readonly kind: 'taken' }
  /** A packet that came in a frame for a group of hosts would be forwarded, since NAT has given it another destination. */
  | { readonly kind: 'group-frame' }
  /** A connection leaves by another device than the one whose address MASQUERADE gave it. */
  | { readonly kind: 'masquerade' }
  | { readonly kind: 'device' };

/** Says a place in one line: `mangle OUTPUT rule 3`, `filter OUTPUT policy`, `route lookup (output)`. */
export function printPlace(place: Place): string {
  switch (place.kind) {
    case 'rule':
      return `${place.table} ${place.chain} rule ${place.number}`;
    case 'policy':
      return `${place.table} ${place.hook} policy`;
    case 'lookup':
      return `route lookup (${place.purpose})`;
    case 'martian-source':
      return 'source address check';
    case 'martian-destination':
      return 'destination address check';
    case 'taken':
      return 'forwarding of what a local socket has taken';
    case 'group-frame':
      return 'forwarding of a frame for a group';
    case 'masquerade':
      return 'masqueraded for another device';
    default:
      return place.kind;
  }
}
