#!/bin/bash
# Two container networks in nftables, in the manner of Docker 29: table ip for NAT, table inet for the filter.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.0.2.30/24 dev eth0
ip link add br-web address 02:00:00:00:00:02 type veth peer name p-br-web address 02:00:00:00:01:02 netns peer
ip -n peer link set p-br-web up
ip link set br-web up
ip addr add 172.30.1.1/24 dev br-web
ip link add br-db address 02:00:00:00:00:03 type veth peer name p-br-db address 02:00:00:00:01:03 netns peer
ip -n peer link set p-br-db up
ip link set br-db up
ip addr add 172.30.2.1/24 dev br-db
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.0.2.1 dev eth0
nft -f - <<'EOF'
table ip published {
  map ports {
    type inet_proto . inet_service : ipv4_addr . inet_service
    elements = { tcp . 8080 : 172.30.1.10 . 80, tcp . 8443 : 172.30.1.11 . 443, udp . 5353 : 172.30.1.12 . 53 }
  }
  chain pre {
    type nat hook prerouting priority dstnat; policy accept;
    fib daddr type local iifname != { "br-web", "br-db" } dnat ip to meta l4proto . th dport map @ports
  }
  chain out {
    type nat hook output priority dstnat; policy accept;
    ip daddr != 127.0.0.0/8 fib daddr type local dnat ip to meta l4proto . th dport map @ports
  }
  chain post {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr 172.30.1.0/24 oifname != "br-web" masquerade
    ip saddr 172.30.2.0/24 oifname != "br-db" masquerade
  }
}
table inet isolation {
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state vmap { established : accept, related : accept, invalid : drop }
    iifname . oifname { "br-web" . "br-db", "br-db" . "br-web" } counter drop
    iifname { "br-web", "br-db" } counter accept
    oifname "br-web" ct status dnat counter accept
  }
}
EOF
