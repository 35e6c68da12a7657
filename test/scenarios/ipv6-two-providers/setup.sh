#!/bin/bash
# After RFC 8678 and RFC 7157 (multihoming without NAT): rules by source prefix, two delegated prefixes in the LAN
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 2001:db8:a::10/64 dev eth0 nodad
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 2001:db8:b::10/64 dev eth1 nodad
ip link add lan address 02:00:00:00:00:03 type veth peer name p-lan address 02:00:00:00:01:03 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 2001:db8:a:1::1/64 dev lan nodad
ip addr add 2001:db8:b:1::1/64 dev lan nodad
sysctl -qw net.ipv6.conf.all.forwarding=1
ip -6 route add default via 2001:db8:a::1 dev eth0 metric 100
ip -6 route add default via 2001:db8:b::1 dev eth1 metric 200
ip -6 route add default via 2001:db8:a::1 dev eth0 table 110
ip -6 route add default via 2001:db8:b::1 dev eth1 table 120
ip -6 rule add pref 90 lookup main suppress_prefixlength 0
ip -6 rule add pref 110 from 2001:db8:a::/48 lookup 110
ip -6 rule add pref 120 from 2001:db8:b::/48 lookup 120
ip -6 rule add pref 130 iif lan unreachable
