#!/bin/bash
# strongSwan table 220 and updown rules
ip link set lo up
ip link add eth0 type veth peer name w; ip link set w up; ip link set eth0 up
ip addr add 10.1.0.2/24 dev eth0
ip addr add 10.100.0.5/32 dev eth0
ip route add default via 10.1.0.1 dev eth0 proto dhcp src 10.1.0.2 metric 100
ip rule add pref 220 lookup 220
ip route add 192.168.200.0/24 via 10.1.0.1 dev eth0 proto static src 10.100.0.5 table 220
ip route add throw 10.1.0.0/24 table 220 proto static
for cmd in -I; do
iptables $cmd FORWARD 1 -i eth0 -s 192.168.200.0/24 -d 10.100.0.5 -m policy --dir in --pol ipsec --proto esp --reqid 1 -j ACCEPT || echo "policy refused: $?"
done
iptables -t nat -A POSTROUTING -s 10.1.0.0/24 -d 192.168.200.0/24 -j ACCEPT
iptables -A INPUT -p esp -j ACCEPT
iptables -A INPUT -p udp -m udp --sport 500 --dport 500 -j ACCEPT
iptables -A INPUT -p udp --dport 4500 -j ACCEPT
iptables -A INPUT -p ah -j ACCEPT
iptables -t mangle -A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
ip route list table 220
ip rule
ip route get 192.168.200.9
ip route get 10.1.0.77
iptables -S INPUT
