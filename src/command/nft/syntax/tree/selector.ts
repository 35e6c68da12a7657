import type { Uint64, Node } from './span.js';

/** The headers that an expression can read a field of, as they are written. */
export type HeaderName =
  | 'ether'
  | 'vlan'
  | 'arp'
  | 'ip'
  | 'icmp'
  | 'igmp'
  | 'ip6'
  | 'icmpv6'
  | 'ah'
  | 'esp'
  | 'comp'
  | 'udp'
  | 'udplite'
  | 'tcp'
  | 'dccp'
  | 'sctp'
  | 'th'
  | 'vxlan'
  | 'geneve'
  | 'gre';

/** Tunnels whose inner headers an expression can read. */
export type TunnelName = 'vxlan' | 'geneve' | 'gre' | 'gretap';

/** `ip saddr`, `vxlan ip saddr`; the field as it is written (`saddr ether` for `arp`). */
export interface PayloadExpression extends Node {
  readonly kind: 'payload';
  readonly header: HeaderName;
  readonly field: string;
  /** The tunnel that the header is in; also set for the tunnel's own fields, but for gre. */
  readonly inner?: TunnelName;
}

/** `@nh,0,8`; offset and length in bits. */
export interface RawPayloadExpression extends Node {
  readonly kind: 'raw-payload';
  readonly base: 'll' | 'nh' | 'th' | 'ih';
  readonly offset: Uint64;
  readonly length: Uint64;
}

/** `meta mark`, or `mark` alone; the key by the name that `nft list` prints (`ibrname`, `day`). */
export interface MetaExpression extends Node {
  readonly kind: 'meta';
  readonly key: string;
}

/** `ct mark`, `ct original ip saddr` (key `ip saddr`). */
export interface CtExpression extends Node {
  readonly kind: 'ct';
  readonly key: string;
  readonly direction?: 'original' | 'reply';
}

/** `rt ip6 nexthop`. */
export interface RtExpression extends Node {
  readonly kind: 'rt';
  readonly key: 'classid' | 'nexthop' | 'mtu' | 'ipsec';
  readonly family?: 'ip' | 'ip6';
}

/** `socket transparent`, `socket cgroupv2 level 2`. */
export interface SocketExpression extends Node {
  readonly kind: 'socket';
  readonly key: 'transparent' | 'mark' | 'wildcard' | 'cgroupv2';
  /** Of `cgroupv2`. */
  readonly level?: Uint64;
}

/** `osf ttl skip name`. */
export interface OsfExpression extends Node {
  readonly kind: 'osf';
  readonly ttl?: 'loose' | 'skip';
  readonly key: 'name' | 'version';
}

/** `fib saddr . iif oif`. */
export interface FibExpression extends Node {
  readonly kind: 'fib';
  readonly tuple: readonly FibFlag[];
  readonly result: 'oif' | 'oifname' | 'type';
}

/** What a route lookup of `fib` goes by. */
export type FibFlag = 'saddr' | 'daddr' | 'mark' | 'iif' | 'oif';

/** `ipsec in spnum 1 ip saddr`. */
export interface IpsecExpression extends Node {
  readonly kind: 'ipsec';
  readonly direction: 'in' | 'out';
  readonly spnum: Uint64;
  readonly key: 'spi' | 'reqid' | 'saddr' | 'daddr';
  /** Of the addresses. */
  readonly family?: 'ip' | 'ip6';
}

/** `numgen inc mod 2 offset 10`. */
export interface NumgenExpression extends Node {
  readonly kind: 'numgen';
  readonly mode: 'inc' | 'random';
  readonly modulus: Uint64;
  readonly offset: Uint64;
}

/** The extension headers of IPv6; `srh` is the segment routing header. */
export type ExtensionHeaderName = 'hbh' | 'rt' | 'rt0' | 'rt2' | 'srh' | 'frag' | 'dst' | 'mh';

/** `frag id`, `rt0 addr[1]` (field `addr`, index 1), `exthdr hbh` (no field: whether it is there). */
export interface ExtensionHeaderExpression extends Node {
  readonly kind: 'exthdr';
  readonly header: ExtensionHeaderName;
  readonly field?: string;
  readonly index?: Uint64;
}

/** `tcp option maxseg size`; without a field, whether the option is there. */
export interface TcpOptionExpression extends Node {
  readonly kind: 'tcp-option';
  /** The number of the option. */
  readonly option: number;
  /** Which of the blocks of `sack` (0 to 3). */
  readonly block?: number;
  readonly field?: string;
  /** `tcp option @3,16,8`: offset and length in bits. */
  readonly raw?: { readonly offset: Uint64; readonly length: Uint64 };
}

/** `ip option lsrr ptr`; without a field, whether the option is there. */
export interface IpOptionExpression extends Node {
  readonly kind: 'ip-option';
  readonly option: 'lsrr' | 'rr' | 'ssrr' | 'ra';
  readonly field?: 'type' | 'length' | 'value' | 'ptr' | 'addr';
}

/** `dccp option 3`: whether it is there. */
export interface DccpOptionExpression extends Node {
  readonly kind: 'dccp-option';
  readonly option: Uint64;
}

/** `sctp chunk data tsn`; without a field, whether the chunk is there. */
export interface SctpChunkExpression extends Node {
  readonly kind: 'sctp-chunk';
  readonly chunk: string;
  readonly field?: string;
}
