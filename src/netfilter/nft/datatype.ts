import { symbolTables, type SymbolTable, type SymbolTableName } from './symbol-table.js';

/** How a value of more than one byte lies in the kernel's registers; undefined where one byte has no order. */
export type ByteOrder = 'host' | 'network';

/** How a number of a type without a name for it is written. */
export type NumberFormat = 'decimal' | { readonly hexDigits: number };

/** What `nft describe` states of a type, and what its values are made of. */
export interface Datatype {
  readonly description: string;
  /** The width of every value; undefined where the expression decides. */
  readonly bits: number | undefined;
  readonly order: ByteOrder | undefined;
  readonly base: DatatypeName | undefined;
  readonly format: NumberFormat | undefined;
  /** The names of its values, where they don't come from files of the host. */
  readonly symbols: SymbolTable | undefined;
}

/** The name of a type, as `type` of a set has it. `hex_integer`, `mptcp_subtype` and `queue` are shown as `integer` and `queue`, and can't be named. */
export type DatatypeName = keyof typeof table;

interface Row {
  readonly base?: string;
  readonly order?: ByteOrder;
  readonly format?: NumberFormat;
  readonly symbols?: SymbolTableName;
}

const row = (description: string, bits: number | undefined, rest: Row = {}) => ({
  description,
  bits,
  base: undefined,
  order: undefined,
  format: undefined,
  symbols: undefined,
  ...rest,
});

const host = 'host';
const network = 'network';
const integer = 'integer';
const hex = (hexDigits: number) => ({ hexDigits });

/** In the order of the numbers that the kernel keeps of them. Source: `enum datatypes`, nft(8), DATA TYPES. */
const table = {
  invalid: row('invalid', undefined),
  verdict: row('netfilter verdict', undefined),
  nf_proto: row('netfilter protocol', 8, { base: integer, symbols: 'nf_proto' }),
  bitmask: row('bitmask', undefined, { base: integer, format: hex(0) }),
  integer: row('integer', undefined, { format: 'decimal' }),
  string: row('string', undefined, { order: host }),
  ll_addr: row('link layer address', undefined, { base: integer, order: network }),
  ipv4_addr: row('IPv4 address', 32, { base: integer, order: network }),
  ipv6_addr: row('IPv6 address', 128, { base: integer, order: network }),
  ether_addr: row('Ethernet address', 48, { base: 'll_addr', order: network }),
  ether_type: row('Ethernet protocol', 16, {
    base: integer,
    order: network,
    format: hex(4),
    symbols: 'ether_type',
  }),
  arp_op: row('ARP operation', 16, { base: integer, order: network, symbols: 'arp_op' }),
  inet_proto: row('Internet protocol', 8, { base: integer }),
  inet_service: row('internet network service', 16, { base: integer, order: network }),
  icmp_type: row('ICMP type', 8, { base: integer, order: network, symbols: 'icmp_type' }),
  tcp_flag: row('TCP flag', 8, { base: 'bitmask', order: network, symbols: 'tcp_flag' }),
  dccp_pkttype: row('DCCP packet type', 4, { base: integer, symbols: 'dccp_pkttype' }),
  mh_type: row('Mobility Header type', 8, { base: integer, order: network, symbols: 'mh_type' }),
  time: row('relative time', 32, { base: integer, order: host }),
  mark: row('packet mark', 32, { base: integer, order: host, format: hex(8) }),
  iface_index: row('network interface index', 32, { base: integer, order: host }),
  iface_type: row('network interface type', 16, {
    base: integer,
    order: host,
    symbols: 'iface_type',
  }),
  realm: row('routing realm', 32, { base: integer, order: host }),
  classid: row('TC classid', 32, { base: integer, order: host }),
  uid: row('user ID', 32, { base: integer, order: host }),
  gid: row('group ID', 32, { base: integer, order: host }),
  ct_state: row('conntrack state', 32, { base: 'bitmask', order: host, symbols: 'ct_state' }),
  ct_dir: row('conntrack direction', 8, { base: integer, symbols: 'ct_dir' }),
  ct_status: row('conntrack status', 32, { base: 'bitmask', order: host, symbols: 'ct_status' }),
  icmpv6_type: row('ICMPv6 type', 8, { base: integer, order: network, symbols: 'icmpv6_type' }),
  ct_label: row('conntrack label', 128, { base: 'bitmask', order: host }),
  pkt_type: row('packet type', 8, { base: integer, order: host, symbols: 'pkt_type' }),
  icmp_code: row('icmp code', 8, { base: integer, order: network, symbols: 'icmp_code' }),
  icmpv6_code: row('icmpv6 code', 8, { base: integer, order: network, symbols: 'icmpv6_code' }),
  icmpx_code: row('icmpx code', 8, { base: integer, order: network, symbols: 'icmpx_code' }),
  devgroup: row('devgroup name', 32, { base: integer, order: host }),
  dscp: row('Differentiated Services Code Point', 6, {
    base: integer,
    order: network,
    format: hex(2),
    symbols: 'dscp',
  }),
  ecn: row('Explicit Congestion Notification', 2, {
    base: integer,
    order: network,
    format: hex(1),
    symbols: 'ecn',
  }),
  fib_addrtype: row('fib address type', 32, {
    base: integer,
    order: host,
    symbols: 'fib_addrtype',
  }),
  boolean: row('boolean type', 1, { base: integer, symbols: 'boolean' }),
  ct_event: row('conntrack event bits', 32, { base: 'bitmask', order: host, symbols: 'ct_event' }),
  ifname: row('network interface name', 128, { base: 'string', order: host }),
  igmp_type: row('IGMP type', 8, { base: integer, order: network, symbols: 'igmp_type' }),
  date: row('Relative time of packet reception', 64, { base: integer, order: host }),
  hour: row('Hour of day of packet reception', 32, { base: integer, order: host }),
  day: row('Day of week of packet reception', 8, { base: integer, order: host, symbols: 'day' }),
  cgroupsv2: row('cgroupsv2 path', 64, { base: integer, order: host }),
  hex_integer: row('integer', undefined, { base: integer, format: hex(0) }),
  mptcp_subtype: row('mptcp option subtype', undefined, {
    base: integer,
    symbols: 'mptcp_subtype',
  }),
  queue: row('queue', undefined, { base: integer }),
} as const satisfies Record<string, ReturnType<typeof row>>;

/** The datatypes by name. Source: nft(8), DATA TYPES. */
export const datatypes: { readonly [Name in DatatypeName]: Datatype } = Object.fromEntries(
  Object.entries(table).map(([name, one]) => [
    name,
    { ...one, symbols: one.symbols === undefined ? undefined : symbolTables[one.symbols] },
  ]),
) as { readonly [Name in DatatypeName]: Datatype };

const shownAs: { readonly [name: string]: string } = {
  date: 'time',
  hex_integer: 'integer',
  mptcp_subtype: 'integer',
};

/** The word for a type in a listing and in a message. Two types are shown as `time`: that of `meta time`, and that of `ct expiration`. */
export function datatypeWord(name: DatatypeName): string {
  return shownAs[name] ?? name;
}

/** The type that a word of a `type` names. Source: `datatype_lookup_byname`: the first of two with one name. */
export function findDatatype(word: string): DatatypeName | undefined {
  return word in table && shownAs[word] === undefined && word !== 'queue'
    ? (word as DatatypeName)
    : undefined;
}

/** A type and those that it is made from, the nearest first: `ether_addr`, `ll_addr`, `integer`. */
export function datatypeAncestry(name: DatatypeName): readonly DatatypeName[] {
  const { base } = datatypes[name];
  return base === undefined ? [name] : [name, ...datatypeAncestry(base)];
}

/** The type at the bottom of a type: integers, strings, verdicts. */
export function datatypeRoot(name: DatatypeName): DatatypeName {
  return datatypeAncestry(name).at(-1) ?? name;
}

/** Whether values of a type are sets of bits: `ct state new,established`. */
export function isBitmask(name: DatatypeName): boolean {
  return datatypeAncestry(name).includes('bitmask');
}
