/** Which kinds of ICMP message have a field, and the one that it is asked for by. */
export interface IcmpDependency {
  readonly type: number;
  /** The kind that a rule is taken to ask for from there on. */
  readonly leaves: number;
  /** The kinds that a listing doesn't distinguish from it. */
  readonly alike: readonly number[];
}

const only = (type: number): IcmpDependency => ({ type, leaves: type, alike: [type] });
const echo = { type: 8, leaves: 8, alike: [8, 0] };
const echo6 = { type: 128, leaves: 128, alike: [128, 129] };

/** Fields of ICMP that not every message has. Source: RFC 792, RFC 4443, RFC 4861, RFC 2710. */
const dependencies: { readonly [field: string]: IcmpDependency } = {
  'icmp id': echo,
  'icmp sequence': echo,
  'icmp gateway': only(5),
  'icmp mtu': only(3),
  'icmpv6 parameter-problem': only(4),
  'icmpv6 mtu': only(2),
  'icmpv6 id': echo6,
  'icmpv6 sequence': echo6,
  'icmpv6 max-delay': only(130),
  'icmpv6 taddr': { type: 135, leaves: 137, alike: [130, 131, 132, 135, 136, 137] },
  'icmpv6 daddr': only(137),
};

/** The kinds of message that have a field; undefined for a field that all have. */
export function icmpDependency(protocol: string, field: string): IcmpDependency | undefined {
  return dependencies[`${protocol} ${field}`];
}
