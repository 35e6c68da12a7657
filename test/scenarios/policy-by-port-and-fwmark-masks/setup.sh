#!/bin/bash
# After common QoS/PBR mark layouts (netfilter MARK --set-xmark/--and-mark/--or-mark/--xor-mark semantics from iptables-extensions(8))
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan address 02:00:00:00:00:01 type veth peer name p-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 10.7.0.1/24 dev lan
ip link add w1 address 02:00:00:00:00:02 type veth peer name p-w1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-w1 up
ip link set w1 up
ip addr add 192.0.2.2/24 dev w1
ip link add w2 address 02:00:00:00:00:03 type veth peer name p-w2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-w2 up
ip link set w2 up
ip addr add 198.51.100.2/24 dev w2
ip link add w3 address 02:00:00:00:00:04 type veth peer name p-w3 address 02:00:00:00:01:04 netns peer
ip -n peer link set p-w3 up
ip link set w3 up
ip addr add 203.0.113.2/24 dev w3
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.0.2.1 dev w1
ip route add default via 198.51.100.1 dev w2 table 2
ip route add default via 203.0.113.1 dev w3 table 3
ip rule add fwmark 0x20000/0xf0000 lookup 2 pref 100
ip rule add fwmark 0x30000/0xf0000 lookup 3 pref 101
ip rule add fwmark 0xff/0xff lookup 3 pref 102
ip rule add fwmark 0x0/0x80000000 to 100.64.0.0/10 lookup 2 pref 103
iptables -t mangle -A PREROUTING -p tcp --dport 80 -j MARK --set-mark 0x20000
iptables -t mangle -A PREROUTING -p tcp --dport 81 -j MARK --set-xmark 0x30000/0xf0000
iptables -t mangle -A PREROUTING -p tcp --dport 80:81 -j MARK --or-mark 0xf
iptables -t mangle -A PREROUTING -p tcp --dport 82 -j MARK --set-xmark 0xabcdef
iptables -t mangle -A PREROUTING -p tcp --dport 82 -j MARK --and-mark 0x0000ff
iptables -t mangle -A PREROUTING -p tcp --dport 82 -j MARK --xor-mark 0x10
iptables -t mangle -A PREROUTING -p tcp --dport 83 -j MARK --set-mark 0xff/0x0f
iptables -t mangle -A PREROUTING -p tcp --dport 83 -j MARK --set-mark 0xf0/0xf0
iptables -t mangle -A PREROUTING -p tcp --dport 84 -j MARK --set-mark 0x80000000
iptables -t mangle -A PREROUTING -p tcp --dport 85 -j MARK --set-mark 0x20000
iptables -t mangle -A PREROUTING -p tcp --dport 85 -m mark --mark 0x20000/0x20000 -j CONNMARK --set-xmark 0x5/0xf
iptables -t mangle -A PREROUTING -p tcp --dport 85 -j CONNMARK --and-mark 0x4
iptables -t mangle -A PREROUTING -p tcp --dport 85 -j CONNMARK --or-mark 0x30000
iptables -t mangle -A PREROUTING -p tcp --dport 85 -j CONNMARK --restore-mark --nfmask 0x10000 --ctmask 0xf0000
iptables -t mangle -A FORWARD -p tcp --dport 86 -j MARK --set-mark 0x30000
iptables -t mangle -A POSTROUTING -p tcp --dport 87 -j MARK --set-mark 0x30000
