#!/bin/bash
# After openwrt/packages net/mwan3/files/lib/mwan3/mwan3.sh (rule prefs 1000/2000/3000+id, mask 0x3f00, hook chain order) and GitHub issue dumps #15617/#15951
# the ipset matches of mwan3 (connected/custom/dynamic) are written as plain -d rules; statistic random is replaced by fixed policies
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add br-lan address 02:00:00:00:00:01 type veth peer name p-br-lan address 02:00:00:00:01:01 netns peer
ip -n peer link set p-br-lan up
ip link set br-lan up
ip addr add 192.168.1.1/24 dev br-lan
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-eth1 up
ip link set eth1 up
ip addr add 192.0.2.2/24 dev eth1
ip link add eth2 address 02:00:00:00:00:03 type veth peer name p-eth2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-eth2 up
ip link set eth2 up
ip addr add 198.51.100.2/24 dev eth2
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.0.2.1 dev eth1 metric 10
ip route add default via 198.51.100.1 dev eth2 metric 20
ip route add default via 192.0.2.1 dev eth1 metric 10 table 1
ip route add 192.168.1.0/24 dev br-lan proto kernel scope link src 192.168.1.1 table 1
ip route add 192.0.2.0/24 dev eth1 proto static scope link metric 10 table 1
ip route add default via 198.51.100.1 dev eth2 metric 20 table 2
ip route add 192.168.1.0/24 dev br-lan proto kernel scope link src 192.168.1.1 table 2
ip route add 198.51.100.0/24 dev eth2 proto static scope link metric 20 table 2
ip rule add pref 1001 iif eth1 lookup 1
ip rule add pref 1002 iif eth2 lookup 2
ip rule add pref 2001 fwmark 0x100/0x3f00 lookup 1
ip rule add pref 2002 fwmark 0x200/0x3f00 lookup 2
ip rule add pref 2061 fwmark 0x3d00/0x3f00 blackhole
ip rule add pref 2062 fwmark 0x3e00/0x3f00 unreachable
ip rule add pref 3001 fwmark 0x100/0x3f00 unreachable
ip rule add pref 3002 fwmark 0x200/0x3f00 unreachable
iptables-restore -n <<EOF
*mangle
:mwan3_connected_ipv4 - [0:0]
:mwan3_hook - [0:0]
:mwan3_iface_in_wan - [0:0]
:mwan3_iface_in_wanb - [0:0]
:mwan3_ifaces_in - [0:0]
:mwan3_policy_wan_only - [0:0]
:mwan3_policy_wanb_only - [0:0]
:mwan3_policy_none - [0:0]
:mwan3_policy_drop - [0:0]
:mwan3_rules - [0:0]
-A PREROUTING -j mwan3_hook
-A OUTPUT -j mwan3_hook
-A mwan3_connected_ipv4 -d 192.168.1.0/24 -j MARK --set-xmark 0x3f00/0x3f00
-A mwan3_connected_ipv4 -d 192.0.2.0/24 -j MARK --set-xmark 0x3f00/0x3f00
-A mwan3_connected_ipv4 -d 198.51.100.0/24 -j MARK --set-xmark 0x3f00/0x3f00
-A mwan3_connected_ipv4 -d 127.0.0.0/8 -j MARK --set-xmark 0x3f00/0x3f00
-A mwan3_connected_ipv4 -d 224.0.0.0/3 -j MARK --set-xmark 0x3f00/0x3f00
-A mwan3_hook -m mark --mark 0x0/0x3f00 -j CONNMARK --restore-mark --nfmask 0x3f00 --ctmask 0x3f00
-A mwan3_hook -m mark --mark 0x0/0x3f00 -j mwan3_ifaces_in
-A mwan3_hook -m mark --mark 0x0/0x3f00 -j mwan3_connected_ipv4
-A mwan3_hook -m mark --mark 0x0/0x3f00 -j mwan3_rules
-A mwan3_hook -j CONNMARK --save-mark --nfmask 0x3f00 --ctmask 0x3f00
-A mwan3_hook -m mark ! --mark 0x3f00/0x3f00 -j mwan3_connected_ipv4
-A mwan3_iface_in_wan -i eth1 -m mark --mark 0x0/0x3f00 -m comment --comment wan -j MARK --set-xmark 0x100/0x3f00
-A mwan3_iface_in_wanb -i eth2 -m mark --mark 0x0/0x3f00 -m comment --comment wanb -j MARK --set-xmark 0x200/0x3f00
-A mwan3_ifaces_in -m mark --mark 0x0/0x3f00 -j mwan3_iface_in_wan
-A mwan3_ifaces_in -m mark --mark 0x0/0x3f00 -j mwan3_iface_in_wanb
-A mwan3_policy_wan_only -m mark --mark 0x0/0x3f00 -m comment --comment "wan 3 3" -j MARK --set-xmark 0x100/0x3f00
-A mwan3_policy_wanb_only -m mark --mark 0x0/0x3f00 -m comment --comment "wanb 3 3" -j MARK --set-xmark 0x200/0x3f00
-A mwan3_policy_none -m mark --mark 0x0/0x3f00 -m comment --comment unreachable -j MARK --set-xmark 0x3e00/0x3f00
-A mwan3_policy_drop -m mark --mark 0x0/0x3f00 -m comment --comment blackhole -j MARK --set-xmark 0x3d00/0x3f00
-A mwan3_rules -p tcp -m multiport --dports 443 -m mark --mark 0x0/0x3f00 -m comment --comment https -j mwan3_policy_wanb_only
-A mwan3_rules -s 192.168.1.66/32 -m mark --mark 0x0/0x3f00 -j mwan3_policy_none
-A mwan3_rules -s 192.168.1.67/32 -m mark --mark 0x0/0x3f00 -j mwan3_policy_drop
-A mwan3_rules -p udp -m multiport --sports 5060:5070 -m mark --mark 0x0/0x3f00 -j MARK --set-xmark 0x3f00/0x3f00
-A mwan3_rules -m mark --mark 0x0/0x3f00 -m comment --comment default_rule_v4 -j mwan3_policy_wan_only
COMMIT
*nat
-A POSTROUTING -o eth1 -j MASQUERADE
-A POSTROUTING -o eth2 -j MASQUERADE
COMMIT
EOF
