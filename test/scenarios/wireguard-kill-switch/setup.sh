#!/bin/bash
# All through WireGuard or nowhere, with a device of WireGuard itself. After wg(8) and wg-quick(8), its PostUp line of REJECT
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.1.50/24 dev eth0
ip route add default via 192.168.1.1 dev eth0
ip link add wg0 type wireguard
wg set wg0 fwmark 51820 peer ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q= endpoint 203.0.113.9:51820 allowed-ips 0.0.0.0/0
ip addr add 10.66.0.2/32 dev wg0
ip link set wg0 up
ip route add default dev wg0 table 51820
ip rule add not fwmark 51820 table 51820
ip rule add table main suppress_prefixlength 0
iptables -A OUTPUT -o eth0 -m mark ! --mark 51820 -j REJECT
