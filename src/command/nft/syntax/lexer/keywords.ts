/**
 * What opens a scope: words that are keywords only there are strings everywhere else. A scope ends
 * with the construct that its word begins.
 */
export type ScopeName =
  | 'ah'
  | 'arp'
  | 'at'
  | 'chunk'
  | 'comp'
  | 'counter'
  | 'ct'
  | 'dccp'
  | 'destroy'
  | 'dst'
  | 'dup'
  | 'esp'
  | 'ether'
  | 'export'
  | 'fib'
  | 'frag'
  | 'fwd'
  | 'gre'
  | 'hash'
  | 'hbh'
  | 'icmp'
  | 'igmp'
  | 'import'
  | 'ip'
  | 'ip6'
  | 'ipsec'
  | 'last'
  | 'limit'
  | 'list'
  | 'log'
  | 'meta'
  | 'mh'
  | 'monitor'
  | 'nat'
  | 'numgen'
  | 'osf'
  | 'policy'
  | 'queue'
  | 'quota'
  | 'reject'
  | 'reset'
  | 'rt'
  | 'sctp'
  | 'secmark'
  | 'socket'
  | 'synproxy'
  | 'tcp'
  | 'th'
  | 'tproxy'
  | 'type'
  | 'udp'
  | 'udplite'
  | 'vlan'
  | 'xt';

/** Words that are keywords everywhere. */
const everywhere = `
  accept add ah all arp auto-merge bridge cgroup chain comment comp constant continue counter cpu
  create ct day dccp define delete describe destroy device devices dnat drop dst dup dynamic ecn
  element elements esp ether exists expires export exthdr fib flags flow flowtable flush frag fwd
  gc-interval geneve get goto gre gretap handle hbh hook hour ibriport ibrname icmp icmpv6 igmp
  iif iifgroup iifname iiftype import include index inet insert interval ip ip6 ipsec jhash jump
  last limit list log map mark masquerade meta meter mh missing monitor netdev nftrace notrack
  numgen obriport obrname offload oif oifgroup oifname oiftype osf pkttype policy position priority
  queue quota random redefine redirect reject rename replace reset return rt rt0 rt2 rtclassid rule
  ruleset sctp secmark set size skgid skuid snat socket srh symhash synproxy table tcp th time
  timeout tproxy type typeof udp udplite undefine update vlan vmap vni vxlan xt`;

/** Words that are keywords in some scopes only. */
const inScope: Readonly<Record<ScopeName, string>> = {
  ah: 'hdrlength nexthdr reserved sequence spi',
  arp: 'daddr hlen htype operation plen ptype saddr',
  at: 'll nh',
  chunk: `
    a-rwnd abort asconf asconf-ack cookie-ack cookie-echo cum-tsn-ack cwr data ecne error
    forward-tsn heartbeat heartbeat-ack init init-ack init-tag initial-tsn length lowest-tsn
    new-cum-tsn num-dup-tsns num-gap-ack-blocks num-inbound-streams num-outbound-streams ppid sack
    seqno shutdown shutdown-ack shutdown-complete ssn stream tsn`,
  comp: 'cpi nexthdr',
  counter: 'bytes name packets',
  ct: `
    avgpkt bytes count daddr direction dport event expectation expiration helper helpers id l3proto
    label original over packets proto-dst proto-src protocol reply saddr state status zone`,
  dccp: 'dport option sport',
  destroy: '',
  dst: 'hdrlength nexthdr',
  dup: 'to',
  esp: 'sequence spi',
  ether: 'daddr saddr',
  export: 'json vm xml',
  fib: 'daddr saddr',
  frag: 'frag-off id more-fragments nexthdr reserved reserved2',
  fwd: 'to',
  gre: 'protocol version',
  hash: 'mod offset seed',
  hbh: 'hdrlength nexthdr',
  icmp: 'checksum code daddr gateway id max-delay mtu param-problem sequence taddr',
  igmp: 'checksum group mrt',
  import: 'json vm xml',
  ip: `
    addr checksum daddr dscp frag-off hdrlength id length lsrr option options prefix protocol ptr ra
    rr saddr ssrr to ttl value version`,
  ip6: 'addr daddr dscp flowlabel hoplimit length nexthdr prefix saddr to version',
  ipsec: 'daddr in out reqid saddr spi spnum',
  last: 'never used',
  limit: 'burst bytes minute name over packets rate second week',
  list: `
    chains counters flowtables hooks limits maps meters quotas rules secmarks sets synproxys tables`,
  log: 'group level prefix queue-threshold snaplen',
  meta: 'length protocol',
  mh: 'checksum hdrlength nexthdr reserved',
  monitor: 'chains json rules sets tables trace vm xml',
  nat: 'addr fully-random persistent port prefix to',
  numgen: 'inc mod offset',
  osf: 'name ttl version',
  policy: 'memory performance',
  queue: 'bypass fanout num to',
  quota: 'bytes name over until used',
  reject: 'icmpx with',
  reset: 'counters quotas rules',
  rt: 'addr classid hdrlength last-entry mtu nexthdr nexthop seg-left sid tag',
  sctp: 'checksum chunk dport length sport vtag',
  secmark: '',
  socket: 'cgroupv2 level transparent wildcard',
  synproxy: 'maxseg mss name sack-perm sack-permitted timestamp wscale',
  tcp: `
    ackseq checksum count doff dport echo eol fastopen left length maxseg md5sig mptcp mss noop nop
    option options reserved right sack sack-perm sack-permitted sack0 sack1 sack2 sack3 sequence
    sport subtype timestamp tsecr tsval urgptr window`,
  th: 'dport sport',
  tproxy: 'to',
  type: 'classid dscp protocol',
  udp: 'checksum dport length sport',
  udplite: 'checksum csumcov dport sport',
  vlan: 'cfi dei id pcp',
  xt: '',
};

/** Words for an operator or another keyword. */
const synonyms: Readonly<Record<string, string>> = {
  and: '&',
  eq: '==',
  ge: '>=',
  gt: '>',
  le: '<=',
  lshift: '<<',
  lt: '<',
  maxseg: 'mss',
  ne: '!=',
  noop: 'nop',
  not: '!',
  or: '|',
  rshift: '>>',
  'sack-perm': 'sack-permitted',
  sequence: 'seq',
  xor: '^',
};

/** Words that open the scope of another name. */
const openers: Readonly<Record<string, ScopeName>> = {
  chunk: 'chunk',
  dnat: 'nat',
  gretap: 'gre',
  icmpv6: 'icmp',
  jhash: 'hash',
  masquerade: 'nat',
  redirect: 'nat',
  rt0: 'rt',
  rt2: 'rt',
  snat: 'nat',
  srh: 'rt',
  symhash: 'hash',
};

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

const operatorWords = 'and eq ge gt le lshift lt ne not or rshift xor';
const always = kinds(`${everywhere} ${operatorWords}`);
const scoped: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(inScope).map(([scope, text]) => [scope, kinds(text)] as const),
);

/** The kind of token of each word. */
function kinds(text: string): ReadonlyMap<string, string> {
  return new Map(words(text).map((word) => [word, synonyms[word] ?? word]));
}

/** The kind of token that the word is in the scope; `undefined` if it is no keyword there. */
export function keywordKind(word: string, scope: ScopeName | undefined): string | undefined {
  return always.get(word) ?? (scope === undefined ? undefined : scoped.get(scope)?.get(word));
}

/** Whether a word is a keyword anywhere. */
export function isKeyword(word: string): boolean {
  return always.has(word) || [...scoped.values()].some((known) => known.has(word));
}

function isScopeName(word: string): word is ScopeName {
  return Object.hasOwn(inScope, word);
}

const opened: ReadonlyMap<string, ScopeName> = new Map([
  ...Object.keys(inScope).flatMap((word): [string, ScopeName][] =>
    word !== 'at' && isScopeName(word) ? [[word, word]] : [],
  ),
  ...Object.entries(openers),
  ['@', 'at'],
]);

/** The scope that the keyword opens. */
export function openedScope(word: string): ScopeName | undefined {
  return opened.get(word);
}
