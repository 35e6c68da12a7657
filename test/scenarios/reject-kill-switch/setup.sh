#!/bin/bash
# A gateway that tells senders what it refuses: a VPN kill switch for its own packets, and a filter that forwards web traffic only.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip link add lan address 02:00:00:00:00:01 type veth peer name p-lan address 02:00:00:00:01:01 netns peer
ip link add eth0 address 02:00:00:00:00:02 type veth peer name p-eth0 address 02:00:00:00:01:02 netns peer
ip link add tun0 address 02:00:00:00:00:03 type veth peer name p-tun0 address 02:00:00:00:01:03 netns peer
for dev in lan eth0 tun0; do ip -n peer link set p-$dev up; ip link set $dev up; done
ip addr add 10.0.0.1/24 dev lan
ip addr add fd00::1/64 dev lan nodad
ip addr add 192.0.2.2/24 dev eth0
ip addr add 2001:db8::2/64 dev eth0 nodad
ip addr add 10.8.0.2/32 dev tun0
ip addr add fd08::2/128 dev tun0 nodad
ip route add default via 192.0.2.1
ip -6 route add default via 2001:db8::1
ip rule add not fwmark 0xca6c table 51820
ip -6 rule add not fwmark 0xca6c table 51820
ip route add 198.51.100.0/24 dev tun0 table 51820
ip -6 route add 2001:db8:51::/48 dev tun0 table 51820
ip route add unreachable 198.51.100.128/25 table 51820
iptables -A OUTPUT ! -o tun0 -m mark ! --mark 0xca6c -m addrtype ! --dst-type LOCAL -j REJECT
ip6tables -A OUTPUT ! -o tun0 -m mark ! --mark 0xca6c -m addrtype ! --dst-type LOCAL -j REJECT
iptables -A FORWARD -p tcp --dport 80 -j ACCEPT
iptables -A FORWARD -p tcp -j REJECT --reject-with tcp-reset
iptables -A FORWARD -p udp --dport 53 -j REJECT --reject-with icmp-admin-prohibited
iptables -A FORWARD -j REJECT --reject-with icmp-host-prohibited
iptables -A INPUT -p udp --dport 161 -j REJECT --reject-with icmp-proto-unreachable
iptables -A INPUT -d 10.0.0.255 -j REJECT
ip6tables -A FORWARD -p tcp -j REJECT --reject-with tcp-reset
ip6tables -A FORWARD -p udp --dport 53 -j REJECT --reject-with adm-prohibited
ip6tables -A FORWARD -j REJECT --reject-with no-route
