import type { ScopeName } from '../lexer/keywords.js';
import type { HeaderName } from '../tree/selector.js';

/** A header whose fields an expression reads. Source: nft(8), PAYLOAD EXPRESSIONS. */
export interface HeaderFields {
  readonly scope: ScopeName | undefined;
  /** Fields that are one word, in the order of messages. */
  readonly fields: readonly string[];
}

function header(scope: ScopeName | undefined, fields: string): HeaderFields {
  return { scope, fields: fields.split(' ') };
}

/** The headers by their keywords; what has more than a word behind it is read by its own function. */
export const headerFields: Readonly<Record<HeaderName, HeaderFields>> = {
  ether: header('ether', 'saddr daddr type'),
  vlan: header('vlan', 'type id cfi dei pcp'),
  arp: header('arp', 'saddr daddr htype ptype hlen plen operation'),
  ip: header(
    'ip',
    'saddr daddr id version hdrlength dscp ecn length frag-off ttl protocol checksum',
  ),
  icmp: header('icmp', 'type id checksum code seq gateway mtu'),
  igmp: header('igmp', 'type checksum mrt group'),
  ip6: header('ip6', 'saddr daddr version dscp ecn length flowlabel nexthdr hoplimit'),
  icmpv6: header('icmp', 'daddr type id checksum code seq mtu param-problem max-delay taddr'),
  ah: header('ah', 'hdrlength seq nexthdr reserved spi'),
  esp: header('esp', 'seq spi'),
  comp: header('comp', 'nexthdr flags cpi'),
  udp: header('udp', 'length checksum sport dport'),
  udplite: header('udplite', 'checksum sport dport csumcov'),
  tcp: header('tcp', 'checksum seq reserved flags sport dport ackseq doff window urgptr'),
  dccp: header('dccp', 'type sport dport'),
  sctp: header('sctp', 'checksum sport dport vtag'),
  th: header('th', 'sport dport'),
  vxlan: header(undefined, 'flags vni'),
  geneve: header(undefined, 'type vni'),
  gre: header('gre', 'version protocol flags'),
};

/** Whether the word is the keyword of a header. */
export function isHeaderName(word: string): word is HeaderName {
  return Object.hasOwn(headerFields, word);
}

/** Headers that can stand inside every tunnel. */
export const innerHeaders: ReadonlySet<string> = new Set(
  'ip icmp igmp ip6 icmpv6 ah esp comp udp udplite tcp dccp sctp th'.split(' '),
);

/** Headers that can stand inside tunnels for Ethernet. */
export const innerLinkHeaders: ReadonlySet<string> = new Set(['ether', 'vlan', 'arp']);
