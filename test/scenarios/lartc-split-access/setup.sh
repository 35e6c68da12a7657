#!/bin/bash
# After LARTC HOWTO ch.4.2 "Routing for multiple uplinks/providers" (tables T1/T2, from rules)
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add if0 address 02:00:00:00:00:01 type veth peer name p-if0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-if0 up
ip link set if0 up
ip addr add 10.0.0.1/24 dev if0
ip link add if1 address 02:00:00:00:00:02 type veth peer name p-if1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-if1 up
ip link set if1 up
ip addr add 192.0.2.10/24 dev if1
ip link add if2 address 02:00:00:00:00:03 type veth peer name p-if2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-if2 up
ip link set if2 up
ip addr add 198.51.100.10/24 dev if2
sysctl -qw net.ipv4.ip_forward=1
ip route add 192.0.2.0/24 dev if1 src 192.0.2.10 table 101
ip route add default via 192.0.2.1 table 101
ip route add 198.51.100.0/24 dev if2 src 198.51.100.10 table 102
ip route add default via 198.51.100.1 table 102
ip route add default via 192.0.2.1
ip rule add from 192.0.2.10 table 101
ip rule add from 198.51.100.10 table 102
ip route add 10.0.0.0/24 dev if0 table 101
ip route add 198.51.100.0/24 dev if2 table 101
ip route add 127.0.0.0/8 dev lo table 101
ip route add 10.0.0.0/24 dev if0 table 102
ip route add 192.0.2.0/24 dev if1 table 102
ip route add 127.0.0.0/8 dev lo table 102
