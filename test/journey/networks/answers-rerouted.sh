# Answers whose way a rule of OUTPUT changes: to another cable, to reject routes, to a table without a route, by mark, TOS and by the mark of the connection, which ICMP errors share; ports redirected to the loopback device, addresses that rules redirect to the host, in both families.
ip netns add a
ip -n a link set lo up
ip netns add m
ip -n m link set lo up
ip netns add b
ip -n b link set lo up
ip link add e1 netns a address 02:00:00:00:01:01 type veth peer name l1 address 02:00:00:00:01:02 netns m
ip -n a link set e1 up
ip -n m link set l1 up
ip -n a addr add 10.1.0.2/24 dev e1
ip -n a addr add fd01::2/64 dev e1 nodad
ip -n m addr add 10.1.0.1/24 dev l1
ip -n m addr add fd01::1/64 dev l1 nodad
ip link add e2 netns a address 02:00:00:00:02:01 type veth peer name l2 address 02:00:00:00:02:02 netns m
ip -n a link set e2 up
ip -n m link set l2 up
ip -n a addr add 10.2.0.2/24 dev e2
ip -n a addr add fd02::2/64 dev e2 nodad
ip -n m addr add 10.2.0.1/24 dev l2
ip -n m addr add fd02::1/64 dev l2 nodad
ip link add r1 netns m address 02:00:00:00:03:01 type veth peer name e1 address 02:00:00:00:03:02 netns b
ip -n m link set r1 up
ip -n b link set e1 up
ip -n m addr add 10.3.0.1/24 dev r1
ip -n m addr add fd03::1/64 dev r1 nodad
ip -n b addr add 10.3.0.2/24 dev e1
ip -n b addr add fd03::2/64 dev e1 nodad
ip netns exec m sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n a route add default via 10.1.0.1
ip -n a -6 route add default via fd01::1
ip -n b route add default via 10.3.0.1
ip -n b -6 route add default via fd03::1
ip -n a rule add fwmark 2 lookup 102
ip -n a rule add fwmark 3 lookup 103
ip -n a rule add fwmark 4 lookup 104
ip -n a rule add fwmark 5 lookup 105
ip -n a rule add fwmark 6 lookup 106
ip -n a route add unreachable default table 103
ip -n a route add prohibit default table 104
ip -n a route add blackhole default table 105
ip -n a route add throw default table 106
ip -n a rule add fwmark 7 prohibit
ip -n a rule add fwmark 8 unreachable
ip -n a rule add fwmark 9 blackhole
ip -n a rule add tos 0x10 lookup 102
ip -n a -6 rule add fwmark 2 lookup 102
ip -n a -6 rule add fwmark 3 lookup 103
ip -n a -6 rule add fwmark 4 lookup 104
ip -n a -6 rule add fwmark 5 lookup 105
ip -n a -6 rule add fwmark 6 lookup 106
ip -n a -6 route add unreachable default table 103
ip -n a -6 route add prohibit default table 104
ip -n a -6 route add blackhole default table 105
ip -n a -6 route add throw default table 106
ip -n a -6 rule add fwmark 7 prohibit
ip -n a -6 rule add fwmark 8 unreachable
ip -n a -6 rule add fwmark 9 blackhole
ip -n a -6 rule add tos 0x10 lookup 102
ip -n m rule add fwmark 2 lookup 102
ip -n m rule add fwmark 3 lookup 103
ip -n m rule add fwmark 4 lookup 104
ip -n m rule add fwmark 5 lookup 105
ip -n m rule add fwmark 6 lookup 106
ip -n m route add unreachable default table 103
ip -n m route add prohibit default table 104
ip -n m route add blackhole default table 105
ip -n m route add throw default table 106
ip -n m rule add fwmark 7 prohibit
ip -n m rule add fwmark 8 unreachable
ip -n m rule add fwmark 9 blackhole
ip -n m rule add tos 0x10 lookup 102
ip -n m -6 rule add fwmark 2 lookup 102
ip -n m -6 rule add fwmark 3 lookup 103
ip -n m -6 rule add fwmark 4 lookup 104
ip -n m -6 rule add fwmark 5 lookup 105
ip -n m -6 rule add fwmark 6 lookup 106
ip -n m -6 route add unreachable default table 103
ip -n m -6 route add prohibit default table 104
ip -n m -6 route add blackhole default table 105
ip -n m -6 route add throw default table 106
ip -n m -6 rule add fwmark 7 prohibit
ip -n m -6 rule add fwmark 8 unreachable
ip -n m -6 rule add fwmark 9 blackhole
ip -n m -6 rule add tos 0x10 lookup 102
ip -n a route add default via 10.2.0.1 table 102
ip -n a -6 route add default via fd02::1 table 102
ip -n m route add 10.1.0.2 via 10.2.0.2 table 102
ip -n m -6 route add fd01::2 via fd02::2 table 102
ip netns exec a sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.all.send_redirects=0
ip netns exec m sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.all.send_redirects=0
ip netns exec m nft 'table inet t { chain pre { type filter hook prerouting priority mangle; ct state new th dport 1002-1009 ct mark set th dport map { 1002 : 2 , 1003 : 3 , 1004 : 4 , 1005 : 5 , 1006 : 6 , 1007 : 7 , 1008 : 8 , 1009 : 9 }; ct state new th dport 2002-2009 meta mark set 1; icmp type echo-request ip dscp != 0 ct mark set ip dscp; icmpv6 type echo-request ip6 dscp != 0 ct mark set ip6 dscp; }; chain o { type route hook output priority mangle; ct mark != 0 meta mark set ct mark; udp sport 2010 ip dscp set 4; udp sport 2010 ip6 dscp set 4; tcp sport 2011 ip dscp set 4; tcp sport 2011 ip6 dscp set 4; }; chain d { type nat hook prerouting priority dstnat; tcp dport 3000 dnat ip to 127.0.0.1:3001; udp dport 3000 dnat ip to 127.0.0.1:3001; tcp dport 3002 redirect to :3001; udp dport 3002 redirect to :3001; meta nfproto ipv4 tcp dport 3003 dnat ip to 10.3.0.2:80; meta nfproto ipv6 tcp dport 3003 dnat ip6 to [fd03::2]:80; }; chain s { type nat hook postrouting priority srcnat; oifname r1 tcp dport 80 masquerade; oifname r1 udp dport 53 masquerade to :5000-5003; }; chain f { type filter hook forward priority 0; th dport 1002-1009 tcp flags syn reject with tcp reset; udp dport 1002-1009 ip daddr 10.3.0.0/24 reject with icmp host-prohibited; udp dport 1002-1009 ip6 daddr fd03::/64 reject with icmpv6 admin-prohibited; }; chain i { type filter hook input priority 0; udp dport 1005 reject; }; };'
ip netns exec a nft 'table inet t { chain o { type route hook output priority mangle; udp dport 4002-4009 meta mark set udp dport map { 4002 : 2, 4003 : 3, 4004 : 4, 4005 : 5, 4006 : 6, 4007 : 7, 4008 : 8, 4009 : 9 }; tcp dport 4002-4009 meta mark set tcp dport map { 4002 : 2, 4003 : 3, 4004 : 4, 4005 : 5, 4006 : 6, 4007 : 7, 4008 : 8, 4009 : 9 }; }; chain d { type nat hook output priority -100; tcp dport 5000 dnat ip to 10.2.0.1:80; tcp dport 5000 dnat ip6 to [fd02::1]:80; udp dport 5001 redirect to :53; ip daddr 10.77.0.0/16 dnat ip to 10.3.0.2; }; chain s { type nat hook postrouting priority srcnat; oifname e2 masquerade; }; };'
