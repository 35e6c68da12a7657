#!/bin/bash
# Xray or sing-box as a gateway: what passes and what the host sends goes to the proxy on port 7893, IPv4 and IPv6.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan0 address 02:00:00:00:00:01 type veth peer name p-lan0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan0 up
ip link set lan0 up
ip addr add 192.168.40.1/24 dev lan0
ip addr add fd40::1/64 dev lan0 nodad
ip link add wan0 address 02:00:00:00:00:02 type veth peer name p-wan0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wan0 up
ip link set wan0 up
ip addr add 192.0.2.10/24 dev wan0
ip addr add 2001:db8:2::10/64 dev wan0 nodad
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip route add default via 192.0.2.1 dev wan0
ip -6 route add default via 2001:db8:2::1 dev wan0
ip route add local default dev lo table 106
ip -6 route add local default dev lo table 106
ip rule add pref 106 fwmark 0x6a lookup 106
ip -6 rule add pref 106 fwmark 0x6a lookup 106
nft -f - <<'EOF'
table inet proxy {
  set direct4 {
    type ipv4_addr
    flags interval
    elements = { 127.0.0.0/8, 192.168.0.0/16, 192.0.2.0/24, 224.0.0.0/3 }
  }
  set direct6 {
    type ipv6_addr
    flags interval
    elements = { ::1, fc00::/7, fe80::/10, ff00::/8, 2001:db8:2::/64 }
  }
  chain divert {
    type filter hook prerouting priority mangle; policy accept;
    ip daddr @direct4 udp dport != 53 return
    ip daddr @direct4 meta l4proto != udp return
    ip6 daddr @direct6 return
    meta l4proto { tcp, udp } meta mark set 0x6a tproxy to :7893 counter accept
  }
  chain own {
    type route hook output priority mangle; policy accept;
    meta mark 0xff return
    ip daddr @direct4 return
    ip6 daddr @direct6 return
    meta l4proto { tcp, udp } meta mark set 0x6a
  }
}
EOF
