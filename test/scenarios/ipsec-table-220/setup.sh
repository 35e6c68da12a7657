#!/bin/bash
# After strongSwan's kernel-netlink plugin (rule 220 for table 220, routes with src of the virtual address, throw routes of passthrough policies); the IPsec policies themselves are not in it
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.1.50/24 dev eth0
ip link add lan address 02:00:00:00:00:02 type veth peer name p-lan address 02:00:00:00:01:02 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 10.3.0.1/24 dev lan
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.168.1.1 dev eth0
ip addr add 10.99.0.7/32 dev eth0
ip route add 10.0.0.0/8 via 192.168.1.1 dev eth0 src 10.99.0.7 table 220
ip route add throw 10.3.0.0/24 table 220
ip rule add pref 220 lookup 220
iptables -t nat -A POSTROUTING -o eth0 -s 10.3.0.0/24 -d 10.0.0.0/8 -j ACCEPT
iptables -t nat -A POSTROUTING -o eth0 -s 10.3.0.0/24 -j MASQUERADE
