import type { Link } from '../../namespace/link.js';
import type { Network } from '../network.js';
import type { Traveller } from '../traveller.js';

/** So many devices hand a packet on to a tunnel that still sends. Source: `IP_TUNNEL_RECURSION_LIMIT`, `iptunnel_xmit`, `ip6tunnel_xmit`. */
const MOST_NESTED = 3;

/** Drops what too many devices have handed on to a tunnel, one within the other; false when it sends. */
export function dropNested(
  network: Network,
  traveller: Traveller,
  { name }: Link,
  iif: string | null,
): boolean {
  if ((traveller.nested ?? 0) < MOST_NESTED) return false;
  network.note(traveller, { kind: 'drop', iif, at: `${name}, one tunnel too many` });
  return true;
}

/** How many devices hand on what this one has put into a packet of its own. */
export function nestedIn({ nested = 0 }: Traveller): number {
  return nested + 1;
}
