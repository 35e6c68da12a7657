import type { TableFamily } from '../../../netfilter/nft/family.js';
import type { MatchStatement } from '../../../netfilter/nft/statement.js';

const IPV4 = 2n;
const IPV6 = 10n;
const ICMP = 1n;
const ICMPV6 = 58n;
const ETHER_IP = 0x0800n;
const ETHER_IP6 = 0x86ddn;

/** Whether a match for a protocol of the network can be left out for one of `meta` or `ct` that follows it. Source: nft's `ct_meta_may_dependency_kill`. */
export function canKeyReplace(
  network: MatchStatement | undefined,
  match: MatchStatement,
  family: TableFamily,
): boolean {
  const stated = network === undefined ? undefined : networkOf(network);
  if (stated === undefined) return true;
  if (family === 'ip' || family === 'ip6') return stated === (family === 'ip' ? IPV4 : IPV6);
  if (family === 'arp') return true;
  const { left, right } = match;
  if (left.kind === 'meta') {
    if (left.key !== 'l4proto') return true;
    if (right.kind !== 'number') return false;
    return (right.value === ICMP && stated === IPV4) || (right.value === ICMPV6 && stated === IPV6);
  }
  if (left.kind !== 'ct') return true;
  const isAddress = left.key.endsWith('addr');
  return isAddress && stated === (left.type.bits === 128 ? IPV6 : IPV4);
}

/** The network protocol that a match asks for, 0 for others than IP; undefined if it asks for something else. */
function networkOf({ left, right }: MatchStatement): bigint | undefined {
  if (right.kind !== 'number') return undefined;
  if (left.kind === 'meta' && left.key === 'nfproto') return right.value;
  const isEtherType =
    (left.kind === 'meta' && left.key === 'protocol') ||
    (left.kind === 'payload' && (left.protocol === 'ether' || left.protocol === 'vlan'));
  if (!isEtherType) return undefined;
  if (right.value === ETHER_IP) return IPV4;
  return right.value === ETHER_IP6 ? IPV6 : 0n;
}
