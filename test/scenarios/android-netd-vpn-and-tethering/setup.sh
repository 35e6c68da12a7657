#!/bin/bash
# After the rules that netd of Android 12 installs (system/netd, RouteController): priorities 10000 to 32000, marks of Fwmark.h, a VPN for app 10086, tethering from ap0 to wlan0
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add wlan0 address 02:00:00:00:00:01 type veth peer name p-wlan0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-wlan0 up
ip link set wlan0 up
ip addr add 192.168.1.77/24 dev wlan0
ip link add rmnet0 address 02:00:00:00:00:02 type veth peer name p-rmnet0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-rmnet0 up
ip link set rmnet0 up
ip addr add 10.160.3.9/30 dev rmnet0
ip link add tun0 address 02:00:00:00:00:03 type veth peer name p-tun0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-tun0 up
ip link set tun0 up
ip addr add 10.1.10.1/32 dev tun0
ip link add ap0 address 02:00:00:00:00:04 type veth peer name p-ap0 address 02:00:00:00:01:04 netns peer
ip -n peer link set p-ap0 up
ip link set ap0 up
ip addr add 192.168.43.1/24 dev ap0
printf "97 local_network\n98 legacy_network\n99 legacy_system\n1020 wlan0\n1021 rmnet0\n1022 tun0\n" >> /etc/iproute2/rt_tables
sysctl -qw net.ipv4.ip_forward=1
ip route add 192.168.1.0/24 dev wlan0 scope link table wlan0
ip route add default via 192.168.1.1 dev wlan0 table wlan0
ip route add 10.160.3.8/30 dev rmnet0 scope link table rmnet0
ip route add default via 10.160.3.10 dev rmnet0 table rmnet0
ip route add default dev tun0 scope link table tun0
ip route add 192.168.43.0/24 dev ap0 scope link table local_network
ip rule add pref 10000 fwmark 0xc0000/0xd0000 lookup legacy_system
ip rule add pref 10500 iif lo oif wlan0 uidrange 0-0 lookup wlan0
ip rule add pref 10500 iif lo oif rmnet0 uidrange 0-0 lookup rmnet0
ip rule add pref 11000 iif tun0 lookup local_network
ip rule add pref 12000 fwmark 0x0/0x20000 iif lo uidrange 10086-10086 lookup tun0
ip rule add pref 12000 fwmark 0xc0066/0xcffff lookup tun0
ip rule add pref 13000 fwmark 0x10063/0x1ffff iif lo lookup local_network
ip rule add pref 13000 fwmark 0x10065/0x1ffff iif lo lookup wlan0
ip rule add pref 13000 fwmark 0x50064/0x5ffff iif lo lookup rmnet0
ip rule add pref 13000 fwmark 0x10066/0x1ffff iif lo uidrange 10086-10086 lookup tun0
ip rule add pref 14000 iif lo oif wlan0 lookup wlan0
ip rule add pref 14000 fwmark 0x40000/0x40000 iif lo oif rmnet0 lookup rmnet0
ip rule add pref 14000 iif lo oif tun0 uidrange 10086-10086 lookup tun0
ip rule add pref 15000 fwmark 0x0/0x10000 lookup legacy_system
ip rule add pref 16000 fwmark 0x0/0x10000 lookup legacy_network
ip rule add pref 17000 fwmark 0x0/0x10000 lookup local_network
ip rule add pref 18000 iif ap0 lookup wlan0
ip rule add pref 19000 fwmark 0x65/0x1ffff iif lo lookup wlan0
ip rule add pref 22000 fwmark 0x0/0xffff iif lo lookup wlan0
ip rule add pref 32000 unreachable
ip rule del pref 32766
ip rule del pref 32767
iptables -t nat -N tetherctrl_nat_POSTROUTING
iptables -t nat -A POSTROUTING -j tetherctrl_nat_POSTROUTING
iptables -t nat -A tetherctrl_nat_POSTROUTING -o wlan0 -j MASQUERADE
