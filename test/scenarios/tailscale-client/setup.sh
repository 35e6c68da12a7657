#!/bin/bash
# After tailscale wgengine/router/osrouter/router_linux_test.go expectations (prefs 5210/5230/5250/5270, fwmark 0x80000/0xff0000, table 52)
# and util/linuxfw/iptables_runner.go chains (ts-input, ts-forward, ts-postrouting, mark 0x40000/0xff0000)
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.0.10/24 dev eth0
ip addr add 2001:db8:2::10/64 dev eth0 nodad
ip route add default via 192.168.0.1 dev eth0
ip -6 route add default via 2001:db8:2::1 dev eth0
ip link add tailscale0 address 02:00:00:00:00:02 type veth peer name p-tailscale0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-tailscale0 up
ip link set tailscale0 up
ip addr add 100.101.102.104/32 dev tailscale0
ip addr add fd7a:115c:a1e0::104/128 dev tailscale0 nodad
sysctl -qw net.ipv4.ip_forward=1
ip rule add pref 5210 fwmark 0x80000/0xff0000 table main
ip rule add pref 5230 fwmark 0x80000/0xff0000 table default
ip rule add pref 5250 fwmark 0x80000/0xff0000 type unreachable
ip rule add pref 5270 table 52
ip -6 rule add pref 5210 fwmark 0x80000/0xff0000 table main
ip -6 rule add pref 5230 fwmark 0x80000/0xff0000 table default
ip -6 rule add pref 5250 fwmark 0x80000/0xff0000 type unreachable
ip -6 rule add pref 5270 table 52
ip route add 10.0.0.0/8 dev tailscale0 table 52
ip route add 100.100.100.100/32 dev tailscale0 table 52
ip route add 100.64.1.2/32 dev tailscale0 table 52
ip -6 route add fd7a:115c:a1e0::/48 dev tailscale0 table 52
iptables -N ts-input
iptables -N ts-forward
iptables -I INPUT 1 -j ts-input
iptables -I FORWARD 1 -j ts-forward
iptables -t nat -N ts-postrouting
iptables -t nat -I POSTROUTING 1 -j ts-postrouting
iptables -A ts-forward -i tailscale0 -j MARK --set-mark 0x40000/0xff0000
iptables -A ts-forward -m mark --mark 0x40000/0xff0000 -j ACCEPT
iptables -A ts-forward -o tailscale0 -s 100.64.0.0/10 -j DROP
iptables -A ts-forward -o tailscale0 -j ACCEPT
iptables -I ts-input 1 -i lo -s 100.101.102.104 -j ACCEPT
iptables -A ts-input ! -i tailscale0 -s 100.115.92.0/23 -j RETURN
iptables -A ts-input ! -i tailscale0 -s 100.64.0.0/10 -j DROP
iptables -A ts-input -i tailscale0 -j ACCEPT
iptables -t nat -A ts-postrouting -m mark --mark 0x40000/0xff0000 -j MASQUERADE
