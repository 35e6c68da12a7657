import type { Family } from '../../../address/family.js';

/** Names of extensions that iptables 1.8.11 has: for both families, for IPv4 and for IPv6 alone. */
interface KnownNames {
  readonly both: ReadonlySet<string>;
  readonly v4: ReadonlySet<string>;
  readonly v6: ReadonlySet<string>;
}

/** The matches that iptables has. */
export const MATCHES: KnownNames = {
  both: words(
    'addrtype bpf cgroup cluster comment connbytes connlabel connlimit connmark conntrack cpu dccp devgroup dscp ecn esp',
    'hashlimit helper ipcomp iprange ipvs length limit mac mark multiport nfacct osf owner physdev pkttype policy quota',
    'rateest recent rpfilter sctp set socket state statistic string tcp tcpmss time tos u32 udp',
  ),
  v4: words('ah icmp realm ttl'),
  v6: words('ah dst eui64 frag hbh hl icmp6 ipv6header mh rt srh'),
};

/** The targets that iptables has. */
export const TARGETS: KnownNames = {
  both: words(
    'AUDIT CHECKSUM CLASSIFY CONNMARK CONNSECMARK CT DNAT DSCP HMARK IDLETIMER LED LOG MARK MASQUERADE NFLOG NFQUEUE',
    'NOTRACK RATEEST REDIRECT SECMARK SET SNAT SYNPROXY TCPMSS TCPOPTSTRIP TEE TOS TPROXY TRACE standard QUEUE',
  ),
  v4: words('CLUSTERIP ECN NETMAP REJECT TTL ULOG'),
  v6: words('DNPT HL NETMAP REJECT SNPT'),
};

/** Reports whether iptables has a match extension of that name, simulated or not. */
export function isKnownMatch(name: string, family: Family): boolean {
  return has(MATCHES, name, family);
}

/** Reports whether iptables has a target of that name, simulated or not; the verdicts ACCEPT, DROP and RETURN apart. */
export function isKnownTarget(name: string, family: Family): boolean {
  return has(TARGETS, name, family);
}

function has({ both, v4, v6 }: KnownNames, name: string, family: Family): boolean {
  return both.has(name) || (family === 4 ? v4 : v6).has(name);
}

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}
