/**
 * The registers that decide a packet's fate. All are unsigned integers of at most 32 bits, so every reader (interpreter, compiled
 * form, decision diagram) can hold them in a machine word or in a vector of bits.
 *
 * An address takes one word for IPv4 (`src`), four for IPv6 (`src`, `src1`, `src2`, `src3`), most significant first.
 */
export const FIELDS = {
  // The packet, as netfilter sees it.
  src: { bits: 32, about: 'source address, first word' },
  src1: { bits: 32, about: 'source address, second word (IPv6)' },
  src2: { bits: 32, about: 'source address, third word (IPv6)' },
  src3: { bits: 32, about: 'source address, fourth word (IPv6)' },
  dst: { bits: 32, about: 'destination address, first word' },
  dst1: { bits: 32, about: 'destination address, second word (IPv6)' },
  dst2: { bits: 32, about: 'destination address, third word (IPv6)' },
  dst3: { bits: 32, about: 'destination address, fourth word (IPv6)' },
  protocol: { bits: 8, about: 'IP protocol number' },
  tos: { bits: 8, about: 'TOS byte or traffic class, ECN bits included' },
  ttl: { bits: 8, about: 'TTL or hop limit' },
  length: { bits: 32, about: 'total length of the IP packet in bytes' },
  fragment: { bits: 2, about: '0 not a fragment, 1 first fragment, 2 later fragment' },
  sport: { bits: 16, about: 'source port; 0 when the protocol has none' },
  dport: { bits: 16, about: 'destination port; 0 when the protocol has none' },
  tcpFlags: { bits: 8, about: 'TCP flags byte' },
  icmpType: { bits: 8, about: 'ICMP or ICMPv6 type' },
  icmpCode: { bits: 8, about: 'ICMP or ICMPv6 code' },
  icmpId: { bits: 16, about: 'identifier of an ICMP or ICMPv6 request or its reply; 0 for others' },
  // What the kernel keeps beside the packet.
  mark: { bits: 32, about: 'fwmark (skb->mark)' },
  socket: { bits: 1, about: '1 when a local socket sent it' },
  kernelSocket: {
    bits: 1,
    about: '1 when a socket of the kernel itself sent it, which nobody owns; it has no other',
  },
  sk: {
    bits: 6,
    about: 'the local socket that a packet is for, where netfilter has found one: a sum of SK',
  },
  uid: { bits: 32, about: 'owner of the socket' },
  gid: { bits: 32, about: 'group of the socket' },
  boundPort: { bits: 16, about: 'source port that the socket is bound to; 0 when none' },
  iif: { bits: 31, about: 'ifindex of the device of arrival; 0 when locally generated' },
  oif: { bits: 31, about: 'ifindex of the device that the socket is bound to; 0 when none' },
  frame: {
    bits: 3,
    about: 'how the frame was addressed in which it came, a member of FRAME_TYPES by index',
  },
  indev: { bits: 31, about: 'input device that the current hook sees; 0 when none' },
  outdev: { bits: 31, about: 'output device that the current hook sees; 0 when none' },
  ctmark: { bits: 32, about: 'mark of the connection' },
  ctstate: { bits: 3, about: 'state of the connection, a member of CONNECTION_STATES by index' },
  ctknown: { bits: 1, about: '1 when the connection was there before the packet' },
  ctreply: { bits: 1, about: '1 when the packet goes against the direction of the first one' },
  ctnat: { bits: 1, about: '1 when the translation of the connection is settled, be it none' },
  ctsnat: { bits: 1, about: '1 when the connection gives its packets another source' },
  ctdnat: { bits: 1, about: '1 when the connection gives its packets another destination' },
  priority: { bits: 32, about: 'class in which the packet waits (skb->priority)' },
  sumBroken: {
    bits: 1,
    about: '1 when a rule has written what the checksum covers, and not the checksum',
  },
  socketMark: { bits: 32, about: 'mark of the socket that sends, whatever the packet has by now' },
  natCopied: {
    bits: 1,
    about: '1 when a copy of the packet has settled the translation of its source',
  },
  natDone: { bits: 1, about: '1 when a chain of the current hook has settled the translation' },
  natLimited: {
    bits: 1,
    about: '1 when a rule has left a source few ports: other connections may have them all',
  },
  ctmasq: {
    bits: 31,
    about: 'ifindex of the device whose address the connection has by MASQUERADE; 0 when none',
  },
  ctzone: { bits: 16, about: 'zone of the connection, in whichever direction; 0 when none' },
  ctzoneOrig: { bits: 16, about: 'zone in which packets of the first direction are looked for' },
  ctzoneReply: { bits: 16, about: 'zone in which packets that answer are looked for' },
  ctzoneMarked: {
    bits: 2,
    about:
      'zones that the mark will be as the packet is tracked: 1 that of the first direction, 2 that of answers, 3 both',
  },
  ctSrc: { bits: 32, about: 'source that the connection gives the packet, first word' },
  ctSrc1: { bits: 32, about: 'source that the connection gives the packet, second word (IPv6)' },
  ctSrc2: { bits: 32, about: 'source that the connection gives the packet, third word (IPv6)' },
  ctSrc3: { bits: 32, about: 'source that the connection gives the packet, fourth word (IPv6)' },
  ctDst: { bits: 32, about: 'destination that the connection gives the packet, first word' },
  ctDst1: {
    bits: 32,
    about: 'destination that the connection gives the packet, second word (IPv6)',
  },
  ctDst2: {
    bits: 32,
    about: 'destination that the connection gives the packet, third word (IPv6)',
  },
  ctDst3: {
    bits: 32,
    about: 'destination that the connection gives the packet, fourth word (IPv6)',
  },
  ctSport: { bits: 16, about: 'source port that the connection gives the packet' },
  ctDport: { bits: 16, about: 'destination port that the connection gives the packet' },
  ctIcmpId: { bits: 16, about: 'ICMP identifier that the connection gives the packet' },
  // The key of the route lookup in progress (struct flowi).
  flowSrc: { bits: 32, about: 'source of the lookup, first word' },
  flowSrc1: { bits: 32, about: 'source of the lookup, second word (IPv6)' },
  flowSrc2: { bits: 32, about: 'source of the lookup, third word (IPv6)' },
  flowSrc3: { bits: 32, about: 'source of the lookup, fourth word (IPv6)' },
  flowDst: { bits: 32, about: 'destination of the lookup, first word' },
  flowDst1: { bits: 32, about: 'destination of the lookup, second word (IPv6)' },
  flowDst2: { bits: 32, about: 'destination of the lookup, third word (IPv6)' },
  flowDst3: { bits: 32, about: 'destination of the lookup, fourth word (IPv6)' },
  flowIif: { bits: 31, about: 'ifindex of the input device of the lookup; lo for local output' },
  flowOif: { bits: 31, about: 'ifindex of the output device asked for; 0 when any' },
  flowMark: { bits: 32, about: 'mark of the lookup' },
  flowTos: { bits: 8, about: 'DSCP bits of the lookup, in their place in the TOS byte' },
  flowProtocol: { bits: 8, about: 'protocol of the lookup; 0 when not dissected' },
  flowSport: { bits: 16, about: 'source port of the lookup; 0 when not known' },
  flowDport: { bits: 16, about: 'destination port of the lookup; 0 when not known' },
  flowUid: { bits: 32, about: 'owner of the lookup' },
  flowScope: { bits: 8, about: 'smallest route scope that the lookup takes' },
  flowLabel: { bits: 20, about: 'IPv6 flow label of the lookup; 0 when none' },
  flowDev: { bits: 31, about: 'ifindex of the device whose IPv6 routes are preferred; 0 when any' },
  flowStrict: {
    bits: 2,
    about:
      'IPv6 routes over other devices than that: 0 they count, 1 they are no use, 2 they come behind in their prefix',
  },
  // What the last lookup found (struct fib_result).
  routeError: { bits: 8, about: 'errno of the lookup; 0 when a route was found' },
  routeType: { bits: 8, about: 'type of the route, its RTN_ number' },
  routeDev: { bits: 31, about: 'ifindex of the next hop; 0 when none' },
  routePrefixLength: { bits: 8, about: 'prefix length of the route' },
  routeToGroups: { bits: 1, about: '1 when the route is one to IPv4 groups and nothing else' },
  routeJoined: {
    bits: 1,
    about: '1 when the route leads to an IPv4 group that the host is in, where rules write ends',
  },
  routeHoplimit: { bits: 8, about: 'TTL that the route gives to what is sent by it; 0 when none' },
  prefsrc: { bits: 32, about: 'source that the route would select, first word' },
  prefsrc1: { bits: 32, about: 'source that the route would select, second word (IPv6)' },
  prefsrc2: { bits: 32, about: 'source that the route would select, third word (IPv6)' },
  prefsrc3: { bits: 32, about: 'source that the route would select, fourth word (IPv6)' },
  routeChoice: {
    bits: 16,
    about:
      'number of the choice that the route leaves, among equal default routes or its nexthops; 0 when none',
  },
  nexthop: {
    bits: 32,
    about: 'next hop of the route, or the destination without a gateway, first word',
  },
  nexthop1: { bits: 32, about: 'next hop of the route, second word (IPv6)' },
  nexthop2: { bits: 32, about: 'next hop of the route, third word (IPv6)' },
  nexthop3: { bits: 32, about: 'next hop of the route, fourth word (IPv6)' },
  direct: {
    bits: 1,
    about: '1 when the destination itself is resolved, whatever gateway the route has',
  },
  // What the packet was before chains that can have it routed again, or before those that a bridge has it pass.
  savedSrc: { bits: 32, about: 'source before mangle OUTPUT, first word' },
  savedSrc1: { bits: 32, about: 'source before mangle OUTPUT, second word (IPv6)' },
  savedSrc2: { bits: 32, about: 'source before mangle OUTPUT, third word (IPv6)' },
  savedSrc3: { bits: 32, about: 'source before mangle OUTPUT, fourth word (IPv6)' },
  savedDst: { bits: 32, about: 'destination before mangle OUTPUT, first word' },
  savedDst1: { bits: 32, about: 'destination before mangle OUTPUT, second word (IPv6)' },
  savedDst2: { bits: 32, about: 'destination before mangle OUTPUT, third word (IPv6)' },
  savedDst3: { bits: 32, about: 'destination before mangle OUTPUT, fourth word (IPv6)' },
  tupleDst: { bits: 32, about: 'destination as connection tracking found it, first word' },
  tupleDst1: { bits: 32, about: 'destination as tracking found it, second word (IPv6)' },
  tupleDst2: { bits: 32, about: 'destination as tracking found it, third word (IPv6)' },
  tupleDst3: { bits: 32, about: 'destination as tracking found it, fourth word (IPv6)' },
  savedMark: { bits: 32, about: 'mark before mangle OUTPUT' },
  savedTos: { bits: 8, about: 'TOS byte before mangle OUTPUT' },
  savedTtl: { bits: 8, about: 'TTL or hop limit before mangle OUTPUT' },
} as const satisfies Record<string, FieldInfo>;

/** What is known of a field: its width in bits, 1 to 32, and what it holds. */
export interface FieldInfo {
  readonly bits: number;
  readonly about: string;
}

/** The name of a register that predicates read and assignments write. */
export type Field = keyof typeof FIELDS;

/** Every field, in one fixed order: a field's place in it is its index in flat register files. */
export const FIELD_NAMES: readonly Field[] = Object.keys(FIELDS).filter(
  (name): name is Field => name in FIELDS,
);

/** Reports whether a name is that of a register. */
export function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}

/** The largest value that a field holds: 2^bits - 1. */
export function fieldMax(field: Field): number {
  return 0xffffffff >>> (32 - FIELDS[field].bits);
}

/** The registers that hold one address, most significant first; IPv4 uses the first only. */
export const ADDRESS_FIELDS = {
  src: ['src', 'src1', 'src2', 'src3'],
  dst: ['dst', 'dst1', 'dst2', 'dst3'],
  ctSrc: ['ctSrc', 'ctSrc1', 'ctSrc2', 'ctSrc3'],
  ctDst: ['ctDst', 'ctDst1', 'ctDst2', 'ctDst3'],
  flowSrc: ['flowSrc', 'flowSrc1', 'flowSrc2', 'flowSrc3'],
  flowDst: ['flowDst', 'flowDst1', 'flowDst2', 'flowDst3'],
  prefsrc: ['prefsrc', 'prefsrc1', 'prefsrc2', 'prefsrc3'],
  nexthop: ['nexthop', 'nexthop1', 'nexthop2', 'nexthop3'],
  savedSrc: ['savedSrc', 'savedSrc1', 'savedSrc2', 'savedSrc3'],
  savedDst: ['savedDst', 'savedDst1', 'savedDst2', 'savedDst3'],
  tupleDst: ['tupleDst', 'tupleDst1', 'tupleDst2', 'tupleDst3'],
} as const satisfies Record<string, readonly Field[]>;

/** The name of an address held in registers. */
export type AddressField = keyof typeof ADDRESS_FIELDS;
