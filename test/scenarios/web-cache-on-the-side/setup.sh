#!/bin/bash
# After LARTC HOWTO ch. 15 (cookbook, transparent web-caching): cache 192.168.1.3 beside the clients
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan address 02:00:00:00:00:01 type veth peer name p-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 192.168.1.1/24 dev lan
ip link add wan address 02:00:00:00:00:02 type veth peer name p-wan address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wan up
ip link set wan up
ip addr add 203.0.113.2/24 dev wan
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1 dev wan
ip route add default via 192.168.1.3 dev lan table 202
ip rule add pref 500 fwmark 2 lookup 202
iptables -t mangle -A PREROUTING -i lan -s 192.168.1.3 -j ACCEPT
iptables -t mangle -A PREROUTING -i lan -d 192.168.1.0/24 -j ACCEPT
iptables -t mangle -A PREROUTING -i lan -p tcp --dport 80 -j MARK --set-mark 2
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
