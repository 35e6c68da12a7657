#!/bin/bash
# Our own, after common recipes for a VPN for one user (uidrange rule, own table, unreachable route of the worst metric as kill switch)
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.1.50/24 dev eth0
ip link add tun0 address 02:00:00:00:00:02 type veth peer name p-tun0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-tun0 up
ip link set tun0 up
ip addr add 10.9.0.2/24 dev tun0
ip route add default via 192.168.1.1 dev eth0
ip route add default via 10.9.0.1 dev tun0 table 200
ip route add unreachable default metric 4278198272 table 200
ip rule add pref 90 to 192.168.1.0/24 lookup main
ip rule add pref 100 uidrange 1001-1001 lookup 200
iptables -A INPUT -i tun0 -m conntrack --ctstate ESTABLISHED -j ACCEPT
iptables -A INPUT -i tun0 -j DROP
