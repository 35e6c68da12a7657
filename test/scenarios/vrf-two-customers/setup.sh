#!/bin/bash
# Two customers with the same addresses, each in a VRF, and the line of the provider outside. After Documentation/networking/vrf.rst
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
ip link add eth2 address 02:00:00:00:00:03 type veth peer name p-eth2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-eth2 up
ip link set eth2 up
ip link add red type vrf table 10
ip link add blue type vrf table 20
ip link set red up
ip link set blue up
ip link set eth1 master red
ip link set eth2 master blue
ip addr add 192.0.2.2/24 dev eth0
ip addr add 10.0.0.1/24 dev eth1
ip addr add 10.0.0.1/24 dev eth2
ip route add default via 192.0.2.1 dev eth0
ip route add 172.16.0.0/16 via 10.0.0.2 dev eth1 table 10
ip route add unreachable default metric 4278198272 table 10
ip route add unreachable default metric 4278198272 table 20
sysctl -qw net.ipv4.ip_forward=1
