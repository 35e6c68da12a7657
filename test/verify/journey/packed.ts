import { Host } from '../../../src/host/host.js';

/** Two hosts with two links between them, and a tunnel of a kind, given by the words of both ends, with a LAN behind the far one. */
const packed = (here: string, far: string, ...more: readonly string[]): Host =>
  Host.fromCommands(`
  ip netns add far
  ip netns add lan
  ip link set lo up
  ip link add e0 type veth peer name p0 netns far
  ip link add e1 type veth peer name p1 netns far
  ip link set e0 up
  ip link set e1 up
  ip addr add 192.0.2.10/24 dev e0
  ip addr add 198.51.100.10/24 dev e1
  ip -6 addr add fd00::10/64 dev e0 nodad
  ip -n far link set lo up
  ip -n far link set p0 up
  ip -n far link set p1 up
  ip -n far addr add 192.0.2.50/24 dev p0
  ip -n far addr add 198.51.100.50/24 dev p1
  ip -n far -6 addr add fd00::50/64 dev p0 nodad
  ip netns exec far sysctl -qw net.ipv4.ip_forward=1
  ip link add l0 netns far type veth peer name eth0 netns lan
  ip -n far link set l0 up
  ip -n far addr add 192.168.77.1/24 dev l0
  ip -n lan link set eth0 up
  ip -n lan addr add 192.168.77.5/24 dev eth0
  ip -n lan route add default via 192.168.77.1
  ip link add t0 type ${here}
  ip addr add 10.9.0.1/30 dev t0
  ip link set t0 up
  ip route add 192.168.77.0/24 via 10.9.0.2 dev t0
  ip -n far link add t0 type ${far}
  ip -n far addr add 10.9.0.2/30 dev t0
  ip -n far link set t0 up
  ip netns exec far iptables -A FORWARD -i t0 -p tcp --dport 23 -j DROP
  ${more.join('\n')}
`);

const V4 = ['remote 192.0.2.50 local 192.0.2.10', 'remote 192.0.2.10 local 192.0.2.50'] as const;

/** A host that leaks routes of its own into a VRF, by which another host is reached. */
export const LEAKING = (): Host =>
  Host.fromCommands(`
  ip netns add far
  ip link set lo up
  ip link add red type vrf table 10
  ip link set red up
  ip link add e0 type veth peer name p0 netns far
  ip link set e0 up
  ip link set e0 master red
  ip addr add 10.0.0.1/24 dev e0
  ip -n far link set lo up
  ip -n far link set p0 up
  ip -n far addr add 10.0.0.2/24 dev p0
  ip -n far addr add 203.0.113.9/32 dev lo
  ip route add 10.0.0.0/24 dev red
  ip route add 203.0.113.0/24 dev red
  ip route add 203.0.113.0/25 via 10.0.0.2 table 10
  iptables -A OUTPUT -o red -p tcp --dport 23 -j DROP
  iptables -A OUTPUT -o e0 -p udp --dport 99 -j DROP
`);

/** Hosts that reach a LAN through a tunnel that encrypts nothing. */
export const PACKED = {
  ipip: () =>
    packed(
      `ipip ${V4[0]} tos inherit`,
      `ipip ${V4[1]}`,
      'iptables -t mangle -A POSTROUTING -o e0 -m tos --tos 0x48/0xfc -j MARK --set-mark 3',
      'iptables -A OUTPUT -o e0 -m tos --tos 0x10/0xfc -j DROP',
    ),
  gre: () =>
    packed(
      `gre ${V4[0]} key 7 ttl 9 fwmark 5`,
      `gre ${V4[1]} key 7`,
      'ip rule add fwmark 5 lookup 20',
      'ip route add 192.0.2.50 via 198.51.100.50 table 20',
      'ip netns exec far iptables -A INPUT -p gre -m ttl --ttl-lt 9 -j DROP',
    ),
  gretap: () => packed(`gretap ${V4[0]}`, `gretap ${V4[1]}`),
  vxlan: () =>
    packed(
      'vxlan id 5 dstport 4789 remote 192.0.2.50',
      'vxlan id 5 dstport 4789 remote 192.0.2.10',
      'ip rule add fwmark 9 lookup 20',
      'ip route add 192.0.2.50 via 198.51.100.50 table 20',
      'iptables -t mangle -A POSTROUTING -o t0 -p udp --dport 99 -j MARK --set-mark 9',
    ),
  geneve: () => packed('geneve id 5 remote 192.0.2.50', 'geneve id 5 remote 192.0.2.10'),
  ip6tnl: () =>
    packed(
      'ip6tnl remote fd00::50 local fd00::10 tclass inherit hoplimit inherit',
      'ip6tnl remote fd00::10 local fd00::50',
      'ip netns exec far ip6tables -A INPUT -m hl --hl-lt 5 -j DROP',
    ),
  wrongKey: () => packed(`gre ${V4[0]} key 7`, `gre ${V4[1]} key 8`),
} as const;
