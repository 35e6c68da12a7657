#!/bin/bash
# After aws/amazon-vpc-cni-k8s pkg/networkutils/network.go: prefs 20 local, 512 to-pod main, 1024 fwmark 0x80/0x80 main, 1536 from-pod lookup N, 32765 from primary IP of ENI, mangle CONNMARK, AWS-SNAT-CHAIN-0
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 10.10.0.5/24 dev eth0
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 10.10.0.60/24 dev eth1
ip link add eni1aa address 02:00:00:00:00:03 type veth peer name p-eni1aa address 02:00:00:00:01:03 netns peer
ip -n peer link set p-eni1aa up
ip link set eni1aa up
ip link add eni2bb address 02:00:00:00:00:04 type veth peer name p-eni2bb address 02:00:00:00:01:04 netns peer
ip -n peer link set p-eni2bb up
ip link set eni2bb up
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 10.10.0.1 dev eth0
ip route del 10.10.0.0/24 dev eth1
ip route add 10.10.0.1 dev eth1 table 2 scope link
ip route add default via 10.10.0.1 dev eth1 table 2
ip route add 10.10.0.61/32 dev eni1aa scope link
ip route add 10.10.0.6/32 dev eni2bb scope link
ip rule add pref 20 lookup local
ip rule del pref 0
ip rule add pref 512 to 10.10.0.61/32 lookup main
ip rule add pref 512 to 10.10.0.6/32 lookup main
ip rule add pref 1024 fwmark 0x80/0x80 lookup main
ip rule add pref 1536 from 10.10.0.61/32 lookup 2
ip rule add pref 32765 from 10.10.0.60/32 lookup 2
iptables -t nat -N AWS-SNAT-CHAIN-0
iptables -t nat -A POSTROUTING -m comment --comment "AWS SNAT CHAIN" -j AWS-SNAT-CHAIN-0
iptables -t nat -A AWS-SNAT-CHAIN-0 -d 10.10.0.0/16 -m comment --comment "AWS SNAT CHAIN" -j RETURN
iptables -t nat -A AWS-SNAT-CHAIN-0 ! -o vlan+ -m comment --comment "AWS, SNAT" -m addrtype ! --dst-type LOCAL -j SNAT --to-source 10.10.0.5 --random-fully
iptables -t mangle -A PREROUTING -m comment --comment "AWS, primary ENI" -i eth0 -m addrtype --dst-type LOCAL --limit-iface-in -j CONNMARK --set-mark 0x80/0x80
iptables -t mangle -A PREROUTING -m comment --comment "AWS, primary ENI" -i eni+ -j CONNMARK --restore-mark --mask 0x80
iptables -t nat -N AWS-CONNMARK-CHAIN-0
iptables -t nat -A PREROUTING -i eni+ -m comment --comment "AWS, outbound connections" -j AWS-CONNMARK-CHAIN-0
iptables -t nat -A AWS-CONNMARK-CHAIN-0 -d 10.10.0.0/16 -m comment --comment "AWS CONNMARK CHAIN, VPC CIDR" -j RETURN
iptables -t nat -A AWS-CONNMARK-CHAIN-0 -m comment --comment "AWS, CONNMARK" -j CONNMARK --set-xmark 0x80/0x80
iptables -t nat -A PREROUTING -m comment --comment "AWS, CONNMARK" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80
iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 31000 -j DNAT --to-destination 10.10.0.61:8080
