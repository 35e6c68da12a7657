#!/bin/bash
# A tunnel for all traffic with the rules that wg-quick adds, and a kill switch of nftables for both families in one table.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.7.20/24 dev eth0
ip addr add 2001:db8:7::20/64 dev eth0 nodad
ip link add wg0 address 02:00:00:00:00:02 type veth peer name p-wg0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wg0 up
ip link set wg0 up
ip addr add 10.77.0.2/32 dev wg0
ip addr add fd77::2/128 dev wg0 nodad
ip route add default via 192.168.7.1 dev eth0
ip -6 route add default via 2001:db8:7::1 dev eth0
sysctl -qw net.ipv4.conf.all.src_valid_mark=1 net.ipv4.conf.all.rp_filter=1
ip -4 route add default dev wg0 table 51820
ip -6 route add default dev wg0 table 51820
ip -4 rule add pref 101 not fwmark 51820 table 51820
ip -6 rule add pref 101 not fwmark 51820 table 51820
ip -4 rule add pref 100 table main suppress_prefixlength 0
ip -6 rule add pref 100 table main suppress_prefixlength 0
nft -f - <<'EOF'
table inet tunnel {
  chain anti-spoof {
    type filter hook prerouting priority raw; policy accept;
    iifname != "wg0" ip daddr 10.77.0.2 fib saddr type != local counter drop
    iifname != "wg0" ip6 daddr fd77::2 fib saddr type != local counter drop
  }
  chain restore {
    type filter hook prerouting priority mangle; policy accept;
    meta l4proto udp meta mark set ct mark
  }
  chain save {
    type filter hook postrouting priority mangle; policy accept;
    meta l4proto udp meta mark 51820 ct mark set meta mark
  }
}
table inet killswitch {
  set home {
    type ipv4_addr
    flags interval
    elements = { 192.168.7.0/24 }
  }
  chain out {
    type filter hook output priority filter; policy drop;
    oifname { "lo", "wg0" } accept
    meta mark 51820 udp dport 51820 counter accept
    ip daddr @home accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, mld2-listener-report } accept
    ct state established,related accept
    udp dport 53 counter drop
  }
}
EOF
