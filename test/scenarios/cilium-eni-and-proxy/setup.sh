#!/bin/bash
# After cilium's rules (9: fwmark 0x200/0xf00 lookup 2004, 10: fwmark 0xa00/0xf00 lookup 2005, 20 to pod main, 100 local, 111 from pod lookup ENI) and pkg/datapath/linux/linux_defaults
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 10.0.0.10/24 dev eth0
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 10.0.1.10/24 dev eth1
ip link add lxc1 address 02:00:00:00:00:03 type veth peer name p-lxc1 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-lxc1 up
ip link set lxc1 up
ip link add cilium_host address 02:00:00:00:00:04 type veth peer name p-cilium_host address 02:00:00:00:01:04 netns peer
ip -n peer link set p-cilium_host up
ip link set cilium_host up
ip addr add 10.0.1.7/32 dev cilium_host
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 10.0.0.1 dev eth0
ip route del 10.0.1.0/24 dev eth1
ip route add 10.0.1.20 dev lxc1 scope link
ip route add local default dev lo table 2004
ip route add 10.0.1.7 dev cilium_host scope link table 2005
ip route add default via 10.0.1.7 dev cilium_host table 2005
ip route add 10.0.1.1 dev eth1 scope link table 11
ip route add default via 10.0.1.1 dev eth1 table 11
ip rule add pref 9 fwmark 0x200/0xf00 lookup 2004
ip rule add pref 10 fwmark 0xa00/0xf00 lookup 2005
ip rule add pref 20 to 10.0.1.20 lookup main
ip rule add pref 100 lookup local
ip rule del pref 0
ip rule add pref 111 from 10.0.1.20 to 10.0.0.0/16 lookup 11
iptables -t nat -N CILIUM_POST_nat
iptables -t nat -A POSTROUTING -j CILIUM_POST_nat
iptables -t nat -A CILIUM_POST_nat -s 10.0.1.20 ! -d 10.0.0.0/16 -o eth+ -j MASQUERADE
iptables -t raw -N CILIUM_OUTPUT_raw
iptables -t raw -A OUTPUT -j CILIUM_OUTPUT_raw
iptables -t raw -A CILIUM_OUTPUT_raw -o lxc+ -m mark --mark 0xa00/0xfffffeff -j CT --notrack
iptables -t raw -A CILIUM_OUTPUT_raw -m mark --mark 0xa00/0xfffffeff -j CT --notrack
