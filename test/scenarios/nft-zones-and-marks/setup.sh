#!/bin/bash
# Arranged as OpenWrt's firewall4 and pbr do: table inet fw4, chains by zone, marks under mask 0x00ff0000.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add br-lan address 02:00:00:00:00:01 type veth peer name p-br-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-br-lan up
ip link set br-lan up
ip addr add 192.168.1.1/24 dev br-lan
ip addr add fd00:1::1/64 dev br-lan nodad
ip link add wan address 02:00:00:00:00:02 type veth peer name p-wan address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wan up
ip link set wan up
ip addr add 198.51.100.2/24 dev wan
ip addr add 2001:db8:2::2/64 dev wan nodad
ip link add wg0 address 02:00:00:00:00:03 type veth peer name p-wg0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-wg0 up
ip link set wg0 up
ip addr add 10.9.0.2/24 dev wg0
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip route add default via 198.51.100.1 dev wan
ip -6 route add default via 2001:db8:2::1 dev wan
ip route add default via 198.51.100.1 dev wan table 256
ip route add default dev wg0 table 257
ip rule add pref 29999 lookup main suppress_prefixlength 1
ip rule add pref 30000 fwmark 0x10000/0xff0000 lookup 256
ip rule add pref 30001 fwmark 0x20000/0xff0000 lookup 257
nft -f - <<'EOF'
table inet fw4 {
  set pbr_wg_4_dst_ip {
    type ipv4_addr
    flags interval
    auto-merge
    elements = { 203.0.113.0/25, 203.0.113.128/25, 9.9.9.9 }
  }
  set pbr_wan_4_src_ip {
    type ipv4_addr
    elements = { 192.168.1.77 }
  }
  chain input {
    type filter hook input priority filter; policy drop;
    iif "lo" accept
    ct state vmap { established : accept, related : accept }
    iifname "br-lan" jump input_lan
    iifname { "wan", "wg0" } jump input_wan
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state vmap { established : accept, related : accept }
    iifname "br-lan" jump forward_lan
    iifname { "wan", "wg0" } jump forward_wan
    jump handle_reject
  }
  chain output {
    type filter hook output priority filter; policy accept;
    oifname "lo" accept
    ct state vmap { established : accept, related : accept, invalid : drop }
  }
  chain input_lan {
    accept
  }
  chain input_wan {
    meta nfproto ipv4 udp dport 68 counter accept
    icmp type echo-request counter accept
    meta l4proto ipv6-icmp accept
    jump handle_reject
  }
  chain forward_lan {
    ct status dnat accept
    oifname { "wan", "wg0" } counter accept
  }
  chain forward_wan {
    ct status dnat counter accept
  }
  chain handle_reject {
    meta l4proto tcp reject with tcp reset
    reject
  }
  chain dstnat {
    type nat hook prerouting priority dstnat; policy accept;
    iifname "wan" meta nfproto ipv4 tcp dport 2222 counter dnat ip to 192.168.1.10:22
  }
  chain srcnat {
    type nat hook postrouting priority srcnat; policy accept;
    oifname { "wan", "wg0" } meta nfproto ipv4 ip saddr 192.168.1.0/24 masquerade
  }
  chain mangle_prerouting {
    type filter hook prerouting priority mangle; policy accept;
    jump pbr_prerouting
  }
  chain mangle_output {
    type route hook output priority mangle; policy accept;
    ip daddr @pbr_wg_4_dst_ip goto pbr_mark_0x020000
  }
  chain pbr_prerouting {
    ip saddr @pbr_wan_4_src_ip goto pbr_mark_0x010000
    iifname "br-lan" ip daddr @pbr_wg_4_dst_ip goto pbr_mark_0x020000
  }
  chain pbr_mark_0x010000 {
    meta mark set meta mark and 0xff00ffff xor 0x00010000
    return
  }
  chain pbr_mark_0x020000 {
    meta mark set meta mark and 0xff00ffff xor 0x00020000
    return
  }
}
EOF
