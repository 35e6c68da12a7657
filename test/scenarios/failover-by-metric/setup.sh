#!/bin/bash
# Our own, after how NetworkManager (metrics 100 and 600) and pfSense-like monitors (one host route per line) do fail-over
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan address 02:00:00:00:00:01 type veth peer name p-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 10.0.0.1/24 dev lan
ip link add dsl address 02:00:00:00:00:02 type veth peer name p-dsl address 02:00:00:00:01:02 netns peer
ip -n peer link set p-dsl up
ip link set dsl up
ip addr add 192.0.2.2/24 dev dsl
ip link add lte address 02:00:00:00:00:03 type veth peer name p-lte address 02:00:00:00:01:03 netns peer
ip -n peer link set p-lte up
ip link set lte up
ip addr add 198.51.100.2/24 dev lte
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.0.2.1 dev dsl metric 100
ip route add default via 198.51.100.1 dev lte metric 600
ip route add 203.0.113.101 via 192.0.2.1 dev dsl
ip route add 203.0.113.102 via 198.51.100.1 dev lte
iptables -t nat -A POSTROUTING -o dsl -j MASQUERADE
iptables -t nat -A POSTROUTING -o lte -j MASQUERADE
