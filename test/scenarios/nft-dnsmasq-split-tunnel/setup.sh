#!/bin/bash
# dnsmasq's nftset with one set for each version of IP; the addresses are put in as dnsmasq would.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan0 address 02:00:00:00:00:01 type veth peer name p-lan0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan0 up
ip link set lan0 up
ip addr add 192.168.30.1/24 dev lan0
ip addr add fd30::1/64 dev lan0 nodad
ip link add eth0 address 02:00:00:00:00:02 type veth peer name p-eth0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.7.20/24 dev eth0
ip addr add 2001:db8:7::20/64 dev eth0 nodad
ip link add wg0 address 02:00:00:00:00:03 type veth peer name p-wg0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-wg0 up
ip link set wg0 up
ip addr add 10.44.0.2/24 dev wg0
ip addr add fd44::2/64 dev wg0 nodad
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip route add default via 192.168.7.1 dev eth0
ip -6 route add default via 2001:db8:7::1 dev eth0
ip route add default dev wg0 table 44
ip -6 route add default dev wg0 table 44
ip rule add pref 440 fwmark 0x44/0xff lookup 44
ip -6 rule add pref 440 fwmark 0x44/0xff lookup 44
nft -f - <<'EOF'
table inet split {
  set streamed4 {
    type ipv4_addr
    flags interval
    auto-merge
  }
  set streamed6 {
    type ipv6_addr
  }
  chain classify {
    meta mark & 0xff != 0x0 return
    ip daddr @streamed4 meta mark set meta mark | 0x44
    ip6 daddr @streamed6 meta mark set meta mark | 0x44
  }
  chain pre {
    type filter hook prerouting priority mangle; policy accept;
    iifname "lan0" jump classify
  }
  chain out {
    type route hook output priority mangle; policy accept;
    jump classify
  }
  chain post {
    type nat hook postrouting priority srcnat; policy accept;
    meta mark & 0xff == 0x44 oifname "wg0" masquerade
    oifname "eth0" ip saddr 192.168.30.0/24 masquerade
  }
}
EOF
nft add element inet split streamed4 { 198.51.100.20, 198.51.100.21, 203.0.113.64/28 }
nft add element inet split streamed6 { 2001:db8:aa::20 }
