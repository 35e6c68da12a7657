#!/bin/bash
# A server whose SSH opens to who has knocked at two ports in order; others who try are banned, and DNS is limited for each sender.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.0.2.10/24 dev eth0
ip addr add 2001:db8:2::10/64 dev eth0 nodad
ip route add default via 192.0.2.1
ip -6 route add default via 2001:db8:2::1
nft -f - <<'EOF'
table inet guard {
  set knocked_once {
    type ipv4_addr
    timeout 30s
    flags dynamic,timeout
  }
  set welcome {
    type ipv4_addr
    timeout 10m
    flags dynamic,timeout
  }
  set banned {
    type ipv4_addr
    timeout 1h
    flags dynamic,timeout
  }
  set asking4 {
    type ipv4_addr
    size 1000
    flags dynamic
  }
  set asking6 {
    typeof ip6 saddr . meta iifname
    size 1000
    flags dynamic
  }
  chain in {
    type filter hook input priority filter; policy drop;
    ip saddr @banned counter drop
    ct state established,related accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
    tcp dport 7000 add @knocked_once { ip saddr } drop
    tcp dport 8000 ip saddr @knocked_once delete @knocked_once { ip saddr } add @welcome { ip saddr } drop
    tcp dport 22 ip saddr @welcome counter accept
    tcp dport 22 meta nfproto ipv4 update @banned { ip saddr counter } drop
    udp dport 53 update @asking4 { ip saddr limit rate over 1/hour burst 2 packets } counter drop
    udp dport 53 update @asking6 { ip6 saddr . meta iifname limit rate over 1/hour burst 1 packets } counter drop
    udp dport 53 accept
  }
}
EOF
