# Two customers with the same addresses behind one router: conntrack zones and marks by device of arrival, a table for each customer, their own translated addresses, services published for each.
ip netns add c1
ip -n c1 link set lo up
ip netns add c2
ip -n c2 link set lo up
ip netns add r
ip -n r link set lo up
ip netns add u
ip -n u link set lo up
ip netns add srv
ip -n srv link set lo up
ip link add eth0 netns c1 address 02:00:00:00:01:01 type veth peer name k1 address 02:00:00:00:01:02 netns r
ip -n c1 link set eth0 up
ip -n r link set k1 up
ip -n c1 addr add 10.0.0.2/24 dev eth0
ip -n r addr add 10.0.0.1/24 dev k1
ip link add eth0 netns c2 address 02:00:00:00:02:01 type veth peer name k2 address 02:00:00:00:02:02 netns r
ip -n c2 link set eth0 up
ip -n r link set k2 up
ip -n c2 addr add 10.0.0.2/24 dev eth0
ip link add upl netns r address 02:00:00:00:03:01 type veth peer name dw0 address 02:00:00:00:03:02 netns u
ip -n r link set upl up
ip -n u link set dw0 up
ip -n r addr add 192.0.2.2/24 dev upl
ip -n r addr add 192.0.2.11/24 dev upl
ip -n r addr add 192.0.2.12/24 dev upl
ip -n u addr add 192.0.2.1/24 dev dw0
ip link add eth0 netns srv address 02:00:00:00:04:01 type veth peer name s address 02:00:00:00:04:02 netns u
ip -n srv link set eth0 up
ip -n u link set s up
ip -n srv addr add 203.0.113.9/24 dev eth0
ip -n u addr add 203.0.113.1/24 dev s
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec u sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n c1 route add default via 10.0.0.1
ip -n c2 route add default via 10.0.0.1
ip -n r route add default via 192.0.2.1
ip -n srv route add default via 203.0.113.1
ip -n r addr add 10.0.0.1/32 dev k2
ip -n r route add 10.0.0.0/24 dev k2 table 2
ip -n r route add 10.0.0.0/24 dev k1 table 1
ip -n r route add default via 192.0.2.1 table 1
ip -n r route add default via 192.0.2.1 table 2
ip -n r rule add fwmark 1 lookup 1
ip -n r rule add fwmark 2 lookup 2
ip netns exec r sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.fwmark_reflect=1 net.ipv4.tcp_fwmark_accept=1
ip netns exec r nft 'table ip z { map zones { type ifname : mark; elements = { k1 : 1, k2 : 2 } }; chain raw { type filter hook prerouting priority raw; iifname k1 meta mark set 1 ct original zone set 1; iifname k2 meta mark set 2 ct original zone set 2; }; chain pre { type filter hook prerouting priority mangle; iifname { k1, k2 } ct mark set meta mark; iifname upl ct mark != 0 meta mark set ct mark; }; chain dn { type nat hook prerouting priority dstnat; ip daddr 192.0.2.11 meta mark set 1 ct mark set 1 dnat to 10.0.0.2; ip daddr 192.0.2.12 tcp dport { 80, 8080 } meta mark set 2 ct mark set 2 dnat to 10.0.0.2:80; }; chain sn { type nat hook postrouting priority srcnat; oifname upl snat to meta mark map { 1 : 192.0.2.11, 2 : 192.0.2.12 }; }; chain f { type filter hook forward priority 0; iifname k1 oifname k2 drop; udp dport 666 reject with icmp host-prohibited; udp dport 667 reject with icmp net-unreachable; tcp dport 668 reject with tcp reset; }; };'
