import { Host } from 'nexthop';

/** A host with some of everything, so that commands have what they are about. */
const RICH = `
  ip netns add peer
  ip link set lo up
  ip link add eth0 address 02:00:00:00:00:01 type veth peer name far0 netns peer
  ip -n peer link set far0 up
  ip link set eth0 up
  ip link add eth1 type dummy
  ip link set eth1 up
  ip link add br0 type bridge
  ip link add wg0 type wireguard
  ip link set wg0 up
  ip addr add 10.0.0.1/24 dev eth0
  ip addr add 10.0.1.1/24 dev eth1
  ip addr add 10.6.0.1/24 dev wg0
  ip addr add 2001:db8::1/64 dev eth0
  ip addr add 2001:db8:1::1/64 dev eth1
  ip neigh add 10.0.0.254 lladdr 02:00:00:00:00:fe dev eth0
  ip route add default via 10.0.0.254
  ip route add 192.0.2.0/24 via 10.0.1.254 dev eth1 metric 20 table 100
  ip route add 198.51.100.0/24 nexthop via 10.0.0.254 weight 2 nexthop via 10.0.1.254
  ip route add blackhole 203.0.113.0/24 table 101
  ip -6 route add default via 2001:db8::fe
  ip -6 route add 2001:db8:99::/48 via 2001:db8:1::fe table 100
  ip nexthop add id 1 via 10.0.0.254 dev eth0
  ip nexthop add id 2 via 10.0.1.254 dev eth1
  ip nexthop add id 3 group 1/2
  ip rule add fwmark 0x1 table 100 pref 1000
  ip rule add from 10.0.1.0/24 table 101 pref 1001
  ip -6 rule add fwmark 0x1 table 100 pref 1000
  iptables -N one
  iptables -A one -p tcp --dport 25 -j ACCEPT
  iptables -A OUTPUT -o eth0 -j one
  iptables -t mangle -A OUTPUT -p udp --dport 53 -j MARK --set-mark 0x1
  iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE
  ip6tables -A INPUT -p icmpv6 -j ACCEPT
  ip6tables -P FORWARD DROP
  ipset create a hash:net
  ipset add a 10.9.0.0/16
  ipset create b hash:ip,port timeout 600
  iptables -A FORWARD -m set --match-set a dst -j DROP
  sysctl -qw net.ipv4.ip_forward=1
`;

let rich: Host | undefined;

/** The host with some of everything. */
export function richHost(): Host {
  return (rich ??= Host.fromCommands(RICH));
}
