#!/bin/bash
# One host, a chain of each type in output at several priorities, and what their marks do.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.7.20/24 dev eth0
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 192.168.8.20/24 dev eth1
ip route add default via 192.168.7.1 dev eth0
ip route add default via 192.168.8.1 dev eth1 table 8
ip rule add pref 80 fwmark 0x8 lookup 8
ip rule add pref 81 dscp 8 lookup 8
nft -f - <<'EOF'
table ip types {
  chain early {
    type filter hook output priority raw; policy accept;
    udp dport { 1001, 1005 } meta mark set 0x8
    udp dport 1008 ip dscp set cs1
  }
  chain routed {
    type route hook output priority mangle; policy accept;
    udp dport 1002 meta mark set 0x8
    udp dport 1003 meta mark set 0x8 meta mark set 0x0
    udp dport 1005 ip dscp set af11
    udp dport 1006 meta priority set 1:2 ct mark set 0x8
    udp dport 1007 ip dscp set cs1
    udp dport 1009 ip ttl set 9
  }
  chain translated {
    type nat hook output priority dstnat; policy accept;
    udp dport 1001 ip daddr 203.0.113.1 dnat to 203.0.113.2
    udp dport 1004 meta mark set 0x8
  }
  chain late {
    type route hook output priority filter; policy accept;
    udp dport 1010 meta mark set 0x8
  }
  chain source {
    type nat hook postrouting priority srcnat; policy accept;
    udp dport 1010 oifname "eth1" masquerade
  }
}
EOF
