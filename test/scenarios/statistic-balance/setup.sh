#!/bin/bash
# Connections in turn over three lines: the statistic match marks every third new one, and the mark stays with the connection.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
sysctl -qw net.ipv4.ip_forward=1
ip link add lan address 02:00:00:00:00:01 type veth peer name p-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan up; ip link set lan up; ip addr add 10.0.0.1/24 dev lan
ip link add wan1 address 02:00:00:00:00:11 type veth peer name p-wan1 address 02:00:00:00:01:11 netns peer
ip -n peer link set p-wan1 up; ip link set wan1 up
ip addr add 192.0.1.2/24 dev wan1
ip route add default via 192.0.1.1 table 101
ip rule add fwmark 1/0xff table 101 priority 1001
ip link add wan2 address 02:00:00:00:00:12 type veth peer name p-wan2 address 02:00:00:00:01:12 netns peer
ip -n peer link set p-wan2 up; ip link set wan2 up
ip addr add 192.0.2.2/24 dev wan2
ip route add default via 192.0.2.1 table 102
ip rule add fwmark 2/0xff table 102 priority 1002
ip link add wan3 address 02:00:00:00:00:13 type veth peer name p-wan3 address 02:00:00:00:01:13 netns peer
ip -n peer link set p-wan3 up; ip link set wan3 up
ip addr add 192.0.3.2/24 dev wan3
ip route add default via 192.0.3.1 table 103
ip rule add fwmark 3/0xff table 103 priority 1003
ip route add default via 192.0.1.1
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark
iptables -t mangle -A PREROUTING -m mark ! --mark 0 -j RETURN
iptables -t mangle -A PREROUTING -i lan -m statistic --mode nth --every 3 --packet 0 -j MARK --set-mark 1
iptables -t mangle -A PREROUTING -i lan -m mark --mark 0 -m statistic --mode nth --every 2 --packet 0 -j MARK --set-mark 2
iptables -t mangle -A PREROUTING -i lan -m mark --mark 0 -j MARK --set-mark 3
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark
iptables -t mangle -A OUTPUT -p udp -m statistic --mode nth ! --every 4 --packet 2 -m udp --dport 53 -j MARK --set-mark 2
iptables -t mangle -A OUTPUT -p tcp -m statistic --mode random --probability 1 -j MARK --set-mark 3
iptables -t mangle -A OUTPUT -p tcp -m statistic --mode random --probability 0 -j MARK --set-mark 1
