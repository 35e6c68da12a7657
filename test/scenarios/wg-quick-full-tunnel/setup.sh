#!/bin/bash
# After WireGuard/wireguard-tools src/wg-quick/linux.bash add_default(), tag HEAD 025f0045
# table/fwmark 51820 (0xca6c); "not fwmark" rule + suppress_prefixlength 0 + raw anti-spoof + CONNMARK save/restore
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.1.50/24 dev eth0
ip addr add 2001:db8:1::50/64 dev eth0 nodad
ip route add default via 192.168.1.1 dev eth0
ip -6 route add default via 2001:db8:1::1 dev eth0
ip link add wg0 address 02:00:00:00:00:02 type veth peer name p-wg0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-wg0 up
ip link set wg0 up
ip addr add 10.66.66.2/32 dev wg0
ip addr add fd66::2/128 dev wg0 nodad
sysctl -q net.ipv4.conf.all.src_valid_mark=1
ip -6 rule add not fwmark 51820 table 51820
ip -6 rule add table main suppress_prefixlength 0
ip -6 route add ::/0 dev wg0 table 51820
ip -4 rule add not fwmark 51820 table 51820
ip -4 rule add table main suppress_prefixlength 0
ip -4 route add 0.0.0.0/0 dev wg0 table 51820
iptables-restore -n <<EOF
*raw
-I PREROUTING ! -i wg0 -d 10.66.66.2 -m addrtype ! --src-type LOCAL -j DROP -m comment --comment "wg-quick(8) rule for wg0"
COMMIT
*mangle
-I POSTROUTING -m mark --mark 51820 -p udp -j CONNMARK --save-mark -m comment --comment "wg-quick(8) rule for wg0"
-I PREROUTING -p udp -j CONNMARK --restore-mark -m comment --comment "wg-quick(8) rule for wg0"
COMMIT
EOF
ip6tables-restore -n <<EOF
*raw
-I PREROUTING ! -i wg0 -d fd66::2 -m addrtype ! --src-type LOCAL -j DROP -m comment --comment "wg-quick(8) rule for wg0"
COMMIT
*mangle
-I POSTROUTING -m mark --mark 51820 -p udp -j CONNMARK --save-mark -m comment --comment "wg-quick(8) rule for wg0"
-I PREROUTING -p udp -j CONNMARK --restore-mark -m comment --comment "wg-quick(8) rule for wg0"
COMMIT
EOF
