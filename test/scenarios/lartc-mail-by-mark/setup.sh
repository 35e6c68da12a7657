#!/bin/bash
# After LARTC HOWTO ch. 11 (netfilter and iproute, marking packets): mail by a slow cheap line, the rest by the fast one
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan address 02:00:00:00:00:01 type veth peer name p-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 10.0.0.1/24 dev lan
ip link add fast address 02:00:00:00:00:02 type veth peer name p-fast address 02:00:00:00:01:02 netns peer
ip -n peer link set p-fast up
ip link set fast up
ip addr add 192.0.2.2/24 dev fast
ip link add slow address 02:00:00:00:00:03 type veth peer name p-slow address 02:00:00:00:01:03 netns peer
ip -n peer link set p-slow up
ip link set slow up
ip addr add 198.51.100.2/24 dev slow
sysctl -qw net.ipv4.ip_forward=1
sysctl -qw net.ipv4.conf.all.rp_filter=2
echo "201 mail.out" >> /etc/iproute2/rt_tables
ip route add default via 192.0.2.1 dev fast
iptables -t mangle -A PREROUTING -i lan -p tcp --dport 25 -j MARK --set-mark 0x10
iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x10
ip rule add fwmark 0x10 table mail.out
ip route add default via 198.51.100.1 dev slow table mail.out
iptables -t nat -A POSTROUTING -o fast -j MASQUERADE
iptables -t nat -A POSTROUTING -o slow -j MASQUERADE
