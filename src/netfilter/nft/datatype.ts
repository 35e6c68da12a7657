import { symbolTables, type SymbolTable } from './symbol-table.js';

/** How a value of more than one byte lies in the kernel's registers; undefined where one byte has no order. */
export type ByteOrder = 'host' | 'network';

/** How a number of a type without a name for it is written. */
export type NumberFormat = 'decimal' | { readonly hexDigits: number };

/** The name of a type, as `type` of a set has it. `hex_integer`, `mptcp_subtype` and `queue` are shown as `integer` and `queue`, and can't be named. */
export type DatatypeName = (typeof datatypeNames)[number];

const datatypeNames = [
  'invalid',
  'verdict',
  'nf_proto',
  'bitmask',
  'integer',
  'string',
  'll_addr',
  'ipv4_addr',
  'ipv6_addr',
  'ether_addr',
  'ether_type',
  'arp_op',
  'inet_proto',
  'inet_service',
  'icmp_type',
  'tcp_flag',
  'dccp_pkttype',
  'mh_type',
  'time',
  'mark',
  'iface_index',
  'iface_type',
  'realm',
  'classid',
  'uid',
  'gid',
  'ct_state',
  'ct_dir',
  'ct_status',
  'icmpv6_type',
  'ct_label',
  'pkt_type',
  'icmp_code',
  'icmpv6_code',
  'icmpx_code',
  'devgroup',
  'dscp',
  'ecn',
  'fib_addrtype',
  'boolean',
  'ct_event',
  'ifname',
  'igmp_type',
  'date',
  'hour',
  'day',
  'cgroupsv2',
  'hex_integer',
  'mptcp_subtype',
  'queue',
] as const;

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

interface Row {
  readonly base?: DatatypeName;
  readonly order?: ByteOrder;
  readonly format?: NumberFormat;
  readonly symbols?: SymbolTable;
}

const row = (description: string, bits: number | undefined, rest: Row = {}): Datatype => ({
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

/** What is known of each datatype. Source: nft(8), DATA TYPES. */
export const datatypes: { readonly [Name in DatatypeName]: Datatype } = {
  invalid: row('invalid', undefined),
  verdict: row('netfilter verdict', undefined),
  nf_proto: row('netfilter protocol', 8, { base: integer, symbols: symbolTables.nf_proto }),
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
    symbols: symbolTables.ether_type,
  }),
  arp_op: row('ARP operation', 16, { base: integer, order: network, symbols: symbolTables.arp_op }),
  inet_proto: row('Internet protocol', 8, { base: integer }),
  inet_service: row('internet network service', 16, { base: integer, order: network }),
  icmp_type: row('ICMP type', 8, {
    base: integer,
    order: network,
    symbols: symbolTables.icmp_type,
  }),
  tcp_flag: row('TCP flag', 8, { base: 'bitmask', order: network, symbols: symbolTables.tcp_flag }),
  dccp_pkttype: row('DCCP packet type', 4, { base: integer, symbols: symbolTables.dccp_pkttype }),
  mh_type: row('Mobility Header Type', 8, {
    base: integer,
    order: network,
    symbols: symbolTables.mh_type,
  }),
  time: row('relative time', 32, { base: integer, order: host }),
  mark: row('packet mark', 32, { base: integer, order: host, format: hex(8) }),
  iface_index: row('network interface index', 32, { base: integer, order: host }),
  iface_type: row('network interface type', 16, {
    base: integer,
    order: host,
    symbols: symbolTables.iface_type,
  }),
  realm: row('routing realm', 32, { base: integer, order: host }),
  classid: row('TC classid', 32, { base: integer, order: host }),
  uid: row('user ID', 32, { base: integer, order: host }),
  gid: row('group ID', 32, { base: integer, order: host }),
  ct_state: row('conntrack state', 32, {
    base: 'bitmask',
    order: host,
    symbols: symbolTables.ct_state,
  }),
  ct_dir: row('conntrack direction', 8, { base: integer, symbols: symbolTables.ct_dir }),
  ct_status: row('conntrack status', 32, {
    base: 'bitmask',
    order: host,
    symbols: symbolTables.ct_status,
  }),
  icmpv6_type: row('ICMPv6 type', 8, {
    base: integer,
    order: network,
    symbols: symbolTables.icmpv6_type,
  }),
  ct_label: row('conntrack label', 128, { base: 'bitmask', order: host }),
  pkt_type: row('packet type', 8, { base: integer, order: host, symbols: symbolTables.pkt_type }),
  icmp_code: row('icmp code', 8, {
    base: integer,
    order: network,
    symbols: symbolTables.icmp_code,
  }),
  icmpv6_code: row('icmpv6 code', 8, {
    base: integer,
    order: network,
    symbols: symbolTables.icmpv6_code,
  }),
  icmpx_code: row('icmpx code', 8, {
    base: integer,
    order: network,
    symbols: symbolTables.icmpx_code,
  }),
  devgroup: row('devgroup name', 32, { base: integer, order: host }),
  dscp: row('Differentiated Services Code Point', 6, {
    base: integer,
    order: network,
    format: hex(2),
    symbols: symbolTables.dscp,
  }),
  ecn: row('Explicit Congestion Notification', 2, {
    base: integer,
    order: network,
    format: hex(1),
    symbols: symbolTables.ecn,
  }),
  fib_addrtype: row('fib address type', 32, {
    base: integer,
    order: host,
    symbols: symbolTables.fib_addrtype,
  }),
  boolean: row('boolean type', 1, { base: integer, symbols: symbolTables.boolean }),
  ct_event: row('conntrack event bits', 32, {
    base: 'bitmask',
    order: host,
    symbols: symbolTables.ct_event,
  }),
  ifname: row('network interface name', 128, { base: 'string', order: host }),
  igmp_type: row('IGMP type', 8, {
    base: integer,
    order: network,
    symbols: symbolTables.igmp_type,
  }),
  date: row('Relative time of packet reception', 64, { base: integer, order: host }),
  hour: row('Hour of day of packet reception', 32, { base: integer, order: host }),
  day: row('Day of week of packet reception', 8, {
    base: integer,
    order: host,
    symbols: symbolTables.day,
  }),
  cgroupsv2: row('cgroupsv2 path', 64, { base: integer, order: host }),
  hex_integer: row('integer', undefined, { base: integer, format: hex(0) }),
  mptcp_subtype: row('mptcp option subtype', undefined, {
    base: integer,
    symbols: symbolTables.mptcp_subtype,
  }),
  queue: row('queue', undefined, { base: integer }),
};

const shownAs: { readonly [name: string]: string } = {
  date: 'time',
  hex_integer: 'integer',
  mptcp_subtype: 'integer',
};

/** The word for a type in a listing and in a message. Two types are shown as `time`: that of `meta time`, and that of `ct expiration`. */
export function datatypeWord(name: DatatypeName): string {
  return shownAs[name] ?? name;
}

/** The type that a word behind `type` names; undefined for another word. */
export function findDatatype(word: string): DatatypeName | undefined {
  return datatypeNames.find((name) => datatypeWord(name) === word && !unnamed.has(name));
}

const unnamed: ReadonlySet<DatatypeName> = new Set<DatatypeName>([
  'date',
  'hex_integer',
  'mptcp_subtype',
  'queue',
]);

/** A type and those that it is made from, the nearest first: `ether_addr`, `ll_addr`, `integer`. */
export function datatypeAncestry(name: DatatypeName): readonly DatatypeName[] {
  const { base } = datatypes[name];
  return base === undefined ? [name] : [name, ...datatypeAncestry(base)];
}

/** The type at the bottom of a type: integers, strings, verdicts. */
export function datatypeRoot(name: DatatypeName): DatatypeName {
  let root = name;
  for (;;) {
    const { base } = datatypes[root];
    if (base === undefined) return root;
    root = base;
  }
}

/** Whether values of a type are sets of bits: `ct state new,established`. */
export function isBitmask(name: DatatypeName): boolean {
  let at: DatatypeName | undefined = name;
  while (at !== undefined && at !== 'bitmask') at = datatypes[at].base;
  return at === 'bitmask';
}
