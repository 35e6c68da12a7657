#!/bin/bash
# NixOS and firewalld filter by fib; here with a mark for the second uplink.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan0 address 02:00:00:00:00:01 type veth peer name p-lan0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan0 up
ip link set lan0 up
ip addr add 192.168.60.1/24 dev lan0
ip addr add fd60::1/64 dev lan0 nodad
ip link add wan1 address 02:00:00:00:00:02 type veth peer name p-wan1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wan1 up
ip link set wan1 up
ip addr add 198.51.100.2/24 dev wan1
ip addr add 2001:db8:1::2/64 dev wan1 nodad
ip link add wan2 address 02:00:00:00:00:03 type veth peer name p-wan2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-wan2 up
ip link set wan2 up
ip addr add 203.0.113.2/24 dev wan2
ip addr add 2001:db8:2::2/64 dev wan2 nodad
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip route add default via 198.51.100.1 dev wan1
ip -6 route add default via 2001:db8:1::1 dev wan1
ip route add default via 203.0.113.1 dev wan2 table 2
ip -6 route add default via 2001:db8:2::1 dev wan2 table 2
ip rule add pref 50 lookup main suppress_prefixlength 0
ip -6 rule add pref 50 lookup main suppress_prefixlength 0
ip rule add pref 60 fwmark 0x2 lookup 2
ip -6 rule add pref 60 fwmark 0x2 lookup 2
nft -f - <<'EOF'
table inet reverse {
  chain by-device {
    type filter hook prerouting priority raw; policy accept;
    iifname "wan2" meta mark set 0x2
  }
  chain rpfilter {
    type filter hook prerouting priority mangle + 10; policy drop;
    meta nfproto ipv4 udp sport 67 udp dport 68 accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
    fib saddr . mark . iif oif exists accept
    fib daddr type { broadcast, multicast } accept
    jump counted
  }
  chain counted {
    ip saddr 192.0.2.0/24 counter comment "documentation"
    log prefix "rpfilter "
  }
}
EOF
