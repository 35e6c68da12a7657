#!/bin/bash
# After Calico's felix (wireguard.go: rule 99 not fwmark 0x100000/0x100000 lookup 1, throw routes; raw cali-wireguard-incoming-mark; cali marks 0x10000 accept, 0x40000 from workload), ipset matches written as -s and -d
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 172.16.0.11/24 dev eth0
ip link add wireguard.cali address 02:00:00:00:00:02 type veth peer name p-wireguard.cal address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wireguard.cal up
ip link set wireguard.cali up
ip addr add 10.65.0.0/32 dev wireguard.cali
ip link add cali1 address 02:00:00:00:00:03 type veth peer name p-cali1 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-cali1 up
ip link set cali1 up
ip link add cali2 address 02:00:00:00:00:04 type veth peer name p-cali2 address 02:00:00:00:01:04 netns peer
ip -n peer link set p-cali2 up
ip link set cali2 up
sysctl -qw net.ipv4.ip_forward=1
sysctl -qw net.ipv4.conf.all.src_valid_mark=1
sysctl -qw net.ipv4.conf.cali1.rp_filter=1
sysctl -qw net.ipv4.conf.cali2.rp_filter=1
ip route add default via 172.16.0.1 dev eth0
ip route add 10.65.0.5 dev cali1 scope link
ip route add 10.65.0.6 dev cali2 scope link
ip route add blackhole 10.65.0.0/26
ip route add 10.65.0.64/26 via 172.16.0.12 dev eth0
ip route add 10.65.0.64/26 dev wireguard.cali scope link table 1
ip route add throw 10.65.0.0/26 table 1
ip route add throw 10.65.0.128/26 table 1
ip rule add pref 99 not fwmark 0x100000/0x100000 lookup 1
iptables -t mangle -N cali-PREROUTING
iptables -t mangle -A PREROUTING -j cali-PREROUTING
iptables -t mangle -A cali-PREROUTING -i cali+ -j MARK --set-xmark 0x40000/0x40000
iptables -N cali-FORWARD
iptables -A FORWARD -j cali-FORWARD
iptables -A cali-FORWARD -i cali+ -p tcp --dport 25 -j DROP
iptables -A cali-FORWARD -j MARK --set-xmark 0x10000/0x10000
iptables -A cali-FORWARD -m mark --mark 0x10000/0x10000 -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.65.0.0/16 ! -d 10.65.0.0/16 ! -o wireguard.cali -j MASQUERADE
