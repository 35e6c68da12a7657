#!/bin/bash
# Our own, in the manner of Documentation/networking/vrf.rst (unreachable default of metric 4278198272), with rules in place of the device
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add mgmt address 02:00:00:00:00:01 type veth peer name p-mgmt address 02:00:00:00:01:01 netns peer
ip -n peer link set p-mgmt up
ip link set mgmt up
ip addr add 10.255.0.5/24 dev mgmt
ip link add data1 address 02:00:00:00:00:02 type veth peer name p-data1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-data1 up
ip link set data1 up
ip addr add 192.0.2.5/24 dev data1
ip link add data2 address 02:00:00:00:00:03 type veth peer name p-data2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-data2 up
ip link set data2 up
ip addr add 198.51.100.5/24 dev data2
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.0.2.1 dev data1
ip route add 10.255.0.0/24 dev mgmt scope link table 10
ip route add default via 10.255.0.1 dev mgmt table 10
ip route add unreachable default metric 4278198272 table 10
ip rule add pref 1000 iif mgmt lookup 10
ip rule add pref 1001 oif mgmt lookup 10
ip rule add pref 1002 from 10.255.0.5 lookup 10
iptables -A FORWARD -i mgmt -j DROP
iptables -A FORWARD -o mgmt -j DROP
iptables -A INPUT ! -i mgmt -d 10.255.0.5 -j DROP
