#!/bin/bash
# Two sites joined by a tunnel of IP in IP; without it, nothing for the other site leaves. After ip-tunnel(8)
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 192.0.2.2/24 dev eth0
ip addr add 10.1.0.1/24 dev eth1
ip route add default via 192.0.2.1 dev eth0
ip tunnel add site2 mode ipip local 192.0.2.2 remote 198.51.100.7
ip link set site2 up
ip addr add 10.255.0.1/30 dev site2
ip route add 10.2.0.0/16 dev site2
ip route add unreachable 10.2.0.0/16 metric 1000
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -o eth0 -s 10.1.0.0/16 -j MASQUERADE
