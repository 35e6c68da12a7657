#!/bin/bash
# After point-to-point / onlink gateway set-ups (Hetzner-style /32 + onlink default; ppp peer addresses; secondary addresses and src selection)
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 203.0.113.77/32 dev eth0
ip link add ppp0 address 02:00:00:00:00:02 type veth peer name p-ppp0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-ppp0 up
ip link set ppp0 up
ip addr add 10.64.26.184/32 dev ppp0 peer 10.64.255.254/32
ip link add vmbr0 address 02:00:00:00:00:03 type veth peer name p-vmbr0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-vmbr0 up
ip link set vmbr0 up
ip addr add 198.51.100.64/28 dev vmbr0
ip addr add 198.51.100.65/28 dev vmbr0
ip addr add 172.30.0.1/16 dev vmbr0
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1 dev eth0 onlink
ip route add 198.51.100.128/32 dev vmbr0
ip route add default via 10.64.255.254 dev ppp0 table 100
ip rule add from 10.64.26.184 lookup 100
ip rule add from 172.30.0.0/16 iif vmbr0 lookup 100
ip route add 192.0.2.0/24 via 172.30.0.9 dev vmbr0 src 198.51.100.65
