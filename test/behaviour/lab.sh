#!/bin/bash
# The host that behaviours are shown on: a router with four devices, eN with 10.0.N.1/24 and fd00:N::1/64, nothing else.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip link add e0 address 02:00:00:00:00:00 type veth peer name p0 address 02:00:00:00:01:00 netns peer
ip -n peer link set p0 up
ip link set e0 up
ip addr add 10.0.0.1/24 dev e0
ip addr add fd00:0::1/64 dev e0 nodad
ip link add e1 address 02:00:00:00:00:01 type veth peer name p1 address 02:00:00:00:01:01 netns peer
ip -n peer link set p1 up
ip link set e1 up
ip addr add 10.0.1.1/24 dev e1
ip addr add fd00:1::1/64 dev e1 nodad
ip link add e2 address 02:00:00:00:00:02 type veth peer name p2 address 02:00:00:00:01:02 netns peer
ip -n peer link set p2 up
ip link set e2 up
ip addr add 10.0.2.1/24 dev e2
ip addr add fd00:2::1/64 dev e2 nodad
ip link add e3 address 02:00:00:00:00:03 type veth peer name p3 address 02:00:00:00:01:03 netns peer
ip -n peer link set p3 up
ip link set e3 up
ip addr add 10.0.3.1/24 dev e3
ip addr add fd00:3::1/64 dev e3 nodad
