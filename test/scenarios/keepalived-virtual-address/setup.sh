#!/bin/bash
# After keepalived.conf(5): virtual_ipaddress, virtual_routes and virtual_rules of one VRRP instance, master and then backup
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 10.20.0.2/24 dev eth0
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 192.0.2.2/24 dev eth1
ip route add default via 10.20.0.1 dev eth0
sysctl -qw net.ipv4.conf.eth1.rp_filter=2
ip addr add 192.0.2.100/32 dev eth1
ip route add 192.0.2.0/24 dev eth1 scope link src 192.0.2.100 table 100
ip route add default via 192.0.2.1 dev eth1 src 192.0.2.100 table 100
ip rule add pref 100 from 192.0.2.100 lookup 100
