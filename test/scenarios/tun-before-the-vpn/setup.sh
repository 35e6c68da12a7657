#!/bin/bash
# A tunnel device that is made before its program runs, and routes that keep all but the server's packets for it. After ip-tuntap(8) and openvpn(8), --dev and --redirect-gateway def1
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.1.50/24 dev eth0
ip route add default via 192.168.1.1 dev eth0
ip tuntap add dev tun0 mode tun
ip link set tun0 up
ip addr add 10.8.0.6/24 dev tun0
ip route add 203.0.113.9/32 via 192.168.1.1 dev eth0
ip route add 0.0.0.0/1 dev tun0
ip route add 128.0.0.0/1 dev tun0
ip route add unreachable 0.0.0.0/1 metric 1000
ip route add unreachable 128.0.0.0/1 metric 1000
