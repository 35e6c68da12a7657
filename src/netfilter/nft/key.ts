import { scalarType, type ScalarType } from './value-type.js';

const host = 'host';
const network = 'network';
const name = scalarType('ifname', 128, host);
const ifindex = scalarType('iface_index', 32, host);
const number = (bits: number) => scalarType('integer', bits, host);

/** What `meta` reads, and of which type it is. Source: nft(8), META EXPRESSIONS; `nft_meta_get_eval`. */
export const metaKeys = {
  length: number(32),
  protocol: scalarType('ether_type', 16, network),
  nfproto: scalarType('nf_proto', 8, host),
  l4proto: scalarType('inet_proto', 8, host),
  priority: scalarType('classid', 32, host),
  mark: scalarType('mark', 32, host),
  iif: ifindex,
  iifname: name,
  iiftype: scalarType('iface_type', 16, host),
  oif: ifindex,
  oifname: name,
  oiftype: scalarType('iface_type', 16, host),
  skuid: scalarType('uid', 32, host),
  skgid: scalarType('gid', 32, host),
  nftrace: number(1),
  rtclassid: scalarType('realm', 32, host),
  ibrname: name,
  obrname: name,
  pkttype: scalarType('pkt_type', 8, host),
  cpu: number(32),
  iifgroup: scalarType('devgroup', 32, host),
  oifgroup: scalarType('devgroup', 32, host),
  cgroup: number(32),
  random: scalarType('integer', 32, network),
  ipsec: scalarType('boolean', 8, host),
  iifkind: name,
  oifkind: name,
  ibrpvid: number(16),
  ibrvproto: scalarType('ether_type', 16, network),
  time: scalarType('date', 64, host),
  day: scalarType('day', 8, host),
  hour: scalarType('hour', 32, host),
  secmark: number(32),
  sdif: ifindex,
  sdifname: name,
  broute: number(1),
} as const satisfies Record<string, ScalarType>;

/** A word behind `meta`. */
export type MetaKey = keyof typeof metaKeys;

/** The keys of `meta` that are listed without the word `meta`. */
export const unqualifiedMetaKeys: ReadonlySet<MetaKey> = new Set<MetaKey>([
  'iif',
  'iifname',
  'iifgroup',
  'oif',
  'oifname',
  'oifgroup',
]);

/** What `ct` reads, and of which type it is. Source: nft(8), CONNTRACK EXPRESSIONS; `nft_ct_get_eval`. */
export const ctKeys = {
  state: scalarType('ct_state', 32, host),
  direction: scalarType('ct_dir', 8, host),
  status: scalarType('ct_status', 32, host),
  mark: scalarType('mark', 32, host),
  expiration: scalarType('time', 32, host),
  helper: scalarType('string', 128, host),
  l3proto: scalarType('nf_proto', 8, host),
  saddr: scalarType('invalid', 0, network),
  daddr: scalarType('invalid', 0, network),
  protocol: scalarType('inet_proto', 8, network),
  'proto-src': scalarType('inet_service', 16, network),
  'proto-dst': scalarType('inet_service', 16, network),
  label: scalarType('ct_label', 128, host),
  bytes: number(64),
  packets: number(64),
  avgpkt: number(64),
  zone: number(16),
  event: scalarType('ct_event', 32, host),
  'ip saddr': scalarType('ipv4_addr', 32, network),
  'ip daddr': scalarType('ipv4_addr', 32, network),
  'ip6 saddr': scalarType('ipv6_addr', 128, network),
  'ip6 daddr': scalarType('ipv6_addr', 128, network),
  secmark: number(32),
  id: scalarType('integer', 32, network),
} as const satisfies Record<string, ScalarType>;

/** Words behind `ct` and its direction. */
export type CtKey = keyof typeof ctKeys;

/** What `rt` reads; `nexthop` is of the family of the packet. Source: nft(8), ROUTING EXPRESSIONS. */
export const rtKeys = {
  classid: scalarType('realm', 32, host),
  'ip nexthop': scalarType('ipv4_addr', 32, network),
  'ip6 nexthop': scalarType('ipv6_addr', 128, network),
  mtu: number(16),
  ipsec: scalarType('boolean', 8, host),
} as const satisfies Record<string, ScalarType>;

/** Words behind `rt`. */
export type RtKey = keyof typeof rtKeys;

/** What `socket` reads. Source: nft(8), SOCKET EXPRESSION. */
export const socketKeys = {
  transparent: number(8),
  mark: scalarType('mark', 32, host),
  wildcard: number(8),
  cgroupv2: scalarType('cgroupsv2', 64, host),
} as const satisfies Record<string, ScalarType>;

/** Words behind `socket`. */
export type SocketKey = keyof typeof socketKeys;

/** What `osf` finds. Source: nft's `NFT_OSF_MAXGENRELEN`. */
export const osfType = scalarType('string', 128, host);

/** What `ipsec` reads of a policy's template. Source: nft(8), IPSEC EXPRESSIONS. */
export const ipsecKeys = {
  'ip saddr': scalarType('ipv4_addr', 32, network),
  'ip daddr': scalarType('ipv4_addr', 32, network),
  'ip6 saddr': scalarType('ipv6_addr', 128, network),
  'ip6 daddr': scalarType('ipv6_addr', 128, network),
  reqid: number(32),
  spi: scalarType('integer', 32, network),
} as const satisfies Record<string, ScalarType>;

/** Words behind `ipsec` and its direction. */
export type IpsecKey = keyof typeof ipsecKeys;
