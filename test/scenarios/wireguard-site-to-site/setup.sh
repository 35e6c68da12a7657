#!/bin/bash
# Our own, after wg-quick with Table = off, PostUp rules and a filter that drops by default
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan address 02:00:00:00:00:01 type veth peer name p-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 10.1.0.1/24 dev lan
ip link add wan address 02:00:00:00:00:02 type veth peer name p-wan address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wan up
ip link set wan up
ip addr add 203.0.113.2/24 dev wan
ip link add wg0 address 02:00:00:00:00:03 type veth peer name p-wg0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-wg0 up
ip link set wg0 up
ip addr add 10.100.0.1/24 dev wg0
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1 dev wan
ip route add 10.2.0.0/24 dev wg0
ip route add default dev wg0 table 123
ip rule add pref 50 lookup main suppress_prefixlength 0
ip rule add pref 60 from 10.1.0.50 lookup 123
iptables -P FORWARD DROP
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
iptables -A FORWARD -i lan -o wan -j ACCEPT
iptables -A FORWARD -i lan -o wg0 -j ACCEPT
iptables -A FORWARD -i wg0 -o lan -s 10.2.0.0/24 -j ACCEPT
iptables -t nat -A POSTROUTING -o wan -s 10.1.0.0/24 -j MASQUERADE
