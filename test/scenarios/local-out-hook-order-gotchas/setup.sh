#!/bin/bash
# Our own, around documented netfilter order: mangle OUTPUT reroute, -o seen by filter OUTPUT vs POSTROUTING, source kept, DNAT in OUTPUT, mark on loopback, CONNMARK on reply
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.0.2.2/24 dev eth0
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 198.51.100.2/24 dev eth1
ip route add default via 192.0.2.1 dev eth0
ip route add default via 198.51.100.1 dev eth1 table 2
ip rule add fwmark 2 lookup 2 pref 100
ip rule add fwmark 3 unreachable pref 101
ip rule add fwmark 4 blackhole pref 102
iptables -t mangle -A OUTPUT -p udp --dport 1001 -j MARK --set-mark 2
iptables -t mangle -A OUTPUT -p udp --dport 1002 -j MARK --set-mark 2
iptables -t mangle -A OUTPUT -p udp --dport 1003 -o eth0 -j MARK --set-mark 2
iptables -t mangle -A OUTPUT -p udp --dport 1004 -j MARK --set-mark 3
iptables -t mangle -A OUTPUT -p udp --dport 1005 -j MARK --set-mark 4
iptables -t mangle -A OUTPUT -p udp --dport 1006 -s 192.0.2.2 -j MARK --set-mark 2
iptables -t raw -A OUTPUT -p udp --dport 1007 -j MARK --set-mark 2
iptables -t filter -A OUTPUT -p udp --dport 1002 -o eth0 -j DROP
iptables -t filter -A OUTPUT -p udp --dport 1008 -j MARK --set-mark 2
iptables -t nat -A OUTPUT -p udp --dport 1009 -j DNAT --to-destination 203.0.113.9:1001
iptables -t nat -A OUTPUT -p udp --dport 1010 -j MARK --set-mark 2
iptables -t nat -A POSTROUTING -o eth1 -p udp --dport 1006 -j SNAT --to-source 198.51.100.2
iptables -t mangle -A OUTPUT -p udp --dport 1011 -j DSCP --set-dscp 10
iptables -t mangle -A OUTPUT -p udp --dport 1012 -j MARK --set-mark 2
iptables -t mangle -A POSTROUTING -p udp --dport 1012 -o eth1 -j MARK --set-mark 9
