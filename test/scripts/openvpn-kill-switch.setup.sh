#!/usr/bin/env bash
# VPN kill switch with iptables-restore here-document and variables expanded
set -e
VPN_DEV=tun0
VPN_SERVER=198.51.100.77
VPN_PORT=1194
ip link set lo up
ip link add eth0 type veth peer name p-eth0 && ip link set p-eth0 up && ip link set eth0 up
ip addr add 192.168.0.50/24 brd + dev eth0
ip route add default via 192.168.0.1
ip link add $VPN_DEV type veth peer name p-$VPN_DEV
ip link set p-tun0 up 2>/dev/null || true
ip link set $VPN_DEV up mtu 1500
ip addr add 10.8.0.6/24 dev $VPN_DEV
ip route add $VPN_SERVER/32 via 192.168.0.1
ip route add 0.0.0.0/1 via 10.8.0.1
ip route add 128.0.0.0/1 via 10.8.0.1
iptables-restore <<RULES
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT DROP [0:0]
-A INPUT -i lo -j ACCEPT
-A OUTPUT -o lo -j ACCEPT
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A OUTPUT -o $VPN_DEV -j ACCEPT
-A OUTPUT -d $VPN_SERVER/32 -o eth0 -p udp -m udp --dport $VPN_PORT -j ACCEPT
-A OUTPUT -d 192.168.0.0/24 -o eth0 -j ACCEPT
-A OUTPUT -m owner --uid-owner 0 -p tcp -m multiport --dports 22,2222 -j ACCEPT
-A OUTPUT -j REJECT --reject-with icmp-admin-prohibited
COMMIT
RULES
ip6tables -P INPUT DROP; ip6tables -P FORWARD DROP; ip6tables -P OUTPUT DROP
ip6tables -A OUTPUT -o lo -j ACCEPT
iptables -S
ip6tables -S
iptables -L OUTPUT -n --line-numbers
ip -br link show | awk '$1!="lo"{print $1,$2}' | sort
ip route | sort
ip route get 1.1.1.1
ip route get $VPN_SERVER | head -n1
