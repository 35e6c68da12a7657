#!/bin/bash
# After strongSwan testing DSCP->MARK example (mangle PREROUTING -m dscp --dscp-class EF -j MARK --set-mark 20) plus tos/dscp rules of ip-rule(8)
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan0 address 02:00:00:00:00:01 type veth peer name p-lan0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan0 up
ip link set lan0 up
ip addr add 10.20.0.1/16 dev lan0
ip link add mpls0 address 02:00:00:00:00:02 type veth peer name p-mpls0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-mpls0 up
ip link set mpls0 up
ip addr add 100.70.0.2/30 dev mpls0
ip link add inet0 address 02:00:00:00:00:03 type veth peer name p-inet0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-inet0 up
ip link set inet0 up
ip addr add 203.0.113.6/30 dev inet0
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.5 dev inet0
ip route add default via 100.70.0.1 dev mpls0 table 70
ip route add 198.51.100.0/24 tos 0x10 via 100.70.0.1 dev mpls0
ip route add 198.51.100.0/24 via 203.0.113.5 dev inet0
ip rule add fwmark 20 lookup 70 pref 100
ip rule add dscp 46 lookup 70 pref 101
ip rule add tos 0x18 lookup 70 pref 102
iptables -t mangle -A PREROUTING -m dscp --dscp-class AF41 -j MARK --set-mark 20
iptables -t mangle -A PREROUTING -p udp --dport 5060 -j DSCP --set-dscp-class CS3
iptables -t mangle -A PREROUTING -m dscp --dscp 0x1a -j MARK --set-mark 20
iptables -t mangle -A PREROUTING -p tcp --dport 22 -j TOS --set-tos 0x10
iptables -t mangle -A OUTPUT -p udp --dport 4569 -j DSCP --set-dscp 46
iptables -t mangle -A POSTROUTING -o inet0 -m tos --tos 0x00/0x3f -j TOS --set-tos 0x08/0xff
