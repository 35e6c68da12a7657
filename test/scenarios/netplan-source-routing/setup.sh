#!/bin/bash
# After canonical/netplan examples/source_routing.yaml
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add ens3 address 02:00:00:00:00:01 type veth peer name p-ens3 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-ens3 up
ip link set ens3 up
ip addr add 192.168.3.30/24 dev ens3
ip link add ens5 address 02:00:00:00:00:02 type veth peer name p-ens5 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-ens5 up
ip link set ens5 up
ip addr add 192.168.5.24/24 dev ens5
ip route add 192.168.3.0/24 via 192.168.3.1 dev ens3 proto static table 101
ip route add default via 192.168.5.1 dev ens5 proto static
ip route add 192.168.5.0/24 via 192.168.5.1 dev ens5 proto static table 102
ip rule add from 192.168.3.0/24 lookup 101
ip rule add from 192.168.5.0/24 lookup 102
