#!/bin/bash
# A router for a delegated prefix: what may come in is a set of address, protocol and port.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan0 address 02:00:00:00:00:01 type veth peer name p-lan0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan0 up
ip link set lan0 up
ip addr add 192.168.80.1/24 dev lan0
ip addr add 2001:db8:80::1/64 dev lan0 nodad
ip link add wan0 address 02:00:00:00:00:02 type veth peer name p-wan0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wan0 up
ip link set wan0 up
ip addr add 198.51.100.2/24 dev wan0
ip addr add 2001:db8:1::2/64 dev wan0 nodad
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip route add default via 198.51.100.1 dev wan0
ip -6 route add default via 2001:db8:1::1 dev wan0
nft -f - <<'EOF'
table inet fw {
  set bogons6 {
    type ipv6_addr
    flags interval
    elements = { ::/8, 100::/64, fc00::/7, 2001:db8:80::/48 }
  }
  set served6 {
    type ipv6_addr . inet_proto . inet_service
    flags interval
    elements = { 2001:db8:80::10 . tcp . 443, 2001:db8:80::20-2001:db8:80::2f . udp . 5000-5100, 2001:db8:80::/64 . tcp . 22 }
  }
  set admins6 {
    type ipv6_addr
    flags interval
    elements = { 2001:db8:ad::/48 }
  }
  chain early {
    type filter hook prerouting priority raw; policy accept;
    iifname "wan0" ip6 saddr @bogons6 counter drop
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname "lan0" oifname "wan0" accept
    icmpv6 type { echo-request, packet-too-big } limit rate 100/second accept
    ip6 saddr @admins6 tcp dport 22 counter accept
    tcp dport 22 counter reject with tcp reset
    ip6 daddr . meta l4proto . th dport @served6 counter accept
    ip daddr 192.168.80.10 tcp dport 443 counter accept
  }
  chain input {
    type filter hook input priority filter; policy drop;
    iif "lo" accept
    ct state established,related accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, echo-request } accept
    ip protocol icmp accept
    iifname "lan0" udp dport { 53, 67, 547 } accept
    meta l4proto { tcp, udp } reject with icmpx admin-prohibited
  }
}
EOF
