/** Names that iptables has of its own, whatever the files of the host say. The first name of a number is shown. */
const OWN_NAMES: readonly (readonly [string, number])[] = [
  ['tcp', 6],
  ['sctp', 132],
  ['udp', 17],
  ['udplite', 136],
  ['icmp', 1],
  ['ipv6-icmp', 58],
  ['icmpv6', 58],
  ['esp', 50],
  ['ah', 51],
  ['mobility-header', 135],
  ['ipv6-mh', 135],
  ['mh', 135],
  ['dccp', 33],
  ['ipcomp', 108],
  ['all', 0],
];

/** The protocols of a Debian 13 host. */
const FILE_NAMES: readonly (readonly [string, number])[] = `
  ip=0 hopopt=0 icmp=1 igmp=2 ggp=3 ipencap=4 st=5 tcp=6 egp=8 igp=9 pup=12 udp=17 hmp=20
  xns-idp=22 rdp=27 iso-tp4=29 dccp=33 xtp=36 ddp=37 idpr-cmtp=38 ipv6=41 ipv6-route=43
  ipv6-frag=44 idrp=45 rsvp=46 gre=47 esp=50 ah=51 skip=57 ipv6-icmp=58 ipv6-nonxt=59 ipv6-opts=60
  rspf=73 vmtp=81 eigrp=88 ospf=89 ax.25=93 ipip=94 etherip=97 encap=98 pim=103 ipcomp=108 vrrp=112
  l2tp=115 isis=124 sctp=132 fc=133 mobility-header=135 udplite=136 mpls-in-ip=137 manet=138
  hip=139 shim6=140 wesp=141 rohc=142 ethernet=143
`
  .trim()
  .split(/\s+/)
  .map((entry) => {
    const [name = '', number = ''] = entry.split('=');
    return [name, Number(number)];
  });

/** The number of a protocol by its lower-case name; undefined when none is named so. Source: protocols(5), iptables(8) `-p`. */
export function protocolNumber(name: string): number | undefined {
  return [...OWN_NAMES, ...FILE_NAMES].find(([candidate]) => candidate === name)?.[1];
}

/** The name by which iptables writes a protocol in rules that can be read back; undefined when it writes the number. */
export function ownProtocolName(number: number): string | undefined {
  return nameIn(OWN_NAMES, number);
}

/** The name by which iptables lists a protocol when it may look names up; undefined when it writes the number. */
export function listedProtocolName(number: number): string | undefined {
  return nameIn(OWN_NAMES, number) ?? (number === 0 ? undefined : nameIn(FILE_NAMES, number));
}

function nameIn(names: readonly (readonly [string, number])[], number: number): string | undefined {
  return names.find(([, candidate]) => candidate === number)?.[0];
}
