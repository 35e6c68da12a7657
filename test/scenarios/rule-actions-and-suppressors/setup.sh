#!/bin/bash
# After ip-rule(8): blackhole/unreachable/prohibit actions, goto/nop, suppress_prefixlength, suppress_ifgroup, ipproto/sport/dport, port masks
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.0.2.2/24 dev eth0
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 198.51.100.2/24 dev eth1
ip link add tap0 address 02:00:00:00:00:03 type veth peer name p-tap0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-tap0 up
ip link set tap0 up
ip addr add 10.50.0.1/24 dev tap0
sysctl -qw net.ipv4.ip_forward=1
ip link set tap0 group 50
ip route add default via 192.0.2.1 dev eth0
ip route add 10.60.0.0/16 via 10.50.0.9 dev tap0
ip route add 10.60.1.0/24 via 198.51.100.1 dev eth1
ip route add default via 198.51.100.1 dev eth1 table 300
ip route add 10.60.0.0/16 via 198.51.100.9 dev eth1 table 301
ip route add blackhole 10.61.0.0/16
ip route add prohibit 10.62.0.0/16
ip route add unreachable 10.63.0.0/16
ip route add throw 10.64.0.0/16 table 300
ip route add 10.64.0.0/17 via 198.51.100.64 dev eth1 table 300
ip rule add pref 100 dport 25 ipproto tcp prohibit
ip rule add pref 101 dport 1000-1999 ipproto udp blackhole
ip rule add pref 102 sport 7 unreachable
ip rule add pref 110 fwmark 0x10/0xf0 lookup 300
ip rule add pref 120 lookup main suppress_ifgroup 50
ip rule add pref 121 to 10.60.0.0/16 lookup 301
ip rule add pref 130 to 172.16.0.0/12 goto 32767
ip rule add pref 140 dport 0x0050/0x00ff lookup 300
