#!/bin/bash
# After netfilter hook order: nat PREROUTING DNAT before routing, SNAT after; rules match the translated destination and the untranslated source
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan address 02:00:00:00:00:01 type veth peer name p-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan up
ip link set lan up
ip addr add 192.168.9.1/24 dev lan
ip link add up1 address 02:00:00:00:00:02 type veth peer name p-up1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-up1 up
ip link set up1 up
ip addr add 192.0.2.9/24 dev up1
ip link add up2 address 02:00:00:00:00:03 type veth peer name p-up2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-up2 up
ip link set up2 up
ip addr add 198.51.100.9/24 dev up2
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.0.2.1 dev up1
ip route add default via 198.51.100.1 dev up2 table 2
ip rule add to 203.0.113.80 lookup 2 pref 500
ip rule add from 198.51.100.9 lookup 2 pref 501
ip rule add dport 8443 lookup 2 pref 502
iptables -t nat -A PREROUTING -d 10.255.0.1/32 -j DNAT --to-destination 203.0.113.80
iptables -t nat -A PREROUTING -p tcp --dport 443 -d 10.255.0.2/32 -j DNAT --to-destination 203.0.113.81:8443
iptables -t nat -A OUTPUT -d 10.255.0.1/32 -j DNAT --to-destination 203.0.113.80
iptables -t nat -A OUTPUT -d 10.255.0.3/32 -j DNAT --to-destination 192.168.9.50
iptables -t nat -A POSTROUTING -o up2 -j SNAT --to-source 198.51.100.9
iptables -t nat -A POSTROUTING -s 192.168.9.0/24 -o up1 -j MASQUERADE
iptables -t nat -A PREROUTING -d 192.0.2.9/32 -p tcp --dport 2222 -j DNAT --to-destination 192.168.9.50:22
iptables -t nat -A PREROUTING -d 10.254.0.0/24 -j NETMAP --to 203.0.113.0/24
