# IPv6 with unique local addresses behind two providers: prefixes translated both ways by nft, global addresses beside them, reject routes at both routers, errors and answers through the translation.
ip netns add h
ip -n h link set lo up
ip netns add r
ip -n r link set lo up
ip netns add p1
ip -n p1 link set lo up
ip netns add p2
ip -n p2 link set lo up
ip netns add core
ip -n core link set lo up
ip netns add srv
ip -n srv link set lo up
ip link add eth0 netns h address 02:00:00:00:01:01 type veth peer name lan address 02:00:00:00:01:02 netns r
ip -n h link set eth0 up
ip -n r link set lan up
ip -n h addr add fd00:a::10/64 dev eth0 nodad
ip -n h addr add 2001:db8:a::10/64 dev eth0 nodad
ip -n r addr add fd00:a::1/64 dev lan nodad
ip -n r addr add 2001:db8:a::1/64 dev lan nodad
ip link add w1 netns r address 02:00:00:00:02:01 type veth peer name c address 02:00:00:00:02:02 netns p1
ip -n r link set w1 up
ip -n p1 link set c up
ip -n r addr add 2001:db8:f1::2/64 dev w1 nodad
ip -n p1 addr add 2001:db8:f1::1/64 dev c nodad
ip link add w2 netns r address 02:00:00:00:03:01 type veth peer name c address 02:00:00:00:03:02 netns p2
ip -n r link set w2 up
ip -n p2 link set c up
ip -n r addr add 2001:db8:f2::2/64 dev w2 nodad
ip -n p2 addr add 2001:db8:f2::1/64 dev c nodad
ip link add upl netns p1 address 02:00:00:00:04:01 type veth peer name d1 address 02:00:00:00:04:02 netns core
ip -n p1 link set upl up
ip -n core link set d1 up
ip -n p1 addr add 2001:db8:e1::2/64 dev upl nodad
ip -n core addr add 2001:db8:e1::1/64 dev d1 nodad
ip link add upl netns p2 address 02:00:00:00:05:01 type veth peer name d2 address 02:00:00:00:05:02 netns core
ip -n p2 link set upl up
ip -n core link set d2 up
ip -n p2 addr add 2001:db8:e2::2/64 dev upl nodad
ip -n core addr add 2001:db8:e2::1/64 dev d2 nodad
ip link add eth0 netns srv address 02:00:00:00:06:01 type veth peer name s address 02:00:00:00:06:02 netns core
ip -n srv link set eth0 up
ip -n core link set s up
ip -n srv addr add 2001:db8:9::9/64 dev eth0 nodad
ip -n srv addr add fd99::9/64 dev eth0 nodad
ip -n core addr add 2001:db8:9::1/64 dev s nodad
ip -n core addr add fd99::1/64 dev s nodad
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec p1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec p2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec core sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n h -6 route add default via fd00:a::1
ip -n p1 -6 route add default via 2001:db8:e1::1
ip -n p2 -6 route add default via 2001:db8:e2::1
ip -n srv -6 route add default via 2001:db8:9::1
ip -n h -6 route add fd99::/64 via fd00:a::1 src fd00:a::10
ip -n r -6 route add default via 2001:db8:f1::1 metric 10
ip -n r -6 route add default via 2001:db8:f2::1 metric 20
ip -n r -6 route add default via 2001:db8:f2::1 table 2
ip -n r -6 route add default via 2001:db8:f1::1 table 1
ip -n r -6 rule add from fd00:a::/64 ipproto udp lookup 2 pref 10
ip -n r -6 rule add from 2001:db8:a2::/48 lookup 2 pref 11
ip -n r -6 route add unreachable fd00::/8
ip -n r -6 route add prohibit 2001:db8:bad::/48
ip -n r -6 route add blackhole 2001:db8:b1::/48
ip -n r -6 route add throw 2001:db8:7::/48 table 1
ip -n r -6 route add default via 2001:db8:f1::1 from 2001:db8:a::/64 metric 5
ip -n p1 -6 route add 2001:db8:a::/48 via 2001:db8:f1::2
ip -n p1 -6 route add prohibit 2001:db8:bb::/48
ip -n p2 -6 route add 2001:db8:a2::/48 via 2001:db8:f2::2
ip -n p2 -6 route add unreachable 2001:db8:bb::/48
ip -n core -6 route add 2001:db8:a::/48 via 2001:db8:e1::2
ip -n core -6 route add 2001:db8:a2::/48 via 2001:db8:e2::2
ip -n core -6 route add 2001:db8:f1::/64 via 2001:db8:e1::2
ip -n core -6 route add 2001:db8:f2::/64 via 2001:db8:e2::2
ip netns exec r nft 'table ip6 npt { chain s { type nat hook postrouting priority srcnat; oifname w2 ip6 saddr fd00:a::/64 snat prefix to 2001:db8:a2::/64; oifname w1 ip6 saddr fd00:a::/64 snat prefix to 2001:db8:a:1::/64; }; chain d { type nat hook prerouting priority dstnat; iifname w2 ip6 daddr 2001:db8:a2::/64 dnat prefix to fd00:a::/64; iifname w1 dnat prefix to ip6 daddr map { 2001:db8:a:1::/64 : fd00:a::/64 }; }; chain f { type filter hook forward priority 0; udp dport 700 reject with icmpv6 no-route; udp dport 701 reject with icmpv6 addr-unreachable; udp dport 702 reject with icmpv6 port-unreachable; udp dport 703 reject with icmpv6 admin-prohibited; tcp dport 704 reject with tcp reset; }; };'
