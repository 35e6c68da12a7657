#!/bin/bash
# After OpenVPN redirect-gateway def1 (0.0.0.0/1 + 128.0.0.0/1, host route to server), common iptables kill-switch
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.77.5/24 dev eth0
ip link add tun0 address 02:00:00:00:00:02 type veth peer name p-tun0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-tun0 up
ip link set tun0 up
ip addr add 10.8.0.6/24 dev tun0
ip route add default via 192.168.77.1 dev eth0
ip route add 203.0.113.10/32 via 192.168.77.1 dev eth0
ip route add 0.0.0.0/1 via 10.8.0.1 dev tun0
ip route add 128.0.0.0/1 via 10.8.0.1 dev tun0
iptables -A OUTPUT -o lo -j ACCEPT
iptables -A OUTPUT -o tun0 -j ACCEPT
iptables -A OUTPUT -d 203.0.113.10/32 -p udp -m udp --dport 1194 -j ACCEPT
iptables -A OUTPUT -d 192.168.77.0/24 -j ACCEPT
iptables -P OUTPUT DROP
ip6tables -P OUTPUT DROP
