#!/bin/bash
# After systemd test/test-network/conf/25-routing-policy-rule-test1.network, 25-routing-policy-rule-dummy98.network, 25-fibrule-*.network and the strings asserted in systemd-networkd-tests.py
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add test1 address 02:00:00:00:00:01 type veth peer name p-test1 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-test1 up
ip link set test1 up
ip addr add 192.168.100.18/24 dev test1
ip link add dummy98 address 02:00:00:00:00:02 type veth peer name p-dummy98 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-dummy98 up
ip link set dummy98 up
ip addr add 192.168.101.18/24 dev dummy98
ip route add default via 192.168.100.1 dev test1
ip route add 172.20.0.0/16 via 192.168.100.2 dev test1 table 7
ip route add 172.20.0.0/16 via 192.168.101.2 dev dummy98 table 8
ip route add 172.20.0.0/16 via 192.168.100.9 dev test1 table 9
ip route add 172.20.0.0/16 via 192.168.100.10 dev test1 table 10
ip route add 172.21.0.0/16 via 192.168.100.11 dev test1 table 7
ip rule add pref 111 from 192.168.100.18 tos 0x08 iif test1 oif test1 lookup 7
ip -6 rule add pref 100 iif test1 lookup 8
ip rule add pref 101 iif test1 lookup 9
ip -6 rule add pref 101 iif test1 lookup 9
ip rule add pref 102 from 0.0.0.0/8 iif test1 lookup 10
ip rule add pref 103 from 10.0.0.0/16 iif test1 goto 111
ip rule add pref 104 from 10.1.0.0/16 iif test1 nop
ip rule add pref 112 from 192.168.101.18 tos 0x08 iif dummy98 oif dummy98 lookup 8
ip rule add pref 211 not from 192.168.100.18 tos 0x08 ipproto tcp lookup 7
ip rule add pref 212 from 192.168.100.18 tos 0x08 ipproto tcp sport 1123-1150 dport 3224-3290 lookup 8
ip rule add pref 213 from 192.168.100.18 uidrange 100-200 lookup 10
sysctl -qw net.ipv4.ip_forward=1
