# An office with two providers: new connections are spread by a nexthop group, their mark is kept in the connection, and answers go by the provider that they came by; its published service is asked from both, from inside and by the other provider's address.
ip netns add office
ip -n office link set lo up
ip netns add pc
ip -n pc link set lo up
ip netns add isp1
ip -n isp1 link set lo up
ip netns add isp2
ip -n isp2 link set lo up
ip netns add net
ip -n net link set lo up
ip netns add user
ip -n user link set lo up
ip link add eth0 netns pc address 02:00:00:00:01:01 type veth peer name lan address 02:00:00:00:01:02 netns office
ip -n pc link set eth0 up
ip -n office link set lan up
ip link add w1 netns office address 02:00:00:00:02:01 type veth peer name c0 address 02:00:00:00:02:02 netns isp1
ip -n office link set w1 up
ip -n isp1 link set c0 up
ip link add w2 netns office address 02:00:00:00:03:01 type veth peer name c0 address 02:00:00:00:03:02 netns isp2
ip -n office link set w2 up
ip -n isp2 link set c0 up
ip link add upl netns isp1 address 02:00:00:00:04:01 type veth peer name n1 address 02:00:00:00:04:02 netns net
ip -n isp1 link set upl up
ip -n net link set n1 up
ip link add upl netns isp2 address 02:00:00:00:05:01 type veth peer name n2 address 02:00:00:00:05:02 netns net
ip -n isp2 link set upl up
ip -n net link set n2 up
ip link add eth0 netns user address 02:00:00:00:06:01 type veth peer name n3 address 02:00:00:00:06:02 netns net
ip -n user link set eth0 up
ip -n net link set n3 up
ip -n pc addr add 192.168.7.10/24 dev eth0
ip -n pc addr add fd07::10/64 dev eth0 nodad
ip -n office addr add 192.168.7.1/24 dev lan
ip -n office addr add fd07::1/64 dev lan nodad
ip -n office addr add 198.51.1.2/30 dev w1
ip -n office addr add 2001:db8:1::2/64 dev w1 nodad
ip -n isp1 addr add 198.51.1.1/30 dev c0
ip -n isp1 addr add 2001:db8:1::1/64 dev c0 nodad
ip -n office addr add 198.51.2.2/30 dev w2
ip -n office addr add 2001:db8:2::2/64 dev w2 nodad
ip -n isp2 addr add 198.51.2.1/30 dev c0
ip -n isp2 addr add 2001:db8:2::1/64 dev c0 nodad
ip -n isp1 addr add 198.51.101.2/30 dev upl
ip -n isp1 addr add 2001:db8:101::2/64 dev upl nodad
ip -n net addr add 198.51.101.1/30 dev n1
ip -n net addr add 2001:db8:101::1/64 dev n1 nodad
ip -n isp2 addr add 198.51.102.2/30 dev upl
ip -n isp2 addr add 2001:db8:102::2/64 dev upl nodad
ip -n net addr add 198.51.102.1/30 dev n2
ip -n net addr add 2001:db8:102::1/64 dev n2 nodad
ip -n user addr add 203.0.113.9/24 dev eth0
ip -n user addr add 2001:db8:203::9/64 dev eth0 nodad
ip -n net addr add 203.0.113.1/24 dev n3
ip -n net addr add 2001:db8:203::1/64 dev n3 nodad
ip netns exec office sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec isp1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec isp2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec net sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n pc route add default via 192.168.7.1
ip -n pc -6 route add default via fd07::1
ip -n user route add default via 203.0.113.1
ip -n user -6 route add default via 2001:db8:203::1
ip -n isp1 route add default via 198.51.101.1
ip -n isp1 -6 route add default via 2001:db8:101::1
ip -n net route add 198.51.1.0/30 via 198.51.101.2
ip -n net -6 route add 2001:db8:1::/64 via 2001:db8:101::2
ip -n isp2 route add default via 198.51.102.1
ip -n isp2 -6 route add default via 2001:db8:102::1
ip -n net route add 198.51.2.0/30 via 198.51.102.2
ip -n net -6 route add 2001:db8:2::/64 via 2001:db8:102::2
ip netns exec isp1 sysctl -qw net.ipv4.conf.c0.rp_filter=1
ip netns exec isp2 sysctl -qw net.ipv4.conf.c0.rp_filter=1
ip -n office nexthop add id 1 via 198.51.1.1 dev w1
ip -n office nexthop add id 2 via 198.51.2.1 dev w2
ip -n office nexthop add id 61 via 2001:db8:1::1 dev w1
ip -n office nexthop add id 62 via 2001:db8:2::1 dev w2
ip -n office route add default nhid 1
ip -n office -6 route add default nhid 61
ip -n office route add default nhid 1 table 101
ip -n office -6 route add default nhid 61 table 101
ip -n office route add 192.168.7.0/24 dev lan table 101
ip -n office -6 route add fd07::/64 dev lan table 101
ip -n office rule add fwmark 0x100/0xf00 lookup 101 pref 110
ip -n office -6 rule add fwmark 0x100/0xf00 lookup 101 pref 110
ip -n office rule add from 198.51.1.2 lookup 101 pref 210
ip -n office -6 rule add from 2001:db8:1::2 lookup 101 pref 210
ip -n office route add default nhid 2 table 102
ip -n office -6 route add default nhid 62 table 102
ip -n office route add 192.168.7.0/24 dev lan table 102
ip -n office -6 route add fd07::/64 dev lan table 102
ip -n office rule add fwmark 0x200/0xf00 lookup 102 pref 120
ip -n office -6 rule add fwmark 0x200/0xf00 lookup 102 pref 120
ip -n office rule add from 198.51.2.2 lookup 102 pref 220
ip -n office -6 rule add from 2001:db8:2::2 lookup 102 pref 220
ip netns exec office sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.w1.src_valid_mark=1 net.ipv4.conf.w2.src_valid_mark=1 net.ipv4.conf.lan.src_valid_mark=1
ip netns exec office nft 'table inet wan { map spread { type ipv4_addr . inet_proto : mark; elements = { 192.168.7.10 . 6 : 0x200, 192.168.7.10 . 17 : 0x100 } }; chain pre { type filter hook prerouting priority mangle; ct mark and 0xf00 != 0 meta mark set ct mark and 0xf00 return; iifname w1 ct state new ct mark set 0x100; iifname w2 ct state new ct mark set 0x200; iifname lan ip saddr . ip protocol @spread meta mark set ip saddr . ip protocol map @spread ct mark set meta mark; iifname lan meta nfproto ipv6 meta l4proto tcp meta mark set 0x200 ct mark set 0x200; }; chain out { type route hook output priority mangle; ct mark and 0xf00 != 0 meta mark set ct mark and 0xf00; }; chain dn { type nat hook prerouting priority dstnat; fib daddr type local tcp dport 443 dnat ip to 192.168.7.10:80; fib daddr type local tcp dport 443 dnat ip6 to [fd07::10]:80; fib daddr type local udp dport 5353 dnat ip to 192.168.7.10:53; fib daddr type local udp dport 5353 dnat ip6 to [fd07::10]:53; }; chain sn { type nat hook postrouting priority srcnat; oifname { "w1", "w2" } masquerade; iifname lan oifname lan ct status dnat masquerade; }; chain fw { type filter hook forward priority 0; policy drop; ct state established,related accept; ct state invalid drop; iifname lan accept; ct status dnat accept; }; chain in { type filter hook input priority 0; policy accept; iifname { "w1", "w2" } tcp dport 25 reject with tcp reset; iifname { "w1", "w2" } udp dport 161 drop; }; };'
