#!/bin/bash
# After common two-uplink recipe: CONNMARK --set-mark on NEW from each WAN, restore in PREROUTING(LAN)/OUTPUT, rule fwmark
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add wan1 address 02:00:00:00:00:01 type veth peer name p-wan1 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-wan1 up
ip link set wan1 up
ip addr add 198.51.100.2/24 dev wan1
ip link add wan2 address 02:00:00:00:00:02 type veth peer name p-wan2 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wan2 up
ip link set wan2 up
ip addr add 203.0.113.2/24 dev wan2
ip link add lan address 02:00:00:00:00:03 type veth peer name p-lan address 02:00:00:00:01:03 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 172.16.1.1/24 dev lan
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.1
ip route add default via 198.51.100.1 dev wan1 table 1
ip route add default via 203.0.113.1 dev wan2 table 2
ip rule add fwmark 1 table 1
ip rule add fwmark 2 table 2
iptables -t mangle -A PREROUTING -i wan1 -m conntrack --ctstate NEW -j CONNMARK --set-mark 1
iptables -t mangle -A PREROUTING -i wan2 -m conntrack --ctstate NEW -j CONNMARK --set-mark 2
iptables -t mangle -A PREROUTING -i lan -j CONNMARK --restore-mark
iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark
iptables -t nat -A PREROUTING -i wan2 -p tcp --dport 80 -j DNAT --to-destination 172.16.1.80
iptables -t nat -A PREROUTING -i wan1 -p tcp --dport 80 -j DNAT --to-destination 172.16.1.80
iptables -t nat -A POSTROUTING -o wan1 -j MASQUERADE
iptables -t nat -A POSTROUTING -o wan2 -j MASQUERADE
