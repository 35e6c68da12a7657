import { field, type HeaderField } from './field.js';

/** Where a header begins: at the link layer's header, the network's, the transport's, behind it, or in what a tunnel carries. */
export type PayloadBase = 'll' | 'nh' | 'th' | 'ih';

/** Headers that can be read by name. */
export type ProtocolName =
  | 'ether'
  | 'vlan'
  | 'arp'
  | 'ip'
  | 'ip6'
  | 'icmp'
  | 'igmp'
  | 'icmpv6'
  | 'ah'
  | 'esp'
  | 'comp'
  | 'udp'
  | 'udplite'
  | 'tcp'
  | 'dccp'
  | 'sctp'
  | 'gre'
  | 'gretap'
  | 'th'
  | 'vxlan'
  | 'geneve';

/** A header of a packet. */
export interface Protocol {
  readonly base: PayloadBase;
  /** In the order in which nft looks for those that lie in bytes. */
  readonly fields: readonly HeaderField[];
  /** The field that names the header behind it, and by which numbers; undefined when no field does. */
  readonly next:
    | { readonly field: string; readonly protocols: readonly (readonly [number, ProtocolName])[] }
    | undefined;
}

const port = (name: string, offset: number) => field(name, offset, 16, 'inet_service');
const ports = [port('sport', 0), port('dport', 16)];

/** Numbers of the network layer's protocols, as Ethernet has them. */
export const etherProtocols = [
  [0x0800, 'ip'],
  [0x0806, 'arp'],
  [0x86dd, 'ip6'],
  [0x8100, 'vlan'],
  [0x88a8, 'vlan'],
] as const satisfies readonly (readonly [number, ProtocolName])[];

const plainTransports = [
  [50, 'esp'],
  [51, 'ah'],
  [108, 'comp'],
  [17, 'udp'],
  [136, 'udplite'],
  [6, 'tcp'],
  [33, 'dccp'],
  [132, 'sctp'],
] as const satisfies readonly (readonly [number, ProtocolName])[];

/** Numbers of the transport protocols, as IP has them. */
export const inetProtocols = [
  ...plainTransports,
  [1, 'icmp'],
  [2, 'igmp'],
  [58, 'icmpv6'],
  [47, 'gre'],
  [47, 'gretap'],
] as const satisfies readonly (readonly [number, ProtocolName])[];

const icmpv4Fields = [
  field('type', 0, 8, 'icmp_type'),
  field('code', 8, 8, 'icmp_code'),
  field('checksum', 16, 16),
  field('id', 32, 16),
  field('sequence', 48, 16),
  field('gateway', 32, 32),
  field('mtu', 48, 16),
];

const icmpv6Fields = [
  field('type', 0, 8, 'icmpv6_type'),
  field('code', 8, 8, 'icmpv6_code'),
  field('checksum', 16, 16),
  field('parameter-problem', 32, 32),
  field('mtu', 32, 32),
  field('id', 32, 16),
  field('sequence', 48, 16),
  field('max-delay', 32, 16),
  field('taddr', 64, 128, 'ipv6_addr'),
  field('daddr', 192, 128, 'ipv6_addr'),
];

const ipv4Fields = [
  field('version', 0, 4),
  field('hdrlength', 4, 4),
  field('dscp', 8, 6, 'dscp'),
  field('ecn', 14, 2, 'ecn'),
  field('length', 16, 16),
  field('id', 32, 16),
  field('frag-off', 48, 16, 'hex_integer'),
  field('ttl', 64, 8),
  field('protocol', 72, 8, 'inet_proto'),
  field('checksum', 80, 16),
  field('saddr', 96, 32, 'ipv4_addr'),
  field('daddr', 128, 32, 'ipv4_addr'),
];

const ipv6Fields = [
  field('version', 0, 4),
  field('dscp', 4, 6, 'dscp'),
  field('ecn', 10, 2, 'ecn'),
  field('flowlabel', 12, 20),
  field('length', 32, 16),
  field('nexthdr', 48, 8, 'inet_proto'),
  field('hoplimit', 56, 8),
  field('saddr', 64, 128, 'ipv6_addr'),
  field('daddr', 192, 128, 'ipv6_addr'),
];

const tcpFields = [
  ...ports,
  field('sequence', 32, 32),
  field('ackseq', 64, 32),
  field('doff', 96, 4),
  field('reserved', 100, 4),
  field('flags', 104, 8, 'tcp_flag'),
  field('window', 112, 16),
  field('checksum', 128, 16),
  field('urgptr', 144, 16),
];

const protocol = (
  base: PayloadBase,
  fields: readonly HeaderField[],
  next?: Protocol['next'],
): Protocol => ({ base, fields, next });

/** The headers by name. Source: nft(8), PAYLOAD EXPRESSIONS; the kernel's structures of these headers. */
export const protocols: { readonly [Name in ProtocolName]: Protocol } = {
  ether: protocol(
    'll',
    [
      field('daddr', 0, 48, 'ether_addr'),
      field('saddr', 48, 48, 'ether_addr'),
      field('type', 96, 16, 'ether_type'),
    ],
    { field: 'type', protocols: etherProtocols },
  ),
  vlan: protocol(
    'll',
    [
      field('pcp', 0, 3),
      field('dei', 3, 1),
      field('cfi', 3, 1),
      field('id', 4, 12),
      field('type', 16, 16, 'ether_type'),
    ],
    { field: 'type', protocols: etherProtocols },
  ),
  arp: protocol('nh', [
    field('htype', 0, 16),
    field('ptype', 16, 16, 'ether_type'),
    field('hlen', 32, 8),
    field('plen', 40, 8),
    field('operation', 48, 16, 'arp_op'),
    field('saddr ether', 64, 48, 'ether_addr'),
    field('saddr ip', 112, 32, 'ipv4_addr'),
    field('daddr ether', 144, 48, 'ether_addr'),
    field('daddr ip', 192, 32, 'ipv4_addr'),
  ]),
  ip: protocol('nh', ipv4Fields, { field: 'protocol', protocols: inetProtocols }),
  ip6: protocol('nh', ipv6Fields, { field: 'nexthdr', protocols: inetProtocols }),
  icmp: protocol('th', icmpv4Fields),
  igmp: protocol('th', [
    field('type', 0, 8, 'igmp_type'),
    field('checksum', 16, 16),
    field('mrt', 8, 8),
    field('group', 32, 32),
  ]),
  icmpv6: protocol('th', icmpv6Fields),
  ah: protocol(
    'th',
    [
      field('nexthdr', 0, 8, 'inet_proto'),
      field('hdrlength', 8, 8),
      field('reserved', 16, 16),
      field('spi', 32, 32),
      field('sequence', 64, 32),
    ],
    { field: 'nexthdr', protocols: plainTransports },
  ),
  esp: protocol('th', [field('spi', 0, 32), field('sequence', 32, 32)]),
  comp: protocol(
    'th',
    [field('nexthdr', 0, 8, 'inet_proto'), field('flags', 8, 8, 'bitmask'), field('cpi', 16, 16)],
    { field: 'nexthdr', protocols: plainTransports },
  ),
  udp: protocol('th', [...ports, field('length', 32, 16), field('checksum', 48, 16)]),
  udplite: protocol('th', [...ports, field('csumcov', 32, 16), field('checksum', 48, 16)]),
  tcp: protocol('th', tcpFields),
  dccp: protocol('th', [...ports, field('type', 67, 4, 'dccp_pkttype')]),
  sctp: protocol('th', [...ports, field('vtag', 32, 32), field('checksum', 64, 32)]),
  gre: protocol('th', [
    field('version', 13, 3),
    field('flags', 0, 5),
    field('protocol', 16, 16, 'ether_type'),
  ]),
  gretap: protocol('th', []),
  th: protocol('th', ports),
  vxlan: protocol('ih', [field('flags', 0, 8, 'bitmask'), field('vni', 32, 24)]),
  geneve: protocol('ih', [field('type', 16, 16, 'ether_type'), field('vni', 32, 24)]),
};
