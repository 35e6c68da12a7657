# Several WANs as mwan3 has them: masked marks in the connection, hooks in mangle of iptables, one table for each WAN, SNAT for each, unreachable and blackhole as policies; nft firewall in the same namespace.
ip netns add pc
ip -n pc link set lo up
ip netns add r
ip -n r link set lo up
ip netns add i1
ip -n i1 link set lo up
ip netns add i2
ip -n i2 link set lo up
ip netns add net
ip -n net link set lo up
ip netns add srv
ip -n srv link set lo up
ip link add eth0 netns pc address 02:00:00:00:01:01 type veth peer name lan address 02:00:00:00:01:02 netns r
ip -n pc link set eth0 up
ip -n r link set lan up
ip -n pc addr add 192.168.7.10/24 dev eth0
ip -n r addr add 192.168.7.1/24 dev lan
ip link add wan netns r address 02:00:00:00:02:01 type veth peer name c address 02:00:00:00:02:02 netns i1
ip -n r link set wan up
ip -n i1 link set c up
ip -n r addr add 198.51.1.2/24 dev wan
ip -n i1 addr add 198.51.1.1/24 dev c
ip link add wanb netns r address 02:00:00:00:03:01 type veth peer name c address 02:00:00:00:03:02 netns i2
ip -n r link set wanb up
ip -n i2 link set c up
ip -n r addr add 198.51.2.2/24 dev wanb
ip -n i2 addr add 198.51.2.1/24 dev c
ip link add upl netns i1 address 02:00:00:00:04:01 type veth peer name n1 address 02:00:00:00:04:02 netns net
ip -n i1 link set upl up
ip -n net link set n1 up
ip -n i1 addr add 10.1.0.2/24 dev upl
ip -n net addr add 10.1.0.1/24 dev n1
ip link add upl netns i2 address 02:00:00:00:05:01 type veth peer name n2 address 02:00:00:00:05:02 netns net
ip -n i2 link set upl up
ip -n net link set n2 up
ip -n i2 addr add 10.2.0.2/24 dev upl
ip -n net addr add 10.2.0.1/24 dev n2
ip link add eth0 netns srv address 02:00:00:00:06:01 type veth peer name n3 address 02:00:00:00:06:02 netns net
ip -n srv link set eth0 up
ip -n net link set n3 up
ip -n srv addr add 203.0.113.9/24 dev eth0
ip -n srv addr add 203.0.113.10/24 dev eth0
ip -n srv addr add 203.0.113.11/24 dev eth0
ip -n srv addr add 203.0.113.12/24 dev eth0
ip -n net addr add 203.0.113.1/24 dev n3
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec i1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec i2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec net sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n pc route add default via 192.168.7.1
ip -n i1 route add default via 10.1.0.1
ip -n i2 route add default via 10.2.0.1
ip -n srv route add default via 203.0.113.1
ip -n net route add 198.51.1.0/24 via 10.1.0.2
ip -n net route add 198.51.2.0/24 via 10.2.0.2
ip -n r route add default via 198.51.1.1 metric 10
ip -n r route add default via 198.51.2.1 metric 20
ip -n r route add default via 198.51.1.1 table 1
ip -n r route add 198.51.1.0/24 dev wan table 1
ip -n r route add 192.168.7.0/24 dev lan table 1
ip -n r route add default via 198.51.2.1 table 2
ip -n r route add 198.51.2.0/24 dev wanb table 2
ip -n r route add 192.168.7.0/24 dev lan table 2
ip -n r rule add pref 1001 iif wan lookup 1
ip -n r rule add pref 1002 iif wanb lookup 2
ip -n r rule add pref 2001 fwmark 0x100/0x3f00 lookup 1
ip -n r rule add pref 2002 fwmark 0x200/0x3f00 lookup 2
ip -n r rule add pref 2061 fwmark 0x3d00/0x3f00 blackhole
ip -n r rule add pref 2062 fwmark 0x3e00/0x3f00 unreachable
ip -n r rule add pref 3001 fwmark 0x100/0x3f00 unreachable
ip -n r rule add pref 3002 fwmark 0x200/0x3f00 unreachable
ip netns exec r ipset create mwan3_connected hash:net
ip netns exec r ipset add mwan3_connected 192.168.7.0/24
ip netns exec r ipset add mwan3_connected 198.51.1.0/24
ip netns exec r ipset add mwan3_connected 127.0.0.0/8
ip netns exec r iptables -t mangle -N hook
ip netns exec r iptables -t mangle -N rules
ip netns exec r iptables -t mangle -N conn
ip netns exec r iptables -t mangle -N ifs
ip netns exec r iptables -t mangle -A PREROUTING -j hook
ip netns exec r iptables -t mangle -A OUTPUT -j hook
ip netns exec r iptables -t mangle -A hook -j CONNMARK --restore-mark --nfmask 0x3f00 --ctmask 0x3f00
ip netns exec r iptables -t mangle -A hook -m mark --mark 0x0/0x3f00 -j ifs
ip netns exec r iptables -t mangle -A hook -m mark --mark 0x0/0x3f00 -j conn
ip netns exec r iptables -t mangle -A hook -m mark --mark 0x0/0x3f00 -j rules
ip netns exec r iptables -t mangle -A hook -j CONNMARK --save-mark --nfmask 0x3f00 --ctmask 0x3f00
ip netns exec r iptables -t mangle -A hook -m mark ! --mark 0x3f00/0x3f00 -j conn
ip netns exec r iptables -t mangle -A ifs -i wan -m set --match-set mwan3_connected src -m mark --mark 0x0/0x3f00 -j MARK --set-xmark 0x3f00/0x3f00
ip netns exec r iptables -t mangle -A ifs -i wan -m mark --mark 0x0/0x3f00 -j MARK --set-xmark 0x100/0x3f00
ip netns exec r iptables -t mangle -A ifs -i wanb -m mark --mark 0x0/0x3f00 -j MARK --set-xmark 0x200/0x3f00
ip netns exec r iptables -t mangle -A conn -m set --match-set mwan3_connected dst -j MARK --set-xmark 0x3f00/0x3f00
ip netns exec r iptables -t mangle -A rules -d 203.0.113.10 -j MARK --set-xmark 0x200/0x3f00
ip netns exec r iptables -t mangle -A rules -d 203.0.113.11 -j MARK --set-xmark 0x3e00/0x3f00
ip netns exec r iptables -t mangle -A rules -d 203.0.113.12 -j MARK --set-xmark 0x3d00/0x3f00
ip netns exec r iptables -t mangle -A rules -p tcp -m multiport --dports 443,8443 -m mark --mark 0/0x3f00 -j MARK --set-xmark 0x200/0x3f00
ip netns exec r iptables -t mangle -A rules -m mark --mark 0/0x3f00 -j MARK --set-xmark 0x100/0x3f00
ip netns exec r nft 'table inet fw { chain sn { type nat hook postrouting priority srcnat; oifname wan snat ip to 198.51.1.2; oifname wanb snat ip to 198.51.2.2; iifname lan oifname lan masquerade; }; chain dn { type nat hook prerouting priority dstnat; ip daddr { 198.51.1.2, 198.51.2.2 } tcp dport vmap { 80 : goto web, 8080-8089 : goto web }; ip daddr { 198.51.1.2, 198.51.2.2 } udp dport 53 dnat ip to 192.168.7.10; }; chain web { meta l4proto tcp dnat ip to 192.168.7.10:80; }; chain f { type filter hook forward priority filter; policy drop; ct state vmap { established : accept, related : accept, invalid : drop }; iifname lan accept; ct status dnat accept; iifname "wan*" reject with icmpx admin-prohibited; }; chain i { type filter hook input priority filter; policy accept; iifname "wan*" tcp dport 23 reject; iifname "wan*" tcp dport 24 reject with tcp reset; }; };'
ip netns exec r sysctl -qw net.ipv4.conf.all.rp_filter=0
