#!/bin/bash
# After how Mullvad's app splits tunnels (mark and table 0x6d6f6c65, not fwmark, suppress_prefixlength 0, masquerade of excluded packets), with a group in place of its cgroup
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.1.50/24 dev eth0
ip link add wg-mullvad address 02:00:00:00:00:02 type veth peer name p-wg-mullvad address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wg-mullvad up
ip link set wg-mullvad up
ip addr add 10.64.3.7/32 dev wg-mullvad
ip route add default via 192.168.1.1 dev eth0
ip route add default dev wg-mullvad table 1836018789
ip rule add not fwmark 0x6d6f6c65 lookup 1836018789
ip rule add lookup main suppress_prefixlength 0
iptables -t mangle -A OUTPUT -m owner --gid-owner 5000 -j MARK --set-mark 0x6d6f6c65
iptables -t nat -A POSTROUTING -o eth0 -m mark --mark 0x6d6f6c65 -j MASQUERADE
iptables -P OUTPUT DROP
iptables -A OUTPUT -o lo -j ACCEPT
iptables -A OUTPUT -o wg-mullvad -j ACCEPT
iptables -A OUTPUT -m mark --mark 0x6d6f6c65 -j ACCEPT
iptables -A OUTPUT -d 192.168.1.0/24 -j ACCEPT
